"""Many sources to outputs, each in a worker process of its own, told in stable order.

A document that hangs, crashes or eats memory loses its worker; no other document notices.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass, replace
from pathlib import Path

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from docforge import delivery, pipeline, report, workers
from docforge.config import Config
from docforge.errors import DeliveryFailed, ExitCode, UsageError
from docforge.export import Export, Failure, Status
from docforge.frontmatter import placed
from docforge.pipeline import Order
from docforge.source import SourcePlace, find_sources

# What a worker does with a source: it always answers with an Export.
Work = Callable[[SourcePlace, Order], Export]
# Finished exports hold their outputs until it is their turn: keep few of them waiting.
_AHEAD = 4
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
    jobs: int,
    work: Work = pipeline.export,
) -> Iterator[Delivered]:
    """Export and deliver `places`, in their order; the manifest is written at the end.

    Raises DeliveryFailed when the manifest cannot be read or written.
    """
    delivery.read_manifest(output)
    entries: list[delivery.Entry] = []
    told: list[report.Record] = []
    try:
        for export in exports(places, order, jobs, work):
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


# --- Workers -----------------------------------------------------------------------------


def exports(places: Sequence[SourcePlace], order: Order, jobs: int, work: Work) -> Iterator[Export]:
    """What `work` makes of each place, in their order, each in a worker of its own."""
    clashes = _clashes(places, order.neighbours)
    waiting: deque[tuple[SourcePlace, ProcessFuture[Export] | Export]] = deque()
    with ProcessPool(
        max_workers=max(1, min(jobs, len(places))),
        initializer=_begin_worker,
        initargs=(order, work),
        context=workers.context(order.formats),
    ) as pool:
        try:
            for place in places:
                clash = clashes.get(place.stem.lower())
                pending = (
                    pipeline.failed(place, clash)
                    if clash
                    else pool.schedule(_export, args=(place,), timeout=place.limits.seconds)
                )
                waiting.append((place, pending))
                if len(waiting) > _AHEAD * jobs:
                    yield _result(*waiting.popleft())
            while waiting:
                yield _result(*waiting.popleft())
        except BaseException:
            pool.stop()  # type: ignore[no-untyped-call]  # pebble types it in part
            raise


def _result(place: SourcePlace, pending: ProcessFuture[Export] | Export) -> Export:
    if isinstance(pending, Export):
        return pending
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
