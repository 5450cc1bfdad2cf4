"""One document in a process that is forked from this one, and has imported what it needs by then.

A pool costs more than a short document: a server that imports anew what is here already, threads,
and waiting for both. Invariant: what holds for a worker of the pool holds for this one: its walls
and limits, and what is told when it ends.
"""

from collections.abc import Sequence
from functools import partial
from importlib import import_module
from multiprocessing.connection import Connection

from msgspec.structs import replace

from docforge import failures
from docforge.export import Export, Format
from docforge.run import workers
from docforge.run.assignment import Assignment, take_up
from docforge.run.companion import Companion, can_fork, start
from docforge.source import SourceFile

# Begun, and not given a document yet.
_waiting: list[Companion] = []


def prepare(formats: Sequence[Format]) -> bool:
    """Fork a process that imports what `formats` need; False when this one cannot be forked."""
    if not _waiting and can_fork():
        _waiting.append(start(partial(_serve, workers.preloaded(formats))))
    return bool(_waiting)


def take() -> Companion | None:
    """The process that was prepared, for whoever asks first."""
    return _waiting.pop() if _waiting else None


def export(worker: Companion, assignment: Assignment, place: SourceFile) -> Export:
    """The export of `place` by `worker`, which ends with it; a failure when there is none."""
    try:
        worker.connection.recv()
        worker.connection.send((assignment, place))
        if not worker.connection.poll(place.limits.seconds):
            late = failures.failed(place, failures.out_of_time(place))
            return replace(late, seconds=place.limits.seconds)
        made: Export = worker.connection.recv()
        return made
    except (EOFError, OSError):
        worker.process.join()
        return failures.failed(place, failures.worker_died(place, worker.process.exitcode or 0))
    finally:
        worker.end()


# --- The other process -------------------------------------------------------------------


def _serve(modules: Sequence[str], requests: Connection) -> None:
    for module in modules:
        import_module(module)
    requests.send("here")
    assignment, place = requests.recv()
    take_up(assignment)
    try:
        requests.send(assignment.work(place, assignment.options))
    except MemoryError:
        requests.send(failures.failed(place, failures.out_of_memory(place)))
    except Exception as error:  # the work does not fail: what it made could not be sent
        requests.send(failures.failed(place, failures.bug(error)))
