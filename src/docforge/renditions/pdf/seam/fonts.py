"""What the tag tree needs of fonts: a space, and a meaning for every glyph.

Invariant: every glyph of an embedded font stands for at least one character.
"""

from io import BytesIO
from typing import Any

import weasyprint.pdf
import weasyprint.pdf.fonts
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

# What a glyph stands for that has no text of its own (a word joiner: nothing to be heard).
FILLER = "\u2060"
HAIRLINE_WIDTH = 10  # in thousandths of the letter size


def space_of(font: Any) -> tuple[int, int] | None:
    """The glyph of the space in `font` and its width in thousandths of the letter size."""
    known: Any = getattr(font, "space", False)
    if known is False:
        face = _face(font)
        name = face.getBestCmap().get(0x20)
        known = None
        if name is not None:
            width = face["hmtx"][name][0] * 1000 / face["head"].unitsPerEm
            known = (face.getGlyphID(name), round(width))
        font.space = known
    return known if known is None else (known[0], known[1])


def letters_of(font: Any) -> dict[int, str]:
    """The character that each glyph of `font` shows by itself, of those that show one."""
    known: dict[int, str] | None = getattr(font, "letters", None)
    if known is None:
        face = _face(font)
        letters = face.getBestCmap().items()
        known = font.letters = {face.getGlyphID(name): chr(letter) for letter, name in letters}
    return known


def _face(font: Any) -> TTFont:
    return TTFont(BytesIO(font.file_content), fontNumber=font.index, lazy=True)


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
