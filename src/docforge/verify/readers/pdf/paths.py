"""Operators that build and paint paths (ISO 32000-1, 8.5)."""

from collections.abc import Mapping
from itertools import pairwise

from docforge.verify.readers.pdf.geometry import Box, area, around, frame, shared
from docforge.verify.readers.pdf.interpreter import Step, StreamInterpreter
from docforge.verify.readers.pdf.operations import Operation

_ROUNDING = 0.01  # points
_LEVEL = 3.0  # points that a level or upright line may be off
_NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)


def _move(stream: StreamInterpreter, operation: Operation) -> None:
    if stream.moved:
        del stream.path[-1:]  # from there nothing was drawn
    stream.path.append(stream.point(*operation.operands))
    stream.moved = True


def _draw_line(stream: StreamInterpreter, operation: Operation) -> None:
    stream.moved = False
    stream.path.append(stream.point(*operation.operands))
    if len(stream.path) > 1:
        (x, y), (left, low) = stream.path[-1], stream.path[-2]
        stream.slanted |= abs(x - left) > _LEVEL and abs(y - low) > _LEVEL


def _draw_curve(stream: StreamInterpreter, operation: Operation) -> None:
    places = operation.operands
    stream.path += [stream.point(*places[n : n + 2]) for n in range(0, len(places), 2)]
    stream.curved, stream.moved = True, False


def _draw_rectangle(stream: StreamInterpreter, operation: Operation) -> None:
    x, y, width, height = operation.operands
    corners = ((x, y), (x + width, y), (x, y + height), (x + width, y + height))
    stream.path += [stream.point(*corner) for corner in corners]
    stream.rectangles.append(around(stream.path[-4:]))
    stream.moved = False


def _clip_to_path(stream: StreamInterpreter, operation: Operation) -> None:
    stream.clipping = True


def _shade(stream: StreamInterpreter, operation: Operation) -> None:
    stream.add("fill", stream.state.clip, None)


def _paint_path(stream: StreamInterpreter, operation: Operation) -> None:
    state, operator = stream.state, operation.name
    box = around(stream.path)
    if operator != b"n" and stream.path:
        if operator.lower() in (b"f", b"f*", b"b", b"b*"):
            for part in _filled(stream, operator, box):
                stream.add("fill", part, state.fill)
        if operator.lower() in (b"s", b"b", b"b*"):
            half = state.line * abs(state.ctm[0] or state.ctm[1]) / 2
            grown = (box[0] - half, box[1] - half, box[2] + half, box[3] + half)
            stream.add("stroke", grown, state.stroke, state.stroke_alpha)
    if stream.clipping:
        if not _is_upright(stream, box):
            state.strange = "a clip that is no rectangle"
        state.clip = shared(state.clip, box) if stream.path else _NOWHERE
    stream.clipping, stream.path, stream.rectangles = False, [], []
    stream.slanted = stream.curved = stream.moved = False


def _is_upright(stream: StreamInterpreter, box: Box) -> bool:
    """Whether a path is one upright rectangle, which `box` is then."""
    if stream.slanted or stream.curved or len(stream.rectangles) > 1:
        return False
    if len(stream.path) not in (4, 5) or area(box) <= 0:
        return False
    left, bottom, right, top = box
    corners = {
        (abs(x - left) < abs(x - right), abs(y - bottom) < abs(y - top)) for x, y in stream.path
    }
    return len(corners) == 4 and all(
        min(abs(x - left), abs(x - right)) < _ROUNDING
        and min(abs(y - bottom), abs(y - top)) < _ROUNDING
        for x, y in stream.path
    )


def _filled(stream: StreamInterpreter, operator: bytes, box: Box) -> list[Box]:
    """What a path fills: rectangles within one another, by even and odd, are frames."""
    own = sorted(stream.rectangles, key=area, reverse=True)
    if not operator.endswith(b"*") or len(own) % 2 or len(stream.path) != 4 * len(own):
        return [box]
    if any(area(shared(one, other)) < area(other) for one, other in pairwise(own)):
        return [box]
    return [side for pair in zip(own[::2], own[1::2], strict=True) for side in frame(*pair)]


_PAINTING = (b"f", b"F", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*", b"n")
PATH_OPERATORS: Mapping[bytes, Step] = {
    b"m": _move,
    b"l": _draw_line,
    b"re": _draw_rectangle,
    b"sh": _shade,
    **dict.fromkeys((b"c", b"v", b"y"), _draw_curve),
    **dict.fromkeys((b"W", b"W*"), _clip_to_path),
    **dict.fromkeys(_PAINTING, _paint_path),
}
