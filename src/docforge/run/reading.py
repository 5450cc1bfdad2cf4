"""What looks into sources for this process: another one, started once and under limits.

Invariant: this process opens no source. One that hangs, grows or eats memory costs the other
process, which is then started anew for the rest. Threads may ask side by side: each asks its own.
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, TypeVar

from docforge import failures
from docforge.errors import DocforgeError, ExitCode
from docforge.export import Failure
from docforge.run.workers import bound_memory, end_with_parent, refuse_network
from docforge.system.sandbox import confine

Thing = TypeVar("Thing")
Answer = TypeVar("Answer")

SECONDS = 30.0  # for one thing to look at
MEMORY = 512_000_000  # bytes beyond what the process begins with


def read_each(
    work: Callable[[Thing], Answer],
    things: Sequence[Thing],
    *,
    seconds: float = SECONDS,
    memory: int = MEMORY,
) -> list[Answer | Failure]:
    """What `work` gives for each of `things`, in their order, or why it gives nothing.

    All is pickled on its way. Each thing has `seconds` of time and `memory` bytes; a
    DocforgeError that `work` raises comes as its Failure.
    """
    found: list[Answer | Failure] = []
    while len(found) < len(things):
        found += _ask(work, things[len(found) :], seconds, memory)
    return found


def _ask(
    work: Callable[[Thing], Answer], things: Sequence[Thing], seconds: float, memory: int
) -> list[Answer | Failure]:
    """The answers up to the first thing that ends the process, with a failure for that."""
    reader = _take()
    found: list[Answer | Failure] = []
    try:
        reader.connection.send((work, things, memory))
        while len(found) < len(things):
            if not reader.connection.poll(seconds):
                reader.end()
                return [*found, _failure(f"It took longer than {seconds:g} seconds")]
            found.append(reader.connection.recv())
    except (EOFError, OSError):
        reader.end()
        return [*found, _failure("The process that read it ended")]
    except BaseException:  # what was asked is not waited for, and must not answer later
        reader.end()
        raise
    _idle.append(reader)
    return found


def _failure(what: str) -> Failure:
    return Failure(what, "Leave it out, and look at what it is.", ExitCode.UNREADABLE)


# --- The other process -------------------------------------------------------------------


class _Reader:
    """The other process and the way to it."""

    def __init__(self) -> None:
        # A fork costs next to nothing, and is safe as long as nothing runs beside it.
        is_alone = sys.platform == "linux" and threading.active_count() == 1
        context: Any = multiprocessing.get_context("fork" if is_alone else "spawn")
        self.connection, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=_serve, args=(theirs,), daemon=True)
        # A Ctrl-C goes to all: the new process must not see it before it looks away itself.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
        try:
            self.process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        theirs.close()
        with suppress(EOFError, OSError):  # whoever asks will find that it is not there
            self.connection.recv()

    def end(self) -> None:
        """Kill the process, which is asked nothing any more."""
        self.process.kill()
        self.process.join()
        self.connection.close()


# Started and not asked anything now; one, but for a program that asks from several threads.
_idle: list[_Reader] = []


def _take() -> _Reader:
    try:
        return _idle.pop()
    except IndexError:
        return _Reader()


def _serve(requests: Connection) -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    _close_all_but(requests.fileno(), int(parent.sentinel))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    end_with_parent()
    refuse_network()
    confine([Path("/")], [])
    own = _address_space()
    with suppress(EOFError, OSError):
        requests.send("here")
        while True:
            work, things, memory = requests.recv()
            if own:
                bound_memory(own + memory)
            for thing in things:
                requests.send(_answer(work, thing))


def _answer(work: Callable[[Thing], Answer], thing: Thing) -> Answer | Failure:
    try:
        return work(thing)
    except DocforgeError as error:
        return Failure(error.message, error.hint, error.exit_code)
    except MemoryError:
        return _failure("It needs more memory than reading may take")
    except Exception as error:
        return failures.bug(error)


def _close_all_but(*kept: int) -> None:
    """Let go of what was inherited: the lock of an output folder, the pipes of others."""
    first = 3
    for descriptor in sorted(kept):
        os.closerange(first, descriptor)
        first = descriptor + 1
    os.closerange(first, min(os.sysconf("SC_OPEN_MAX"), 1 << 16))


def _address_space() -> int:
    """Bytes of address space of this process (proc(5), statm); 0 where the kernel does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:
            return int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
