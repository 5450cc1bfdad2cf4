"""What the tag tree needs of fonts: a space, and a meaning for every glyph.

Invariant: every glyph of an embedded font stands for at least one character.
"""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

import weasyprint.pdf
import weasyprint.pdf.fonts
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

# What a glyph stands for that has no text of its own (a word joiner: nothing to be heard).
FILLER = "\u2060"
HAIRLINE_WIDTH = 10  # in thousandths of the letter size


# What is known of faces; a font file begins with the checksums of its tables.
_known: dict[tuple[object, ...], Any] = {}
_BEGINNING = 4096  # bytes


def space_of(font: Any) -> tuple[int, int] | None:
    """The glyph of the space in `font` and its width in thousandths of the letter size."""
    space: tuple[int, int] | None = _once(font, _space)
    return space


def letters_of(font: Any) -> Mapping[int, str]:
    """The character that each glyph of `font` shows by itself, of those that show one."""
    letters: Mapping[int, str] = _once(font, _letters)
    return letters


def _once(font: Any, ask: Callable[[TTFont], Any]) -> Any:
    """What `ask` says of the face: reading its tables takes longer than a page."""
    file = font.file_content
    key = (ask, font.hash, font.index, len(file), file[:_BEGINNING])
    if key not in _known:
        _known[key] = ask(TTFont(BytesIO(file), fontNumber=font.index, lazy=True))
    return _known[key]


def _space(face: TTFont) -> tuple[int, int] | None:
    name = face.getBestCmap().get(0x20)
    if name is None:
        return None
    width = face["hmtx"][name][0] * 1000 / face["head"].unitsPerEm
    return face.getGlyphID(name), round(width)


def _letters(face: TTFont) -> Mapping[int, str]:
    return {face.getGlyphID(name): chr(letter) for letter, name in face.getBestCmap().items()}


_build = weasyprint.pdf.build_fonts_dictionary


def build_fonts(pdf: Any, fonts: Any, compress: bool, subset: bool, options: Any) -> Any:
    """Fonts whose glyphs all stand for something (ISO 19005-2, 6.2.11.7).

    In a cluster of several glyphs one stands for all; the others become word joiners.
    """
    for font in fonts.values():
        for glyph, text in font.to_unicode.items():
            if not text:
                font.to_unicode[glyph] = FILLER
    return _build(pdf, fonts, compress, subset, options)


_clean = weasyprint.pdf.fonts.Font.clean


def clean(font: Any, to_unicode: Any, hinting: bool) -> None:
    """Subset a font. Emoji, which are drawn as pictures, keep hairlines as their glyphs."""
    _clean(font, to_unicode, hinting)
    if (font.png or font.svg or font.colr) and not font.bitmap:
        face = TTFont(BytesIO(font.file_content), recalcTimestamp=False)
        for code in to_unicode:
            face["glyf"][face.getGlyphName(code)] = hairline()
        file = BytesIO()
        face.save(file)
        font.file_content = file.getvalue()


def hairline() -> Any:
    """A glyph without area: PDFium passes over the text of glyphs that have no outline."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((HAIRLINE_WIDTH, 700))
    pen.closePath()
    return pen.glyph()
