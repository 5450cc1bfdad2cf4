"""Operators of the graphics state and of marked content (ISO 32000-1, 8.4 and 14.6)."""

import re
from collections.abc import Mapping
from functools import lru_cache

from docforge.verify.readers.pdf.geometry import matrix_of, multiplied
from docforge.verify.readers.pdf.interpreter import Step, StreamInterpreter
from docforge.verify.readers.pdf.operations import Operation
from docforge.verify.readers.pdf.paint import colour_of

_NUMBERED = re.compile(rb"/MCID\s+(\d+)")
_TYPED = re.compile(rb"/(?:Type|Subtype)\s*(/\w+)")
_RGB = ((b"srgb",), (b"DeviceRGB",), (b"Pattern",))


def _keep(stream: StreamInterpreter, operation: Operation) -> None:
    stream.stack.append(stream.state.kept())


def _leave(stream: StreamInterpreter, operation: Operation) -> None:
    stream.state = stream.stack.pop() if stream.stack else stream.state


def _transform(stream: StreamInterpreter, operation: Operation) -> None:
    stream.state.ctm = multiplied(matrix_of(operation.operands), stream.state.ctm)


def _line_width(stream: StreamInterpreter, operation: Operation) -> None:
    stream.state.line = operation.operands[0]


def _space_of_colours(stream: StreamInterpreter, operation: Operation) -> None:
    stream.state.is_lab = operation.operands[:1] not in _RGB


def _fill_colour(stream: StreamInterpreter, operation: Operation) -> None:
    is_lab = operation.name.startswith(b"s") and stream.state.is_lab
    stream.state.fill = None if is_lab else colour_of(operation.operands)


def _stroke_colour(stream: StreamInterpreter, operation: Operation) -> None:
    stream.state.stroke = colour_of(operation.operands)


def _refuse(stream: StreamInterpreter, operation: Operation) -> None:
    stream.state.strange = f"the operator {operation.name.decode()}"


def _graphics(stream: StreamInterpreter, operation: Operation) -> None:
    """The entries of a graphics state parameter dictionary (ISO 32000-1, table 58)."""
    name = operation.operands[0].decode("latin-1")
    if name not in stream.states:
        held = (stream.resources.get("/ExtGState") or {}).get(f"/{name}")
        numbers, strange = {}, ""
        for key, value in ({"/missing": ""} if held is None else held).items():
            if key in ("/ca", "/CA"):
                numbers[key] = float(value)
            elif (
                key in ("/BM", "/SMask") and str(value) not in ("/Normal", "/None")
            ) or key not in ("/Type", "/BM", "/SMask", "/AIS"):
                strange = f"{key} of a graphics state"
        stream.states[name] = numbers, strange
    numbers, strange = stream.states[name]
    stream.state.alpha = numbers.get("/ca", stream.state.alpha)
    stream.state.stroke_alpha = numbers.get("/CA", stream.state.stroke_alpha)
    stream.state.strange = strange or stream.state.strange


def _mark(stream: StreamInterpreter, operation: Operation) -> None:
    number = _NUMBERED.search(operation.held)
    tag = operation.operands[0].decode("latin-1") if operation.operands else ""
    if number is None and tag == "Artifact":
        tag = _kind_of(operation.held)
    stream.begun += 1
    stream.marks.append((int(number[1]) if number else None, tag, stream.begun))


@lru_cache(maxsize=64)
def _kind_of(held: bytes) -> str:
    """An artifact with its type and subtype (ISO 32000-1, table 330)."""
    return "Artifact" + "".join(name.decode("latin-1") for name in _TYPED.findall(held))


def _unmark(stream: StreamInterpreter, operation: Operation) -> None:
    del stream.marks[-1:]


def _dashes(stream: StreamInterpreter, operation: Operation) -> None:
    lengths, phase = operation.operands
    dashes = tuple(float(length) for length in lengths.split())
    stream.state.pen = stream.state.pen._replace(dashes=dashes, phase=phase)


def _cap(stream: StreamInterpreter, operation: Operation) -> None:
    stream.state.pen = stream.state.pen._replace(cap=int(operation.operands[0]))


def _join(stream: StreamInterpreter, operation: Operation) -> None:
    stream.state.pen = stream.state.pen._replace(join=int(operation.operands[0]))


# Of the pen only those hear that ask how lines are drawn.
PEN_OPERATORS: Mapping[bytes, Step] = {b"d": _dashes, b"J": _cap, b"j": _join}
STATE_OPERATORS: Mapping[bytes, Step] = {
    b"q": _keep,
    b"Q": _leave,
    b"cm": _transform,
    b"w": _line_width,
    b"gs": _graphics,
    b"EMC": _unmark,
    **dict.fromkeys((b"BDC", b"BMC"), _mark),
    **dict.fromkeys((b"cs", b"CS"), _space_of_colours),
    **dict.fromkeys((b"rg", b"g", b"k", b"sc", b"scn"), _fill_colour),
    **dict.fromkeys((b"RG", b"G", b"K", b"SC", b"SCN"), _stroke_colour),
    **dict.fromkeys((b"'", b'"', b"T*", b"BI"), _refuse),
}
