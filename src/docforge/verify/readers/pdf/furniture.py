"""What artifacts show beside what is read: running heads, feet, repeated headers, lines and dots.

Invariant: what stands on every page stands above or below all that is read, in its own place and
no larger than text; what is drawn beside letters is no sign that they do not say.
"""

from collections.abc import Iterator, Sequence

from docforge.verify.readers.pdf.covering import is_border
from docforge.verify.readers.pdf.geometry import Box
from docforge.verify.readers.pdf.lines import SeenLine
from docforge.verify.readers.pdf.nearby import Nearby
from docforge.verify.readers.pdf.paint import Painted, Painting

_HEADS = frozenset({"Artifact/Pagination/Header", "Artifact/Pagination/Watermark"})
_FOOT, _REPEATED = "Artifact/Pagination/Footer", "Artifact/Pagination"
Sheet = tuple[float, float]  # the width and height of a page
_ROUNDING = 1.0  # points
_LARGEST = 2.0  # times the letters that there are most of
# Of a letter's size: what is drawn within these of a line of letters could be read as a sign.
_HIGH, _WIDE, _LOW, _TOP, _BESIDE = 0.7, 2.5, -0.02, 0.75, 0.8
SIGN = "a sign that is drawn beside letters"
_LEAST = 0.3  # points: what is thinner is hardly seen


def odd_furniture(
    items: Sequence[Painted], lines: Sequence[SeenLine], *, may_label: bool
) -> Iterator[str]:
    """What of a page's artifacts stands among its lines.

    Headers are repeated above all, but where they `may_label` the cells of a stacked table.
    """
    if not lines:
        return
    top = max(line.height for line in lines)
    bottom = min(line.height for line in lines)
    for item in items:
        if item.mark is not None or item.kind != "text" or not item.visible or item.in_form:
            continue
        is_above, is_below = item.base > top + _ROUNDING, item.base < bottom - _ROUNDING
        if item.tag == _REPEATED and not is_above and not may_label and item.said.strip(" ."):
            yield "words of a header among those that are read"
            break
        if (item.tag in _HEADS and not is_above) or (item.tag == _FOOT and not is_below):
            yield "words of a margin among those that are read"
            break
    yield from _signs(items, lines)


def _signs(items: Sequence[Painted], lines: Sequence[SeenLine]) -> Iterator[str]:
    """Short lines and dots that are drawn where a line of letters has its signs."""
    small = [
        (item.box, item)
        for item in items
        if item.mark is None
        and item.kind in ("fill", "stroke")
        and not item.in_form
        and item.tag != "Figure"
        and item.alpha > 0.05
        and _LEAST < item.box[2] - item.box[0] < 60
        and _LEAST < item.box[3] - item.box[1] < 30
    ]
    if not small:
        return
    near, beside_letters = Nearby(small), set[Box]()
    for line in lines:
        size, base = line.size, line.height
        if line.own.item is not None and line.own.item.role == "TOCI":
            continue  # where dots lead from the words to the number
        beside = _BESIDE * size
        around: Box = (line.begin - beside, base, line.end + beside, base + _TOP * size)
        for (left, low, right, high), _ in near.near(around):
            middle = (low + high) / 2 - base
            if (
                high - low <= _HIGH * size
                and right - left <= _WIDE * size
                and _LOW * size <= middle <= _TOP * size
                and right > around[0]
                and left < around[2]
            ):
                beside_letters.add((left, low, right, high))
    others = [box for box, _ in small if box not in beside_letters]
    if any(not is_border(box, others) for box in beside_letters):
        yield SIGN


def odd_margins(paintings: Sequence[Painting], sheets: Sequence[Sheet]) -> Iterator[str]:
    """Heads and feet that are not in one place on all pages, or larger than text."""
    sizes: dict[float, int] = {}
    places: dict[tuple[str, Sheet], list[float]] = {}
    largest = 0.0
    for painting, sheet in zip(paintings, sheets, strict=True):
        own: dict[str, float] = {}
        for item in painting.items:
            if item.kind != "text" or not item.visible or item.in_form:
                continue
            if item.mark is not None:
                size = round(item.matrix[3], 1)
                sizes[size] = sizes.get(size, 0) + item.visible
            elif item.tag == _FOOT or item.tag in _HEADS:
                largest = max(largest, item.matrix[3])
                place = item.base if item.tag == _FOOT else sheet[1] - item.base
                own[item.tag] = min(own.get(item.tag, 1e9), place)
        for name, place in own.items():
            places.setdefault((name, sheet), []).append(place)
    usual = max(sizes, key=lambda size: sizes[size], default=0.0)
    if sizes and largest > _LARGEST * usual:
        yield "words of a margin in large letters"
    if any(max(own) - min(own) > _ROUNDING for own in places.values()):
        yield "words of a margin that move from page to page"
