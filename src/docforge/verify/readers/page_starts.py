"""Where pages begin among the letters of a text, told by the letters around each place.

Invariant: letters are told in reading order, as every reader meets them; a picture or formula is
one sign, beyond which nothing is told of a place.
"""

from collections.abc import Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from docforge.verify.entries import OBJECT, EntryKind, Outline, OutlineEntry, facts_of, plain

_TOLD = 24


class PageStarts(Struct):
    """A text on its way: what was told of it, and the pages that have begun."""

    _parts: list[str] = field(default_factory=list)
    _count: int = 0
    _begun: list[tuple[str, int]] = field(default_factory=list)

    def say(self, text: str) -> None:
        """Text that comes next."""
        letters = "".join(plain(text).split())
        self._parts.append(letters)
        self._count += len(letters)

    def show(self) -> None:
        """A picture or a formula."""
        self._parts.append(OBJECT)
        self._count += 1

    def begin(self, label: str) -> None:
        """A page begins here."""
        self._begun.append((label, self._count))

    def entries(self) -> Iterator[OutlineEntry]:
        """Each page with the letters before and after its beginning."""
        text = "".join(self._parts)
        for label, at in self._begun:
            before = text[max(0, at - _TOLD) : at].rpartition(OBJECT)[2]
            after = text[at : at + _TOLD].partition(OBJECT)[0]
            # Which of the places that have these letters around them, from both ends: a list of
            # contents that one output has among its text counts on one side alone.
            around = before + after
            earlier = _count(text, around, 0, at - len(before))
            later = _count(text, around, at - len(before) + 1, len(text))
            place = {"earlier": earlier, "later": later}
            yield OutlineEntry(
                EntryKind.PAGE_START, label, facts_of(before=before, after=after, **place)
            )


def _count(text: str, part: str, begin: int, end: int) -> int:
    """How often `part` begins in `text` between two places, one in another counted, too."""
    found, at = 0, text.find(part, begin)
    while 0 <= at < end:
        found, at = found + 1, text.find(part, at + 1)
    return found


def page_starts_of(outline: Outline) -> Outline:
    """The beginnings of pages in an outline."""
    return tuple(entry for entry in outline if entry.kind is EntryKind.PAGE_START)


def settled_pages(expected: Outline, actual: Outline) -> Outline:
    """`expected`, with what `actual` tells of each page where both mean one place.

    A formula that one output shows as letters ends what the other one tells.
    """
    told = {entry.text: entry for entry in page_starts_of(actual)}
    return tuple(_settled(entry, told.get(entry.text)) for entry in expected)


def _settled(entry: OutlineEntry, other: OutlineEntry | None) -> OutlineEntry:
    if entry.kind is not EntryKind.PAGE_START or other is None:
        return entry
    after, before = ((entry.fact(key), other.fact(key)) for key in ("after", "before"))
    agree = after[0].startswith(after[1]) or after[1].startswith(after[0])
    agree &= before[0].endswith(before[1]) or before[1].endswith(before[0])
    # Of the same letters it is the same place when it is as far from the beginning or the end.
    is_sure = after[0] == after[1] and before[0] == before[1]
    counted = ("earlier", "later")
    agree &= not is_sure or any(entry.fact(key) == other.fact(key) for key in counted)
    return replace(entry, facts=other.facts) if agree else entry
