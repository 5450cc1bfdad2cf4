"""Exports of a project's documents into its output folder: what `docforge export` does, and tells.

One at a time for a project. Whoever looks sees how far it is; what is finished is delivered,
whatever becomes of the rest.
"""

from collections import deque
from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import closing

from docforge import deliver
from docforge.desk import checks, work
from docforge.desk.desk import Desk, channel
from docforge.desk.messages import message_of
from docforge.desk.outcomes import Run
from docforge.desk.project import Project, state_of
from docforge.desk.workers import Rank, Workers, again
from docforge.errors import DocforgeError, ToolFailed
from docforge.export import Export
from docforge.findings import Severity
from docforge.run import batch, reporting
from docforge.run.astray import links_astray
from docforge.run.batch import DeliveredDocument, Executor, ended
from docforge.run.cluster.packing import lacking
from docforge.run.inputs import shared
from docforge.run.results import finished
from docforge.run.unchanged import unchanged
from docforge.source import SourceFile
from docforge.source.options import RunOptions

Entries = Mapping[str, deliver.ManifestEntry]

_AHEAD = 6  # documents under way of one run, which wait for their turn in the queue


def last_run(desk: Desk, project: Project) -> Run | None:
    """The export of the project that is under way, or the last one."""
    return desk.last_runs.get(channel(project))


def begin(desk: Desk, project: Project, places: Sequence[SourceFile]) -> Run:
    """Export `places` unless the project is being exported; the run that is under way.

    Raises DocforgeError when its configuration cannot be used.
    """
    options = project.options()
    with desk.lock:
        known = last_run(desk, project)
        if known is not None and not known.is_over:
            return known
        run = desk.last_runs[channel(project)] = Run(len(places))
    desk.runs.submit(_export, desk, project, tuple(places), options, run)
    return run


def current(
    desk: Desk, project: Project, places: Sequence[SourceFile], entries: Entries
) -> frozenset[str]:
    """The paths of `places` whose outputs are what an export would make of them now.

    While one is under way only the text is looked at. Raises DocforgeError.
    """
    run = last_run(desk, project)
    same = [one for one in places if _is_of(entries.get(one.path), one)]
    if not same or (run is not None and not run.is_over):
        return frozenset(one.path for one in same)
    output, options = project.output, project.options()
    mark = (project.about(), state_of(output / deliver.MANIFEST))
    known = desk.current.get(channel(project))
    if known is None or known[0] != mark:
        told = unchanged(same, options, output, shared(options), entries, reporting.reports(output))
        known = desk.current[channel(project)] = (mark, frozenset(one.source for one in told))
    return known[1]


def _is_of(entry: deliver.ManifestEntry | None, place: SourceFile) -> bool:
    """Whether outputs of that very text are there."""
    return (
        entry is not None
        and bool(entry.outputs)
        and entry.digest == place.digest
        and not entry.outputs_from
    )


def _export(
    desk: Desk, project: Project, places: Sequence[SourceFile], options: RunOptions, run: Run
) -> None:
    delivered: list[DeliveredDocument] = []
    execute = _executor(desk, project)
    try:
        with closing(batch.run(places, options, project.output, execute)) as results:
            for one in results:
                delivered.append(one)
                _note(run, one.export)
                checks.learn(desk, project, one.export)
                _tell(desk, project, run)
        documents = [ended(place, one) for place, one in zip(places, delivered, strict=True)]
        run.late = tuple(found for found, _ in links_astray(documents, options.config.lint))
    except DocforgeError as error:
        run.problem = message_of(error)
    except Exception as error:  # told to whoever looks: nobody waits for this thread
        from docforge import failures

        run.problem = failures.bug(error).message
    finally:
        run.is_over = True
        _tell(desk, project, run)


def _note(run: Run, export: Export) -> None:
    run.statuses[export.source] = export.status
    run.warnings += export.count(Severity.WARNING)
    if export.failure is not None:
        run.failures[export.source] = message_of(export.failure)


def _tell(desk: Desk, project: Project, run: Run) -> None:
    desk.events.tell(channel(project), "export", done=run.done, total=run.total, over=run.is_over)


def _executor(desk: Desk, project: Project) -> Executor:
    if desk.settings.scheduler is not None:
        from docforge.run import cluster

        return cluster.executor(desk.settings.scheduler)

    def execute(places: Sequence[SourceFile], options: RunOptions) -> Generator[Export, None, None]:
        yield from _in_order(desk.workers, project.person, places, options)

    return execute


def _in_order(
    workers: Workers, person: str, places: Sequence[SourceFile], options: RunOptions
) -> Generator[Export, None, None]:
    """The export of each place in their order; a few are under way at a time."""
    waiting: deque[tuple[SourceFile, SourceFile, Future[Export]]] = deque()
    left = iter(places)

    def send() -> bool:
        place = next(left, None)
        if place is None:
            return False
        packed = workers.packed(place, options)
        pending = workers.document(person, Rank.BATCH, work.export, packed, options)
        waiting.append((place, packed, pending))
        return True

    try:
        while len(waiting) < _AHEAD and send():
            pass
        while waiting:
            place, packed, pending = waiting.popleft()
            send()
            made = finished(place, pending)
            if workers.is_closed:
                raise ToolFailed("The desk was closed", "What is finished is delivered.")
            if asked := lacking(made):
                packed = again(packed, workers.packed(place, options, asked))
                pending = workers.document(person, Rank.BATCH, work.export, packed, options)
                made = finished(place, pending)
            yield made
    finally:
        for _, _, pending in waiting:
            pending.cancel()
