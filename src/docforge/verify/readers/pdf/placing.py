"""Where texts stand beside each other: from the top down, in the order in which they are read.

Invariant: what stands above what it follows, over its own lines, or under a line that strikes it
out is told; cells of a row stand beside each other, and so do labels and what they label.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from docforge.verify.readers.pdf.geometry import Box, shared
from docforge.verify.readers.pdf.nearby import Nearby
from docforge.verify.readers.pdf.paint import Painted
from docforge.verify.readers.pdf.standing import NOWHERE, Standings

_RAISED = 0.7  # of a letter's size: how far letters of one line may stand above others
_THIN = 3.0  # points: what is thinner is a line
# The band of a line of letters, in parts of their size, that no line may cross.
_LOW, _HIGH = 0.14, 0.42
_CLOSE = 0.7  # of a letter's size: lines of one text that are closer lie over each other
SLANTED = "a slanted line"  # that touches no letters


def misplaced(items: Sequence[Painted], known: Standings) -> Iterator[str]:
    """What of the texts of a page stands out of its place."""
    texts = [
        item
        for item in items
        if item.kind == "text" and item.visible and not item.in_form and item.tag != "Figure"
    ]
    told = [item for item in texts if item.mark is not None]
    yield from _upwards(told, known)
    yield from _rows(told, known)
    yield from _close(told)
    yield from _struck(items, texts, known)


def _baseline(item: Painted) -> float:
    return item.matrix[5]


def _size(item: Painted) -> float:
    return item.matrix[3]


def _upwards(texts: Sequence[Painted], known: Standings) -> Iterator[str]:
    before: Painted | None = None
    largest, line = 0.0, 0.0  # letters of the line so far, and where these stand
    for item in texts:
        if before is None or _cell(item, known) is not _cell(before, known):
            before, largest, line = item, _size(item), _baseline(item)
            continue
        up, of_both = _baseline(item) - _baseline(before), max(_size(item), _size(before))
        # Behind a lowered sign, both smaller than their line, a raised one is held against it.
        risen = _baseline(item) - line if of_both < largest else up
        if -up > largest or _size(item) >= largest:
            largest, line = _size(item), _baseline(item)
        if risen > _RAISED * of_both:
            yield "text above what it follows"
            return
        before = item


def _cell(item: Painted, known: Standings) -> Any:
    return known.get(item.mark or 0, NOWHERE).cell


def _rows(texts: Sequence[Painted], known: Standings) -> Iterator[str]:
    """Each row of a table stands below the one before it."""
    tops: dict[Any, float] = {}
    for item in texts:
        row = known.get(item.mark or 0, NOWHERE).row
        if row is not None:
            tops[row] = max(tops.get(row, -1e9), _baseline(item))
    heights = list(tops.values())
    if any(other > one + 1 for one, other in pairwise(heights)):
        yield "a row above the one that it follows"


def _close(texts: Sequence[Painted]) -> Iterator[str]:
    """Lines of one text that lie over each other."""
    lines: dict[int | None, list[Painted]] = {}
    for item in texts:
        lines.setdefault(item.mark, []).append(item)
    for own in lines.values():
        for one, other in pairwise(own):
            down = _baseline(one) - _baseline(other)
            size = max(_size(one), _size(other))
            wide = min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])
            is_line = abs(one.matrix[3] - other.matrix[3]) < 0.5 and wide > size
            if is_line and 0.25 * size < abs(down) < _CLOSE * size:
                yield "lines over each other"
                return


def _struck(items: Sequence[Painted], texts: Sequence[Painted], known: Standings) -> Iterator[str]:
    """Lines through letters that are not struck out, and lines that slant."""
    lines = [item for item in items if item.kind in ("fill", "stroke") and not item.in_form]
    yield from _slanted([i for i in lines if i.is_slanted and i.tag != "Figure"], texts)
    thin = Nearby((item.box, item) for item in lines if item.tag != "Figure" and _is_thin(item.box))
    for text in texts:
        size, base = _size(text), _baseline(text)
        band: Box = (text.box[0], base + _LOW * size, text.box[2], base + _HIGH * size)
        if known.get(text.mark or 0, NOWHERE).is_struck:
            continue
        for _, line in thin.near(band):
            if line.alpha > 0.05 and _crosses(line.box, band):
                yield "a line through letters"
                return


def _slanted(lines: Sequence[Painted], texts: Sequence[Painted]) -> Iterator[str]:
    """Lines that slant; those that touch no letters may be of a drawing that only adorns."""
    if any(_touches(line.box, text.box) for line in lines for text in texts):
        yield "a slanted line through letters"
    elif lines:
        yield SLANTED


def _touches(line: Box, letters: Box) -> bool:
    """Whether a line shares more than a point with letters, each way."""
    left, bottom, right, top = shared(line, letters)
    return right - left > 1 and top - bottom > 1


def _is_thin(box: Box) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) <= _THIN


def _crosses(line: Box, band: Box) -> bool:
    """Whether a line lies in a band of letters for more than a letter."""
    wide = min(line[2], band[2]) - max(line[0], band[0])
    high = min(line[3], band[3]) - max(line[1], band[1])
    is_level = line[2] - line[0] > line[3] - line[1]
    return high > 0 and wide > (4 if is_level else 0.2) and (is_level or _is_inside(line, band))


def _is_inside(line: Box, band: Box) -> bool:
    """Whether an upright line stands among letters, and not at their edge."""
    return line[0] > band[0] + 1 and line[2] < band[2] - 1
