"""Another process beside this one, and the pipe to it: nothing that it does harms this one.

Invariant: it is forked only while nothing runs beside it here, it holds nothing open that it
inherited but the pipe, and it is gone when this process is.
"""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from msgspec import Struct

from docforge.run.workers import end_with_parent

_OWN_THREADS = "/proc/self/task"  # proc(5): also those that Python did not start


class Companion(Struct, frozen=True):
    """The process and this end of the pipe."""

    process: BaseProcess
    connection: Connection

    def end(self) -> None:
        """Kill the process, which is asked nothing any more."""
        self.process.kill()
        self.process.join()
        self.connection.close()


def can_fork() -> bool:
    """Whether this process can be forked: it costs next to nothing, and is safe without threads."""
    return sys.platform == "linux" and len(os.listdir(_OWN_THREADS)) == 1


def start(serve: Callable[[Connection], None]) -> Companion:
    """Have another process do `serve` with its end of the pipe: forked if it can be, or anew."""
    context: Any = multiprocessing.get_context("fork" if can_fork() else "spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_begin, args=(serve, theirs), daemon=True)
    # A Ctrl-C goes to all: the new process must not see it before it looks away itself.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    theirs.close()
    return Companion(process, ours)


def _begin(serve: Callable[[Connection], None], requests: Connection) -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    _close_all_but(requests.fileno(), int(parent.sentinel))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    end_with_parent()
    with suppress(EOFError, OSError):  # whoever asked is gone
        serve(requests)


def _close_all_but(*kept: int) -> None:
    """Let go of what was inherited: the lock of an output folder, the pipes of others."""
    first = 3
    for descriptor in sorted(kept):
        os.closerange(first, descriptor)
        first = descriptor + 1
    os.closerange(first, min(os.sysconf("SC_OPEN_MAX"), 1 << 16))
