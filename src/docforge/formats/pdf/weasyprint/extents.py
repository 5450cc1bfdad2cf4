"""Where elements came to stand on their pages, and how far each page is filled.

Invariant: read from boxes that are laid out; nothing is changed. All lengths are in CSS pixels.
"""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from msgspec import Struct
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder


class Extent(Struct, frozen=True):
    """The part of an element that stands on one page."""

    page: int
    top: float
    bottom: float
    width: float


class PageRoom(Struct, frozen=True):
    """Where the text of a page may begin and end, and where it does end."""

    top: float
    bottom: float
    filled: float

    @property
    def height(self) -> float:
        return self.bottom - self.top


class Extents(Struct, frozen=True):
    """The rooms of all pages, and the parts of each element in their order."""

    rooms: tuple[PageRoom, ...]
    of: dict[Element, list[Extent]]

    def first(self, element: Element) -> Extent | None:
        """Where an element begins, None when it is nowhere."""
        found = self.of.get(element)
        return found[0] if found else None


def extents_of(document: Any) -> Extents:
    """The extents of all blocks and pictures of a laid out `document`."""
    of: dict[Element, list[Extent]] = {}
    rooms = []
    for number, page in enumerate(document.pages):
        box = page._page_box
        top = box.content_box_y()
        filled = top
        for child in _inside(box):
            filled = max(filled, _take(child, number, of))
        rooms.append(PageRoom(top, top + box.height, filled))
    return Extents(tuple(rooms), of)


def _inside(page: Any) -> Iterator[Any]:
    return (child for child in page.children if not isinstance(child, boxes.MarginBox))


def _take(box: Any, page: int, of: dict[Element, list[Extent]]) -> float:
    """Note the extent of `box` and of those in it; how far down they show something."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    shown = 0.0
    if isinstance(box, boxes.LineBox | boxes.ReplacedBox):
        shown = box.position_y + box.margin_height()
    is_own = box.element is not None and box.element_tag == box.element.tag
    if is_own and not isinstance(box, boxes.TextBox | boxes.InlineBox):
        top = box.border_box_y()
        extent = Extent(page, top, top + box.border_height(), box.border_width())
        of.setdefault(box.element, []).append(extent)
    for child in getattr(box, "children", ()):
        shown = max(shown, _take(child, page, of))
    if (
        shown
        and isinstance(box, boxes.BlockBox)
        and (box.padding_bottom or box.border_bottom_width)
    ):
        # A frame ends below its last line.
        shown = max(shown, box.border_box_y() + box.border_height())
    return shown
