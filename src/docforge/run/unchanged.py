"""Which documents need no work: made from the same, and their outputs still there as delivered.

What an earlier run found in them is told again: a warning does not go away by not looking.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from docforge import deliver
from docforge.deliver import Entry, report
from docforge.export import Export, Status
from docforge.run.inputs import ask, made_from
from docforge.source import SourceFile
from docforge.source.options import RunOptions


def unchanged(
    places: Sequence[SourceFile],
    options: RunOptions,
    output: Path,
    common: str,
    entries: Mapping[str, Entry],
    records: Mapping[str, report.Record],
) -> Iterator[Export]:
    """The exports of those `places` that an earlier run made from the same.

    Their status is UNCHANGED, or BLOCKED as it was. A document that failed is never among them,
    as the manifest does not say what it was made from: what was in its way may be gone.
    """
    for place in places:
        entry, record = entries.get(place.path), records.get(place.path)
        if (
            entry
            and record
            and _is_same(place, options, common, entry)
            and _is_there(output, entry)
        ):
            told = _told_again(place, entry, record)
            if told is not None:
                yield told


def _told_again(place: SourceFile, entry: Entry, record: report.Record) -> Export | None:
    """The export of `place` as it was told; None when the report does not say it any more."""
    blocked = entry["status"] == Status.BLOCKED
    try:
        findings, verdicts = report.findings(record), report.verdicts(record)
    except (KeyError, TypeError, ValueError):  # somebody edited the report
        return None
    return Export(
        source=place.path,
        stem=place.stem,
        digest=place.digest,
        status=Status.BLOCKED if blocked else Status.UNCHANGED,
        findings=findings,
        verdicts=verdicts,
    )


def _is_same(place: SourceFile, options: RunOptions, common: str, entry: Entry) -> bool:
    if entry.get("digest") != place.digest:
        return False
    dependencies = ask(place, entry.get("asked", {}), options)
    return bool(
        entry.get("inputs") == made_from(place, place.digest, dependencies, options, common)
    )


def _is_there(output: Path, entry: Entry) -> bool:
    folder, files = str(output), deliver.files_of(entry)
    return all(deliver.hash_of(f"{folder}/{name}") == sha for name, sha in files.items())
