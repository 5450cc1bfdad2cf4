"""What the tag tree needs of fonts: a space, and a meaning for every glyph.

Invariant: every glyph of an embedded font stands for at least one character.
"""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import weasyprint.pdf
import weasyprint.pdf.fonts
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from weasyprint.text.ffi import ffi, harfbuzz

ffi.cdef("""
    hb_font_t * hb_font_create (hb_face_t *face);
    void hb_font_destroy (hb_font_t *font);
    hb_bool_t hb_font_get_nominal_glyph (
        hb_font_t *font, hb_codepoint_t unicode, hb_codepoint_t *glyph);
    int32_t hb_font_get_glyph_h_advance (hb_font_t *font, hb_codepoint_t glyph);
""")

# What a glyph stands for that has no text of its own (a word joiner: nothing to be heard).
FILLER = "\u2060"
HAIRLINE_WIDTH = 10  # in thousandths of the letter size

# What is known of faces; a font file begins with the checksums of its tables.
_letters: dict[tuple[object, ...], Mapping[int, str]] = {}
_BEGINNING = 4096  # bytes


def space_of(font: Any) -> tuple[int, int] | None:
    """The glyph of the space in `font` and its width in thousandths of the letter size."""
    if not hasattr(font, "space"):
        font.space = _space(font)
    space: tuple[int, int] | None = font.space
    return space


def _space(font: Any) -> tuple[int, int] | None:
    """HarfBuzz looks up one glyph, where fontTools reads the widths of all: 65,535 of some."""
    face = ffi.gc(harfbuzz.hb_font_create(font.hb_face), harfbuzz.hb_font_destroy)
    glyph = ffi.new("hb_codepoint_t *")
    if not harfbuzz.hb_font_get_nominal_glyph(face, 0x20, glyph):
        return None
    width = harfbuzz.hb_font_get_glyph_h_advance(face, glyph[0])
    return glyph[0], round(width * 1000 / font.upem)


def letters_of(font: Any) -> Mapping[int, str]:
    """The character that each glyph of `font` shows by itself, of those that show one.

    Kept for all documents: to read them takes longer than a page.
    """
    file = font.file_content
    key = (font.hash, font.index, len(file), file[:_BEGINNING])
    if key not in _letters:
        face = TTFont(BytesIO(file), fontNumber=font.index, lazy=True)
        named = face.getBestCmap().items()
        _letters[key] = {face.getGlyphID(name): chr(letter) for letter, name in named}
    return _letters[key]


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
