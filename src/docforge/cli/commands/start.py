"""`docforge new` and `docforge doctor`: what one needs before the first export."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from docforge.cli.console import console
from docforge.errors import ExitCode


def new(
    name: Annotated[Path, typer.Argument(help="The new document, such as input/autumn.md.")],
) -> None:
    """Write a starter document that shows each construct."""
    from docforge.cli.starter import write

    file = write(name)
    shown = console()
    shown.print(f"Wrote {file}. Replace its text with yours, then run:")
    shown.print(f"docforge export {shlex.quote(str(file))}")


def doctor(
    style: Annotated[
        str | None, typer.Option(metavar="NAME", help="Check the sheets of this style instead.")
    ] = None,
) -> None:
    """Say what is installed, and what a missing part costs; or what is wrong with a style."""
    from docforge.cli.doctor import examine, examine_style

    if style is not None:
        from docforge.cli.summary import safe

        found = examine_style(style)
        for told in found:
            console().print(safe(told))
        if not found:
            console().print(safe(f"{style} can be used: it does nothing that no style may do."))
        raise typer.Exit(ExitCode.BLOCKED.value if found else 0)

    shown = console()
    missing = False
    for check in examine():
        missing |= check.needed and check.version is None
        shown.print(str(check))
    raise typer.Exit(ExitCode.TOOL_MISSING.value if missing else 0)
