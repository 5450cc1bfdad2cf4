"""`docforge export`: sources to outputs, and what is told of them, in the order of the sources."""

import time
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from rich.text import Text

from docforge.cli import events, summary
from docforge.cli.console import console, say
from docforge.cli.options import Trusting, Verbosity, read_config, told_config
from docforge.cli.progress import moving, progress
from docforge.export import Export, Format
from docforge.findings import Finding
from docforge.run import batch
from docforge.run.astray import links_astray
from docforge.run.batch import DeliveredDocument, ended
from docforge.run.planning import Executor, ExportPlan, Finished
from docforge.run.prune import gone, prune
from docforge.source import SourceFile
from docforge.source.options import RunOptions
from docforge.system import sandbox


class Request(Struct, frozen=True):
    """What the command line asks for."""

    paths: tuple[Path, ...]
    output: Path
    formats: tuple[Format, ...]
    flags: Mapping[str, Any]
    draft: bool
    jobs: int
    force: bool = False
    prune: bool = False
    scheduler: str | None = None
    trusting: Trusting = field(default_factory=Trusting)


def prepare(request: Request) -> tuple[ExportPlan, RunOptions]:
    """What is to be exported, and how. Raises UsageError."""
    config = read_config(request.paths, request.trusting)
    plan = batch.plan(request.paths, config, draft=request.draft)
    return plan, RunOptions(
        config,
        plan.neighbours,
        request.formats,
        request.draft,
        request.flags,
        translations=plan.translations,
    )


@contextmanager
def deliver(
    request: Request, plan: ExportPlan, options: RunOptions, finished: Finished
) -> Iterator[Iterator[DeliveredDocument]]:
    """Export and deliver what is planned, in the order of the sources, also when a signal ends it.

    Then manifest and report say what was done, and the exit code is that of the signal.
    """

    def work(places: Sequence[SourceFile], options: RunOptions) -> Generator[Export, None, None]:
        # What workers need is not imported when there is nothing to do.
        yield from _executor(request, finished)(places, options)

    results = batch.run(
        plan.places,
        options,
        request.output,
        work,
        force=request.force,
        waiting=_waiting,
        noticed=console(stderr=True).print,
    )
    try:
        with closing(results):
            yield results
    except (KeyboardInterrupt, SystemExit):
        console(stderr=True).print(
            "Interrupted. What is finished is delivered; the same command goes on from there."
        )
        raise


def _lacking_walls() -> str:
    """What is to be said of walls that this system does not have; "" when it has all."""
    walls = sandbox.promised()
    names = [("files", walls.files), ("the network", walls.calls)]
    lacking = " and ".join(name for name, is_there in names if not is_there)
    if not lacking:
        return ""
    return f"Workers are held back from {lacking} by docforge alone: docforge doctor says why."


def _executor(request: Request, finished: Finished) -> Executor:
    if request.scheduler is not None:
        from docforge.run import cluster

        return cluster.executor(request.scheduler, finished)
    from docforge.run import local

    return local.executor(request.jobs, finished=finished)


def _waiting() -> None:
    console(stderr=True).print("Another run is writing to the output folder: waiting for its end.")


def in_words(request: Request, detail: Verbosity) -> list[Export]:
    """Export what is asked for and tell people, each document when its turn has come."""
    shown = console()
    plan, options = prepare(request)
    total = len(plan.places)
    if detail is not Verbosity.QUIET and (used := told_config(options.config)):
        shown.print(f"Configuration: {used}")
    if detail is not Verbosity.QUIET and (lacking := _lacking_walls()):
        console(stderr=True).print(lacking)
    bar = None if detail is Verbosity.QUIET else moving(shown, console(stderr=True))
    exports: list[Export] = []
    delivered: list[DeliveredDocument] = []
    with (
        progress(bar, total) as finished,
        deliver(request, plan, options, finished) as results,
    ):
        for place, one in zip(plan.places, results, strict=True):
            finished(one.export)
            exports.append(one.export)
            delivered.append(one)
            before = "" if bar or total < 2 else f"{len(exports)} of {total}: "
            if summary.is_told(one.export, detail):
                say(shown, _summary_lines(one, place, detail, before))
    if detail is not Verbosity.QUIET:
        late = _late(delivered, plan, options)
        for found, place in late:
            say(shown, summary.late(found, place))
        shown.print(summary.totals(exports, request.output, len(late)))
    if request.prune or detail is not Verbosity.QUIET:
        _see_to_gone(request, plan)
    return exports


def _late(
    delivered: Sequence[DeliveredDocument], plan: ExportPlan, options: RunOptions
) -> list[tuple[Finding, SourceFile]]:
    """What only the end of the run shows, with the source of each."""
    documents = [ended(place, one) for place, one in zip(plan.places, delivered, strict=True)]
    return [*links_astray(documents, options.config.lint)]


def _see_to_gone(request: Request, plan: ExportPlan) -> None:
    """Remove the outputs of sources that are gone if that is asked for, or say that they stay."""
    shown = console(stderr=True)
    if not request.prune:
        left = gone(plan.places, request.output)
        if left:
            shown.print(
                f"{summary.many(len(left), 'document')} in the output folder "
                f"{'has' if len(left) == 1 else 'have'} no source any more; --prune removes "
                f"{'it' if len(left) == 1 else 'them'}."
            )
        return
    pruned = prune(plan.places, request.output, _waiting)
    for source in pruned.sources:
        shown.print(f"{summary.safe(source)}: its source is gone, and its outputs were removed")
    for name in pruned.kept:
        shown.print(f"{summary.safe(name)} was changed since it was delivered, and stays")


def _summary_lines(
    one: DeliveredDocument, place: SourceFile, detail: Verbosity, before: str
) -> Iterator[Text]:
    yield Text(before) + summary.heading(one.export)
    yield from summary.details(one.export, one.entry, place, detail)


def in_events(request: Request) -> list[Export]:
    """Export what is asked for and tell programs, one event a line."""
    begun = time.perf_counter()
    plan, options = prepare(request)
    print(events.start(len(plan.places), request.output, told_config(options.config)), flush=True)
    delivered: list[DeliveredDocument] = []
    with deliver(request, plan, options, lambda export: None) as results:
        for one in results:
            delivered.append(one)
            print(events.document(one), flush=True)
    exports = [one.export for one in delivered]
    late = [finding for finding, _ in _late(delivered, plan, options)]
    print(events.end(exports, late, time.perf_counter() - begun), flush=True)
    _see_to_gone(request, plan)
    return exports


def print_traces(exports: Iterable[Export]) -> None:
    """Print where in the code each bug that was met shows itself."""
    for export in exports:
        if export.failure is not None and export.failure.trace:
            console(stderr=True).print(export.failure.trace)
