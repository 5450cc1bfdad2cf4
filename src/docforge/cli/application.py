"""The commands, as typer reads them from the command line."""

from typing import Annotated

import typer

from docforge import __version__
from docforge.cli.commands.email import email
from docforge.cli.commands.export import export, watch
from docforge.cli.commands.lint import explain, lint
from docforge.cli.commands.serve import preview, serve
from docforge.cli.commands.start import doctor, new
from docforge.cli.commands.style import style
from docforge.cli.commands.verify import verify
from docforge.cli.console import console

app = typer.Typer(
    name="docforge",
    help="One Markdown source to accessible PDF, EPUB, plain text and tagged HTML.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for _command in (export, watch, lint, explain, verify, email, serve, preview, new, doctor):
    app.command()(_command)
app.add_typer(style, name="style")


def _version(wanted: bool) -> None:
    if wanted:
        console().print(f"docforge {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    pass
