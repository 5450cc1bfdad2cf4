"""Whether a drawing shows anything at all.

Invariant: one that shows nothing is told only where that is certain; what is not understood
(letters that are moved, rules for some screens) counts as shown.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from docforge.media.svg.painting import (
    NUMBER,
    Affine,
    Paint,
    PaintSheet,
    moved,
    multiplied,
    painted_with,
)
from docforge.media.svg.paths import path_corners
from docforge.media.svg.servers import is_black, is_visible, target_of

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
    has_markers: bool


def shows_anything(root: etree._Element) -> bool:
    """Whether the drawing `root`, which has a viewBox, may paint something inside it."""
    sheet = PaintSheet.of(root)
    if sheet is None:
        return True
    targets = {element.get("id", ""): element for element in root.iter() if element.get("id")}
    has_markers = next(root.iter("{*}marker"), None) is not None
    drawing = _AskedDrawing(root, sheet, targets, _moves_letters(root), has_markers)
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
    if paint.opacity <= 0 or not _passes(paint, drawing):
        return
    if paint.scale > 0 and not paint.is_gone:
        if name == "use":
            yield from _used(drawing, element, paint)
        else:
            yield _is_painted(name, element, paint, drawing)
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


def _passes(paint: Paint, drawing: _AskedDrawing) -> bool:
    """Whether the clip and the mask of an element let anything through."""
    clip = target_of(paint.clipped_by, drawing.targets)
    if clip is not None and etree.QName(clip).localname == "clipPath":
        matrix = multiplied(painted_with(clip, Paint(), drawing.sheet).matrix, paint.matrix)
        is_measured = clip.get("clipPathUnits", "userSpaceOnUse") == "userSpaceOnUse"
        if not any(_clips(child, matrix, drawing, is_measured=is_measured) for child in clip):
            return False
    mask = target_of(paint.masked_by, drawing.targets)
    if mask is None or etree.QName(mask).localname != "mask":
        return True
    return any(_shines(child, Paint(), drawing) for child in mask)


def _clips(
    element: etree._Element, matrix: Affine, drawing: _AskedDrawing, *, is_measured: bool
) -> bool:
    """Whether a shape of a clip leaves something of the drawing."""
    name = etree.QName(element).localname
    if name not in _DRAWN:
        return False
    if not is_measured or name in _LETTERS | {"use", "image", "foreignObject"}:
        return True
    paint = painted_with(element, Paint(matrix=matrix), drawing.sheet)
    return not paint.is_gone and _meets(_corners(name, element), paint, drawing, 0.0)


def _shines(element: etree._Element, above: Paint, drawing: _AskedDrawing) -> bool:
    """Whether a part of a mask may be anything but black."""
    name = etree.QName(element).localname
    paint = painted_with(element, above, drawing.sheet)
    if name in _DRAWN and not paint.is_gone:
        told = [(paint.filled_with, paint.fill_opacity)]
        told += [(paint.outlined_with, paint.line_opacity)] if paint.has_outline else []
        shown = (said for said, share in told if share > 0)
        if name in ("use", "image", "foreignObject") or not all(map(is_black, shown)):
            return True
    return any(_shines(child, paint, drawing) for child in element)


def _is_painted(name: str, element: etree._Element, paint: Paint, drawing: _AskedDrawing) -> bool:
    if name == "image":
        return True
    is_filled = is_visible(paint.filled_with, paint.fill_opacity, drawing.targets, drawing.sheet)
    has_outline = paint.has_outline and is_visible(
        paint.outlined_with, paint.line_opacity, drawing.targets, drawing.sheet
    )
    # Markers are painted with colours of their own.
    if not (is_filled or has_outline or drawing.has_markers):
        return False
    room = _room_of(paint) if has_outline or drawing.has_markers else 0.0
    if name in _LETTERS:
        return _has_letters(element, paint, drawing, room)
    places = _corners(name, element)
    is_area = len({x for x, _ in places}) > 1 and len({y for _, y in places}) > 1
    return (room > 0 or (is_area and name != "line")) and _meets(places, paint, drawing, room)


def _corners(name: str, element: etree._Element) -> Corners:
    return path_corners(element.get("d", "")) if name == "path" else corners(name, element)


def _room_of(paint: Paint) -> float:
    """How far a line reaches beyond its places, with pointed corners."""
    a, b, c, d, _, _ = paint.matrix
    return 1 + 10 * paint.line_width * max(1.0, abs(a) + abs(c), abs(b) + abs(d))


def _has_letters(
    element: etree._Element, paint: Paint, drawing: _AskedDrawing, room: float
) -> bool:
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
    return _meets(box, paint, drawing, room)


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
