"""The graphics state of a page, interpreted: what is painted where, how, and in which order.

Invariant: every painting operator of the page and of the forms that it uses leaves an item, in
the order of painting; boxes are in the page's own space, in points (ISO 32000-1, 8.4 and 9.3).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from io import BytesIO
from typing import Any

from fontTools.ttLib import TTFont

_TOKEN = re.compile(
    rb"\[(?P<array>(?:[^\]\\(]|\((?:\\.|[^\\()])*\))*)\]"
    rb"|<<(?P<held>(?:[^<>(]|<[0-9a-fA-F\s]*>|\((?:\\.|[^\\()])*\))*)>>"
    rb"|<(?P<hex>[0-9a-fA-F\s]*)>|(?P<literal>\((?:\\.|[^\\()])*\))"
    rb"|/(?P<name>[^\s/<>\[\](){}%]*)|(?P<number>[-+]?[\d.]+)|(?P<operator>[A-Za-z'\"*]+\d?)",
    re.DOTALL,
)
_SHOWN = re.compile(rb"<([0-9a-fA-F]+)>|(\((?:\\.|[^\\()])*\))|([-+]?[\d.]+)")
_NUMBERED = re.compile(rb"/MCID\s+(\d+)")
_SPACES = re.compile(rb"<([0-9a-fA-F]{4})>\s*<(?:0020|00[aA]0|200\w|202[fF]|2060|3000)>")
Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
_SAME: Matrix = (1, 0, 0, 1, 0, 0)
_BLACK = (0.0, 0.0, 0.0)
Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Face:
    """A font of the file: what its codes say, how wide they are, and which show nothing.

    `is_unseen` is true of the font whose glyphs have no area.
    """

    digits: int
    widths: dict[int, float]
    default: float
    blank: frozenset[int]
    is_unseen: bool = False


@dataclass(slots=True)
class State:
    """The parameters that tell whether something is seen."""

    ctm: Matrix = _SAME
    clip: Box = (-1e9, -1e9, 1e9, 1e9)
    fill: Colour | None = _BLACK
    stroke: Colour | None = _BLACK
    alpha: float = 1.0
    stroke_alpha: float = 1.0
    strange: str = ""
    line: float = 1.0
    face: Face | None = None
    size: float = 0.0
    spacing: float = 0.0
    stretch: float = 1.0
    rise: float = 0.0
    mode: int = 0


@dataclass(frozen=True, slots=True)
class Painted:
    """One painted thing: `kind` is "text", "fill", "stroke", "image" or "form".

    `mark` is the number of its marked content, None in an artifact; `matrix` is that of its
    unit; `visible` counts the letters that show something, `unseen` those of the unseen font.
    """

    kind: str
    box: Box
    mark: int | None
    tag: str
    colour: Colour | None
    alpha: float
    clip: Box
    strange: str = ""
    matrix: Matrix = _SAME
    mode: int = 0
    visible: int = 0
    unseen: int = 0
    in_form: bool = False
    name: str = ""


def multiplied(one: Matrix, other: Matrix) -> Matrix:
    """`one` within `other` (ISO 32000-1, 8.3.4)."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def box_of(matrix: Matrix, left: float, bottom: float, right: float, top: float) -> Box:
    """The upright box around a rectangle that `matrix` moves."""
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x in (left, right) for y in (bottom, top)]
    ys = [b * x + d * y + f for x in (left, right) for y in (bottom, top)]
    return (min(xs), min(ys), max(xs), max(ys))


def shared(one: Box, other: Box) -> Box:
    """What two boxes have in common; a box without area has no width or a negative one."""
    return (
        max(one[0], other[0]),
        max(one[1], other[1]),
        min(one[2], other[2]),
        min(one[3], other[3]),
    )


