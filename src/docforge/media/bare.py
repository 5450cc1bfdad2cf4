"""Files of pictures without what they say of their making: the pixels stay as they are.

Invariant: what is left draws, and is all that `gate.pictures` knows; nothing is decoded.
"""

import re
import struct
from collections.abc import Iterator
from typing import Literal, assert_never

RasterKind = Literal["PNG", "JPEG", "GIF", "WEBP"]
PNG_END = b"\0\0\0\0IEND\xae\x42\x60\x82"

_PNG_CHUNKS = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT"}
)


def _bare_png(data: bytes, *, keeps_profile: bool) -> bytes:
    """The chunks that draw (PNG third edition, section 11); text, time and Exif stay out."""
    kept, offset = [data[:8]], 8
    while offset + 12 <= len(data):
        length, name = struct.unpack_from(">I4s", data, offset)
        end = offset + 12 + length
        if name in _PNG_CHUNKS and (keeps_profile or name != b"iCCP"):
            kept.append(data[offset:end])
        if name == b"IEND":
            break
        offset = end
    return b"".join(kept)


def _bare_jpeg(data: bytes, *, keeps_profile: bool) -> bytes:
    """The segments that draw (ITU-T T.81, annex B), up to the end of the first image."""
    kept = [b"\xff\xd8"]
    for marker, segment in _jpeg_segments(data):
        if marker == 0xE0 and segment[4:9] == b"JFIF\0":
            kept.append(segment[:2] + b"\0\x10" + segment[4:16] + b"\0\0")  # no thumbnail
        elif not _is_jpeg_metadata(marker, segment) and (keeps_profile or marker != 0xE2):
            kept.append(segment)
    return b"".join(kept)


def _is_jpeg_metadata(marker: int, segment: bytes) -> bool:
    draws = (marker == 0xE2 and segment[4:16] == b"ICC_PROFILE\0") or (
        marker == 0xEE and segment[4:9] == b"Adobe"
    )
    return (0xE0 <= marker <= 0xEF or marker == 0xFE) and not draws


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and bytes of each segment; a scan's pixels follow its header as marker 0."""
    offset = 2
    while offset + 4 <= len(data) or data[offset : offset + 2] == b"\xff\xd9":
        marker = data[offset + 1]
        if marker == 0xFF:  # fill bytes are allowed before a marker
            offset += 1
            continue
        if marker == 0xD9:
            yield marker, b"\xff\xd9"
            return
        end = offset + 2 + struct.unpack_from(">H", data, offset + 2)[0]
        yield marker, data[offset:end]
        if marker == 0xDA:
            scan = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]").search(data, end)
            stop = scan.start() if scan else len(data)
            yield 0, data[end:stop]
            end = stop
        offset = end


def _bare_webp(data: bytes, *, keeps_profile: bool) -> bytes:
    """The chunks that draw (RFC 9649, section 2.7), with the flags that announce the others off."""
    kept, offset = [], 12
    while offset + 8 <= len(data):
        name, length = struct.unpack_from("<4sI", data, offset)
        chunk = data[offset : offset + 8 + length + length % 2]
        if name == b"VP8X":
            announced = chunk[8] & ~(0x0C if keeps_profile else 0x2C)
            chunk = chunk[:8] + bytes([announced]) + chunk[9:]
        if name in (b"VP8X", b"VP8 ", b"VP8L", b"ALPH") or (name == b"ICCP" and keeps_profile):
            kept.append(chunk)
        offset += len(chunk)
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def bare(kind: RasterKind, data: bytes, *, keeps_profile: bool) -> bytes:
    """The file `data` with its pixels alone, and with its ICC profile if that is kept."""
    match kind:
        case "PNG":
            return _bare_png(data, keeps_profile=keeps_profile)
        case "JPEG":
            return _bare_jpeg(data, keeps_profile=keeps_profile)
        case "WEBP":
            return _bare_webp(data, keeps_profile=keeps_profile)
        case "GIF":
            return data
    assert_never(kind)
