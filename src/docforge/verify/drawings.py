"""What an SVG drawing shows, as far as it is plain: its letters and its shapes, in their order.

Invariant: what is not understood (gradients, what is used elsewhere, selectors that are not
simple) is not told, so that nothing is held against a file that is right.
"""

from collections.abc import Iterator

from lxml import etree
from msgspec import Struct, field

from docforge.media.svg.painting import (
    NUMBER,
    Colour,
    Paint,
    PaintSheet,
    colour_of,
    moved,
    painted_with,
)
from docforge.media.svg.paths import path_points
from docforge.media.svg.shown import corners

_ASIDE = frozenset({"defs", "clipPath", "mask", "symbol", "pattern", "marker", "title", "desc"})
_ASIDE |= frozenset({"style", "metadata", "linearGradient", "radialGradient"})
_GROUPS = frozenset({"svg", "g", "a"})
_LETTERS = frozenset({"text", "tspan"})
_SHAPES = frozenset({"rect", "circle", "ellipse", "line", "polygon", "polyline", "path"})
_MEASURES = ("x", "y", "width", "height", "cx", "cy", "r", "rx", "ry", "x1", "y1", "x2", "y2")
_MIDDLE = "xMidYMid meet"
_OF_PLAIN_TEXT = frozenset(
    {"x", "y", "fill", "text-anchor", "font-size", "font-family", "font-weight", "transform", "id"}
)
# As PDF counts them (ISO 32000-1, tables 54 and 55).
_CAPS = {"butt": 0, "round": 1, "square": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}
Box = tuple[float, float, float, float]


Places = tuple[tuple[float, float], ...]


class PlainPen(Struct, frozen=True):
    """How a line is drawn, in the drawing's units; `dashes` are None where they are not plain."""

    width: float
    dashes: tuple[float, ...] | None
    cap: int
    join: int


class PlainShape(Struct, frozen=True):
    """How a shape is painted: its `kind` is "fill" or "stroke".

    All is in the drawing's units, and None where it is not worked out: the box, the points that
    lines and curves go through or are steered by, and what the shape is cut to. One that `has_arcs`
    goes through further places.
    """

    kind: str
    colour: Colour | None = None
    box: Box | None = None
    points: Places | None = None
    pen: PlainPen | None = None
    clip: Box | None = None
    has_arcs: bool = False


class PlainText(Struct, frozen=True):
    """Letters that stand in one place: where they begin, end or have their middle (`anchor`).

    What is not worked out is None.
    """

    letters: str
    colour: Colour | None = None
    size: float | None = None
    anchor: str = "start"
    place: tuple[float, float] | None = None


class PlainDrawing(Struct):
    """The letters and shapes of a drawing, in their order; None for what is not plain.

    `view` is the part of its plane that it shows: left, top, width and height.
    """

    letters: str | None = ""
    shapes: list[PlainShape] | None = field(default_factory=list)
    texts: list[PlainText] = field(default_factory=list)
    view: Box | None = None


def plain_drawing(data: bytes) -> PlainDrawing:
    """What the SVG drawing `data` shows. Raises lxml's errors for what is no XML."""
    root = etree.fromstring(data)
    sheet = PaintSheet.of(root)
    if sheet is None:
        return PlainDrawing(None, None)
    # Markers are drawn where lines begin, bend and end.
    made = PlainDrawing(shapes=None if root.find(".//{*}marker") is not None else [])
    made.view = _view(root)
    for element, paint in _painted(root, root, Paint(), sheet):
        _add(element, paint, made)
    if b"direction" in data:  # letters may be drawn in another order than they are written
        made.letters = None
    return made


def _painted(
    root: etree._Element, element: etree._Element, above: Paint, sheet: PaintSheet
) -> Iterator[tuple[etree._Element, Paint]]:
    """The elements that may be painted, in order."""
    if not isinstance(element.tag, str) or etree.QName(element).localname in _ASIDE:
        return
    paint = painted_with(element, above, sheet)
    yield element, paint
    for child in element:
        yield from _painted(root, child, paint, sheet)