def items_of(page: Any) -> list[Painted]:
    """What `page` paints, in order."""
    contents = page.get("/Contents")
    if contents is None:
        return []
    parts = [contents] if hasattr(contents, "read_bytes") else list(contents)
    stream = b"\n".join(bytes(part.read_bytes()) for part in parts)
    made = _Interpreter(page.get("/Resources") or {}, State())
    made.run(stream)
    return made.items


@dataclass(slots=True)
class _Interpreter:
    """One content stream on its way to items."""

    resources: Any
    state: State
    depth: int = 0
    items: list[Painted] = field(default_factory=list)
    stack: list[State] = field(default_factory=list)
    marks: list[tuple[int | None, str]] = field(default_factory=list)
    path: list[tuple[float, float]] = field(default_factory=list)
    rectangles: list[Box] = field(default_factory=list)
    clipping: bool = False
    text: Matrix = _SAME
    start: Matrix = _SAME
    faces: dict[str, Face] = field(default_factory=dict)
    states: dict[str, tuple[dict[str, float], str]] = field(default_factory=dict)

    def run(self, stream: bytes) -> None:
        operands: list[Any] = []
        held = b""
        for token in _TOKEN.finditer(stream):
            match token.lastgroup:
                case "number":
                    operands.append(float(token["number"]))
                case "operator":
                    self.operate(token["operator"], operands, held)
                    operands = []
                case "held":
                    held = token["held"]
                case group:
                    operands.append(token[str(group)])

    def operate(self, operator: bytes, operands: list[Any], held: bytes) -> None:
        state = self.state
        match operator:
            case b"q":
                self.stack.append(replace(state))
            case b"Q":
                self.state = self.stack.pop() if self.stack else state
            case b"cm":
                state.ctm = multiplied(_matrix(operands), state.ctm)
            case b"Tm":
                self.text = self.start = _matrix(operands)
            case b"Td" | b"TD":
                self.text = self.start = multiplied((1, 0, 0, 1, *operands), self.start)
            case b"BT":
                self.text = self.start = _SAME
            case b"Tf":
                state.face, state.size = self.face(operands[0].decode("latin-1")), operands[1]
            case b"TJ" | b"Tj":
                self.show(operands[0])
            case b"Tr":
                state.mode = int(operands[0])
            case b"Tc" | b"Tw":
                state.spacing = max(abs(operands[0]), state.spacing if operands[0] else 0)
            case b"Tz":
                state.stretch = operands[0] / 100
            case b"Ts":
                state.rise = operands[0]
            case b"w":
                state.line = operands[0]
            case b"gs":
                self.graphics(operands[0].decode("latin-1"))
            case b"BDC" | b"BMC":
                self.mark(operands, held if operator == b"BDC" else b"")
            case b"EMC":
                self.marks = self.marks[:-1]
            case b"Do":
                self.draw(operands[0].decode("latin-1"))
            case b"rg" | b"g" | b"k" | b"sc" | b"scn":
                state.fill = _colour(operands)
            case b"RG" | b"G" | b"K" | b"SC" | b"SCN":
                state.stroke = _colour(operands)
            case b"sh":
                self.add("fill", state.clip, None)
            case b"'" | b'"' | b"T*" | b"BI":
                state.strange = f"the operator {operator.decode()}"
            case _:
                self.draw_path(operator, operands)

    def draw_path(self, operator: bytes, operands: list[Any]) -> None:
        match operator:
            case b"m" | b"l":
                self.path.append(self.point(*operands))
            case b"c" | b"v" | b"y":
                self.path += [self.point(*operands[n : n + 2]) for n in range(0, len(operands), 2)]
            case b"re":
                x, y, width, height = operands
                corners = ((x, y), (x + width, y), (x, y + height), (x + width, y + height))
                self.path += [self.point(*corner) for corner in corners]
                self.rectangles.append(_around(self.path[-4:]))
            case b"W" | b"W*":
                self.clipping = True
            case b"f" | b"F" | b"f*" | b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*" | b"n":
                self.paint_path(operator)

    def point(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.state.ctm
        return a * x + c * y + e, b * x + d * y + f

    def paint_path(self, operator: bytes) -> None:
        state = self.state
        box = _around(self.path)
        if operator != b"n" and self.path:
            if operator.lower() in (b"f", b"f*", b"b", b"b*"):
                for part in self.filled(operator, box):
                    self.add("fill", part, state.fill)
            if operator.lower() in (b"s", b"b", b"b*"):
                half = state.line * abs(state.ctm[0] or state.ctm[1]) / 2
                grown = (box[0] - half, box[1] - half, box[2] + half, box[3] + half)
                self.add("stroke", grown, state.stroke, state.stroke_alpha)
        if self.clipping:
            state.clip = shared(state.clip, box) if self.path else (0.0, 0.0, 0.0, 0.0)
        self.clipping, self.path, self.rectangles = False, [], []

    def filled(self, operator: bytes, box: Box) -> list[Box]:
        """What a path fills: a rectangle within another, by even and odd, is a frame."""
        own = self.rectangles
        if not operator.endswith(b"*") or len(own) != 2 or len(self.path) != 8:
            return [box]
        left, bottom, right, top = shared(*own)
        return [
            (box[0], box[1], left, box[3]),
            (right, box[1], box[2], box[3]),
            (box[0], box[1], box[2], bottom),
            (box[0], top, box[2], box[3]),
        ]

    def add(self, kind: str, box: Box, colour: Colour | None, alpha: float | None = None) -> None:
        mark, tag = self.marked()
        alpha = self.state.alpha if alpha is None else alpha
        seen = shared(box, self.state.clip)
        made = Painted(kind, seen, mark, tag, colour, alpha, self.state.clip, self.state.strange)
        self.items.append(replace(made, in_form=self.depth > 0))

    def marked(self) -> tuple[int | None, str]:
        numbered = (each for each in reversed(self.marks) if each[0] is not None)
        last = self.marks[-1] if self.marks else (None, "")
        return next(numbered, last)

    def mark(self, operands: list[Any], held: bytes) -> None:
        number = _NUMBERED.search(held)
        tag = operands[0].decode("latin-1") if operands else ""
        self.marks.append((int(number[1]) if number else None, tag))

    def graphics(self, name: str) -> None:
        """The entries of a graphics state parameter dictionary (ISO 32000-1, table 58)."""
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

    def draw(self, name: str) -> None:
        held = (self.resources.get("/XObject") or {}).get(f"/{name}")
        if held is None:
            return
        if str(held.get("/Subtype", "")) == "/Image":
            mark, tag = self.marked()
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
                )
            )
            return
        if self.depth > 8:
            raise ValueError("Forms are nested too deeply.")
        matrix = held.get("/Matrix")
        inner = replace(self.state)
        if matrix is not None:
            inner.ctm = multiplied(_matrix([float(n) for n in matrix]), inner.ctm)
        frame = [float(n) for n in held.BBox]
        inner.clip = shared(inner.clip, box_of(inner.ctm, *frame))
        made = _Interpreter(
            held.get("/Resources") or self.resources, inner, self.depth + 1, marks=list(self.marks)
        )
        made.run(bytes(held.read_bytes()))
        self.items += made.items

    def face(self, name: str) -> Face | None:
        if name not in self.faces:
            font = (self.resources.get("/Font") or {}).get(f"/{name}")
            if font is None:
                return None
            self.faces[name] = face_of(font)
        return self.faces[name]

    def show(self, shown: bytes) -> None:
        state, face = self.state, self.state.face
        if face is None:
            return
        parts = _SHOWN.findall(shown) if b"<" in shown or b"(" in shown else [(shown, b"", b"")]
        x, left, right, visible, unseen = 0.0, 1e9, -1e9, 0, 0
        scale = state.size / 1000 * state.stretch
        for digits, _, move in parts:
            if move:
                x -= float(move) * scale
            for at in range(0, len(digits), face.digits):
                code = int(digits[at : at + face.digits], 16)
                width = face.widths.get(code, face.default) * scale
                if face.is_unseen:
                    unseen += 1
                elif code not in face.blank:
                    visible += 1
                    left, right = min(left, x), max(right, x + width)
                x += width
        unit = multiplied(
            (state.size * state.stretch, 0, 0, state.size, 0, state.rise),
            multiplied(self.text, state.ctm),
        )
        self.text = multiplied((1, 0, 0, 1, x, 0), self.text)
        if not visible and not unseen:
            return
        mark, tag = self.marked()
        box = (0.0, 0.0, 0.0, 0.0)
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
            )
        )


