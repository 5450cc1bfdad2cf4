"""Exports documents in worker processes of this machine.

A document that hangs, crashes or eats memory loses its worker; no other document notices.
"""

from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import TimeoutError as TookTooLong
from functools import partial

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from docforge import pipeline, workers
from docforge.batch import Executor
from docforge.export import Export
from docforge.pipeline import Order
from docforge.source import SourcePlace

# What a worker does with a source: it always answers with an Export.
Work = Callable[[SourcePlace, Order], Export]
# Finished exports hold their outputs until it is their turn: keep few of them waiting.
_AHEAD = 4


def executor(jobs: int, work: Work = pipeline.export) -> Executor:
    """An executor that has `jobs` processes do `work`."""
    return partial(_execute, jobs=jobs, work=work)


def _execute(
    places: Sequence[SourcePlace], order: Order, *, jobs: int, work: Work
) -> Generator[Export, None, None]:
    waiting: deque[tuple[SourcePlace, ProcessFuture[Export]]] = deque()
    with ProcessPool(
        max_workers=max(1, min(jobs, len(places))),
        initializer=_begin_worker,
        initargs=(order, work),
        context=workers.context(order.formats),
    ) as pool:
        try:
            for place in places:
                timeout = place.limits.seconds
                waiting.append((place, pool.schedule(_export, args=(place,), timeout=timeout)))
                if len(waiting) > _AHEAD * jobs:
                    yield _result(*waiting.popleft())
            while waiting:
                yield _result(*waiting.popleft())
        except BaseException:
            pool.stop()  # type: ignore[no-untyped-call]  # pebble types it in part
            raise


def _result(place: SourcePlace, pending: ProcessFuture[Export]) -> Export:
    try:
        return pending.result()
    except TookTooLong:
        return pipeline.failed(place, pipeline.out_of_time(place))
    except ProcessExpired as died:
        return pipeline.failed(place, pipeline.worker_died(place, died.exitcode or 0))
    except MemoryError:
        return pipeline.failed(place, pipeline.out_of_memory(place))
    except Exception as error:  # the result could not be sent back
        return pipeline.failed(place, pipeline.bug(error))


# What a worker was started for: sent once a worker, not once a document.
_task: tuple[Order, Work] | None = None


def _begin_worker(order: Order, work: Work) -> None:
    global _task
    _task = (order, work)
    workers.collect_seldom()
    workers.confine(int(order.config.limits.memory_mb * 1_000_000))


def _export(place: SourcePlace) -> Export:
    assert _task is not None, "a worker begins with its task"
    order, work = _task
    return work(place, order)
