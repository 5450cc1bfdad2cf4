"""What the tag tree needs of fonts: a space, and a meaning for every glyph.

Invariant: every glyph of an embedded font stands for at least one character.
"""

from io import BytesIO
from typing import Any

import weasyprint.pdf
from fontTools.ttLib import TTFont

# What a glyph stands for that has no text of its own (a word joiner: nothing to be heard).
FILLER = "\u2060"


def space_of(font: Any) -> tuple[int, int] | None:
    """The glyph of the space in `font` and its width in thousandths of the letter size."""
    known: Any = getattr(font, "space", False)
    if known is False:
        face = TTFont(BytesIO(font.file_content), fontNumber=font.index, lazy=True)
        name = face.getBestCmap().get(0x20)
        known = None
        if name is not None:
            width = face["hmtx"][name][0] * 1000 / face["head"].unitsPerEm
            known = (face.getGlyphID(name), round(width))
        font.space = known
    return known if known is None else (known[0], known[1])


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
