"""The graphics state of a page, interpreted: what is painted where, how, and in which order.

Invariant: every painting operator of the page and of the forms that it uses leaves an item, in
the order of painting; boxes are in the page's own space, in points (ISO 32000-1, 8.4 and 9.3).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from docforge.verify.readers.pdf.faces import Face, Faces
from docforge.verify.readers.pdf.geometry import (
    SAME,
    Box,
    Matrix,
    area,
    around,
    box_of,
    frame,
    multiplied,
    shared,
)
from docforge.verify.readers.pdf.grammar import oddities
from docforge.verify.readers.pdf.operations import ContentStream, Operation, read_stream
from docforge.verify.readers.pdf.paint import Colour, Painted, Painting, State, colour_of

_NUMBERED = re.compile(rb"/MCID\s+(\d+)")
_LEVEL = 3.0  # points that a level or upright line may be off
_NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)


def painting_of(page: Any, faces: Faces | None = None) -> Painting:
    """Read the content of `page`; `faces` are the fonts of its file."""
    return painting(page, read_stream(content_of(page)), faces or Faces())


def content_of(page: Any) -> bytes:
    """The content stream of a page."""
    contents = page.get("/Contents")
    if contents is None:
        return b""
    parts = [contents] if hasattr(contents, "read_bytes") else list(contents)
    return b"\n".join(bytes(part.read_bytes()) for part in parts)


def painting(page: Any, stream: ContentStream, faces: Faces) -> Painting:
    """What `stream`, the content of `page`, paints."""
    made = _Interpreter(page.get("/Resources") or {}, State(), faces)
    made.run(stream)
    return Painting(made.items, made.odd)


@dataclass(slots=True)
class _Interpreter:
    """One content stream on its way to items."""

    resources: Any
    state: State
    known: Faces
    depth: int = 0
    items: list[Painted] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    stack: list[State] = field(default_factory=list)
    marks: list[tuple[int | None, str, int]] = field(default_factory=list)
    begun: int = 0
    path: list[tuple[float, float]] = field(default_factory=list)
    rectangles: list[Box] = field(default_factory=list)
    clipping: bool = False
    slanted: bool = False
    text: Matrix = SAME
    start: Matrix = SAME
    faces: dict[bytes, Face | None] = field(default_factory=dict)
    states: dict[str, tuple[dict[str, float], str]] = field(default_factory=dict)

    def run(self, stream: ContentStream) -> None:
        self.odd += oddities(stream, is_form=self.depth > 0)
        for operation in stream.operations:
            step = _STEPS.get(operation.name)
            if step is not None:
                step(self, operation)

    # --- State ---------------------------------------------------------------------------

    def keep(self, operation: Operation) -> None:
        self.stack.append(self.state.kept())

    def leave(self, operation: Operation) -> None:
        self.state = self.stack.pop() if self.stack else self.state

    def transform(self, operation: Operation) -> None:
        self.state.ctm = multiplied(_matrix(operation.operands), self.state.ctm)

    def line_width(self, operation: Operation) -> None:
        self.state.line = operation.operands[0]

    def space_of_colours(self, operation: Operation) -> None:
        self.state.is_lab = operation.operands[:1] not in _RGB

    def fill_colour(self, operation: Operation) -> None:
        is_lab = operation.name.startswith(b"s") and self.state.is_lab
        self.state.fill = None if is_lab else colour_of(operation.operands)

    def stroke_colour(self, operation: Operation) -> None:
        self.state.stroke = colour_of(operation.operands)

    def refuse(self, operation: Operation) -> None:
        self.state.strange = f"the operator {operation.name.decode()}"

    # --- Paths ---------------------------------------------------------------------------

    def move(self, operation: Operation) -> None:
        self.path.append(self.point(*operation.operands))

    def draw_line(self, operation: Operation) -> None:
        self.path.append(self.point(*operation.operands))
        if len(self.path) > 1:
            (x, y), (left, low) = self.path[-1], self.path[-2]
            self.slanted |= abs(x - left) > _LEVEL and abs(y - low) > _LEVEL

    def draw_curve(self, operation: Operation) -> None:
        places = operation.operands
        self.path += [self.point(*places[n : n + 2]) for n in range(0, len(places), 2)]

    def draw_rectangle(self, operation: Operation) -> None:
        x, y, width, height = operation.operands
        corners = ((x, y), (x + width, y), (x, y + height), (x + width, y + height))
        self.path += [self.point(*corner) for corner in corners]
        self.rectangles.append(around(self.path[-4:]))

    def clip_to_path(self, operation: Operation) -> None:
        self.clipping = True

    def shade(self, operation: Operation) -> None:
        self.add("fill", self.state.clip, None)

    def point(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.state.ctm
        return a * x + c * y + e, b * x + d * y + f

    def paint_path(self, operation: Operation) -> None:
        state, operator = self.state, operation.name
        box = around(self.path)
        if operator != b"n" and self.path:
            if operator.lower() in (b"f", b"f*", b"b", b"b*"):
                for part in self.filled(operator, box):
                    self.add("fill", part, state.fill)
            if operator.lower() in (b"s", b"b", b"b*"):
                half = state.line * abs(state.ctm[0] or state.ctm[1]) / 2
                grown = (box[0] - half, box[1] - half, box[2] + half, box[3] + half)
                self.add("stroke", grown, state.stroke, state.stroke_alpha)
        if self.clipping:
            state.clip = shared(state.clip, box) if self.path else _NOWHERE
        self.clipping, self.path, self.rectangles, self.slanted = False, [], [], False

    def filled(self, operator: bytes, box: Box) -> list[Box]:
        """What a path fills: rectangles within one another, by even and odd, are frames."""
        own = sorted(self.rectangles, key=area, reverse=True)
        if not operator.endswith(b"*") or len(own) % 2 or len(self.path) != 4 * len(own):
            return [box]
        if any(area(shared(one, other)) < area(other) for one, other in pairwise(own)):
            return [box]
        return [side for pair in zip(own[::2], own[1::2], strict=True) for side in frame(*pair)]

    def add(self, kind: str, box: Box, colour: Colour | None, alpha: float | None = None) -> None:
        mark, tag, _ = self.marked()
        alpha = self.state.alpha if alpha is None else alpha
        seen = shared(box, self.state.clip)
        made = Painted(kind, seen, mark, tag, colour, alpha, self.state.clip, self.state.strange)
        self.items.append(made._replace(in_form=self.depth > 0, is_slanted=self.slanted))

    # --- Marks, states by name, forms and pictures ---------------------------------------

    def marked(self) -> tuple[int | None, str, int]:
        for mark in reversed(self.marks):
            if mark[0] is not None:
                return mark
        return self.marks[-1] if self.marks else (None, "", 0)

    def mark(self, operation: Operation) -> None:
        number = _NUMBERED.search(operation.held)
        tag = operation.operands[0].decode("latin-1") if operation.operands else ""
        self.begun += 1
        self.marks.append((int(number[1]) if number else None, tag, self.begun))

    def unmark(self, operation: Operation) -> None:
        del self.marks[-1:]

    def graphics(self, operation: Operation) -> None:
        """The entries of a graphics state parameter dictionary (ISO 32000-1, table 58)."""
        name = operation.operands[0].decode("latin-1")
        if name not in self.states:
            held = (self.resources.get("/ExtGState") or {}).get(f"/{name}")
            numbers, strange = {}, ""
            for key, value in ({"/missing": ""} if held is None else held).items():
                if key in ("/ca", "/CA"):
                    numbers[key] = float(value)
                elif (
                    key in ("/BM", "/SMask") and str(value) not in ("/Normal", "/None")
                ) or key not in ("/Type", "/BM", "/SMask", "/AIS"):
                    strange = f"{key} of a graphics state"
            self.states[name] = numbers, strange
        numbers, strange = self.states[name]
        self.state.alpha = numbers.get("/ca", self.state.alpha)
        self.state.stroke_alpha = numbers.get("/CA", self.state.stroke_alpha)
        self.state.strange = strange or self.state.strange

    def draw(self, operation: Operation) -> None:
        name = operation.operands[0].decode("latin-1")
        held = (self.resources.get("/XObject") or {}).get(f"/{name}")
        if held is None:
            return
        if str(held.get("/Subtype", "")) == "/Image":
            mark, tag, sequence = self.marked()
            box = shared(box_of(self.state.ctm, 0, 0, 1, 1), self.state.clip)
            state = self.state
            self.items.append(
                Painted(
                    "image",
                    box,
                    mark,
                    tag,
                    None,
                    state.alpha,
                    state.clip,
                    state.strange,
                    state.ctm,
                    in_form=self.depth > 0,
                    name=name,
                    sequence=sequence,
                )
            )
            return
        if self.depth > 8:
            raise ValueError("Forms are nested too deeply.")
        matrix = held.get("/Matrix")
        inner = self.state.kept()
        if matrix is not None:
            inner.ctm = multiplied(_matrix([float(n) for n in matrix]), inner.ctm)
        frame = [float(n) for n in held.BBox]
        inner.clip = shared(inner.clip, box_of(inner.ctm, *frame))
        made = _Interpreter(
            held.get("/Resources") or self.resources,
            inner,
            self.known,
            self.depth + 1,
            marks=list(self.marks),
        )
        made.run(read_stream(bytes(held.read_bytes())))
        self.items += made.items
        self.odd += made.odd

    # --- Text ----------------------------------------------------------------------------

    def begin_text(self, operation: Operation) -> None:
        self.text = self.start = SAME

    def place_text(self, operation: Operation) -> None:
        self.text = self.start = _matrix(operation.operands)

    def move_text(self, operation: Operation) -> None:
        across, up = operation.operands
        self.text = self.start = multiplied((1, 0, 0, 1, across, up), self.start)

    def font(self, operation: Operation) -> None:
        name, self.state.size = operation.operands
        if name not in self.faces:
            font = (self.resources.get("/Font") or {}).get(f"/{name.decode('latin-1')}")
            self.faces[name] = None if font is None else self.known.of(font)
        self.state.face = self.faces[name]

    def rendering(self, operation: Operation) -> None:
        self.state.mode = int(operation.operands[0])

    def spacing(self, operation: Operation) -> None:
        wide = operation.operands[0]
        self.state.spacing = max(abs(wide), self.state.spacing if wide else 0)

    def stretch(self, operation: Operation) -> None:
        self.state.stretch = operation.operands[0] / 100

    def raise_text(self, operation: Operation) -> None:
        self.state.rise = operation.operands[0]

    def show(self, operation: Operation) -> None:
        """The letters of one operator: their box, half as high as they are, without blanks."""
        state, face = self.state, self.state.face
        if face is None:
            return
        x, left, right, visible, unseen = 0.0, 1e9, -1e9, 0, 0
        scale = state.size / 1000 * state.stretch
        for part in operation.operands[0]:
            if isinstance(part, float):
                x -= part * scale
            elif isinstance(part, bytes):
                run = face.run(part)
                if run.visible:
                    left, right = min(left, x + run.left * scale), max(right, x + run.right * scale)
                visible, unseen = visible + run.visible, unseen + run.unseen
                x += run.width * scale
        unit = multiplied(
            (state.size * state.stretch, 0, 0, state.size, 0, state.rise),
            multiplied(self.text, state.ctm),
        )
        self.text = multiplied((1, 0, 0, 1, x, 0), self.text)
        if not visible and not unseen:
            return
        mark, tag, sequence = self.marked()
        box = _NOWHERE
        if visible and state.size:
            across = state.size * state.stretch or 1.0
            box = box_of(unit, left / across, 0, right / across, 0.5)
        self.items.append(
            Painted(
                "text",
                box,
                mark,
                tag,
                state.fill,
                state.alpha,
                state.clip,
                state.strange or (f"spaced by {state.spacing:g}" if state.spacing else ""),
                unit,
                state.mode,
                visible,
                unseen,
                self.depth > 0,
                sequence=sequence,
            )
        )


_RGB = ((b"srgb",), (b"DeviceRGB",), (b"Pattern",))
_Step = Callable[[_Interpreter, Operation], None]
_PAINTING = (b"f", b"F", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*", b"n")
_STEPS: Mapping[bytes, _Step] = {
    b"q": _Interpreter.keep,
    b"Q": _Interpreter.leave,
    b"cm": _Interpreter.transform,
    b"w": _Interpreter.line_width,
    b"gs": _Interpreter.graphics,
    b"BT": _Interpreter.begin_text,
    b"Tm": _Interpreter.place_text,
    b"Tf": _Interpreter.font,
    b"Tr": _Interpreter.rendering,
    b"Tz": _Interpreter.stretch,
    b"Ts": _Interpreter.raise_text,
    b"EMC": _Interpreter.unmark,
    b"Do": _Interpreter.draw,
    b"m": _Interpreter.move,
    b"l": _Interpreter.draw_line,
    b"re": _Interpreter.draw_rectangle,
    b"sh": _Interpreter.shade,
    **dict.fromkeys((b"Td", b"TD"), _Interpreter.move_text),
    **dict.fromkeys((b"TJ", b"Tj"), _Interpreter.show),
    **dict.fromkeys((b"Tc", b"Tw"), _Interpreter.spacing),
    **dict.fromkeys((b"BDC", b"BMC"), _Interpreter.mark),
    **dict.fromkeys((b"cs", b"CS"), _Interpreter.space_of_colours),
    **dict.fromkeys((b"rg", b"g", b"k", b"sc", b"scn"), _Interpreter.fill_colour),
    **dict.fromkeys((b"RG", b"G", b"K", b"SC", b"SCN"), _Interpreter.stroke_colour),
    **dict.fromkeys((b"'", b'"', b"T*", b"BI"), _Interpreter.refuse),
    **dict.fromkeys((b"c", b"v", b"y"), _Interpreter.draw_curve),
    **dict.fromkeys((b"W", b"W*"), _Interpreter.clip_to_path),
    **dict.fromkeys(_PAINTING, _Interpreter.paint_path),
}


def _matrix(numbers: Any) -> Matrix:
    a, b, c, d, e, f = numbers
    return (a, b, c, d, e, f)