def _add(element: etree._Element, paint: Paint, made: PlainDrawing) -> None:
    name = etree.QName(element).localname
    is_nested = name == "svg" and element.getparent() is not None
    is_known = name in _GROUPS | _LETTERS | _SHAPES and not is_nested
    if not is_known or not paint.is_shown or paint.alpha < 1:
        made.letters = made.shapes = None
    elif name in _SHAPES and made.shapes is not None:
        _add_shape(name, element, paint, made)
    text = (element.text or "") if name in _LETTERS else ""
    # What follows a part of a text belongs to the text.
    text += (element.tail or "") if name == "tspan" else ""
    if made.letters is not None and text.strip():
        made.letters = made.letters + text if paint.is_filled else None
        made.texts.append(_text(element, text, paint))


def _view(root: etree._Element) -> Box | None:
    """What a drawing shows of its plane, where it stands in the middle of its place."""
    numbers = [float(number) for number in NUMBER.findall(root.get("viewBox", ""))]
    if len(numbers) != 4 or root.get("preserveAspectRatio", _MIDDLE) != _MIDDLE:
        return None
    left, top, width, height = numbers
    return (left, top, width, height) if width > 0 and height > 0 else None


def _text(element: etree._Element, text: str, paint: Paint) -> PlainText:
    if etree.QName(element).localname != "text" or len(element) > 0:
        return PlainText(text)  # a part of a text, and what follows it
    size = paint.size * paint.scale
    is_placed = set(element.keys()) <= _OF_PLAIN_TEXT and not any(paint.matrix[1:3])
    places = [element.get(key, "0") for key in ("x", "y")]
    if not is_placed or not all(map(NUMBER.fullmatch, places)):
        return PlainText(text, paint.fill, size)
    x, y = map(float, places)
    return PlainText(text, paint.fill, size, paint.anchor, moved(paint.matrix, x, y))


def _add_shape(name: str, element: etree._Element, paint: Paint, made: PlainDrawing) -> None:
    places = [moved(paint.matrix, *corner) for corner in corners(name, element)]
    if name != "path" and not places:
        return
    if made.shapes is None or (paint.is_filled and paint.fill is None):
        made.shapes = None
        return
    is_turned = name in ("circle", "ellipse") and bool(paint.matrix[1] or paint.matrix[2])
    if is_turned or not all(NUMBER.fullmatch(element.get(key, "0")) for key in _MEASURES):
        places = []  # a curve that turns, shares and units
    xs, ys = zip(*places, strict=True) if places else ((), ())
    box = (min(xs), min(ys), max(xs), max(ys)) if places else None
    points, has_arcs = _points(name, element, paint, places)
    if paint.is_filled:
        shape = PlainShape("fill", paint.fill, box, points, has_arcs=has_arcs)
        made.shapes.append(shape)
    if paint.has_outline:
        colour = colour_of(paint.outlined_with) if paint.line_opacity == 1 else None
        shape = PlainShape("stroke", colour, box, points, _pen(paint), has_arcs=has_arcs)
        made.shapes.append(shape)


def _points(
    name: str, element: etree._Element, paint: Paint, places: list[tuple[float, float]]
) -> tuple[Places | None, bool]:
    """The points of a shape where they are sure, and whether it has arcs between them."""
    if name == "path":
        found = path_points(element.get("d", ""))
        return tuple(moved(paint.matrix, *place) for place in found.places), found.has_arcs
    is_round = name in ("circle", "ellipse") or bool(element.get("rx") or element.get("ry"))
    return None if is_round or not places else tuple(places), False


def _pen(paint: Paint) -> PlainPen | None:
    a, b, c, d, _, _ = paint.matrix
    if b or c or a != d:
        return None
    lengths = paint.line_dashes.replace(",", " ").split()
    dashes: tuple[float, ...] | None = None
    if lengths == ["none"]:
        dashes = ()
    elif len(lengths) % 2 == 0 and all(map(NUMBER.fullmatch, lengths)):
        dashes = tuple(float(length) * a for length in lengths)
    cap, join = _CAPS.get(paint.line_cap), _JOINS.get(paint.line_join)
    if cap is None or join is None:
        return None
    return PlainPen(paint.line_width * a, dashes, cap, join)
