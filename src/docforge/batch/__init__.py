"""Many sources to outputs, told in the order of the sources whatever is finished first.

How documents are exported side by side is an executor's affair; what is delivered, and what
the manifest and the report say, is decided here, the same for every executor.
"""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from docforge import delivery, pipeline, report
from docforge.config import Config
from docforge.errors import DeliveryFailed, ExitCode, UsageError
from docforge.export import Export, Failure, Status
from docforge.frontmatter import placed
from docforge.pipeline import Order
from docforge.source import SourcePlace, find_sources

# Exports places side by side and gives an Export for each of them, in their order, also for
# those that fail; closing it ends what is still under way.
Executor = Callable[[Sequence[SourcePlace], Order], Generator[Export, None, None]]
_PAGE, _JSON, _JUNIT = "index.html", "report.json", "junit.xml"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be exported, and every document that a link may lead to."""

    places: tuple[SourcePlace, ...]
    neighbours: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Delivered:
    """An export whose outputs are written, and what the manifest says of it."""

    export: Export
    entry: delivery.Entry


def plan(paths: Sequence[Path], config: Config) -> Plan:
    """Find the sources of `paths` and where the outputs of each will go.

    With a docforge.toml, all sources of its input folder are neighbours, so that a document's
    links are the same whether it is exported alone or with the others.
    """
    places = tuple(map(placed, find_sources(paths, config)))
    neighbours = {place.path: place.stem for place in places}
    if config.folder is not None:
        try:
            everyone = find_sources([config.folder], config)
        except UsageError:
            everyone = ()
        for place in everyone:
            if place.path not in neighbours:
                neighbours[place.path] = placed(place).stem
    return Plan(places, neighbours)


def run(
    places: Sequence[SourcePlace],
    order: Order,
    output: Path,
    execute: Executor,
) -> Iterator[Delivered]:
    """Export and deliver `places`, in their order; the manifest is written at the end.

    Raises DeliveryFailed when the manifest cannot be read or written.
    """
    delivery.read_manifest(output)
    entries: list[delivery.Entry] = []
    told: list[report.Record] = []
    try:
        for export in exports(places, order, execute):
            delivered = _deliver(export, output)
            entries.append(delivered.entry)
            told.append(report.describe(delivered.export, delivered.entry))
            yield delivered
    finally:
        delivery.record(output, entries)
        _report(output, told)


def _report(output: Path, now: Sequence[report.Record]) -> None:
    """Write the report on every document of the manifest, those of earlier runs included."""
    earlier = report.read_records(delivery.read_file(output / _JSON))
    told = report.records(delivery.read_manifest(output), earlier, now)
    contents = {
        _JSON: report.report_json(told),
        _JUNIT: report.junit(told),
        _PAGE: report.page(told, _JSON, _JUNIT),
    }
    delivery.write_files(output, contents)


def _deliver(export: Export, output: Path) -> Delivered:
    try:
        entry = delivery.deliver(export, output)
    except DeliveryFailed as error:
        failure = Failure(error.message, error.hint, error.exit_code)
        export = replace(export, status=Status.FAILED, renderings=(), evidence=(), failure=failure)
        entry = delivery.deliver(export, output)
    return Delivered(replace(export, renderings=(), evidence=()), entry)


def exports(
    places: Sequence[SourcePlace], order: Order, execute: Executor
) -> Generator[Export, None, None]:
    """What `execute` makes of each place, in their order; of places that clash, a failure."""
    clashes = _clashes(places, order.neighbours)
    sound = [place for place in places if place.stem.lower() not in clashes]
    with closing(execute(sound, order)) as results:
        for place in places:
            clash = clashes.get(place.stem.lower())
            yield pipeline.failed(place, clash) if clash else next(results)


def _clashes(places: Sequence[SourcePlace], neighbours: Mapping[str, str]) -> Mapping[str, Failure]:
    """Why a stem cannot be written: several sources would, also where capitals do not count."""
    sources: dict[str, list[str]] = {}
    given = {place.path for place in places}
    others = [(path, stem) for path, stem in neighbours.items() if path not in given]
    for path, stem in [*((place.path, place.stem) for place in places), *others]:
        sources.setdefault(stem.lower(), []).append(path)
    return {stem: _clash(stem, paths) for stem, paths in sources.items() if len(paths) > 1}


def _clash(stem: str, paths: Sequence[str]) -> Failure:
    return Failure(
        f"{' and '.join(sorted(paths))} would be written to the same place, {stem}",
        "Give one of them another slug in its front matter, or another file name.",
        ExitCode.USAGE,
    )
