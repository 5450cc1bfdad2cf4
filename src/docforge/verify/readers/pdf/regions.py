"""Where on a page the structure elements stand, in the order in which they are read.

Invariant: what is painted and belongs to no element is in no region.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from msgspec import Struct

from docforge.verify.readers.pdf.elements import INLINE, Element, element_of
from docforge.verify.readers.pdf.geometry import Box
from docforge.verify.readers.pdf.graphics import painting_of
from docforge.verify.readers.pdf.painted import painted

# A label and what stands right behind it are one item.
_PARTS = INLINE | {"Lbl", "LBody", "Artifact"}
_SHOWN = ("Figure", "Formula")


class PageRegion(Struct, frozen=True):
    """A structure element on a page: its type, and its box in points from the lower left."""

    role: str
    box: Box


def regions(content: bytes, page: int) -> tuple[PageRegion, ...]:
    """The regions of the elements on a page of a PDF, counted from 1, in reading order."""
    with pikepdf.open(BytesIO(content)) as pdf:
        root = element_of(pdf.Root.StructTreeRoot.K[0], painted(pdf), set())
        return tuple(_on_page(pdf.pages[page - 1].obj, list(_owned(root, root))))


def _owned(element: Element, block: Element) -> Iterator[tuple[Any, int, Element]]:
    """The page and the number of each mark, and the block that it belongs to, in order."""
    is_block = element.role not in _PARTS or element.role in _SHOWN
    block = element if is_block else block
    yield from ((owner, number, block) for owner, number in element.marks)
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _owned(kid, block)


def _on_page(page: Any, owned: list[tuple[Any, int, Element]]) -> Iterator[PageRegion]:
    blocks = {number: block for owner, number, block in owned if owner == page.objgen}
    boxes: dict[Element, Box] = {}
    for item in painting_of(page).items:
        block = None if item.mark is None else blocks.get(item.mark)
        if block is not None and (item.kind != "text" or item.visible):
            boxes[block] = _around(boxes[block], item.box) if block in boxes else item.box
    for block in dict.fromkeys(blocks.values()):
        if block in boxes:
            yield PageRegion(block.role, boxes[block])


def _around(one: Box, other: Box) -> Box:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )
