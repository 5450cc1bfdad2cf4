"""Whether the pieces of a line stand where they are read: one behind the other, on one line.

Invariant: what is raised or lowered is what the tag tree raises or lowers; what is read from left
to right is seen so. A line that is read both ways is seen without gaps and without overlaps.
"""

import unicodedata
from collections.abc import Container, Iterator, Sequence
from typing import Any

from msgspec import Struct, field

from docforge.verify.readers.pdf.geometry import Box, shared
from docforge.verify.readers.pdf.paint import Painted
from docforge.verify.readers.pdf.standing import NOWHERE, MarkStanding, Standings, is_code

# All in parts of a letter's size.
_LEVEL = 0.06  # how far letters of one line may stand above or below each other
_BELOW = 0.75  # how far the next line is below at the least
_LEAST_SHIFT, _MOST_SHIFT = 0.12, 0.8
_APART, _CLOSE = 0.5, 0.15  # how far pieces may stand apart, as frames around code ask, and lap
# The same for letters that are read from right to left, which melt into each other, and for lines
# that are read both ways, whose blanks belong to the one or the other.
_LAP, _OVER, _WIDE = 0.3, 0.5, 1.2
_ADORNED = 0.5  # of a gap: how wide at least is what fills it
GAP = "a gap in a line"
_BEFORE = "letters before those that they follow"
_OFF = "letters above or below their line"
_RIGHT_TO_LEFT, _LEFT_TO_RIGHT = frozenset({"R", "AL"}), frozenset({"L", "EN", "AN"})
_NUMBERS = frozenset({"EN", "AN"})
_FIRST_RIGHT_TO_LEFT = "\u0590"


class SeenLine(Struct):
    """A line of a block as it is seen.

    `own` is where its first piece may stand, `begin` and `end` are its sides, `base` is its
    height, None as long as nothing but raised or lowered letters stand in it. `blank` is how wide
    blanks are that were shown by themselves before it. `is_mixed` when some of it is read from
    right to left; `has_picture` and `is_parted` by a picture in it, and by one behind `last`.
    """

    own: MarkStanding
    last: Painted
    base: float | None
    begin: float
    end: float
    size: float
    blank: float = 0.0
    pieces: list[Painted] = field(default_factory=list)
    is_mixed: bool = False
    is_parted: bool = False
    has_picture: bool = False

    @property
    def height(self) -> float:
        return self.last.base if self.base is None else self.base


class SeenLines(Struct):
    """The lines of a page in the order in which they are read, and what is `odd` in them."""

    lines: list[SeenLine] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)


def lines_of(items: Sequence[Painted], known: Standings, pictures: Container[int]) -> SeenLines:
    """The lines of a page; `pictures` are the marks of figures."""
    found = SeenLines()
    current: dict[Any, SeenLine] = {}
    pictured = set[Any]()
    for item in items:
        if item.mark is None:
            continue
        own = known.get(item.mark, NOWHERE)
        line = current.get(own.block)
        if item.kind == "image" or item.mark in pictures:
            if line is None:
                pictured.add(own.block)
            else:
                line.is_parted = line.has_picture = True
        elif item.kind == "text" and item.visible and not item.in_form:
            if line is None or _is_next(line, item, own):
                current[own.block] = line = _begun(item, own)
                line.has_picture = own.block in pictured
                found.lines.append(line)
            else:
                last = line.last
                told = list(_follow(line, item, own))
                if GAP in told and _is_drawn_between(items, last, item):
                    told.remove(GAP)
                found.odd += told
            pictured.discard(own.block)
    for line in found.lines:
        found.odd += _mixed(line)
    return found


def _begun(item: Painted, own: MarkStanding) -> SeenLine:
    base = None if own.shift else item.base
    size, blank = item.matrix[3], item.blank
    wide = blank.end - blank.begin if blank is not None and _has_blank(item, size) else 0.0
    is_mixed = _is_read_leftwards(item, own)
    return SeenLine(own, item, base, item.begin, item.end, size, wide, [item], is_mixed)


def _is_next(line: SeenLine, item: Painted, own: MarkStanding) -> bool:
    """Whether a piece stands so far below a line that it begins the next one.

    A lowered sign behind a raised one stands twice as far below it as it is beside others.
    """
    is_lowered = (
        own.shift < 0
        and line.base is None
        and item.begin > line.last.begin + _CLOSE * item.matrix[3]
    )
    below = 2 * _BELOW if is_lowered else _BELOW
    return line.height - item.base > below * max(item.matrix[3], line.last.matrix[3])


def _follow(line: SeenLine, item: Painted, own: MarkStanding) -> Iterator[str]:
    """A piece of text behind the others of its line."""
    size = max(item.matrix[3], line.last.matrix[3])
    if line.base is None:
        if not own.shift:
            yield from _shifted(line, item)
            line.base = item.base
    elif not _is_level((item.base - line.base) / size, own.shift) or not _may_rise(item):
        yield _OFF
    line.is_mixed = line.is_mixed or _is_read_leftwards(item, own)
    if line.is_mixed:
        yield from _leftwards(line, item, size)
    else:
        yield from _beside(line, item, own, size)
    line.last, line.is_parted = item, False
    line.begin, line.end = min(line.begin, item.begin), max(line.end, item.end)
    line.pieces.append(item)


