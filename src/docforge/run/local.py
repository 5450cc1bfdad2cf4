"""Exports documents in worker processes of this machine.

A document that hangs, crashes or eats memory loses its worker; no other document notices.
"""

from collections.abc import Generator, Sequence
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from docforge.export import Export
from docforge.run import budget, single, tasks, workers
from docforge.run.assignment import Assignment, Work
from docforge.run.planning import Executor, Finished
from docforge.source import MEGABYTE, SourceFile
from docforge.source.options import RunOptions
from docforge.style import SHIPPED
from docforge.system.scratch import scratch


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
    memory, readable = int(memory_mb * MEGABYTE), _read_folders(places, options)
    with scratch() as folder:
        assignment = Assignment(work, options, memory, readable, folder, tuple(writable))
        worker = single.take()
        if worker and len(places) == 1:
            export = single.export(worker, assignment, places[0])
            finished(export)
            yield export
            return
        if worker:
            worker.end()
        from docforge.run import pool  # what a single document does not need

        yield from pool.exports(assignment, places, jobs, finished)


def _read_folders(places: Sequence[SourceFile], options: RunOptions) -> tuple[Path, ...]:
    """Where `places`, what they name and styles are read from; a bundle needs no folder."""
    roots = {place.root for place in places if place.bundle is None}
    settings = (options.config.defaults, *options.config.overrides)
    named = {one.resource_root for one in settings if one.resource_root is not None}
    return (*sorted(roots | named), *options.style_folders, *SHIPPED)


def _within(place: SourceFile, memory_mb: float) -> SourceFile:
    """`place` with no more memory than its worker has."""
    return replace(place, limits=place.limits.model_copy(update={"memory_mb": memory_mb}))
