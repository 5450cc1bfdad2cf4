"""`docforge style`."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from docforge.cli.console import console, say

style = typer.Typer(
    help="Begin a style, and see what it sets.", no_args_is_help=True, rich_markup_mode=None
)


@style.command()
def new(
    name: Annotated[str, typer.Argument(help="The name of the style, such as “harbours”.")],
) -> None:
    """Write a style of your own, which says what may stand in it."""
    from docforge.cli.styling import begin, told_path

    file, config = begin(name)
    shown = console()
    shown.print(f"Wrote {told_path(file)}.")
    if config.file is None:
        shown.print("Wrote docforge.toml, which names it.")
    elif config.defaults.style != name:
        place = told_path(config.file)
        shown.print(f'To use it for all documents, write style = "{name}" under [document]', end="")
        shown.print(f" in {place}.")
    shown.print("Change it, and look at it:")
    shown.print(f"docforge style show {shlex.quote(name)}")


@style.command()
def show(
    name: Annotated[
        str | None,
        typer.Argument(help="The style; without a name, the one of docforge.toml."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="Where outputs go.")
    ] = None,
) -> None:
    """Export a document with every construct in the style, in all formats."""
    from docforge.cli.styling import show as shown_in

    say(console(), shown_in(name, output))
