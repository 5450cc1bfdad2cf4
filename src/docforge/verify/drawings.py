"""What an SVG drawing shows, as far as it is plain: its letters and its shapes, in their order.

Invariant: what is not understood (gradients, what is used elsewhere, selectors that are not
simple) is not told, so that nothing is held against a file that is right.
"""

from collections.abc import Iterator

from lxml import etree
from msgspec import Struct, field

from docforge.media.svg.painting import NUMBER, Colour, Paint, PaintSheet, moved, painted_with
from docforge.media.svg.shown import corners

_ASIDE = frozenset({"defs", "clipPath", "mask", "symbol", "pattern", "marker", "title", "desc"})
_ASIDE |= frozenset({"style", "metadata", "linearGradient", "radialGradient"})
_GROUPS = frozenset({"svg", "g", "a"})
_LETTERS = frozenset({"text", "tspan"})
_SHAPES = frozenset({"rect", "circle", "ellipse", "line", "polygon", "polyline", "path"})
_MEASURES = ("x", "y", "width", "height", "cx", "cy", "r", "rx", "ry", "x1", "y1", "x2", "y2")
Box = tuple[float, float, float, float]


class PlainShape(Struct, frozen=True):
    """How a shape is painted: its `kind` is "fill" or "stroke".

    `colour` is that of a fill; `box` is in the drawing's units, None where it is not worked out.
    """

    kind: str
    colour: Colour | None = None
    box: Box | None = None


class PlainDrawing(Struct):
    """The letters and shapes of a drawing, in their order; None for what is not plain."""

    letters: str | None = ""
    shapes: list[PlainShape] | None = field(default_factory=list)


def plain_drawing(data: bytes) -> PlainDrawing:
    """What the SVG drawing `data` shows. Raises lxml's errors for what is no XML."""
    root = etree.fromstring(data)
    sheet = PaintSheet.of(root)
    if sheet is None:
        return PlainDrawing(None, None)
    # Markers are drawn where lines begin, bend and end.
    made = PlainDrawing(shapes=None if root.find(".//{*}marker") is not None else [])
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
    if paint.is_filled:
        made.shapes.append(PlainShape("fill", paint.fill, box))
    if paint.has_outline:
        made.shapes.append(PlainShape("stroke"))
