"""Pictures by their bytes: of the type that they are said to be, whole, and nothing behind them.

Invariant: a drawing is read like any other markup; a picture of pixels has no part that a program
could take for something else.
"""

import re
import struct
from base64 import b64decode
from collections.abc import Iterator

from docforge.gate import css, xml
from docforge.gate.hits import ADDRESS, FORM, MARKUP, Hit, quoted
from docforge.gate.markup import Place, check
from docforge.gate.vocabulary import SVG, drawing

_DATA = re.compile(r"data:(image/[a-z+]{1,20});base64,([A-Za-z0-9+/]*={0,2})")
# PNG, third edition, section 11: what draws.
_CHUNKS = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT"}
    | {b"pHYs", b"bKGD"}
)
_RIFF = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"})


def in_address(address: str) -> Iterator[Hit]:
    """A picture that is in its own address (RFC 2397)."""
    found = _DATA.fullmatch(address)
    if found is None or len(found[2]) % 4:
        yield Hit(ADDRESS, f"the picture {quoted(address)}")
    else:
        yield from picture(found[1], b64decode(found[2]))


def picture(media_type: str, content: bytes) -> Iterator[Hit]:
    """What may not stand in a picture of `media_type`."""
    match media_type:
        case "image/svg+xml":
            yield from _drawing(content)
        case "image/png":
            if not _is_png(content):
                yield Hit(FORM, "a PNG picture with parts that are none of it")
        case "image/jpeg":
            if not (content.startswith(b"\xff\xd8\xff") and content.endswith(b"\xff\xd9")):
                yield Hit(FORM, "a JPEG picture with parts that are none of it")
        case "image/webp":
            if not _is_webp(content):
                yield Hit(FORM, "a WebP picture with parts that are none of it")
        case "image/gif":
            if not (content[:6] in (b"GIF87a", b"GIF89a") and content.endswith(b";")):
                yield Hit(FORM, "a GIF picture with parts that are none of it")
        case _:
            yield Hit(FORM, f"a picture of the type {quoted(media_type)}")


def _drawing(content: bytes) -> Iterator[Hit]:
    root = xml.parse(content)
    if isinstance(root, Hit):
        yield Hit(root.code, root.what, f"{root.where} of a drawing".strip())
        return
    if root.tag != f"{{{SVG}}}svg":
        yield Hit(MARKUP, "a drawing that is none")
        return
    yield from check(root, drawing(), Place())
    for style in root.iter(f"{{{SVG}}}style"):
        yield from css.sheet(style.text or "", drawing=True)


def _is_png(content: bytes) -> bool:
    offset = 8
    while content[:8] == b"\x89PNG\r\n\x1a\n" and offset + 12 <= len(content):
        length, name = struct.unpack_from(">I4s", content, offset)
        offset += 12 + length
        if name not in _CHUNKS:
            return False
        if name == b"IEND":
            return bool(length == 0 and offset == len(content))
    return False


def _is_webp(content: bytes) -> bool:
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        return False
    offset, end = 12, 8 + int.from_bytes(content[4:8], "little")
    while offset + 8 <= len(content):
        name, length = struct.unpack_from("<4sI", content, offset)
        if name not in _RIFF:
            return False
        offset += 8 + length + length % 2
    return offset == len(content) == end
