"""Lines and bars that tell readers what words are: links, what is inserted or deleted, quotations.

Invariant: what the tag tree says of words by a line is seen by one.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from docforge.verify.readers.pdf.contrast import contrast_of
from docforge.verify.readers.pdf.elements import Element
from docforge.verify.readers.pdf.geometry import Box
from docforge.verify.readers.pdf.paint import Colour, Painted

# In parts of a letter's size: where a line under letters and one through them may lie, and how
# thick it is at least.
_UNDER, _THROUGH, _LEAST = (-0.35, 0.05), (0.1, 0.5), 0.02
_MOST_OF = 0.5  # of a text's width that its line has: accents have lines of their own
_SEEN = 3.0  # contrast of a line (WCAG 2.2, 1.4.11)
_WHITE: Colour = (1.0, 1.0, 1.0)
# Points: how far beside a quotation its bar may be, and how broad.
_BESIDE, _BROAD, _ROUNDING = 60.0, 12.0, 2.0
UNBARRED = "a quotation without its bar"


class MarkLook(Struct, frozen=True):
    """What the elements that a mark belongs to say of its look."""

    is_under: bool = False
    is_through: bool = False
    in_contents: bool = False
    quotation: Any = None


Looks = Mapping[int, MarkLook]


def looks(root: Element) -> dict[Any, dict[int, MarkLook]]:
    """How the content of each mark has to look, by page and number."""
    found: dict[Any, dict[int, MarkLook]] = {}
    waiting = [(root, MarkLook())]
    while waiting:
        element, above = waiting.pop()
        own = _look(element, above)
        for owner, number in element.marks:
            found.setdefault(owner, {})[number] = own
        waiting += [(kid, own) for kid in element.kids if isinstance(kid, Element)]
    return found


def _look(element: Element, above: MarkLook) -> MarkLook:
    line = str(element.facts.get("TextDecorationType", ""))
    if element.role not in ("Link", "TOC", "BlockQuote") and not line:
        return above
    return MarkLook(
        (above.is_under or element.role == "Link" or line == "/Underline")
        and not above.in_contents,
        above.is_through or line == "/LineThrough",
        above.in_contents or element.role == "TOC",
        element if element.role == "BlockQuote" else above.quotation,
    )


def undecorated(items: Sequence[Painted], known: Looks) -> Iterator[str]:
    """Words of a page that have no line where their elements say one, and unbarred quotations."""
    lines: dict[int, list[Painted]] = {}
    for item in items:
        if item.kind in ("fill", "stroke") and item.mark is not None and item.mark in known:
            lines.setdefault(item.mark, []).append(item)
    quotations: dict[Any, Box] = {}
    for item in items:
        if item.kind != "text" or not item.visible or item.mark is None or item.tag == "Figure":
            continue
        look = known.get(item.mark)
        if look is None:
            continue
        own = lines.get(item.mark, ())
        if look.is_under and not _has_line(item, own, _UNDER):
            yield "a link or inserted words without a line under them"
        if look.is_through and not _has_line(item, own, _THROUGH):
            yield "deleted words without a line through them"
        if look.quotation is not None:
            quotations[look.quotation] = _joined(quotations.get(look.quotation), item.box)
    if quotations:
        bars = [item for item in items if item.mark is None and _is_bar(item)]
        if not all(any(_is_barred(box, bar.box) for bar in bars) for box in quotations.values()):
            yield UNBARRED


def _has_line(text: Painted, lines: Sequence[Painted], band: tuple[float, float]) -> bool:
    """Whether lines in that band of a text's letters are as long as most of it."""
    size, (left, base, right, _) = text.matrix[3], text.box
    covered = 0.0
    for line in lines:
        middle = ((line.box[1] + line.box[3]) / 2 - base) / (size or 1.0)
        if band[0] <= middle <= band[1] and _is_seen(line, text):
            covered += max(0.0, min(line.box[2], right) - max(line.box[0], left))
    return covered >= _MOST_OF * (right - left)


def _is_seen(line: Painted, text: Painted) -> bool:
    thick = line.box[3] - line.box[1]
    if line.colour is None or thick < _LEAST * text.matrix[3] or line.strange:
        return False
    return line.colour == text.colour or contrast_of(line.colour, line.alpha, _WHITE) >= _SEEN


def _joined(one: Box | None, other: Box) -> Box:
    if one is None:
        return other
    left, bottom, right, top = zip(one, other, strict=True)
    return (min(left), min(bottom), max(right), max(top))


def _is_bar(item: Painted) -> bool:
    is_area = item.kind in ("fill", "stroke") and item.colour is not None and item.alpha > 0
    return is_area and 0 < item.box[2] - item.box[0] <= _BROAD


def _is_barred(text: Box, bar: Box) -> bool:
    """Whether a bar stands beside all of a quotation, on either side."""
    if bar[1] > text[1] + _ROUNDING or bar[3] < text[3] - _ROUNDING:
        return False
    is_left = text[0] - _BESIDE <= bar[0] and bar[2] < text[0] - _ROUNDING
    is_right = bar[2] <= text[2] + _BESIDE and bar[0] > text[2] + _ROUNDING
    return is_left or is_right
