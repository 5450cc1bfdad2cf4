"""How large a drawing is, on a page and when all that it uses is drawn."""

import math
import re

from lxml import etree

from docforge.errors import ImageError
from docforge.media.svg.references import ReferringRules, references_of

MAX_SIDE = 20_000
MAX_DEPTH = 200
_LONG = 9_000
_LONG_ON_A_PATH = 60
AS_PNG = "Export the drawing as PNG, or as plain SVG without it."
_PIXELS = {
    "": 1.0,
    "px": 1.0,
    "pt": 96 / 72,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "em": 16.0,
    "rem": 16.0,
    "ex": 8.0,
}
_LENGTH = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*([a-z]*)\s*")


def parts_of(root: etree._Element) -> int:
    """How much there is to draw once everything is drawn that `use` and url() lead to.

    An element is a part, and so are five letters of text, 50 characters of its attributes and a
    hundred rules of a style sheet that are compared with it: each takes about as long.
    Raises ImageError when that would never end.
    """
    targets = {element.get("id"): element for element in root.iter() if element.get("id")}
    sheet = ReferringRules.of(root)
    sizes: dict[etree._Element, float] = {}
    open_elements: set[etree._Element] = set()

    def size(element: etree._Element) -> float:
        if element in open_elements:
            raise ImageError("The SVG file refers to itself in a circle.", AS_PNG)
        if len(open_elements) > MAX_DEPTH:
            message = f"The SVG file is nested more than {MAX_DEPTH} levels deep."
            raise ImageError(message, "Simplify the drawing or export it as PNG.")
        if element not in sizes:
            open_elements.add(element)
            inner = sum(size(child) for child in element)
            found = (*references_of(element), *sheet.references_of(element))
            used = sum(
                size(targets[one.ident]) * one.times
                for one in found
                if one.ident in targets
                and (one.is_certain or targets[one.ident] not in open_elements)
            )
            sizes[element] = _own(element) + sheet.rules / 100 + inner + used
            open_elements.discard(element)
        return sizes[element]

    # Doubled again and again, the number would be as long as the drawing.
    return math.ceil(min(size(root), 1e12))


def _own(element: etree._Element) -> float:
    lengths = [len(str(value)) for value in element.attrib.values()]
    # Of a style sheet, its rules count.
    name = etree.QName(element).localname
    text = 0 if name == "style" else len(element.text or "")
    # A program that draws takes the square of a line's length for a part of its time, and goes
    # along a path from its beginning for each letter that stands on it.
    longest = (max(lengths, default=0) / _LONG) ** 2
    longest += (text / _LONG_ON_A_PATH) ** 2 if name == "textPath" else 0.0
    return 1 + sum(lengths) / 50 + longest + (text + len(element.tail or "")) / 5


def size_of(root: etree._Element) -> tuple[float, float]:
    """Width and height in CSS pixels (CSS Images 3, section 4: default sizing)."""
    box_width, box_height = _view_box(root)
    width, height = _length(root.get("width")), _length(root.get("height"))
    if width is None:
        width = box_width if height is None else height * box_width / box_height
    if height is None:
        height = width * box_height / box_width
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
        message = f"The SVG file is {width:g} by {height:g} pixels; the limit is {MAX_SIDE:,}."
        raise ImageError(message, "Set width and height to the size the drawing should have.")
    return round(width, 3), round(height, 3)


def _length(value: str | None) -> float | None:
    """A length in CSS pixels; None for a percentage, which only a page could resolve."""
    found = _LENGTH.fullmatch(value or "")
    if not found or found[2] not in _PIXELS:
        return None
    return float(found[1]) * _PIXELS[found[2]]


def _view_box(root: etree._Element) -> tuple[float, float]:
    numbers = re.split(r"[\s,]+", (root.get("viewBox") or "").strip())
    try:
        _, _, width, height = (float(number) for number in numbers)
    except ValueError:
        width = height = 0.0
    if width > 0 and height > 0:
        return width, height
    root.attrib.pop("viewBox", None)
    return 300.0, 150.0
