"""Many documents in a pool of processes that are replaced when they grow.

A document that hangs, crashes or eats memory loses its process; no other document notices.
"""

from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import BrokenExecutor
from functools import partial

from pebble import ProcessFuture, ProcessPool

from docforge import failures
from docforge.export import Export
from docforge.run import results, workers
from docforge.run.assignment import Assignment, take_up
from docforge.run.planning import Finished
from docforge.source import SourceFile

_Pending = tuple[SourceFile, ProcessFuture[Export]]
# How many documents a worker may be ahead of what was told. Finished exports hold their outputs
# until it is their turn, and with too few of them the workers would wait for a long one.
_AHEAD = 16


def exports(
    assignment: Assignment, places: Sequence[SourceFile], jobs: int, finished: Finished
) -> Generator[Export, None, None]:
    """The export of each of `places`, in their order, by `jobs` processes.

    Raises SystemRefused when no process can be started.
    """
    with ProcessPool(
        max_workers=jobs,
        max_tasks=workers.DocumentQuota(workers.MOST_DOCUMENTS),
        initializer=_begin_worker,
        initargs=(assignment,),
        context=workers.context(assignment.options.formats),
    ) as pool:
        try:
            yield from _in_order(pool, places, _AHEAD * jobs, finished)
        except BrokenExecutor as error:
            pool.stop()  # type: ignore[no-untyped-call]  # pebble types it in part
            raise failures.no_workers(error) from error
        except BaseException:
            pool.stop()  # type: ignore[no-untyped-call]  # pebble types it in part
            raise


def _in_order(
    pool: ProcessPool, places: Sequence[SourceFile], ahead: int, finished: Finished
) -> Iterator[Export]:
    waiting: deque[_Pending] = deque()
    for start in range(0, len(places), ahead):
        waiting.extend(_scheduled(pool, places[start : start + ahead], finished))
        while len(waiting) > ahead:
            yield results.finished(*waiting.popleft())
    while waiting:
        yield results.finished(*waiting.popleft())


def _scheduled(
    pool: ProcessPool, places: Sequence[SourceFile], finished: Finished
) -> Iterator[_Pending]:
    """`places` in their order; the longest begin first, so that none is left over at the end."""
    lengths = [place.size for place in places]
    longest_first = sorted(range(len(places)), key=lengths.__getitem__, reverse=True)
    futures = {index: _schedule(pool, places[index], finished) for index in longest_first}
    return ((place, futures[index]) for index, place in enumerate(places))


def _schedule(pool: ProcessPool, place: SourceFile, finished: Finished) -> ProcessFuture[Export]:
    future = pool.schedule(_export, args=(place,), timeout=place.limits.seconds)
    future.add_done_callback(partial(_tell, finished, place))
    return future


def _tell(finished: Finished, place: SourceFile, done: ProcessFuture[Export]) -> None:
    finished(results.finished(place, done))


# What a worker was started for: sent once a worker, not once a document.
_assignment: Assignment | None = None


def _begin_worker(assignment: Assignment) -> None:
    global _assignment
    _assignment = assignment
    take_up(assignment)


def _export(place: SourceFile) -> Export:
    assert _assignment is not None, "a worker begins with its task"
    return _assignment.work(place, _assignment.options)