def _matrix(numbers: list[Any]) -> Matrix:
    a, b, c, d, e, f = numbers
    return (a, b, c, d, e, f)


def _around(path: list[tuple[float, float]]) -> Box:
    if not path:
        return (0.0, 0.0, 0.0, 0.0)
    xs, ys = [x for x, _ in path], [y for _, y in path]
    return (min(xs), min(ys), max(xs), max(ys))


def _colour(operands: list[Any]) -> Colour | None:
    """A colour as red, green and blue; None for a pattern."""
    match operands:
        case [float(grey)]:
            return (grey, grey, grey)
        case [float(red), float(green), float(blue)]:
            return (red, green, blue)
        case [float(c), float(m), float(y), float(k)]:
            return ((1 - c) * (1 - k), (1 - m) * (1 - k), (1 - y) * (1 - k))
    return None


# --- Fonts -------------------------------------------------------------------------------


def face_of(font: Any) -> Face:
    """What the interpreter needs of a font dictionary (ISO 32000-1, 9.7)."""
    if str(font.get("/Subtype", "")) != "/Type0":
        return Face(2, {}, 500.0, frozenset())
    inner = font.DescendantFonts[0]
    widths = dict(_widths(inner.get("/W") or ()))
    is_unseen = str(font.get("/BaseFont", "")) == "/UNSEEN+Unseen"
    file = _file_of(inner)
    blank = frozenset() if is_unseen or file is None else blank_glyphs(file)
    meanings = font.get("/ToUnicode")
    if meanings is not None and not is_unseen:
        spaces = _SPACES.findall(bytes(meanings.read_bytes()))
        blank |= {int(code, 16) for code in spaces}
    return Face(4, widths, float(inner.get("/DW", 1000)), blank, is_unseen)


