"""Entries of an outline to the lines that say the same in plain text: of beginnings and notes.

Invariant: every word stays, in order: links have their addresses behind them, pictures are their
descriptions, items have their labels, rows their cells.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from docforge.document import Delimiter, Numbering
from docforge.style.references import says_address, spoken_address
from docforge.verify.entries import OBJECT, EntryKind, OutlineEntry
from docforge.verify.expected_text.blocks import mark, marked

Entries = Sequence[OutlineEntry]
_SPOKEN = ("mailto:", "tel:")
# Where a line may end within a word. Places in an outline count these signs, its texts have none:
# nothing stands for the first, and a space for the second.
_ENDS = ("00AD", "200B")
_NUMBER = re.compile("-?[0-9]+")


def block_lines(entries: Entries) -> Iterator[list[str]]:
    """The lines of each block of `entries`."""
    for entry, inner in _whole(entries):
        match entry.kind:
            case EntryKind.REGION | EntryKind.PLACE:
                continue
            case EntryKind.LIST if entry.fact("numbering") != "definitions":
                yield list(_items(entry, inner))
            case EntryKind.TABLE:
                yield from _rows(inner)
            case EntryKind.CODE:
                yield entry.text.split("\n")
            case _ if lines := _said(entry, [each for each in inner if _is_of(each)]):
                yield lines
                yield from block_lines([each for each in inner if not _is_of(each)])
            case _:
                yield from block_lines(inner)


def _whole(entries: Entries) -> Iterator[tuple[OutlineEntry, Entries]]:
    """Each thing of the outermost rank, with what stands in it and what belongs to its text."""
    place = 0
    while place < len(entries):
        first, end = entries[place], place + 1
        while end < len(entries) and _belongs(first, entries[end]):
            end += 1
        yield first, entries[place + 1 : end]
        place = end


def _belongs(first: OutlineEntry, other: OutlineEntry) -> bool:
    return len(other.within) > len(first.within) or _is_of(other)


def _is_of(entry: OutlineEntry) -> bool:
    """Whether an entry tells of the text before it."""
    return bool(entry.fact("at")) or entry.kind is EntryKind.RUN


def _items(listed: OutlineEntry, inner: Entries) -> Iterator[str]:
    for item, below in _whole(inner):
        lines = [line for block in block_lines(below) for line in block]
        first, *rest = lines or [""]
        words = (_label(listed, item), item.fact("state"), first)
        yield " ".join(filter(None, words))
        yield from (f"  {line}" for line in rest)


def _label(listed: OutlineEntry, item: OutlineEntry) -> str:
    """ "-", "3.", "c)", "(iv)"."""
    around, numbering = item.fact("number"), Numbering(listed.fact("numbering"))
    number = _NUMBER.search(around)
    if number is None:
        return "-"
    delimiter = Delimiter.PARENTHESIS if around.endswith(")") else Delimiter.PERIOD
    delimiter = Delimiter.PARENTHESES if around.startswith("(") else delimiter
    return marked(mark(numbering, int(number[0])), delimiter)


def _rows(inner: Entries) -> Iterator[list[str]]:
    """The caption, and each row with its cells in one line."""
    rows: list[list[str]] = []
    for part, below in _whole(inner):
        if part.kind is EntryKind.CAPTION:
            yield _said(part, below)
        elif part.kind is EntryKind.ROW:
            rows.append([])
        else:
            rows[-1].append(" ".join(line for block in block_lines(below) for line in block))
    yield [line for line in ("; ".join(filter(None, row)) for row in rows) if line]


def _said(entry: OutlineEntry, of_it: Entries) -> list[str]:
    """The words of a text, line by line."""
    shown = [each.text for each in of_it if each.kind is EntryKind.IMAGE and each.text]
    behind = defaultdict[int, str](str)
    unseen = (each.partition(":U+") for each in entry.fact("unseen").split())
    ends = [(int(place), sign) for place, _, sign in unseen if sign in _ENDS]
    for each in of_it:
        at = int(each.fact("at") or "0")
        at -= sum(place < at for place, _ in ends)
        if each.kind is EntryKind.LINE_BREAK:
            behind[at] += "\n"
        if each.kind is EntryKind.LINK and not says_address(each.text, each.fact("target")):
            target = each.fact("target")
            said = spoken_address(target) if target.startswith(_SPOKEN) else target
            behind[at + len("".join(each.text.split()))] += f" ({said})"
    if not entry.text:
        return []
    told, count = [behind[0]], 0
    glued = {place - number for number, (place, sign) in enumerate(ends) if sign == "200B"}
    for sign in entry.text:
        if sign == " " and count in glued:
            continue
        told.append(shown.pop(0) if sign == OBJECT and shown else sign)
        if not sign.isspace():
            count += 1
            told.append(behind[count])
    lines = (" ".join(line.split()) for line in "".join(told).split("\n"))
    return [line for line in lines if line]
