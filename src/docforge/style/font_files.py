"""Font files as a house brings them: what they are, what their makers allow, what they hold.

Invariant: a file that outputs could not carry is told in words that a designer knows.
"""

from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO
from typing import Any

# OpenType, 5.2.8.4.9: what OS/2 fsType says of embedding.
_USE = 0x000F
_RESTRICTED, _PRINT_AND_VIEW = 0x0002, 0x0004
_NO_SUBSETS, _BITMAPS = 0x0100, 0x0200
_WEB = {b"wOFF": "WOFF", b"wOF2": "WOFF2"}
_SFNT = (b"\x00\x01\x00\x00", b"OTTO", b"true")


def unfit(content: bytes) -> str:
    """Why a font file cannot be used, as the end of a sentence; "" when it can."""
    if content[:4] in _WEB:
        return f"is {_WEB[content[:4]]}, which is for web pages: take the TTF or OTF file"
    if content[:4] not in _SFNT:
        return "is no font: take a TTF or OTF file"
    try:
        font = _opened(content)
        use = int(font["OS/2"].fsType)
        letters = font.getBestCmap()
    except Exception as error:  # whatever a broken file does to a parser, it cannot be used
        return f"is damaged ({type(error).__name__})"
    if "fvar" in font:
        return (
            "is a variable font, with all weights in one: take the static files, one a weight, or "
            "cut them (fonttools varLib.instancer FILE wght=700 -o NEW)"
        )
    if use & _USE == _RESTRICTED or use & (_NO_SUBSETS | _BITMAPS):
        return "may not be embedded in documents, as it says of itself (OS/2 fsType): ask its maker"
    if not letters:
        return "has no letters"
    return ""


def may_be_on_screens(content: bytes) -> bool:
    """Whether a font may be in files that are read on screens and can be changed."""
    return int(_opened(content)["OS/2"].fsType) & _USE & _PRINT_AND_VIEW == 0


def lacking(content: bytes, letters: Iterable[str]) -> str:
    """Those of `letters` that a font does not have, in their order."""
    known = _opened(content).getBestCmap()
    return "".join(letter for letter in letters if ord(letter) not in known)


@lru_cache(maxsize=16)
def _opened(content: bytes) -> Any:
    # Late, because it loads much, and most styles bring no font.
    from fontTools.ttLib import TTFont

    return TTFont(BytesIO(content), lazy=True)