def _file_of(inner: Any) -> bytes | None:
    held = inner.FontDescriptor.get("/FontFile2")
    return None if held is None else bytes(held.read_bytes())


def _widths(held: Any) -> Iterator[tuple[int, float]]:
    """The W array (ISO 32000-1, 9.7.4.3)."""
    values = list(held)
    at = 0
    while at < len(values):
        first = int(values[at])
        if hasattr(values[at + 1], "__iter__"):
            yield from ((first + n, float(w)) for n, w in enumerate(values[at + 1]))
            at += 2
        else:
            last, width = int(values[at + 1]), float(values[at + 2])
            yield from ((code, width) for code in range(first, min(last, 65535) + 1))
            at += 3


@lru_cache(maxsize=64)
def blank_glyphs(file: bytes) -> frozenset[int]:
    """The glyphs of a TrueType font that have no outline."""
    lengths = TTFont(BytesIO(file), lazy=True)["loca"]
    return frozenset(n for n in range(len(lengths) - 1) if lengths[n] == lengths[n + 1])


@lru_cache(maxsize=64)
def advances(file: bytes) -> dict[int, float]:
    """How wide the glyphs of a TrueType font are, in thousandths of the letter size."""
    face = TTFont(BytesIO(file), lazy=True)
    units = face["head"].unitsPerEm / 1000
    metrics, order = face["hmtx"].metrics, face.getGlyphOrder()
    return {n: metrics[name][0] / units for n, name in enumerate(order)}
