"""How large a drawing is, on a page and when all that it uses is drawn."""

import re
from collections.abc import Iterator

from lxml import etree

from docforge.errors import ImageError

MAX_ELEMENTS = 50_000
MAX_SIDE = 20_000
MAX_DEPTH = 200
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
_LOCAL_URL = re.compile(r"""url\(\s*["']?#([^"')\s]+)""")


def bound_expansion(root: etree._Element) -> None:
    """Raises ImageError when following `use` and url() would never end, or end too late."""
    targets = {element.get("id"): element for element in root.iter() if element.get("id")}
    sizes: dict[etree._Element, int] = {}
    open_elements: set[etree._Element] = set()

    def size(element: etree._Element) -> int:
        if element in open_elements:
            raise ImageError("The SVG file refers to itself in a circle.", AS_PNG)
        if len(open_elements) > MAX_DEPTH:
            message = f"The SVG file is nested more than {MAX_DEPTH} levels deep."
            raise ImageError(message, "Simplify the drawing or export it as PNG.")
        if element not in sizes:
            open_elements.add(element)
            used = [targets[ident] for ident in _references(element) if ident in targets]
            sizes[element] = 1 + sum(size(other) for other in (*element, *used))
            open_elements.discard(element)
        return sizes[element]

    if size(root) > MAX_ELEMENTS:
        message = f"The SVG file has more than {MAX_ELEMENTS:,} elements when it is drawn."
        raise ImageError(message, "Simplify the drawing or export it as PNG.")


def _references(element: etree._Element) -> Iterator[str]:
    for key, value in element.attrib.items():
        if str(key).endswith("href"):
            yield str(value)[1:]
        else:
            yield from _LOCAL_URL.findall(str(value))


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
