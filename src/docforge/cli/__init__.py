"""The command line: arguments to options, outcomes to words and an exit code.

Only this package prints or exits, and it imports what a command needs when that runs.
"""

import io
import signal
import sys
from typing import Annotated

import typer

from docforge import __version__
from docforge.cli.commands.email import email
from docforge.cli.commands.export import export, watch
from docforge.cli.commands.lint import explain, lint
from docforge.cli.commands.start import doctor, new
from docforge.cli.commands.verify import verify
from docforge.cli.console import console
from docforge.errors import DocforgeError

app = typer.Typer(
    name="docforge",
    help="One Markdown source to accessible PDF, EPUB, plain text and tagged HTML.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for _command in (export, watch, lint, explain, verify, email, new, doctor):
    app.command()(_command)


def main() -> None:
    """Run the command line and exit with the code that says how it went."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that cannot show every letter
            stream.reconfigure(errors="backslashreplace")
    # As a shell has it: 128 and the number of the signal. What was begun is ended in good order.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        app()
    except DocforgeError as error:
        shown = console(stderr=True)
        shown.print(error.message)
        if error.hint:
            shown.print(error.hint)
        raise SystemExit(int(error.exit_code)) from None


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
