"""The shapes of a drawing, as far as they lie under letters."""

from collections.abc import Callable

from lxml import etree
from msgspec import Struct

from docforge.media.svg.painting import NUMBER, Affine, Colour, Paint, moved_back

# What paints, and whose area is not worked out here: it may lie anywhere.
_ANYWHERE = frozenset({"path", "use", "image"})
Area = Callable[[float, float], bool]


class FilledShape(Struct, frozen=True):
    """A filled shape; `fill` is None for what is no plain colour, `area` for what is not known."""

    fill: Colour | None
    alpha: float
    matrix: Affine
    area: Area | None

    def holds(self, x: float, y: float) -> bool | None:
        """Whether a place of the drawing lies in it, None when that is not known."""
        if self.area is None:
            return None
        own = moved_back(self.matrix, x, y)
        return own is not None and self.area(*own)


def shape_of(element: etree._Element, paint: Paint) -> FilledShape | None:
    """The shape that `element` fills, None when it fills nothing."""
    name = etree.QName(element).localname
    if name in _ANYWHERE:
        fill = None if name in ("use", "image") else paint.fill
        return FilledShape(fill, paint.alpha, paint.matrix, None) if paint.is_filled else None
    area = _area(name, element)
    if area is None or not paint.is_filled:
        return None
    return FilledShape(paint.fill, paint.alpha, paint.matrix, area)


def _area(name: str, element: etree._Element) -> Area | None:
    def number(key: str, whole: float = 0.0) -> float:
        written = element.get(key, "")
        if written.endswith("%"):
            return 0.0 if key in ("x", "y") else 1e6
        found = NUMBER.match(written)
        return float(found[0]) if found else whole

    match name:
        case "rect":
            left, top = number("x"), number("y")
            right, bottom = left + number("width"), top + number("height")
            return lambda x, y: left <= x <= right and top <= y <= bottom
        case "circle" | "ellipse":
            cx, cy = number("cx"), number("cy")
            rx, ry = number("rx", number("r")), number("ry", number("r"))
            return lambda x, y: bool(rx and ry) and ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1
        case "polygon" | "polyline":
            values = [float(found) for found in NUMBER.findall(element.get("points", ""))]
            corners = list(zip(values[::2], values[1::2], strict=False))
            return lambda x, y: _inside(x, y, corners)
    return None


def _inside(x: float, y: float, corners: list[tuple[float, float]]) -> bool:
    """Whether a place lies in a polygon, by even and odd."""
    odd = False
    for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], *corners[:1]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            odd = not odd
    return odd
