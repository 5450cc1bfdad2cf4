"""Fonts by their bytes: WOFF that holds the tables of a font and nothing else.

Invariant: nothing stands in a font file that no program needs to draw letters (WOFF 1.0, 3 to 7).
"""

import struct
import zlib
from collections.abc import Iterator

from docforge.gate.hits import FORM, Hit

_HEADER, _ENTRY = ">4s4sIHHIHHIIIII", ">4sIIII"
_FLAVORS = (b"\x00\x01\x00\x00", b"OTTO")
_TABLES = frozenset(
    {b"OS/2", b"cmap", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"name", b"post"}
    | {b"CFF ", b"GDEF", b"GPOS", b"GSUB", b"gasp", b"cvt ", b"fpgm", b"prep", b"kern", b"VORG"}
)
_LARGEST = 5_000_000  # bytes of a table


def font(content: bytes) -> Iterator[Hit]:
    """What may not stand in a font."""
    if not _is_woff(content):
        yield Hit(FORM, "a font with parts that are none of it")


def _is_woff(content: bytes) -> bool:
    if len(content) < struct.calcsize(_HEADER):
        return False
    sign, flavor, length, count, reserved, *_, meta, _, _, private, _ = struct.unpack_from(
        _HEADER, content
    )
    if sign != b"wOFF" or flavor not in _FLAVORS or length != len(content):
        return False
    if reserved or meta or private or count > len(_TABLES):
        return False
    end = struct.calcsize(_HEADER) + count * struct.calcsize(_ENTRY)
    spans = []
    for number in range(count):
        at = struct.calcsize(_HEADER) + number * struct.calcsize(_ENTRY)
        if at + struct.calcsize(_ENTRY) > len(content):
            return False
        name, offset, packed, whole, _ = struct.unpack_from(_ENTRY, content, at)
        if name not in _TABLES or whole > _LARGEST or not _is_whole(content, offset, packed, whole):
            return False
        spans.append((offset, offset + packed))
    # The tables follow each other, each at a multiple of four, with nothing in between.
    for start, stop in sorted(spans):
        if start != (end + 3) & ~3 or any(content[end:start]):
            return False
        end = stop
    return not any(content[end:]) and len(content) - end < 4


def _is_whole(content: bytes, offset: int, packed: int, whole: int) -> bool:
    held = content[offset : offset + packed]
    if len(held) != packed or packed > whole:
        return False
    if packed == whole:
        return True
    try:
        unpacker = zlib.decompressobj()
        read = unpacker.decompress(held, whole + 1)
    except zlib.error:
        return False
    return len(read) == whole and unpacker.eof and not unpacker.unused_data
