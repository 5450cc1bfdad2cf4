"""What a screen reader meets in a finished file, entry by entry, as a list for people."""

from collections.abc import Sequence

from msgspec import Struct

from docforge.verify.entries import EntryKind, OutlineEntry

# What says something of the file, and not of what is read.
_UNSAID = {
    EntryKind.STATEMENT,
    EntryKind.METADATA,
    EntryKind.AS_DELIVERED,
    EntryKind.PECULIARITY,
    EntryKind.PLACE,
    EntryKind.PAGE,
    EntryKind.PAGE_START,
    EntryKind.NAMED,
    EntryKind.RESTRICTION,
    EntryKind.RUNNING_FOOT,
    EntryKind.RUN,
    EntryKind.REGION,
}
_LONGEST = 300


class ReadAloud(Struct, frozen=True):
    """One entry: its kind in words, its level when it is a heading, its text, and how deep."""

    kind: str
    text: str
    depth: int


def read_aloud(entries: Sequence[OutlineEntry]) -> list[ReadAloud]:
    """The entries that are read aloud, in their order."""
    return [
        ReadAloud(_kind(entry), _text(entry), min(len(entry.within), 6))
        for entry in entries
        if entry.kind not in _UNSAID
    ]


def _kind(entry: OutlineEntry) -> str:
    level = entry.fact("level")
    return f"{entry.kind.value} {level}" if level else entry.kind.value


def _text(entry: OutlineEntry) -> str:
    text = entry.text or entry.fact("alt") or entry.fact("description")
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
