"""Whether each figure and formula paints something, upright and in its place.

Invariant: the place of a figure is the box that its element tells (ISO 32000-1, 14.8.5.4.3).
"""

from collections.abc import Iterator, Sequence
from typing import Any

from docforge.verify.readers.pdf.elements import Element, descendants
from docforge.verify.readers.pdf.geometry import Box, is_inside, share_inside
from docforge.verify.readers.pdf.paint import Painted

_TOUCH = 0.5  # points
NOTHING, OUTSIDE = "a picture that paints nothing", "a picture outside of its place"


def figure_boxes(root: Element) -> dict[Any, dict[int, Box]]:
    """The box of each figure and formula, by page and number."""
    found: dict[Any, dict[int, Box]] = {}
    for element in descendants(root):
        box = element.facts.get("BBox")
        if element.role in ("Figure", "Formula") and box is not None:
            left, bottom, right, top = (float(n) for n in box)
            for owner, number in element.marks[:1]:
                found.setdefault(owner, {})[number] = (left, bottom, right, top)
    return found


def figure_marks(root: Element) -> dict[Any, set[int]]:
    """The numbers of all content of figures and formulas, by page."""
    found: dict[Any, set[int]] = {}
    for element in descendants(root):
        if element.role in ("Figure", "Formula"):
            for each in descendants(element):
                for owner, number in each.marks:
                    found.setdefault(owner, set()).add(number)
    return found


def _meets(one: Box, other: Box) -> bool:
    """Whether two boxes have a place in common, or touch: letters reach below their line."""
    left, bottom, right, top = one
    return (
        left <= other[2] + _TOUCH
        and right >= other[0] - _TOUCH
        and bottom <= other[3] + _TOUCH
        and top >= other[1] - _TOUCH
    )


def peculiar_figures(items: Sequence[Painted], boxes: dict[int, Box]) -> Iterator[str]:
    """What is wrong with the figures of a page, of all that it paints (`items`)."""
    for number, box in boxes.items():
        own = [item for item in items if item.mark == number and _is_seen(item)]
        if not own:
            yield NOTHING
            continue
        around: Box = (
            min(item.box[0] for item in own),
            min(item.box[1] for item in own),
            max(item.box[2] for item in own),
            max(item.box[3] for item in own),
        )
        images = [item for item in own if item.kind == "image"]
        # A drawing, which may hold emoji, may reach beyond its place, where it is cut off.
        is_drawing = len(images) < len(own)
        is_there = (
            _meets(around, box)
            if is_drawing
            else share_inside(box, around) >= 0.9 and is_inside(around, box)
        )
        if not is_there:
            yield OUTSIDE
        for item in images:
            a, b, c, d, _, _ = item.matrix
            if item.strange:
                yield f"a picture under {item.strange}"
            if not item.in_form and (a <= 0 or d <= 0 or b or c):
                yield "a picture that is turned or mirrored"


def _is_seen(item: Painted) -> bool:
    width, height = item.box[2] - item.box[0], item.box[3] - item.box[1]
    if item.kind == "text":
        return item.visible > 0
    return width >= 0 and height >= 0 and width + height > 0 and item.alpha > 0.05
