"""Whether a formula is set as its MathML is: each sign and each line in its place.

Invariant: the MathML that came along is drawn again, by itself, and what the page paints has to be
that; whether a sign is the right letter is told by `drawn_formulas`, which asks the font.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

from docforge.media.formulas.drawing import draw
from docforge.media.svg.painting import NUMBER, Colour, colour_of
from docforge.media.svg.paths import path_points
from docforge.style import PageGeometry
from docforge.verify.drawings import Box, Places, PlainShape
from docforge.verify.drawn_alike import are_shapes, place_of
from docforge.verify.readers.pdf.paint import Painted

_MATHML = "/application/mathml+xml"


def is_set(node: Any, items: Sequence[Painted], page: PageGeometry) -> bool:
    """Whether the formula of the element `node` is painted by `items` as its MathML is drawn."""
    texts = [
        file.EF.F.read_bytes().decode("utf-8")
        for file in node.get("/AF") or ()
        if str(file.EF.F.get("/Subtype", "")) == _MATHML
    ]
    if len(texts) != 1:
        return False
    drawn = _drawn(texts[0], page.formula_line, page.is_large_print)
    if drawn is None:
        return True
    view, shapes = drawn
    place = place_of(view, _box_of(node))
    seen = [item for item in items if item.kind != "text" and len(set(item.points)) > 1]
    return place is not None and are_shapes(shapes, seen, place)


def _box_of(node: Any) -> Box | None:
    held = node.get("/A")
    for attributes in () if held is None else [held] if hasattr(held, "keys") else held:
        if "/BBox" in attributes:
            left, bottom, right, top = (float(number) for number in attributes.BBox)
            return (left, bottom, right, top)
    return None


@lru_cache(maxsize=256)
def _drawn(mathml: str, longest: float, is_large: bool) -> tuple[Box, Sequence[PlainShape]] | None:
    """The view and the shapes of a formula's drawing; None where it holds more than is known."""
    drawing = draw(mathml, longest, is_large)
    if drawing is None:
        return None
    root = ElementTree.fromstring(drawing.svg)
    view = _numbers(root.get("viewBox", ""))
    shapes: list[PlainShape] = []
    symbols: dict[str, tuple[Box, Sequence[Places]]] = {}
    for element in root:
        match element.tag.rpartition("}")[2]:
            case "symbol":
                box, paths = _numbers(element.get("viewBox", "")), _paths(element)
                if box is None or paths is None:
                    return None
                symbols[f"#{element.get('id')}"] = (box, paths)
            case "use" if element.get("href") in symbols:
                used = symbols[element.get("href", "")]
                shapes += _used(element, *used, colour_of(element.get("fill", "")))
            case "rect":
                left, top, width, height = _size(element)
                if not width or not height:
                    continue  # the line between what is set above and below, without a fraction
                corners = [(left + x, top + y) for y in (0, height) for x in (0, width)]
                kind = "stroke" if element.get("fill") == "none" else "fill"
                colour = colour_of(element.get(kind, ""))
                shapes.append(PlainShape(kind, colour, None, tuple(corners)))
            case _:
                return None
    return None if view is None else (view, shapes)


def _paths(symbol: ElementTree.Element) -> Sequence[Places] | None:
    """The points of a symbol's paths: wide braces have several. None where more is in it."""
    found: list[Places] = []
    for element in symbol.iter():
        match element.tag.rpartition("}")[2]:
            case "path":
                points = path_points(element.get("d", ""))
                if points.has_arcs:
                    return None
                found.append(tuple(points.places))
            case "symbol" | "g" if not element.get("transform"):
                pass
            case _:
                return None
    return found


def _used(
    element: ElementTree.Element, view: Box, paths: Sequence[Places], colour: Colour | None
) -> Iterator[PlainShape]:
    """A symbol where it is used (SVG 2, 5.6): in the middle of its place, and cut to it."""
    left, top, width, height = _size(element)
    if not view[2] or not view[3]:
        return  # what has no room is not drawn
    scale = min(width / view[2], height / view[3])
    x = left + (width - view[2] * scale) / 2 - view[0] * scale
    y = top + (height - view[3] * scale) / 2 - view[1] * scale
    clip = (left, top, left + width, top + height)
    for points in paths:
        placed = tuple((x + scale * across, y + scale * down) for across, down in points)
        if len(set(placed)) > 1:
            yield PlainShape("fill", colour, None, placed, clip=clip)


def _size(element: ElementTree.Element) -> Box:
    left, top, width, height = (
        float(element.get(name, "0")) for name in ("x", "y", "width", "height")
    )
    return (left, top, width, height)


def _numbers(written: str) -> Box | None:
    match [float(number) for number in NUMBER.findall(written)]:
        case [left, top, width, height]:
            return (left, top, width, height)
    return None
