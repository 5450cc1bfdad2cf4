"""Many sources to outputs, told in the order of the sources whatever is finished first.

How documents are exported side by side is an executor's affair; what is delivered, and what
the manifest and the report say, is decided here, the same for every executor.
"""

from collections.abc import Callable, Generator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from docforge import deliver
from docforge.deliver import report
from docforge.errors import DeliveryFailed, DocforgeError
from docforge.export import Export, Failure, Status
from docforge.findings import Finding
from docforge.run.astray import Ended, links_astray
from docforge.run.inputs import asked, made_from, shared
from docforge.run.planning import Executor as Executor
from docforge.run.planning import ExportPlan as ExportPlan
from docforge.run.planning import Finished as Finished
from docforge.run.planning import exports as exports
from docforge.run.planning import plan as plan
from docforge.run.prune import folder_mark
from docforge.run.reporting import conclude, is_concluded, reports
from docforge.run.unchanged import unchanged
from docforge.source import SourceFile
from docforge.source.options import RunOptions

if TYPE_CHECKING:
    from docforge.deliver.report.house import House


class DeliveredDocument(Struct, frozen=True):
    """An export whose outputs are written, and what the manifest says of it."""

    export: Export
    entry: deliver.ManifestEntry


def ended(place: SourceFile, one: DeliveredDocument) -> Ended:
    """How a document ended; of one that is unchanged the manifest says what it links to."""
    return Ended(place, one.export.status, (one.entry.asked or {}).get("document", ()))


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
        for notice in deliver.recover(output):
            noticed(notice)
        entries = deliver.read_manifest(output)
        same = () if force else unchanged(places, options, output, common, entries, reports(output))
        known = {export.source: export for export in same}
        documents: list[Ended] = []
        try:
            with closing(exports(places, options, execute, known)) as results:
                for place, export in zip(places, results, strict=True):
                    if export is known.get(place.path):
                        one = DeliveredDocument(export, _entry_again(export, entries[place.path]))
                    else:
                        one = _deliver(export, place, options, output, common)
                    documents.append(ended(place, one))
                    yield one
        finally:
            if not is_concluded(output):
                late = _late(documents, options)
                conclude(output, late=late, house=lambda: _house(options))


def _house(options: RunOptions) -> "House | None":
    """The house that the configuration names, as far as its style can be used."""
    from docforge.deliver.report.house import house_of
    from docforge.style import load_style

    name = str(options.flags.get("style", options.config.defaults.style))
    try:
        return house_of(load_style(name, options.style_folders, options.config.brand))
    except DocforgeError:  # each document has said so
        return None


def _late(documents: Sequence[Ended], options: RunOptions) -> dict[str, list[Finding]]:
    """What only the end of the run shows, by source; an empty list takes back what was said."""
    late: dict[str, list[Finding]] = {one.place.path: [] for one in documents}
    for finding, place in links_astray(documents, options.config.lint):
        late[place.path].append(finding)
    return late


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
