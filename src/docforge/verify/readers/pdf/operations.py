"""A content stream as the operations that it is written in (ISO 32000-1, 7.8.2).

Invariant: each operator is told with all that stands before it, and what is none of it is told.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from msgspec import Struct

_TOKEN = re.compile(
    rb"\[(?P<array>(?:[^\]\\(]|\((?:\\.|[^\\()])*\))*)\]"
    rb"|<<(?P<held>(?:[^<>(]|<[0-9a-fA-F\s]*>|\((?:\\.|[^\\()])*\))*)>>"
    rb"|<(?P<hex>[0-9a-fA-F\s]*)>|(?P<literal>\((?:\\.|[^\\()])*\))"
    rb"|/(?P<name>[^\s/<>\[\](){}%]*)|(?P<number>[-+]?[\d.]+)|(?P<operator>[A-Za-z'\"*]+\d?)",
    re.DOTALL,
)
# How the operands of an operator are told apart.
_KINDS = {"number": "n", "name": "/", "array": "[", "hex": "h", "literal": "(", "held": "<"}
# What most lines are: numbers and an operator.
_NUMBERS = re.compile(rb"((?:[-+]?[\d.]+ )+)([A-Za-z'\"*]+\d?)")
_SPACE = b" \t\r\x0b\f\n"
_LETTERS = re.compile(rb"<([0-9a-fA-F\s]*)>|(\((?:\\.|[^\\()])*\))|([-+]?[\d.]+)", re.DOTALL)
_BRACKETS = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPED = re.compile(rb"\\(\d{1,3}|.)", re.DOTALL)
_PLAIN_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
# What is shown: glyphs in hexadecimal, a string that says what it shows, or a move to the left.
Shown = bytes | str | float


class Operation(NamedTuple):
    """An operator with its operands: numbers, and all else as it is written, without its brackets.

    `kinds` says what each operand is, by the signs of operators.toml. The operand of what shows
    letters is the parts that are shown. A `name` of b"" stands for operands whose operator is
    still to come.
    """

    name: bytes
    kinds: str
    operands: tuple[Any, ...]

    @property
    def held(self) -> bytes:
        """The dictionary that marks content, b"" for none."""
        return self.operands[-1] if self.kinds.endswith("<") else b""


class ContentStream(Struct, frozen=True):
    """The operations of a stream; `is_whole` when nothing else stands in it."""

    operations: list[Operation]
    is_whole: bool = True


def read_stream(stream: bytes) -> ContentStream:
    """The operations of `stream`, in their order."""
    found: list[Operation] = []
    waiting: Operation | None = None
    for line in _lines(stream):
        parts = _in_line(line)
        if parts is None:  # what goes on in the next line, or is nothing that is known
            return _in_all(stream)
        if waiting is None and (not parts or parts[-1].name):
            found += parts
            continue
        for part in parts:
            whole = part if waiting is None else _joined(waiting, part)
            waiting = None if whole.name else whole
            if whole.name:
                found.append(whole)
    return ContentStream(found)


def piece_of(stream: bytes, mark: int) -> bytes:
    """What a marked content of a page holds that holds no other: a figure or a formula."""
    _, _, behind = stream.partition(b"<</MCID %d>>" % mark)
    return behind.partition(b"BDC")[2].partition(b"\nEMC")[0]


def text_string(raw: bytes) -> str:
    """A PDF text string (ISO 32000-1, 7.9.2.2)."""
    if raw.startswith(b"<"):
        data = bytes.fromhex(raw[1:-1].decode("ascii"))
    else:
        data = _ESCAPED.sub(_unescaped, raw[1:-1])
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be")
    return data.decode("latin-1")


def _unescaped(escape: re.Match[bytes]) -> bytes:
    what = escape[1]
    return bytes([int(what, 8) & 255]) if what.isdigit() else _PLAIN_ESCAPES.get(what, what)


def _joined(one: Operation, other: Operation) -> Operation:
    return _made(other.name, one.kinds + other.kinds, one.operands + other.operands)


def _made(name: bytes, kinds: str, operands: tuple[Any, ...]) -> Operation:
    if name not in (b"TJ", b"Tj") or not operands or isinstance(operands[0], tuple):
        return Operation(name, kinds, operands)
    return Operation(name, kinds, (tuple(_shown(kinds, operands[0])),))


def _shown(kinds: str, operand: bytes) -> Iterator[Shown]:
    match kinds:
        case "[":
            for glyphs, literal, move in _LETTERS.findall(operand):
                yield float(move) if move else text_string(literal) if literal else glyphs
        case "h":
            yield operand
        case "(":
            yield text_string(operand)


def _lines(stream: bytes) -> Iterable[bytes]:
    """The lines of `stream`; what stands in a string is no end of one."""
    lines = stream.split(b"\n")
    return _whole(lines) if b"(" in stream or b")" in stream else lines


def _whole(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Lines, put together where a string goes on."""
    begun: list[bytes] = []
    depth = 0
    for line in lines:
        if b"(" in line or b")" in line:
            signs = _BRACKETS.findall(line)
            depth += signs.count(b"(") - signs.count(b")")
        if depth > 0:
            begun.append(line)
        elif begun:
            yield b"\n".join([*begun, line])
            begun = []
        else:
            yield line
    if begun:
        yield b"\n".join(begun)


@lru_cache(maxsize=4096)
def _in_line(line: bytes) -> tuple[Operation, ...] | None:
    """The operations of one line, None when there is something else in it.

    Streams are written a line an operator, and most of their lines come back again and again.
    """
    try:
        if numbers := _NUMBERS.fullmatch(line):
            operands = tuple(map(float, numbers[1].split()))
            return (Operation(numbers[2], "n" * len(operands), operands),)
        stream = _tokens(line)
    except ValueError:  # what looks like a number within letters that go over lines
        return None
    return tuple(stream.operations) if stream.is_whole else None


def _in_all(stream: bytes) -> ContentStream:
    found = _tokens(stream)
    return ContentStream([one for one in found.operations if one.name], found.is_whole)


def _tokens(text: bytes) -> ContentStream:
    """The operations of `text`; operands behind the last operator are one without a name."""
    found: list[Operation] = []
    operands: list[Any] = []
    kinds, end, is_whole = "", 0, True
    for token in _TOKEN.finditer(text):
        if token.start() > end and text[end : token.start()].strip(_SPACE):
            is_whole = False
        end = token.end()
        group = token.lastgroup or ""
        if group == "operator":
            found.append(_made(token["operator"], kinds, tuple(operands)))
            operands, kinds = [], ""
            continue
        kinds += _KINDS[group]
        operands.append(float(token[group]) if group == "number" else token[group])
    if operands:
        found.append(Operation(b"", kinds, tuple(operands)))
    return ContentStream(found, is_whole and not text[end:].strip(_SPACE))
