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


def doctor() -> None:
    """Say what is installed, and what a missing part costs."""
    from docforge.cli.doctor import examine

    shown = console()
    missing = False
    for check in examine():
        missing |= check.needed and check.version is None
        shown.print(str(check))
    raise typer.Exit(ExitCode.TOOL_MISSING.value if missing else 0)
