"""Which documents need no work: made from the same, and their outputs still there as delivered.

What an earlier run found in them is told again: a warning does not go away by not looking.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from docforge import deliver
from docforge.deliver import DocumentReport, ManifestEntry
from docforge.deliver.report import is_complete
from docforge.export import Export, Failure, Status
from docforge.run.inputs import Question, ask, asset_answers, made_from
from docforge.run.reading import read_each
from docforge.source import SourceFile
from docforge.source.options import RunOptions


def unchanged(
    places: Sequence[SourceFile],
    options: RunOptions,
    output: Path,
    common: str,
    entries: Mapping[str, ManifestEntry],
    reports: Mapping[str, DocumentReport],
) -> Iterator[Export]:
    """The exports of those `places` that an earlier run made from the same.

    Their status is UNCHANGED, or BLOCKED as it was. A document that failed is never among them,
    as the manifest does not say what it was made from: what was in its way may be gone.
    """
    known = [
        (place, entry)
        for place in places
        if (entry := entries.get(place.path)) and entry.digest == place.digest
    ]
    assets = read_each(asset_answers, [_asked_of_files(*one, options) for one in known])
    for (place, entry), answers in zip(known, assets, strict=True):
        report = reports.get(place.path)
        if not report or not is_complete(entry, report) or isinstance(answers, Failure):
            continue
        others = ask(entry.asked or {}, options)
        inputs = made_from(place, place.digest, (*answers, *others), options, common)
        if entry.inputs == inputs and _is_there(output, entry):
            yield _reported_again(place, entry, report)


def _asked_of_files(place: SourceFile, entry: ManifestEntry, options: RunOptions) -> Question:
    root = options.config.settings(place.path).resource_root
    return place, root, (entry.asked or {}).get("asset", ())


def _reported_again(place: SourceFile, entry: ManifestEntry, report: DocumentReport) -> Export:
    blocked = entry.status is Status.BLOCKED
    return Export(
        source=place.path,
        stem=place.stem,
        digest=place.digest,
        status=Status.BLOCKED if blocked else Status.UNCHANGED,
        findings=report.findings,
        verdicts=report.verdicts,
    )


def _is_there(output: Path, entry: ManifestEntry) -> bool:
    folder, files = str(output), deliver.files_of(entry)
    return all(deliver.hash_of(f"{folder}/{name}") == sha for name, sha in files.items())
