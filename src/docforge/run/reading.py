"""What looks into sources for this process: another one, started once and under limits.

Invariant: this process opens no source. One that hangs, grows or eats memory costs the other
process, which is then started anew for the rest. Threads may ask side by side: each asks its own.
"""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

from docforge import failures
from docforge.errors import DocforgeError, ExitCode
from docforge.export import Failure
from docforge.run.companion import Companion, start
from docforge.run.workers import bound_memory, refuse_network
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


# Started and not asked anything now; one, but for a program that asks from several threads.
_idle: list[Companion] = []


def _take() -> Companion:
    try:
        return _idle.pop()
    except IndexError:
        reader = start(_serve)
        with suppress(EOFError, OSError):  # whoever asks will find that it is not there
            reader.connection.recv()
        return reader


def _serve(requests: Connection) -> None:
    refuse_network()
    confine([Path("/")], [])
    own = _address_space()
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


def _address_space() -> int:
    """Bytes of address space of this process (proc(5), statm); 0 where the kernel does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:
            return int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
