"""The command line: arguments to options, outcomes to words and an exit code.

Only this package prints or exits, and it imports what a command needs when that runs. This module
is imported by the server of workers, too.
"""

import os
import signal
import sys

from docforge.cli.streams import close_streams, open_streams
from docforge.errors import DocforgeError, refused
from docforge.system.garbage import collect_seldom, leave_all

# A plugin of pydantic would change what is read here, and looking for one reads what every
# package that is installed says of itself. Workers are told by this, too.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
# Most of a short run, and all that a server of workers does, is importing.
collect_seldom()


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
    leave_all()
    raise SystemExit(code)


def _end_in_good_order(number: signal.Signals) -> None:
    """End at the signal with 128 and its number, as a shell has it, unless nohup ignores it."""
    if signal.getsignal(number) is not signal.SIG_IGN:
        signal.signal(number, lambda number, frame: sys.exit(128 + number))


def _run() -> int:
    """The exit code of the command: nothing that goes wrong is told as a trace."""
    try:
        from docforge.cli.application import app

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
    from docforge.cli.console import console

    shown = console(stderr=True)
    shown.print(error.message)
    if error.hint:
        shown.print(error.hint)
    return int(error.exit_code)


def _tell_bug(error: Exception) -> int:
    from docforge import failures
    from docforge.cli.console import console

    bug = failures.bug(error)
    shown = console(stderr=True)
    shown.print(bug.message)
    wanted = "--debug" in sys.argv or os.environ.get("DOCFORGE_DEBUG")
    shown.print(bug.trace if wanted else bug.hint)
    return int(bug.exit_code)
