"""A house's fonts for screens: part of their letters, small enough to be inside a page or a book.

Invariant: a function of the style alone; letters beyond this part come from the reader's system,
as they do where a house brings no font.
"""

import re
from base64 import b64encode
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO

from msgspec import Struct

from docforge.findings import Finding, Severity, Where
from docforge.style.building import Style
from docforge.style.font_files import may_be_on_screens
from docforge.style.fonts import FontFile

MEDIA_TYPE = "font/woff"
# The letters of Europe's languages in Latin script, Welsh and Romanian among them, and the signs
# of their texts. All letters of a font of 650 kB would weigh 160 kB a face, these weigh 37.
_LETTERS = (
    *((0x20, 0x17F), (0x218, 0x21B), (0x1E80, 0x1E85), (0x1E9E, 0x1E9E), (0x1EF2, 0x1EF3)),
    *((0x2010, 0x2044), (0x20AC, 0x20AC), (0x2116, 0x2116), (0x2122, 0x2122), (0x2190, 0x2193)),
    *((0x2202, 0x2202), (0x2212, 0x2212), (0x2248, 0x2248), (0x2260, 0x2265)),
)
_FEATURES = ["kern", "liga", "locl", "mark", "mkmk", "ccmp", "lnum", "tnum", "pnum", "frac"]


class ScreenFont(Struct, frozen=True):
    """One face as WOFF (WOFF File Format 1.0); `name` is its file's in a book."""

    name: str
    face: FontFile
    content: bytes


@lru_cache(maxsize=4)
def screen_fonts(style: Style) -> tuple[ScreenFont, ...]:
    """The faces that screens get: those of text, headings and code that the house brings.

    Bold italics are left to the browser, which slants the bold face.
    """
    return tuple(
        ScreenFont(_file_name(face), face, _part(face.content))
        for face in _wanted(style)
        if may_be_on_screens(face.content)
    )


def withheld(style: Style) -> tuple[str, ...]:
    """The families that their makers let nobody put into files for screens."""
    kept = (face.family for face in _wanted(style) if not may_be_on_screens(face.content))
    return tuple(dict.fromkeys(kept))


def _wanted(style: Style) -> Iterator[FontFile]:
    uses = style.uses
    used = {uses.text, uses.headings, uses.code}
    for face in style.fonts:
        if face.is_own and face.family in used and not (face.italic and face.weight > 500):
            yield face


def _file_name(face: FontFile) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", face.family.lower()).strip("-") or "font"
    return f"{stem}-{face.weight}{'-italic' if face.italic else ''}.woff"


def _part(content: bytes) -> bytes:
    """The font with its most used letters alone, without hints and names of machines and people."""
    # Late, because it loads much, and most styles bring no font.
    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(content), recalcTimestamp=False)
    options = subset.Options(
        hinting=False, notdef_outline=True, name_IDs=[1, 2], layout_features=_FEATURES
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[code for first, last in _LETTERS for code in range(first, last + 1)])
    cutter.subset(font)
    font.flavor = "woff"
    target = BytesIO()
    font.save(target, reorderTables=False)
    return target.getvalue()


def page_sheet(style: Style) -> str:
    """The style sheet of a page, with its fonts in their addresses."""
    return "".join([*(_rule(font, _data(font)) for font in screen_fonts(style)), style.screen_css])


def book_sheet(style: Style) -> str:
    """The style sheet of a book, whose fonts are files of it; readers may choose others."""
    fonts = screen_fonts(style)
    brought = {font.face.family for font in fonts}
    sets = {"body": style.uses.text, "h1, h2, h3, h4, h5, h6": style.uses.headings}
    told = (
        f'{selector} {{ font-family: "{family}", sans-serif; }}\n'
        for selector, family in sets.items()
        if family in brought
    )
    return "".join([*(_rule(font, f"fonts/{font.name}") for font in fonts), style.epub_css, *told])


def _data(font: ScreenFont) -> str:
    return f"data:{MEDIA_TYPE};base64,{b64encode(font.content).decode('ascii')}"


def _rule(font: ScreenFont, address: str) -> str:
    slant = "italic" if font.face.italic else "normal"
    return (
        f'@font-face {{ font-family: "{font.face.family}"; font-weight: {font.face.weight}; '
        f"font-style: {slant}; src: url({address}); }}\n"
    )


def left_out(style: Style, kind: str) -> Iterator[Finding]:
    """A note for each family that a file of the `kind` ("page", "book") may not bring along."""
    for family in withheld(style):
        message = f"The {kind} does not bring the font {family} along: screens show another one."
        hint = "Its maker lets it be printed and read in PDF only (OS/2 fsType). Ask for a licence."
        yield Finding("STY001", Severity.NOTE, message, Where(""), hint)
