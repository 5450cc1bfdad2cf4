"""TrueType fonts by their bytes: how wide each glyph is, and what its outline is made of.

Only what proof asks of every font of every file, for which reading the whole font takes too long;
whatever is more than comparing bytes is left to fontTools.
Invariant: a font that is not well formed raises ValueError.
"""

import struct
import sys
from array import array
from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct, field

_HEAD = 10  # bytes of a glyph before what it is made of
# Flags of the points of a glyph, and of the parts of a compound one (OpenType, glyf).
_SHORT_X, _SHORT_Y, _REPEATED, _SAME_X, _SAME_Y = 0x2, 0x4, 0x8, 0x10, 0x20
_WORDS, _SCALED, _MORE, _BY_AXES, _BY_MATRIX, _INSTRUCTED = 0x1, 0x8, 0x20, 0x40, 0x80, 0x100
_DEEPEST = 6
_SHIFTED = 0.004  # of the letters' size: what rounding may move


class TrueType(Struct, frozen=True, eq=False):
    """A font: its file, the tables in it, and where each glyph begins and the last one ends."""

    content: bytes
    tables: Mapping[bytes, memoryview]
    places: Sequence[int]
    _outlines: dict[int, bytes] = field(default_factory=dict)

    def advances(self) -> list[float]:
        """How wide each glyph is, in thousandths of the letters' size (OpenType, hmtx)."""
        units, count = _number(self.tables, b"head", ">H", 18) / 1000, len(self.places) - 1
        many = _number(self.tables, b"hhea", ">H", 34)
        said = _numbers("H", self.tables[b"hmtx"][: 4 * many])[::2]
        if not 0 < many == len(said) <= count:
            raise ValueError("The font has other widths than glyphs.")
        return [width / units for width in said] + [said[-1] / units] * (count - many)

    def is_shifted(self, glyph: int) -> bool:
        """Whether a glyph is drawn elsewhere than its outline says (OpenType, hmtx: lsb)."""
        if self.is_blank(glyph) or not 0 <= glyph < len(self.places) - 1:
            return False
        many, held = _number(self.tables, b"hhea", ">H", 34), self.tables[b"hmtx"]
        at = 4 * glyph + 2 if glyph < many else 4 * many + 2 * (glyph - many)
        bearing = _number(self.tables, b"hmtx", ">h", at) if at + 2 <= len(held) else 0
        left = _number(self.tables, b"glyf", ">h", self.places[glyph] + 2)
        return abs(bearing - left) > _number(self.tables, b"head", ">H", 18) * _SHIFTED

    def is_blank(self, glyph: int) -> bool:
        """Whether a glyph has no outline."""
        return glyph < len(self.places) - 1 and self.places[glyph] == self.places[glyph + 1]

    def outline(self, glyph: int, depth: int = 0) -> bytes:
        """What draws a glyph: not its instructions, and its parts in the place of their numbers.

        Glyphs of equal outlines look the same; of others nothing is said, since a line can be
        written in several ways.
        """
        if glyph not in self._outlines:
            self._outlines[glyph] = self._read_outline(glyph, depth)
        return self._outlines[glyph]

    def _read_outline(self, glyph: int, depth: int) -> bytes:
        if not 0 <= glyph < len(self.places) - 1 or depth > _DEEPEST:
            raise ValueError("The font has no such glyph.")
        held = bytes(self.tables[b"glyf"][self.places[glyph] : self.places[glyph + 1]])
        if not held:
            return b""
        try:
            (contours,) = struct.unpack_from(">h", held)
            return _lines(held, contours) if contours >= 0 else self._parts(held, depth)
        except (struct.error, IndexError) as error:
            raise ValueError("The glyph is cut off.") from error

    def _parts(self, held: bytes, depth: int) -> bytes:
        """The parts of a compound glyph, each with its place and what it is drawn by."""
        made, at, flags = [b"parts"], _HEAD, _MORE
        while flags & _MORE:
            flags, part = struct.unpack_from(">HH", held, at)
            end = at + 4 + (4 if flags & _WORDS else 2) + 2 * bool(flags & _SCALED)
            end += 4 * bool(flags & _BY_AXES) + 8 * bool(flags & _BY_MATRIX)
            own = self.outline(part, depth + 1)
            # Whether instructions follow says nothing of the look.
            kind = (flags & ~_INSTRUCTED).to_bytes(2, "big")
            made.append(kind + held[at + 4 : end] + len(own).to_bytes(4, "big") + own)
            at = end
        return b"".join(made)


@lru_cache(maxsize=64)
def read_font(font: bytes) -> TrueType:
    """The font whose file is `font` (OpenType, otff). Raises ValueError."""
    try:
        (count,) = struct.unpack_from(">H", font, 4)
        rows = [struct.unpack_from(">4sIII", font, 12 + 16 * n) for n in range(count)]
    except struct.error as error:
        raise ValueError("The font is cut off.") from error
    whole = memoryview(font)
    tables = {tag: whole[start : start + length] for tag, _, start, length in rows}
    return TrueType(font, tables, _places(tables))


def _places(tables: Mapping[bytes, memoryview]) -> Sequence[int]:
    """Where glyphs begin (OpenType, loca); nowhere in a font of other outlines."""
    if b"loca" not in tables:
        return ()
    if _number(tables, b"head", ">h", 50):
        return _numbers("I", tables[b"loca"])
    return [2 * place for place in _numbers("H", tables[b"loca"])]


def _lines(held: bytes, contours: int) -> bytes:
    """The ends of the contours, and the flags and coordinates of their points."""
    ends = _HEAD + 2 * contours
    (instructions,) = struct.unpack_from(">H", held, ends)
    begin = at = ends + 2 + instructions
    points = struct.unpack_from(">H", held, ends - 2)[0] + 1 if contours else 0
    size = 0
    while points > 0:
        flag = held[at]
        many = 1 + held[at + 1] if flag & _REPEATED else 1
        at += 2 if flag & _REPEATED else 1
        # A coordinate is a byte, or two, or none where it is the same as before.
        size += many * (1 if flag & _SHORT_X else 0 if flag & _SAME_X else 2)
        size += many * (1 if flag & _SHORT_Y else 0 if flag & _SAME_Y else 2)
        points -= many
    if len(held) < at + size:
        raise ValueError("The glyph is cut off.")
    return held[_HEAD:ends] + held[begin : at + size]


def _numbers(kind: str, held: memoryview) -> "array[int]":
    made = array(kind)
    made.frombytes(held[: len(held) - len(held) % made.itemsize])
    if sys.byteorder == "little":
        made.byteswap()
    return made


def _number(tables: Mapping[bytes, memoryview], tag: bytes, kind: str, place: int) -> int:
    try:
        return int(struct.unpack_from(kind, tables[tag], place)[0])
    except (KeyError, struct.error) as error:
        raise ValueError(f"The font has no table {tag.decode('latin-1')}.") from error
