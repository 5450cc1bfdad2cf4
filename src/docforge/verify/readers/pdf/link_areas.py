"""Whether the rectangles of each link lie over its words, and over little else."""

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from docforge.verify.readers.pdf.elements import Element, descendants
from docforge.verify.readers.pdf.geometry import Box, share_inside, shared
from docforge.verify.readers.pdf.nearby import Nearby
from docforge.verify.readers.pdf.paint import Painted

_TARGET = 18.0  # points to which links of a letter are widened, over what is beside them


class LinkArea(Struct, frozen=True):
    """A link on one page: its marked contents, those that may be under it, its rectangles."""

    own: set[int]
    near: set[int]
    boxes: list[Box]


def link_areas(root: Element) -> dict[Any, list[LinkArea]]:
    """The marked contents and rectangles of each link, by page."""
    found: dict[Any, list[LinkArea]] = {}
    numbers = {
        kid: [other for other in element.kids if isinstance(other, Element)]
        for element in descendants(root)
        if element.role == "Reference"
        for kid in element.kids
        if isinstance(kid, Element)
    }
    for link in (element for element in descendants(root) if element.role == "Link"):
        marks: dict[Any, set[int]] = {}
        for element in descendants(link):
            for owner, number in element.marks:
                marks.setdefault(owner, set()).add(number)
        # In the contents the number of the page is beside the link, and under its rectangle.
        beside: dict[Any, set[int]] = {}
        for element in (part for each in numbers.get(link, ()) for part in descendants(each)):
            for owner, number in element.marks:
                beside.setdefault(owner, set()).add(number)
        boxes: dict[Any, list[Box]] = {}
        for annotation, page in zip(link.annotations, link.annotation_pages, strict=True):
            left, bottom, right, top = (float(n) for n in annotation.Rect)
            boxes.setdefault(page, []).append((left, bottom, right, top))
        for page in marks.keys() | boxes.keys():
            own, near = marks.get(page, set()), beside.get(page, set())
            found.setdefault(page, []).append(LinkArea(own, own | near, boxes.get(page, [])))
    return found


def peculiar_links(items: Sequence[Painted], links: Sequence[LinkArea]) -> Iterator[str]:
    """Each link's rectangles lie over its words, and over little else."""
    painted: dict[int, list[Box]] = {}
    for item in items:
        if item.mark is not None and (item.visible or item.kind in ("image", "fill", "stroke")):
            is_line = item.kind in ("fill", "stroke") and item.tag != "Figure"
            # Signs above or below letters have no width of their own.
            if not is_line and item.box[2] - item.box[0] > 1:
                painted.setdefault(item.mark, []).append(item.box)
    words = Nearby((box, mark) for mark, boxes in painted.items() for box in boxes)
    for link in links:
        for word in (box for mark in link.own for box in painted.get(mark, ())):
            if not any(share_inside(word, _grown(box)) > 0.75 for box in link.boxes):
                yield "a link that does not lie over its words"
                break
        for box in link.boxes:
            if box[0] >= box[2] or box[1] >= box[3]:
                yield "a link without area"
            elif any(
                mark not in link.near and _covers(box, other) for other, mark in words.near(box)
            ):
                yield "a link over other words than its own"


def _covers(box: Box, other: Box) -> bool:
    """Whether a link covers more of other words than it may be widened by (WCAG 2.2, 2.5.8)."""
    left, bottom, right, top = shared(box, other)
    return right - left > _TARGET / 2 + 1 and top - bottom > (other[3] - other[1]) / 2


def _grown(box: Box) -> Box:
    """A rectangle with the room for a space that hangs over the end of a line."""
    return (box[0] - 4, box[1], box[2] + 4, box[3])
