"""Exports documents in worker processes of this machine.

A document that hangs, crashes or eats memory loses its worker; no other document notices.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import BrokenExecutor
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import replace
from functools import partial
from pathlib import Path

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from docforge import failures
from docforge.export import Export, Failure
from docforge.run import budget, tasks, workers
from docforge.run.planning import Executor, Finished
from docforge.source import MEGABYTE, SourceFile
from docforge.source.options import RunOptions
from docforge.style import SHIPPED
from docforge.system.sandbox import confine
from docforge.system.scratch import scratch, use

# What a worker does with a source: it always answers with an Export.
Work = Callable[[SourceFile, RunOptions], Export]
_Pending = tuple[SourceFile, ProcessFuture[Export]]
# How many documents a worker may be ahead of what was told. Finished exports hold their outputs
# until it is their turn, and with too few of them the workers would wait for a long one.
_AHEAD = 16


def executor(
    jobs: int,
    work: Work = tasks.export,
    finished: Finished = lambda export: None,
    writable: Sequence[Path] = (),
) -> Executor:
    """An executor that has `jobs` processes do `work`, which may write to folders in `writable`."""
    return partial(_execute, jobs=jobs, work=work, finished=finished, writable=writable)


def _execute(
    places: Sequence[SourceFile],
    options: RunOptions,
    *,
    jobs: int,
    work: Work,
    finished: Finished,
    writable: Sequence[Path],
) -> Generator[Export, None, None]:
    if not places:
        return
    workers.check_memory()
    jobs, memory_mb = budget.share(options.config.limits, min(jobs, len(places)))
    places = [_within(place, memory_mb) for place in places]
    with (
        scratch() as folder,
        ProcessPool(
            max_workers=jobs,
            max_tasks=workers.DocumentQuota(workers.MOST_DOCUMENTS),
            initializer=_begin_worker,
            initargs=(
                options,
                work,
                int(memory_mb * MEGABYTE),
                _read_folders(places, options),
                (folder, *writable),
            ),
            context=workers.context(options.formats),
        ) as pool,
    ):
        try:
            yield from _in_order(pool, places, _AHEAD * jobs, finished)
        except BrokenExecutor as error:
            pool.stop()  # type: ignore[no-untyped-call]  # pebble types it in part
            raise failures.no_workers(error) from error
        except BaseException:
            pool.stop()  # type: ignore[no-untyped-call]  # pebble types it in part
            raise


def _read_folders(places: Sequence[SourceFile], options: RunOptions) -> tuple[Path, ...]:
    """Where `places`, what they name and styles are read from; a bundle needs no folder."""
    roots = {place.root for place in places if place.bundle is None}
    settings = (options.config.defaults, *options.config.overrides)
    named = {one.resource_root for one in settings if one.resource_root is not None}
    return (*sorted(roots | named), *options.style_folders, *SHIPPED)


def _within(place: SourceFile, memory_mb: float) -> SourceFile:
    """`place` with no more memory than its worker has."""
    return replace(place, limits=place.limits.model_copy(update={"memory_mb": memory_mb}))


def _in_order(
    pool: ProcessPool, places: Sequence[SourceFile], ahead: int, finished: Finished
) -> Iterator[Export]:
    waiting: deque[_Pending] = deque()
    for start in range(0, len(places), ahead):
        waiting.extend(_scheduled(pool, places[start : start + ahead], finished))
        while len(waiting) > ahead:
            yield _result(*waiting.popleft())
    while waiting:
        yield _result(*waiting.popleft())


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
    finished(_result(place, done))


def _result(place: SourceFile, pending: ProcessFuture[Export]) -> Export:
    try:
        return pending.result()
    except TookTooLong:
        late = failures.failed(place, failures.out_of_time(place))
        return replace(late, seconds=place.limits.seconds)
    except ProcessExpired as died:
        return failures.failed(place, failures.worker_died(place, died.exitcode or 0))
    except MemoryError:
        return failures.failed(place, failures.out_of_memory(place))
    except BrokenExecutor as error:
        told = failures.no_workers(error)
        return failures.failed(place, Failure(told.message, told.hint, told.exit_code))
    except Exception as error:  # the result could not be sent back
        return failures.failed(place, failures.bug(error))


# What a worker was started for: sent once a worker, not once a document.
_task: tuple[RunOptions, Work] | None = None


def _begin_worker(
    options: RunOptions,
    work: Work,
    memory: int,
    readable: Sequence[Path],
    writable: Sequence[Path],
) -> None:
    """The first of `writable` is for temporary files."""
    global _task
    _task = (options, work)
    use(writable[0])
    workers.end_with_parent()
    workers.collect_seldom()
    workers.refuse_network()
    workers.bound_memory(memory)
    confine(readable, writable)


def _export(place: SourceFile) -> Export:
    assert _task is not None, "a worker begins with its task"
    options, work = _task
    return work(place, options)
