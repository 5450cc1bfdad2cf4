"""Whether what is painted is what a drawing shows: each shape and each letter in its place.

Invariant: what a drawing leaves open (`None`) is not held against what is painted.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from docforge.verify.drawings import Box, PlainDrawing, PlainPen, PlainShape, PlainText
from docforge.verify.readers.pdf.geometry import around
from docforge.verify.readers.pdf.paint import Colour, LinePen, Painted

# Points that a place may be off: the box of a figure is told to the hundredth.
_OFF, _OFF_OF_SIZE = 0.4, 0.004
_OFF_OF_CUT = 0.75
# In parts of the letters' size: how far their beginning, and their end or middle, may be off.
_BEGIN, _END = 0.06, 0.3
_SAME_SIZE = 0.06  # in parts
_SAME_COLOUR = 0.02
_OPAQUE = 0.99
Point = tuple[float, float]


class DrawingPlace(NamedTuple):
    """Where a drawing stands on its page: how large its unit is, and where its origin is."""

    scale: float
    left: float
    top: float
    box: Box

    def point(self, x: float, y: float) -> Point:
        """Where a point of the drawing is on the page."""
        return self.left + x * self.scale, self.top - y * self.scale


def place_of(view: Box | None, box: Box | None) -> DrawingPlace | None:
    """Where a drawing that shows `view` of its plane stands in `box` of a page, in its middle."""
    if view is None or box is None:
        return None
    left, top, width, height = view
    across, down = box[2] - box[0], box[3] - box[1]
    scale = min(across / width, down / height)
    if scale <= 0:
        return None
    x = box[0] + (across - width * scale) / 2 - left * scale
    y = box[3] - (down - height * scale) / 2 + top * scale
    return DrawingPlace(scale, x, y, box)


def are_shapes(shapes: Sequence[PlainShape], items: Sequence[Painted], place: DrawingPlace) -> bool:
    """Whether areas and lines are painted as `shapes` are: as many, in their order."""
    painted = [item for item in items if item.kind in ("fill", "stroke")]
    if [item.kind for item in painted] != [shape.kind for shape in shapes]:
        return False
    return all(_is_shape(*pair, place) for pair in zip(shapes, painted, strict=True))


def _is_shape(shape: PlainShape, item: Painted, place: DrawingPlace) -> bool:
    if item.alpha < _OPAQUE and shape.colour is not None:
        return False
    if shape.colour is not None and not is_colour(shape.colour, item.colour):
        return False
    if shape.kind == "stroke" and not _is_pen(shape.pen, item.pen, place.scale):
        return False
    if shape.points is not None:
        wanted = list(_single(place.point(*point) for point in shape.points))
        found = list(_single(item.points))
        room = _OFF + _OFF_OF_SIZE * place.scale
        if shape.has_arcs:
            if not _go_through(wanted, found, room):
                return False
        elif len(wanted) != len(found) or not _are_near(wanted, found, room):
            return False
    elif shape.box is not None and not _is_box(shape.box, around(list(item.points)), place):
        return False
    return _is_whole(shape, item, place)


def _single(points: Iterable[Point]) -> Iterator[Point]:
    """Points without those that repeat the one before."""
    last: Point | None = None
    for point in points:
        if last is None or abs(point[0] - last[0]) > 0.001 or abs(point[1] - last[1]) > 0.001:
            yield point
            last = point


def _are_near(one: Sequence[Point], other: Sequence[Point], room: float) -> bool:
    return all(
        abs(mine[0] - theirs[0]) <= room and abs(mine[1] - theirs[1]) <= room
        for mine, theirs in zip(one, other, strict=True)
    )


def _go_through(wanted: Sequence[Point], found: Sequence[Point], room: float) -> bool:
    """Whether a path goes through some points, in their order, with others between them."""
    left = iter(found)
    return all(any(_are_near([point], [other], room) for other in left) for point in wanted)


def _is_box(wanted: Box, found: Box, place: DrawingPlace) -> bool:
    left, bottom = place.point(wanted[0], wanted[3])
    right, top = place.point(wanted[2], wanted[1])
    pairs = zip((left, bottom, right, top), found, strict=True)
    return all(abs(one - other) <= _OFF_OF_CUT for one, other in pairs)


def _is_pen(wanted: PlainPen | None, found: LinePen | None, scale: float) -> bool:
    if wanted is None or found is None:
        return True
    if abs(wanted.width * scale - found.width) > 0.02 + _SAME_SIZE * found.width:
        return False
    if wanted.dashes is not None:
        if len(wanted.dashes) != len(found.dashes):
            return False
        pairs = zip(wanted.dashes, found.dashes, strict=True)
        if any(abs(one * scale - other) > 0.02 + _SAME_SIZE * other for one, other in pairs):
            return False
    return (wanted.cap, wanted.join) == (found.cap, found.join)


def _is_whole(shape: PlainShape, item: Painted, place: DrawingPlace) -> bool:
    """Whether a shape is cut to nothing less than the drawing shows of it."""
    if item.strange:
        return False
    inside = place.box
    if shape.clip is not None:
        left, bottom = place.point(shape.clip[0], shape.clip[3])
        right, top = place.point(shape.clip[2], shape.clip[1])
        inside = (left, bottom, right, top)
    whole = around(list(item.points))
    seen = tuple(max(one, other) for one, other in zip(whole[:2], inside[:2], strict=True))
    ends = tuple(min(one, other) for one, other in zip(whole[2:], inside[2:], strict=True))
    if seen[0] > ends[0] or seen[1] > ends[1]:
        return True  # outside of what the drawing shows
    clip = item.clip
    return (
        clip[0] <= seen[0] + _OFF_OF_CUT
        and clip[1] <= seen[1] + _OFF_OF_CUT
        and clip[2] >= ends[0] - _OFF_OF_CUT
        and clip[3] >= ends[1] - _OFF_OF_CUT
    )


def is_colour(wanted: Colour | None, painted: Colour | None) -> bool:
    """Whether two colours are one."""
    if wanted is None or painted is None:
        return wanted is painted
    return all(abs(a - b) <= _SAME_COLOUR for a, b in zip(wanted, painted, strict=True))


# --- Letters -----------------------------------------------------------------------------


def are_texts(drawing: PlainDrawing, items: Sequence[Painted], place: DrawingPlace) -> bool:
    """Whether letters stand where `drawing` has them, in its sizes and colours."""
    waiting = [item for item in items if item.kind == "text" and shown(item.said)]
    for text in drawing.texts:
        wanted, said, own = shown(text.letters), "", list[Painted]()
        while waiting and len(said) < len(wanted):
            own.append(waiting.pop(0))
            said += shown(own[-1].said)
        if said != wanted:
            return True  # in an order of their own, or some of the next text as well
        if own and not _is_text(text, own, place):
            return False
    return True


def _is_text(text: PlainText, own: Sequence[Painted], place: DrawingPlace) -> bool:
    size = None if text.size is None else text.size * place.scale
    for item in own:
        if item.mode != 0 or item.alpha < _OPAQUE:
            return False
        if text.colour is not None and not is_colour(text.colour, item.colour):
            return False
        drawn = abs(item.matrix[0] * item.matrix[3] - item.matrix[1] * item.matrix[2]) ** 0.5
        if size is not None and abs(drawn - size) > _SAME_SIZE * size:
            return False
    if text.place is None or size is None:
        return True
    x, y = place.point(*text.place)
    first, last = own[0], own[-1]
    begin, end = first.matrix[4], last.box[2]
    is_on_line = all(abs(item.matrix[5] - y) <= _OFF + _BEGIN * size for item in own)
    match text.anchor:
        case "start":
            is_there = abs(begin - x) <= _OFF + _BEGIN * size
        case "middle":
            is_there = abs((begin + end) / 2 - x) <= _OFF + _END * size
        case "end":
            is_there = abs(end - x) <= _OFF + _END * size
        case _:
            is_there = True
    return is_on_line and is_there


def shown(text: str) -> str:
    """The letters of a text that are seen: no spaces, no marks of order and joining."""
    letters = "".join(unicodedata.normalize("NFKC", text).split())
    return "".join(sign for sign in letters if unicodedata.category(sign) != "Cf")
