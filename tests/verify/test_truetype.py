"""TrueType fonts by their bytes: what fontTools reads of them, and every change of a line."""

from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from docforge.style import load_style
from docforge.verify.truetype import TrueType, read_font

FONT = load_style("briefing").fonts[0].content
FACE = TTFont(BytesIO(FONT))
SIMPLE, COMPOUND = "n", "eacute"


def written(face: TTFont) -> TrueType:
    made = BytesIO()
    face.save(made)
    return read_font(made.getvalue())


def test_widths_and_blanks_are_those_that_fonttools_reads() -> None:
    font, order = read_font(FONT), FACE.getGlyphOrder()
    units = FACE["head"].unitsPerEm / 1000
    assert font.advances() == [FACE["hmtx"][name][0] / units for name in order]
    blank = [n for n, name in enumerate(order) if FACE["glyf"][name].numberOfContours == 0]
    assert [n for n in range(len(order)) if font.is_blank(n)] == blank
    assert not font.is_blank(len(order))


def test_outlines_without_instructions_are_the_same() -> None:
    face = TTFont(BytesIO(FONT))
    for name in face.getGlyphOrder():
        glyph = face["glyf"][name]
        glyph.removeHinting()
    bare, whole = written(face), read_font(FONT)
    for name in (SIMPLE, COMPOUND, "space", "at"):
        code = face.getGlyphID(name)
        assert bare.outline(code) == whole.outline(code), name


@pytest.mark.parametrize("moved", [SIMPLE, COMPOUND])
@pytest.mark.slow
def test_an_outline_of_which_one_point_is_elsewhere_is_another(moved: str) -> None:
    face = TTFont(BytesIO(FONT))
    glyphs = face["glyf"]
    assert glyphs[COMPOUND].isComposite()
    # Of a compound glyph the point lies in one of its parts.
    part = glyphs[COMPOUND].components[0].glyphName if moved == COMPOUND else moved
    glyphs[part].coordinates[0] = (glyphs[part].coordinates[0][0] + 1, 0)
    changed, code = written(face), face.getGlyphID(moved)
    assert changed.outline(code) != read_font(FONT).outline(code)


@pytest.mark.parametrize("length", [0, 8, 200])
def test_a_font_that_is_cut_off_is_none(length: int) -> None:
    with pytest.raises(ValueError, match="font"):
        read_font(FONT[:length]).outline(FACE.getGlyphID(SIMPLE))


def test_a_glyph_that_is_not_there_is_told() -> None:
    with pytest.raises(ValueError, match="no such glyph"):
        read_font(FONT).outline(1 << 16)