def _shifted(line: SeenLine, item: Painted) -> Iterator[str]:
    """Letters that began a line, raised or lowered, and the first one on the line itself."""
    up = abs(line.last.base - item.base) / item.matrix[3]
    if not _LEAST_SHIFT <= up <= _MOST_SHIFT:
        yield _OFF


def _is_level(up: float, shift: int) -> bool:
    """Whether letters stand as far above their line as their shift asks for."""
    if shift == 0:
        return abs(up) <= _LEVEL
    if shift in (1, -1):
        return _LEAST_SHIFT <= up * shift <= _MOST_SHIFT
    return abs(up) <= _MOST_SHIFT


def _may_rise(item: Painted) -> bool:
    """Whether letters stand where the line does, or are such as fonts raise by themselves."""
    rise = item.matrix[5] - item.base
    return not rise or (
        abs(rise) < _MOST_SHIFT * item.matrix[3]
        and all(
            unicodedata.category(letter)[0] in "MC" or "\u0590" <= letter < "\u1e00"
            for letter in item.said
        )
    )


def _beside(line: SeenLine, item: Painted, own: MarkStanding, size: float) -> Iterator[str]:
    """A piece of a line that is read from left to right, behind the last one."""
    gap = (item.begin - line.last.end) / size
    if gap < -_CLOSE:
        yield _BEFORE
    elif gap > _APART and not line.is_parted and not _is_filled(item, line.last, size):
        yield GAP
    elif gap < _CLOSE and not own.shift and _has_blank(item, size):
        yield "words without a gap between them"


def _is_drawn_between(items: Sequence[Painted], last: Painted, item: Painted) -> bool:
    """Whether something that only adorns the line fills the gap before `item`."""
    gap: Box = (last.end, item.base, item.begin, item.base + item.matrix[3])
    for other in items:
        if other.mark is None and other.kind != "text":
            left, bottom, right, top = shared(other.box, gap)
            if bottom < top and right - left > _ADORNED * (gap[2] - gap[0]):
                return True
    return False


def _has_blank(item: Painted, size: float) -> bool:
    """Whether blanks were shown before a piece, on its line, which leave a gap of their width."""
    blank = item.blank
    return blank is not None and abs(blank.base - item.base) < _LEVEL * size


def _is_filled(item: Painted, last: Painted, size: float) -> bool:
    """Whether a gap is as wide as the blanks that were shown by themselves."""
    blank = item.blank
    if blank is None:
        return False
    return abs(blank.end - blank.begin - (item.begin - last.end)) < _APART * size


def _leftwards(line: SeenLine, item: Painted, size: float) -> Iterator[str]:
    """A piece of a line that is read both ways, behind one that is read the same way."""
    last, way = line.last, _way(item.said)
    if not way or way != _way(last.said) or line.is_parted:
        return
    if way == "number" and _has_blank(item, size):
        return  # each number stands on the side to which the letters around it are read
    if way == "rtl" and (line.own.is_rtl or item.mark == last.mark):
        gap = (last.begin - item.end) / size
    elif way != "rtl" and item.mark == last.mark:
        gap = (item.begin - last.end) / size
    else:
        return
    if gap < -_LAP:
        yield _BEFORE
    elif gap > _WIDE and not is_code(line.own.block):
        yield GAP


def _mixed(line: SeenLine) -> Iterator[str]:
    """A line with letters that are read from right to left, whole."""
    if not line.is_mixed or line.has_picture:
        return
    pieces = sorted(
        (one.begin, one.end, one.matrix[3]) for one in line.pieces if not _is_mark(one.said)
    )
    right = pieces[0][1] if pieces else 0
    for begin, end, size in pieces[1:]:
        if begin - right > _WIDE * size and not is_code(line.own.block):
            yield GAP
        elif right - begin > _OVER * size:
            yield "letters over others of their line"
        right = max(right, end)


def _is_mark(text: str) -> bool:
    """Whether nothing but marks on other letters is shown."""
    return all(unicodedata.category(letter)[0] in "MC" for letter in text)


def _way(text: str) -> str:
    """The way in which letters are read that all go the same way, "" for others."""
    ways = {unicodedata.bidirectional(letter) for letter in text}
    if ways <= _RIGHT_TO_LEFT:
        return "rtl"
    if ways <= _NUMBERS:
        return "number"  # which stands on the side of the letters before it
    return "ltr" if ways <= _LEFT_TO_RIGHT else ""


def _is_read_leftwards(item: Painted, own: MarkStanding) -> bool:
    """Whether a piece turns its line: its letters do, or its passage is read from right to left."""
    if own.is_rtl or own.is_leftwards:
        return True
    return max(item.said, default="") >= _FIRST_RIGHT_TO_LEFT and any(
        unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in item.said
    )
