"""Which documents need no work: made from the same, and their outputs still there as delivered.

What an earlier run found in them is told again: a warning does not go away by not looking.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from docforge import delivery, report
from docforge.batch.inputs import ask, made_from
from docforge.delivery import Entry
from docforge.export import Export, Status
from docforge.order import Order
from docforge.source import SourcePlace

# Documents whose outcome is the same whenever they are made from the same.
_LASTING = (Status.EXPORTED, Status.DRAFT, Status.BLOCKED)


def unchanged(
    places: Sequence[SourcePlace],
    order: Order,
    output: Path,
    common: str,
    entries: Mapping[str, Entry],
    records: Mapping[str, report.Record],
) -> Iterator[Export]:
    """The exports of those `places` that an earlier run made from the same.

    Their status is UNCHANGED, or BLOCKED as it was. A document that failed is never among them:
    what was in its way may be gone.
    """
    for place in places:
        entry, record = entries.get(place.path), records.get(place.path)
        if entry and record and _is_same(place, order, common, entry) and _is_there(output, entry):
            blocked = entry["status"] == Status.BLOCKED
            yield Export(
                source=place.path,
                stem=place.stem,
                digest=place.digest,
                status=Status.BLOCKED if blocked else Status.UNCHANGED,
                findings=report.findings(record),
                verdicts=report.verdicts(record),
            )


def _is_same(place: SourcePlace, order: Order, common: str, entry: Entry) -> bool:
    if entry["status"] not in _LASTING or entry.get("digest") != place.digest:
        return False
    answers = ask(place, entry.get("asked", {}), order)
    return bool(entry.get("inputs") == made_from(place, place.digest, answers, order, common))


def _is_there(output: Path, entry: Entry) -> bool:
    folder, files = str(output), delivery.files_of(entry)
    return all(delivery.hash_of(f"{folder}/{name}") == sha for name, sha in files.items())
