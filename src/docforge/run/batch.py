"""Many sources to outputs, told in the order of the sources whatever is finished first.

How documents are exported side by side is an executor's affair; what is delivered, and what
the manifest and the report say, is decided here, the same for every executor.
"""

import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from docforge import deliver, failures
from docforge.deliver import report
from docforge.errors import DeliveryFailed, UsageError
from docforge.export import Export, Failure, Status
from docforge.run import budget
from docforge.run.inputs import asked, made_from, shared
from docforge.run.names import clashing
from docforge.run.prune import folder_mark
from docforge.run.reading import read_each
from docforge.run.reporting import conclude, is_concluded, reports
from docforge.run.unchanged import unchanged
from docforge.source import SourceFile, find_sources, with_stem
from docforge.source.config import Config
from docforge.source.options import RunOptions

# Exports places side by side and gives an Export for each of them, in their order, also for
# those that fail; closing it ends what is still under way.
Executor = Callable[[Sequence[SourceFile], RunOptions], Generator[Export, None, None]]
# An executor calls it with each document when it is finished, in whatever order that is, and
# perhaps from another thread.
Finished = Callable[[Export], object]


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """What is to be exported, and every document that a link may lead to."""

    places: tuple[SourceFile, ...]
    neighbours: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DeliveredDocument:
    """An export whose outputs are written, and what the manifest says of it."""

    export: Export
    entry: deliver.ManifestEntry


def plan(paths: Sequence[Path], config: Config) -> ExportPlan:
    """Find the sources of `paths` and where the outputs of each will go.

    With a docforge.toml, all sources of its input folder are neighbours, so that a document's
    links are the same whether it is exported alone or with the others. Raises UsageError, also
    when there is more than a batch may have.
    """
    found = find_sources(paths, config)
    budget.refuse_many(len(found), config.limits)
    places = _placed(found)
    budget.refuse_large(places, config.limits)
    neighbours = {place.path: place.stem for place in places}
    if config.folder is not None:
        try:
            everyone = find_sources([config.folder], config)
        except UsageError:
            everyone = ()
        budget.refuse_many(len(everyone), config.limits)
        others = _placed([place for place in everyone if place.path not in neighbours])
        neighbours |= {place.path: place.stem for place in others}
    return ExportPlan(places, neighbours)


def _placed(places: Sequence[SourceFile]) -> tuple[SourceFile, ...]:
    """`places` as their front matter places them; what cannot be read stays as it is.

    Its own export says why, under its own limits.
    """
    found = read_each(with_stem, places)
    return tuple(
        place if isinstance(one, Failure) else one for place, one in zip(places, found, strict=True)
    )


def run(
    places: Sequence[SourceFile],
    options: RunOptions,
    output: Path,
    execute: Executor,
    *,
    force: bool = False,
    waiting: Callable[[], object] = lambda: None,
    noticed: Callable[[str], object] = lambda notice: None,
) -> Generator[DeliveredDocument, None, None]:
    """Export and deliver `places`, in their order; the manifest is written at the end.

    What an earlier run made from the same is not made again, unless `force` says so. `waiting`
    is called when another run has to end first, and `noticed` with what people have to know of
    the output folder. Closed before its end, it still writes manifest
    and report about what was done. Raises DeliveryFailed when the output folder or its manifest
    cannot be used.
    """
    common = shared(options)
    with deliver.exclusive(output, waiting):
        for notice in deliver.settle(output):
            noticed(notice)
        entries = deliver.read_manifest(output)
        same = () if force else unchanged(places, options, output, common, entries, reports(output))
        known = {export.source: export for export in same}
        try:
            with closing(exports(places, options, execute, known)) as results:
                for place, export in zip(places, results, strict=True):
                    if export is known.get(place.path):
                        yield DeliveredDocument(export, _entry_again(export, entries[place.path]))
                    else:
                        yield _deliver(export, place, options, output, common)
        finally:
            if not is_concluded(output):
                conclude(output)


def _deliver(
    export: Export, place: SourceFile, options: RunOptions, output: Path, common: str
) -> DeliveredDocument:
    try:
        entry = _entry(export, place, options, output, common)
        deliver.deliver(output, export, report.report_of(export, entry))
    except DeliveryFailed as error:
        failure = Failure(error.message, error.hint, error.exit_code)
        export = replace(export, status=Status.FAILED, renderings=(), evidence=(), failure=failure)
        entry = _entry(export, place, options, output, common)
        with suppress(DeliveryFailed):  # a full disk has no room to tell it, either
            deliver.deliver(output, export, report.report_of(export, entry))
    return DeliveredDocument(replace(export, renderings=(), evidence=()), entry)


def _entry_again(export: Export, entry: deliver.ManifestEntry) -> deliver.ManifestEntry:
    """`entry`, without what an earlier source of a document that is blocked came to."""
    return entry if export.status is Status.UNCHANGED else deliver.entry_of(export)


def _entry(
    export: Export, place: SourceFile, options: RunOptions, output: Path, common: str
) -> deliver.ManifestEntry:
    entry = replace(deliver.entry_of(export), input_folder=folder_mark(place.root, output))
    if export.status is Status.FAILED:
        return entry
    own = made_from(place, export.digest, export.dependencies, options, common)
    return replace(entry, inputs=own, asked=asked(export.dependencies))


def exports(
    places: Sequence[SourceFile],
    options: RunOptions,
    execute: Executor,
    known: Mapping[str, Export] = MappingProxyType({}),
) -> Generator[Export, None, None]:
    """The export of each place, in their order: `known` by its path, or what `execute` makes.

    Of places that clash, a failure; and so of those whose turn does not come in time.
    """
    end = time.monotonic() + options.config.limits.batch_seconds
    clashes = clashing(places, options)
    work = [place for place in places if place.path not in {*clashes, *known}]
    with closing(execute(work, options)) as results:
        for place in places:
            if clash := clashes.get(place.path):
                yield Export(place.path, place.stem, "", Status.FAILED, failure=clash)
            elif export := known.get(place.path):
                yield export
            elif time.monotonic() > end:
                yield failures.failed(place, budget.too_late(place))
            else:
                yield next(results)
