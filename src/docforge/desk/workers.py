"""The desk's own workers: warm, few, under limits, and shared fairly by all who use it."""

import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from pebble import ProcessPool

from docforge.desk import work
from docforge.desk.queue import FairQueue, Job, Rank
from docforge.export import FORMATS, Export, Failure
from docforge.run import budget, workers
from docforge.run.cluster.packing import lacking, pack, refused
from docforge.run.cluster.task import make_task
from docforge.run.reading import read_each
from docforge.run.results import finished
from docforge.source import MEGABYTE, SourceFile
from docforge.source.bundle import SourceBundle
from docforge.source.config import DEFAULT_LIMITS
from docforge.source.options import RunOptions

# How many threads may read sources at a time: each has a process to read with.
_READERS = 3
_PICTURE_SECONDS = 30.0


class Workers:
    """The pool, and what is sent to it. Close it at the end."""

    def __init__(self, count: int, folder: Path) -> None:
        jobs, self.memory_mb = budget.share(DEFAULT_LIMITS, count)
        self._folder = folder
        self._count = jobs
        self._pool = self._started()
        self._queue = FairQueue(self._schedule, jobs)
        self._reading = threading.Semaphore(_READERS)
        self._lock = threading.Lock()

    def close(self) -> None:
        """End all workers; who waits for one is told so."""
        self._queue.close()
        self._pool.stop()  # type: ignore[no-untyped-call]  # pebble types it in part
        self._pool.join()
        self._queue.abandon()

    # --- Documents -----------------------------------------------------------------------

    def document(
        self,
        person: str,
        rank: Rank,
        do: Callable[..., Any],
        place: SourceFile,
        options: RunOptions,
        *more: object,
    ) -> Future[Any]:
        """What `do` makes of the packed `place`; of an export, `finished` says what that was."""
        share = min(place.limits.memory_mb, self.memory_mb)
        limits = place.limits.model_copy(update={"memory_mb": share})
        arguments = (make_task(options, {}), replace(place, limits=limits), *more)
        job = Job(do, arguments, limits.seconds)
        return self._queue.submit(person, rank, job)

    def packed(
        self, place: SourceFile, options: RunOptions, asked: tuple[str, ...] = ()
    ) -> SourceFile:
        """`place` with all that it is made from, read by another process under its limits."""
        bare = replace(options, neighbours={})
        room = int(min(options.config.limits.memory_mb, self.memory_mb) * MEGABYTE)
        with self._reading:
            (found,) = read_each(_Packing(bare, asked), [place], memory=room)
        return refused(place, found) if isinstance(found, Failure) else found

    def export(
        self, person: str, rank: Rank, place: SourceFile, options: RunOptions, packed: SourceFile
    ) -> Export:
        """Wait for the export of `place`, once more with what its bundle lacked."""
        made = finished(place, self.document(person, rank, work.export, packed, options))
        if asked := lacking(made):
            packed = again(packed, self.packed(place, options, asked))
            made = finished(place, self.document(person, rank, work.export, packed, options))
        return made

    def ask(self, person: str, rank: Rank, do: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """What `do` gives for `arguments`, which are sent to a worker."""
        return self._queue.submit(person, rank, Job(do, arguments, _PICTURE_SECONDS))

    def waiting(self) -> int:
        """How many jobs wait for their turn."""
        return self._queue.waiting()

    @property
    def is_closed(self) -> bool:
        """Whether the desk ends."""
        return self._queue.is_closed

    # --- The pool ------------------------------------------------------------------------

    def _started(self) -> ProcessPool:
        return ProcessPool(
            max_workers=self._count,
            max_tasks=workers.DocumentQuota(workers.MOST_DOCUMENTS),
            initializer=work.begin,
            initargs=(int(self.memory_mb * MEGABYTE), self._folder),
            context=workers.context(tuple(FORMATS.values())),
        )

    def _schedule(self, job: Job) -> Future[Any]:
        """Give `job` to the pool, or to a new one where that has broken."""
        for attempt in range(2):
            try:
                return self._pool.schedule(job.work, args=job.arguments, timeout=job.seconds)
            except (BrokenExecutor, RuntimeError):
                if attempt:
                    raise
                with self._lock:
                    self._pool.stop()  # type: ignore[no-untyped-call]  # as above
                    self._pool = self._started()
        raise AssertionError("the second attempt returns or raises")


class _Packing:
    """Packs a place; an object, since it travels to the process that reads."""

    def __init__(self, options: RunOptions, asked: tuple[str, ...]) -> None:
        self.options, self.asked = options, asked

    def __call__(self, place: SourceFile) -> SourceFile:
        return pack(place, self.options, self.asked)


def with_text(packed: SourceFile, text: str) -> SourceFile:
    """`packed` with `text` in place of what its file holds."""
    assets = packed.bundle.assets if packed.bundle else {}
    return replace(packed, bundle=SourceBundle(text.encode(), assets))


def again(packed: SourceFile, more: SourceFile) -> SourceFile:
    """`packed` with the files that `more` brings besides."""
    assert packed.bundle is not None, "it is packed"
    assert more.bundle is not None, "so is this"
    return replace(
        packed,
        bundle=SourceBundle(packed.bundle.source, {**packed.bundle.assets, **more.bundle.assets}),
    )


__all__ = ["Rank", "Workers", "again", "with_text"]
