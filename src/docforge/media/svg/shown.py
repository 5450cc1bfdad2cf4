"""Whether a drawing shows anything at all.

Invariant: one that shows nothing is told only where that is certain; what is not understood
(paths, letters that are moved, selectors that are not simple) counts as shown.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from docforge.media.svg.painting import NUMBER, Paint, PaintSheet, moved, multiplied, painted_with

_ASIDE = frozenset({"defs", "clipPath", "mask", "symbol", "pattern", "marker", "title", "desc"})
_LETTERS = frozenset({"text", "tspan", "textPath"})
_DRAWN = _LETTERS | {"rect", "circle", "ellipse", "line", "polygon", "polyline", "path"}
_DRAWN |= {"use", "image", "foreignObject"}
# What moves letters from where they begin.
_MOVING = re.compile(
    r"baseline|writing-mode|spacing|textLength|\b(?:dx|dy|rotate|direction)\b|\bfont(?![-\w])"
)
# Letters of ASCII without a part below their line.
_ON_THE_LINE = re.compile(r"[A-IK-PR-Za-fhik-or-xz0-9 .:!?\"'%&*+=-]*+")
# Spaces, controls, marks of order.
_UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})
Corners = list[tuple[float, float]]


class _AskedDrawing(Struct, frozen=True):
    """A drawing with what is asked of it again and again."""

    root: etree._Element
    sheet: PaintSheet
    targets: Mapping[str, etree._Element]
    moves_letters: bool


def shows_anything(root: etree._Element) -> bool:
    """Whether the drawing `root`, which has a viewBox, may paint something inside it."""
    sheet = PaintSheet.of(root)
    if sheet is None:
        return True
    targets = {element.get("id", ""): element for element in root.iter() if element.get("id")}
    drawing = _AskedDrawing(root, sheet, targets, _moves_letters(root))
    return any(_shown(drawing, root, Paint()))


def _moves_letters(root: etree._Element) -> bool:
    """Whether letters may stand elsewhere than their text begins."""
    said = (
        f"{key} {value}"
        for element in root.iter()
        for key, value in (*element.items(), ("", element.text or ""))
        if key or etree.QName(element).localname == "style"
    )
    named = (etree.QName(element).localname for element in root.iter())
    return any(map(_MOVING.search, said)) or "textPath" in named


def _shown(drawing: _AskedDrawing, element: etree._Element, above: Paint) -> Iterator[bool]:
    name = etree.QName(element).localname
    if name in _ASIDE:
        return
    # Another system of coordinates, or something that hides only a part: it is not worked out.
    if name == "svg" and element is not drawing.root:
        yield _holds_shapes(element)
        return
    paint = painted_with(element, above, drawing.sheet)
    is_flat = paint.scale == 0
    if paint.alpha > 0 and not is_flat and not paint.is_gone and name != "use":
        if paint.is_filled or paint.has_outline:
            yield _is_painted(name, element, paint, drawing)
    elif name == "use" and not is_flat and not paint.is_gone:
        yield from _used(drawing, element, paint)
    for child in element:
        yield from _shown(drawing, child, paint)


def _holds_shapes(element: etree._Element) -> bool:
    return any(etree.QName(below).localname in _DRAWN for below in element.iter())


def _used(drawing: _AskedDrawing, element: etree._Element, paint: Paint) -> Iterator[bool]:
    """What `use` draws: no drawing that is read leads to itself in a circle."""
    links = [value for key, value in element.items() if etree.QName(key).localname == "href"]
    target = drawing.targets.get(links[0].strip().removeprefix("#")) if links else None
    if target is None or not _holds_shapes(target):
        return
    places = [element.get(key, "0") for key in ("x", "y")]
    if etree.QName(target).localname == "symbol" or not all(map(NUMBER.fullmatch, places)):
        yield True
        return
    x, y = map(float, places)
    matrix = multiplied((1, 0, 0, 1, x, y), paint.matrix)
    yield from _shown(drawing, target, replace(paint, matrix=matrix))


def _is_painted(name: str, element: etree._Element, paint: Paint, drawing: _AskedDrawing) -> bool:
    if name in _LETTERS:
        return _has_letters(element, paint, drawing)
    if name == "image":
        return True
    if name == "path":
        return bool(element.get("d", "").strip())
    # Lines have a breadth, which may be anything.
    room = 1e3 if paint.has_outline else 0.0
    return _meets(corners(name, element), paint, drawing, room)


def _has_letters(element: etree._Element, paint: Paint, drawing: _AskedDrawing) -> bool:
    """Whether letters of `element` itself may be seen."""
    own = "".join((element.text or "", *(child.tail or "" for child in element)))
    seen = [sign for sign in own if unicodedata.category(sign) not in _UNSEEN]
    if not seen or paint.size <= 0:
        return False
    if drawing.moves_letters or paint.place is None or not _is_placed(element):
        return True
    x, y = paint.place
    # Letters before may stand in the same line; none is as broad or as high as this.
    whole = "".join(_text_of(element).itertext())
    across = 2 * paint.size * len(whole)
    left = x if paint.anchor == "start" and own.isascii() else x - across
    below = 0.0 if _ON_THE_LINE.fullmatch("".join(seen)) else paint.size
    top = y - 2 * paint.size
    box = [(left, top), (x + across, top), (left, y + below), (x + across, y + below)]
    # No letter reaches exactly to an edge of this box.
    return _meets(box, paint, drawing, 1e3 if paint.has_outline else 0.0)


def _text_of(element: etree._Element) -> etree._Element:
    """The text that `element`, which may be a part of one, belongs to."""
    above = element.getparent()
    if above is None or etree.QName(above).localname not in _LETTERS:
        return element
    return _text_of(above)


def _is_placed(element: etree._Element) -> bool:
    """Whether a text begins in one place that is given in plain numbers."""
    text = _text_of(element)
    parts = [part for part in text.iter() if part is not text]
    places = [text.get(key, "0").strip() for key in ("x", "y")]
    moved_parts = any(part.get(key) for part in parts for key in ("x", "y", "transform"))
    return not moved_parts and all(map(NUMBER.fullmatch, places))


def _meets(places: Corners, paint: Paint, drawing: _AskedDrawing, room: float) -> bool:
    """Whether what lies between `places` may be seen, with `room` around it."""
    found = [moved(paint.matrix, *place) for place in places]
    box = drawing.root.get("viewBox", "0 0 0 0")
    left, top, width, height = map(float, NUMBER.findall(box)[:4])
    xs, ys = zip(*found, strict=True) if found else ((), ())
    return bool(
        found
        and (paint.has_outline or min(xs) < max(xs) or min(ys) < max(ys))
        and min(xs) < left + width + room
        and max(xs) > left - room
        and min(ys) < top + height + room
        and max(ys) > top - room
    )


def corners(name: str, element: etree._Element) -> Corners:
    """Of what surrounds a simple shape; none when it has no size."""

    def number(key: str, otherwise: float = 0.0) -> float:
        written = element.get(key, "")
        found = NUMBER.match(written)
        return 1.0 if written.endswith("%") else float(found[0]) if found else otherwise

    match name:
        case "rect":
            x, y, across, down = (number(key) for key in ("x", "y", "width", "height"))
        case "circle" | "ellipse":
            across, down = 2 * number("rx", number("r")), 2 * number("ry", number("r"))
            x, y = number("cx") - across / 2, number("cy") - down / 2
        case "line":
            return [(number("x1"), number("y1")), (number("x2"), number("y2"))]
        case "polygon" | "polyline":
            values = [float(found) for found in NUMBER.findall(element.get("points", ""))]
            return list(zip(values[::2], values[1::2], strict=False))
        case _:
            return []
    if across <= 0 or down <= 0:
        return []
    return [(x, y), (x + across, y), (x, y + down), (x + across, y + down)]
