"""Pictures as a PDF holds them: what a picture's dictionary says of it, its bytes say, too.

Invariant: a picture that a viewer would draw askew, in other colours or not at all is told.
"""

from collections.abc import Iterator
from typing import Any

import pikepdf

_PARTS = {"/DeviceRGB": 3, "/DeviceGray": 1, "/DeviceCMYK": 4}
_KEYS = frozenset(
    {"/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Filter"}
    | {"/DecodeParms", "/Interpolate", "/SMask", "/Length"}
)
# Frames of a JPEG (ISO 10918-1, table B.1), but for tables and what is said of the whole.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})


def peculiar_images(pdf: Any) -> Iterator[str]:
    """What of the pictures of `pdf` does not agree with their bytes."""
    for held in pdf.objects:
        is_image = isinstance(held, pikepdf.Stream) and str(held.get("/Subtype", "")) == "/Image"
        if is_image and not _is_whole(held):
            yield "a picture that is not what its bytes are"


def _is_whole(image: Any) -> bool:
    if not set(image.keys()) <= _KEYS or bool(image.get("/Interpolate", False)):
        return False
    size = (int(image.get("/Width", 0)), int(image.get("/Height", 0)))
    parts = _PARTS.get(str(image.get("/ColorSpace", "")), 0)
    bits = int(image.get("/BitsPerComponent", 0))
    if str(image.get("/Filter", "")) == "/DCTDecode":
        return bits == 8 and _frame(image.read_raw_bytes()) == (*size, parts)
    row = (size[0] * parts * bits + 7) // 8
    return 0 < row * size[1] == len(image.read_bytes())


def _frame(jpeg: bytes) -> tuple[int, int, int]:
    """The width, height and number of colours of a JPEG; zeros when it says none."""
    at = 2
    while at + 9 < len(jpeg) and jpeg[at] == 0xFF:
        kind = jpeg[at + 1]
        if kind in _FRAMES:
            height, width = (int.from_bytes(jpeg[n : n + 2], "big") for n in (at + 5, at + 7))
            return width, height, jpeg[at + 9]
        at += 2 if kind in _ALONE else 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return 0, 0, 0
