"""Characters that are read and not seen: a font that can say any of them.

It has two glyphs, one without width for what stands between letters that are seen, one as wide
as a letter for words that are only read.

Invariant: nothing of it shows on a page, and each code of it says exactly one character.
"""

import re
from io import BytesIO
from typing import Any

import pydyf
from fontTools.fontBuilder import FontBuilder

from docforge.formats.pdf.weasyprint.patches.fonts import HAIRLINE_WIDTH, hairline

NAME = "Unseen"
WIDTH = HAIRLINE_WIDTH
_LETTER_WIDTH = 500  # in thousandths of the letter size
INVISIBLE_MODE = 3  # Text rendering mode (ISO 32000-1, table 106).
# How much taller than wide letters may be that are only read: spaces are told by their width.
_TALLEST = 3.0
_BASE_FONT = "/UNSEEN+Unseen"
_TO_UNICODE = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
{count} beginbfchar
{pairs}
endbfchar
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


class InvisibleFont:
    """The invisible characters of one document, each with its code in the font `NAME`."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, int], int] = {}

    def code(self, character: str, width: int = WIDTH) -> int:
        """The code that says `character`, in the glyph of that width."""
        return self._codes.setdefault((character, width), len(self._codes) + 1)

    def write(self, pdf: Any, fonts: Any, compress: bool) -> None:
        """Add the font to `pdf` and to its dictionary of `fonts`, when it was used."""
        if not self._codes:
            return
        extra = {"Length1": len(_FILE)}
        file = _added(pdf, pydyf.Stream([_FILE], pydyf.Dictionary(extra), compress))
        every_code = bytes(2) + b"".join(
            _GLYPHS[width].to_bytes(2, "big") for _, width in self._codes
        )
        glyphs = _added(pdf, pydyf.Stream([every_code], compress=compress))
        wide = [code for (_, width), code in self._codes.items() if width == _LETTER_WIDTH]
        meanings = _added(pdf, pydyf.Stream([self._to_unicode().encode()], compress=compress))
        fonts[NAME] = _font(pdf, file, glyphs, meanings, wide)

    def _to_unicode(self) -> str:
        """What each code says (ISO 32000-1, 9.10.3); no more than a hundred in a block."""
        pairs = [
            f"<{code:04x}> <{character.encode('utf-16-be').hex()}>"
            for (character, _), code in self._codes.items()
        ]
        blocks = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
        between = "\nendbfchar\n{} beginbfchar\n"
        text = "\n".join(blocks[0])
        for block in blocks[1:]:
            text += between.format(len(block)) + "\n".join(block)
        return _TO_UNICODE.format(count=len(blocks[0]), pairs=text)


def write_over(stream: Any, font: InvisibleFont, box: Any, words: str) -> None:
    """Write `words` invisibly over a picture, as wide as it is (ISO 32000-1, 9.3.6, mode 3)."""
    if not words:
        return
    fitting = box.width * 1000 / (_LETTER_WIDTH * len(words))
    # Letters of the size of those beside them are taken for the same line.
    size = min(box.height, _TALLEST * fitting)
    left, base = box.content_box_x(), box.content_box_y() + (box.height + size) / 2
    stream.begin_text()
    stream.set_text_rendering(INVISIBLE_MODE)
    stream.set_text_matrix(fitting / size, 0, 0, -1, left, base)
    for word in re.findall(r"\S+\s*", words):
        codes = "".join(f"{font.code(character, _LETTER_WIDTH):04x}" for character in word)
        stream.show_glyph(NAME, size, codes, word)
    stream.set_text_rendering(0)
    stream.end_text()


def _added(pdf: Any, made: Any) -> bytes:
    pdf.add_object(made)
    reference: bytes = made.reference
    return reference


def _font(pdf: Any, file: bytes, glyphs: bytes, meanings: bytes, wide: list[int]) -> bytes:
    """The dictionaries of a composite font (ISO 32000-1, 9.7); `wide` are codes of letters."""
    descriptor = {
        "Type": "/FontDescriptor",
        "FontName": _BASE_FONT,
        "Flags": 4,
        "FontBBox": pydyf.Array([0, -200, _LETTER_WIDTH, 800]),
        "ItalicAngle": 0,
        "Ascent": 800,
        "Descent": -200,
        "CapHeight": 800,
        "StemV": 80,
        "FontFile2": file,
    }
    system = {
        "Registry": pydyf.String("Adobe"),
        "Ordering": pydyf.String("Identity"),
        "Supplement": 0,
    }
    descendant = {
        "Type": "/Font",
        "Subtype": "/CIDFontType2",
        "BaseFont": _BASE_FONT,
        "CIDSystemInfo": pydyf.Dictionary(system),
        "FontDescriptor": _added(pdf, pydyf.Dictionary(descriptor)),
        "DW": WIDTH,
        "CIDToGIDMap": glyphs,
    }
    if wide:
        pairs = [item for code in wide for item in (code, pydyf.Array([_LETTER_WIDTH]))]
        descendant["W"] = pydyf.Array(pairs)
    font = {
        "Type": "/Font",
        "Subtype": "/Type0",
        "BaseFont": _BASE_FONT,
        "Encoding": "/Identity-H",
        "DescendantFonts": pydyf.Array([_added(pdf, pydyf.Dictionary(descendant))]),
        "ToUnicode": meanings,
    }
    return _added(pdf, pydyf.Dictionary(font))


def _file() -> bytes:
    """A TrueType font of glyphs without area."""
    names = [".notdef", "unseen", "letter"]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupHead(unitsPerEm=1000, created=0, modified=0)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({0x2060: "unseen"})
    builder.setupGlyf({name: hairline() for name in names})
    widths = dict.fromkeys(names, (WIDTH, 0)) | {"letter": (_LETTER_WIDTH, 0)}
    builder.setupHorizontalMetrics(widths)
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": NAME, "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.font.recalcTimestamp = False
    buffer = BytesIO()
    builder.save(buffer)
    return buffer.getvalue()


_GLYPHS = {WIDTH: 1, _LETTER_WIDTH: 2}
_FILE = _file()
