"""The command line: arguments to options, outcomes to words and an exit code.

Only this package prints or exits, and it imports what a command needs when that runs.
"""

import os
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
from docforge.cli.streams import close_streams, open_streams
from docforge.errors import DocforgeError, refused

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
    open_streams()
    _end_in_good_order(signal.SIGTERM)
    if hasattr(signal, "SIGHUP"):  # Windows has none
        _end_in_good_order(signal.SIGHUP)
    code = _run()
    try:
        close_streams()
    except DocforgeError as error:
        code = max(code, _tell(error))
    raise SystemExit(code)


def _end_in_good_order(number: signal.Signals) -> None:
    """End at the signal with 128 and its number, as a shell has it, unless nohup ignores it."""
    if signal.getsignal(number) is not signal.SIG_IGN:
        signal.signal(number, lambda number, frame: sys.exit(128 + number))


def _run() -> int:
    """The exit code of the command: nothing that goes wrong is told as a trace."""
    try:
        app()
    except DocforgeError as error:
        return _tell(error)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 1 if ended.code else 0
    except (OSError, MemoryError) as error:
        return _tell(refused(error))
    except Exception as error:
        return _tell_bug(error)
    return 0


def _tell(error: DocforgeError) -> int:
    shown = console(stderr=True)
    shown.print(error.message)
    if error.hint:
        shown.print(error.hint)
    return int(error.exit_code)


def _tell_bug(error: Exception) -> int:
    from docforge import failures

    bug = failures.bug(error)
    shown = console(stderr=True)
    shown.print(bug.message)
    wanted = "--debug" in sys.argv or os.environ.get("DOCFORGE_DEBUG")
    shown.print(bug.trace if wanted else bug.hint)
    return int(bug.exit_code)


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
