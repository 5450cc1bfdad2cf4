"""What a PDF may say of the standards that it meets, from what the document fails."""

from collections.abc import Iterator

from docforge.conformance import Standing
from docforge.verify.entries import EntryKind, Outline, OutlineEntry, facts_of

CLAIMABLE, CLAIM = "claimable", "claim"


def claims_of(actual: Outline, standing: Standing) -> Iterator[OutlineEntry]:
    """The claims of a file whose outline is `actual`: what a file of its kind can claim is kept."""
    names = [entry.text for entry in actual if entry.fact("says") == CLAIMABLE]
    yield from (stated(CLAIMABLE, name) for name in names)
    yield from (stated(CLAIM, name) for name in sorted(standing.kept(names)))


def stated(name: str, value: str) -> OutlineEntry:
    """A statement of the file about its conformance."""
    return OutlineEntry(EntryKind.STATEMENT, value, facts_of(says=name))
