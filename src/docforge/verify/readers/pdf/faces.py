"""The fonts of a PDF: what their glyphs say, how wide they are, and which of them show nothing.

Invariant: a font is read once a file, and a run of glyphs once a font.
"""

import re
import struct
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from msgspec import Struct, field

from docforge.verify.truetype import TrueType, read_font

_MAPPED = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>")
_BLOCKS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_SPACES = re.compile("[ \u00a0\u2000-\u200f\u202f\u2060\u3000]")
_UNKNOWN = "\ufffd"
FILLER = "\u2060"  # what a glyph says that is part of a cluster, which another one says


class GlyphRun(NamedTuple):
    """What a run of glyphs says, and takes of its line in thousandths of the letters' size.

    `left` and `right` are where what can be seen begins and ends; `visible` counts the glyphs
    that show something, `unseen` those of the font that shows nothing.
    """

    said: str
    width: float
    left: float = 0.0
    right: float = 0.0
    visible: int = 0
    unseen: int = 0


class Face(Struct, frozen=True):
    """A font of the file: what its codes say, how wide they are, and which show nothing.

    `digits` are those of a code in hexadecimal. `is_unseen` is true of the font whose glyphs have
    no area.
    """

    digits: int = 4
    letters: Mapping[int, str] = field(default_factory=dict)
    widths: Mapping[int, float] = field(default_factory=dict)
    default: float = 1000.0
    blank: frozenset[int] = frozenset()
    is_unseen: bool = False
    _runs: dict[bytes, GlyphRun] = field(default_factory=dict)

    def run(self, glyphs: bytes) -> GlyphRun:
        """What a run of glyphs, which is written in hexadecimal, says and takes."""
        run = self._runs.get(glyphs)
        if run is None:
            run = self._runs[glyphs] = self._read(self._codes(glyphs))
        return run

    def _codes(self, glyphs: bytes) -> tuple[int, ...]:
        if len(glyphs) % self.digits:
            glyphs = b"".join(glyphs.split())
            glyphs += b"0" * (-len(glyphs) % self.digits)
        data = bytes.fromhex(glyphs.decode("ascii"))
        return struct.unpack(f">{len(data) // 2}H", data) if self.digits == 4 else tuple(data)

    def _read(self, codes: tuple[int, ...]) -> GlyphRun:
        """What the glyphs say (ISO 32000-1, 9.10.3), and how wide they are."""
        said = "".join([self.letters.get(code, _UNKNOWN) for code in codes])
        widths = [self.widths.get(code, self.default) for code in codes]
        whole = sum(widths)
        if self.is_unseen:
            return GlyphRun(said, whole, unseen=len(codes))
        seen = [n for n, code in enumerate(codes) if code not in self.blank]
        if not seen:
            return GlyphRun(said, whole)
        left, right = sum(widths[: seen[0]]), sum(widths[: seen[-1] + 1])
        return GlyphRun(said, whole, left, right, len(seen))


class Faces:
    """The fonts of one file, each read when it is first asked for."""

    def __init__(self) -> None:
        self._known: dict[Any, Face] = {}

    def of(self, font: Any) -> Face:
        """What is needed of a font dictionary."""
        if font.objgen == (0, 0):  # it stands where it is used, and nowhere else
            return face_of(font)
        if font.objgen not in self._known:
            self._known[font.objgen] = face_of(font)
        return self._known[font.objgen]


def face_of(font: Any) -> Face:
    """What is needed of a font dictionary (ISO 32000-1, 9.7)."""
    meanings = meanings_of(font)
    letters = dict(meanings)
    if str(font.get("/Subtype", "")) != "/Type0":
        return Face(2, letters, default=500.0)
    inner = font.DescendantFonts[0]
    widths, default = dict(_widths(inner.get("/W") or ())), float(inner.get("/DW", 1000))
    if str(font.get("/BaseFont", "")) == "/UNSEEN+Unseen":
        return Face(4, letters, widths, default, is_unseen=True)
    held = font_of(font)
    blank = {code for code, letter in meanings if _SPACES.fullmatch(letter)}
    if held is not None:
        blank.update(code for code in {*widths, *letters} if held.is_blank(code))
    return Face(4, letters, widths, default, frozenset(blank))


def meanings_of(font: Any) -> list[tuple[int, str]]:
    """The codes of a font that have a meaning, each with what it says."""
    if "/ToUnicode" not in font:
        return []
    return [
        (int(code, 16), bytes.fromhex(value.decode("ascii")).decode("utf-16-be", "replace"))
        for block in _BLOCKS.findall(bytes(font.ToUnicode.read_bytes()))
        for code, value in _MAPPED.findall(block)
    ]


def font_of(font: Any) -> TrueType | None:
    """The TrueType font that a font dictionary brings along, None without one."""
    held = font.DescendantFonts[0].FontDescriptor.get("/FontFile2")
    return None if held is None else read_font(bytes(held.read_bytes()))


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
