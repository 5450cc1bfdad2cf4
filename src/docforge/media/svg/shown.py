"""Whether a drawing shows anything at all.

Invariant: one that shows nothing is told only where that is certain; what is not understood
(paths, what is used elsewhere, selectors that are not simple) counts as shown.
"""

from collections.abc import Iterator

from lxml import etree

from docforge.media.svg.painting import NUMBER, Paint, PaintSheet, moved, painted_with

_ASIDE = frozenset({"defs", "clipPath", "mask", "symbol", "pattern", "marker", "title", "desc"})
_LETTERS = frozenset({"text", "tspan", "textPath"})
Corners = list[tuple[float, float]]


def shows_anything(root: etree._Element) -> bool:
    """Whether the drawing `root`, which has a viewBox, may paint something inside it."""
    sheet = PaintSheet.of(root)
    return sheet is None or any(_shown(root, root, Paint(), sheet))


def _shown(
    root: etree._Element, element: etree._Element, above: Paint, sheet: PaintSheet
) -> Iterator[bool]:
    name = etree.QName(element).localname
    if name in _ASIDE:
        return
    # Another system of coordinates, or something that hides only a part: it is not worked out.
    if name == "svg" and element is not root:
        yield True
        return
    paint = painted_with(element, above, sheet)
    if paint.alpha > 0 and not paint.is_gone and (paint.is_filled or paint.has_outline):
        yield _is_painted(name, element, paint, root)
    for child in element:
        yield from _shown(root, child, paint, sheet)


def _is_painted(name: str, element: etree._Element, paint: Paint, root: etree._Element) -> bool:
    if name in _LETTERS:
        return bool((element.text or "").strip())
    if name in ("path", "use", "image"):
        return True
    places = [moved(paint.matrix, *corner) for corner in corners(name, element)]
    # Lines have a breadth, which may be anything.
    room = 1e3 if paint.has_outline else 0.0
    left, top, width, height = map(float, NUMBER.findall(root.get("viewBox", "0 0 0 0"))[:4])
    xs, ys = zip(*places, strict=True) if places else ((), ())
    return bool(
        places
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
