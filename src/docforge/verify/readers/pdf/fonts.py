"""Whether each code of a font is the glyph of its number, as wide as the font's own."""

from collections.abc import Iterator
from typing import Any

from docforge.verify.readers.pdf.faces import face_of, font_of


def peculiar_fonts(pdf: Any) -> Iterator[str]:
    """Each code is the glyph of its number, as wide as the font's own (ISO 32000-1, 9.7.4)."""
    done = set()
    for page in pdf.pages:
        for font in ((page.obj.get("/Resources") or {}).get("/Font") or {}).values():
            if font.objgen in done or str(font.get("/Subtype", "")) != "/Type0":
                continue
            done.add(font.objgen)
            if str(font.get("/BaseFont", "")) != "/UNSEEN+Unseen":
                yield from _font(font)


def _font(font: Any) -> Iterator[str]:
    inner, name = font.DescendantFonts[0], str(font.get("/BaseFont", ""))[1:]
    if str(font.get("/Encoding", "")) != "/Identity-H":
        yield f"codes of the font {name}"
    if str(inner.get("/CIDToGIDMap", "/Identity")) != "/Identity":
        yield f"glyphs of the font {name} in another order"
    held = font_of(font)
    if held is None:
        if "/FontFile3" not in inner.FontDescriptor:
            yield f"the font {name}, which is not in the file"
        return
    if str(inner.get("/Subtype", "")) != "/CIDFontType2":
        yield f"the kind of the font {name}"
    own, face = dict(enumerate(held.advances())), face_of(font)
    for code in {*face.widths, *face.letters}:
        if abs(own.get(code, -1e9) - face.widths.get(code, face.default)) > 2:
            yield f"the width of a glyph of the font {name}"
            return
    if any(held.is_shifted(code) for code in face.letters):
        yield f"glyphs of the font {name} beside their places"
