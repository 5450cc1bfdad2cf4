"""Operators of text objects (ISO 32000-1, 9.3 and 9.4)."""

from collections.abc import Mapping

from docforge.verify.readers.pdf.faces import FILLER
from docforge.verify.readers.pdf.geometry import SAME, Box, box_of, matrix_of, multiplied
from docforge.verify.readers.pdf.interpreter import Step, StreamInterpreter
from docforge.verify.readers.pdf.kerning import LEAST_TOLD, drawn_apart
from docforge.verify.readers.pdf.operations import Operation
from docforge.verify.readers.pdf.paint import Blank, Painted

_TOUCHING = 0.05  # in parts of a letter's size
_NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)


def _begin_text(stream: StreamInterpreter, operation: Operation) -> None:
    stream.text = stream.start = SAME


def _place_text(stream: StreamInterpreter, operation: Operation) -> None:
    stream.text = stream.start = matrix_of(operation.operands)


def _move_text(stream: StreamInterpreter, operation: Operation) -> None:
    across, up = operation.operands
    stream.text = stream.start = multiplied((1, 0, 0, 1, across, up), stream.start)


def _font(stream: StreamInterpreter, operation: Operation) -> None:
    name, stream.state.size = operation.operands
    if name not in stream.faces:
        font = (stream.resources.get("/Font") or {}).get(f"/{name.decode('latin-1')}")
        stream.faces[name] = None if font is None else stream.known.of(font)
    stream.state.face = stream.faces[name]


def _rendering(stream: StreamInterpreter, operation: Operation) -> None:
    stream.state.mode = int(operation.operands[0])


def _spacing(stream: StreamInterpreter, operation: Operation) -> None:
    wide = operation.operands[0]
    stream.state.spacing = max(abs(wide), stream.state.spacing if wide else 0)


def _stretch(stream: StreamInterpreter, operation: Operation) -> None:
    stream.state.stretch = operation.operands[0] / 100


def _raise_text(stream: StreamInterpreter, operation: Operation) -> None:
    stream.state.rise = operation.operands[0]


def _show(stream: StreamInterpreter, operation: Operation) -> None:
    """The letters of one operator: their box, half as high as they are, without blanks."""
    state, face = stream.state, stream.state.face
    if face is None:
        return
    x, left, right, visible, unseen, said = 0.0, 1e9, -1e9, 0, 0, ""
    scale = state.size / 1000 * state.stretch
    was_moved = is_told = False
    for part in operation.operands[0]:
        if isinstance(part, float):
            x -= part * scale
            if was_moved or not -LEAST_TOLD <= part <= LEAST_TOLD:
                is_told = True
            was_moved = True
        elif isinstance(part, bytes):
            run = face.run(part)
            if run.visible:
                left, right = min(left, x + run.left * scale), max(right, x + run.right * scale)
            visible, unseen = visible + run.visible, unseen + run.unseen
            said += run.said
            x += run.width * scale
            was_moved = was_moved and not part
    # The matrices are multiplied here, since this is done for every line of every page.
    a, b, c, d, e, f = stream.text
    p, q, r, s, t, u = state.ctm
    across, down = a * p + b * r, c * q + d * s
    turned, slanted = a * q + b * s, c * p + d * r
    begin, base = e * p + f * r + t, e * q + f * s + u
    size, rise = state.size, state.rise
    wide = size * state.stretch
    bottom = rise * down + base
    unit = (
        wide * across,
        wide * turned,
        size * slanted,
        size * down,
        rise * slanted + begin,
        bottom,
    )
    stream.text = (a, b, c, d, x * a + e, x * b + f)
    end = begin + x * across
    if not visible and not unseen:
        if said.strip(FILLER):
            stream.blank = _widened(stream.blank, Blank(begin, end, base), state.size)
        return
    blank, stream.blank = stream.blank, None
    mark, tag, sequence = stream.marked()
    box = _NOWHERE
    if visible and size:
        if turned == slanted == 0 and across > 0 and down * size > 0:
            box = (begin + left * across, bottom, begin + right * across, bottom + unit[3] / 2)
        else:
            box = box_of(unit, left / (wide or 1.0), 0, right / (wide or 1.0), 0.5)
    strange = state.strange or (f"spaced by {state.spacing:g}" if state.spacing else "")
    if is_told and not strange:
        strange = drawn_apart(operation.operands[0], face)
    stream.items.append(
        Painted(
            "text",
            box,
            mark,
            tag,
            state.fill,
            state.alpha,
            state.clip,
            strange,
            unit,
            state.mode,
            visible,
            unseen,
            stream.depth > 0,
            "",
            False,
            sequence,
            said,
            begin,
            end,
            base,
            blank,
        )
    )


def _widened(before: Blank | None, blank: Blank, size: float) -> Blank:
    """A blank with the one before it, which it touches: letters are written one by one in code."""
    if before is None or before.base != blank.base:
        return blank
    if min(abs(blank.begin - before.end), abs(before.begin - blank.end)) > _TOUCHING * size:
        return blank
    return Blank(min(before.begin, blank.begin), max(before.end, blank.end), blank.base)


TEXT_OPERATORS: Mapping[bytes, Step] = {
    b"BT": _begin_text,
    b"Tm": _place_text,
    b"Tf": _font,
    b"Tr": _rendering,
    b"Tz": _stretch,
    b"Ts": _raise_text,
    **dict.fromkeys((b"Td", b"TD"), _move_text),
    **dict.fromkeys((b"TJ", b"Tj"), _show),
    **dict.fromkeys((b"Tc", b"Tw"), _spacing),
}
