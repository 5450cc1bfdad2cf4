"""Fonts that a house brings: in the PDF, in pages and in books; and those that it cannot."""

import shutil
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from every_node import DOCUMENT as WITH_EVERY_NODE
from every_node import INLINE, inlines
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from msgspec.structs import replace

from docforge.conformance import FAULTLESS
from docforge.document import CodeBlock, Document, Heading, Paragraph, Position, Text
from docforge.errors import ToolMissing, UsageError
from docforge.export import FORMATS, Format, Rendering
from docforge.findings import Finding
from docforge.formats import renderer
from docforge.gate.fonts import font as refused
from docforge.style import Style, forget_styles, load_style
from docforge.style.screen_fonts import page_sheet, screen_fonts
from docforge.verify.gated import gated
from docforge.verify.readback import read_back

# Words in each weight and slant, code, a formula and a picture.
DOCUMENT = replace(
    WITH_EVERY_NODE,
    blocks=(Heading(2, inlines("Words"), "words"), *INLINE[:2], CodeBlock("print(1)\n")),
    notes=(),
)
HEAD = 'extends = "briefing"\n[brand.fonts]\ntext = "House"\n\n'
FACE = '[[brand.font]]\nfamily = "House"\nfile = "House.ttf"\n'


@cache
def sans() -> bytes:
    found = find_spec("fontpkg_fira_sans")
    assert found is not None
    assert found.origin is not None
    whole = Path(found.origin).parent / "files" / "FiraSans-Light.ttf"
    # Letters of Europe without their joins: the whole font takes a second each time.
    subsetter = Subsetter(Options(layout_features=[], glyph_names=True, notdef_outline=True))
    font = TTFont(whole, recalcTimestamp=False)
    subsetter.populate(unicodes=[*range(0x20, 0x250), *range(0x2000, 0x2100)])
    subsetter.subset(font)
    return saved(font)


def changed(flags: int | None = None, without: str = "", flavor: str | None = None) -> bytes:
    font = TTFont(BytesIO(sans()), recalcTimestamp=False)
    if flags is not None:
        font["OS/2"].fsType = flags
    for table in font["cmap"].tables:
        for letter in without:
            table.cmap.pop(ord(letter), None)
    font.flavor = flavor
    return saved(font)


def saved(font: TTFont) -> bytes:
    target = BytesIO()
    font.save(target)
    return target.getvalue()


def house(folder: Path, content: bytes, table: str = HEAD + FACE) -> Style:
    (folder / "house").mkdir()
    (folder / "house" / "House.ttf").write_bytes(content)
    (folder / "house" / "style.toml").write_text(table, encoding="utf-8")
    return load_style("house", [folder])


def fonts_of(pdf: bytes) -> set[str]:
    with pikepdf.open(BytesIO(pdf)) as opened:
        fonts = [one for one in opened.objects if isinstance(one, pikepdf.Dictionary)]
        return {str(font.BaseFont) for font in fonts if "/BaseFont" in font}


def notes(document: Document, style: Style, kind: Format) -> list[Finding]:
    made = renderer(kind)(document, style, standing=FAULTLESS)
    return [found for found in made.findings if found.code.startswith("STY")]


@pytest.mark.sampled(4)
@pytest.mark.parametrize("kind", FORMATS.values(), ids=str)
@pytest.mark.slow
def test_a_house_brings_its_font_where_there_are_fonts(tmp_path: Path, kind: Format) -> None:
    style = house(tmp_path, sans())
    made = renderer(kind)(DOCUMENT, style, standing=FAULTLESS)
    (proof,) = read_back(DOCUMENT, style, [Rendering(kind, made.content)], FAULTLESS)
    assert [found.message for found in proof.verdict.findings] == []
    assert [found.message for found in gated(kind, made.content, "a/a").findings] == []
    if kind is Format.HTML:
        assert b'@font-face { font-family: "House"; font-weight: 400' in made.content
        assert b"default-src 'none'; font-src data:; img-src data:" in made.content
    if kind is Format.EPUB:
        with ZipFile(BytesIO(made.content)) as book:
            assert book.read("EPUB/fonts/house-400.woff")[:4] == b"wOFF"
            assert b'body { font-family: "House", sans-serif; }' in book.read("EPUB/style.css")
    if kind is Format.PDF:
        assert any("House" in name or "Light" in name for name in fonts_of(made.content))


def test_the_shipped_fonts_are_left_to_the_reader() -> None:
    style = load_style("briefing")
    assert screen_fonts(style) == ()
    assert page_sheet(style) == style.screen_css


@pytest.mark.slow
def test_the_part_for_screens_has_welsh_letters_and_little_weight(tmp_path: Path) -> None:
    (part,) = screen_fonts(house(tmp_path, sans()))
    font = TTFont(BytesIO(part.content))
    assert {ord(letter) for letter in "ŵŷÂ£€–“"} <= font.getBestCmap().keys()
    assert len(part.content) < 60_000
    assert list(refused(part.content)) == []


@pytest.mark.slow
def test_the_same_font_gives_the_same_bytes(tmp_path: Path) -> None:
    style = house(tmp_path, sans())
    first = screen_fonts(style)
    screen_fonts.cache_clear()
    assert screen_fonts(style) == first


@pytest.mark.slow
def test_a_font_that_may_only_be_printed_is_in_the_pdf_alone(tmp_path: Path) -> None:
    style = house(tmp_path, changed(flags=4))
    assert screen_fonts(style) == ()
    for kind in (Format.HTML, Format.EPUB):
        assert [found.code for found in notes(DOCUMENT, style, kind)] == ["STY001"]
    assert notes(DOCUMENT, style, Format.PDF) == []


@pytest.mark.slow
def test_letters_that_the_font_lacks_are_told_where_they_stand(tmp_path: Path) -> None:
    style = house(tmp_path, changed(without="ŵ"))
    text = Document(DOCUMENT.meta, (Paragraph((Text("Dŵr 水", Position(7, 3)),)),))
    (found,) = notes(text, style, Format.PDF)
    assert (found.where.line, found.where.column) == (7, 3)
    assert "The font House lacks ŵ: another font" in found.message


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no font at all", "House.ttf is no font: take a TTF or OTF file"),
        (b"\x00\x01\x00\x00 broken", "House.ttf is damaged"),
        (lambda: changed(flavor="woff"), "House.ttf is WOFF, which is for web pages"),
        (lambda: changed(flags=2), "House.ttf may not be embedded in documents"),
        (lambda: changed(flags=0x100), "House.ttf may not be embedded in documents"),
    ],
)
def test_a_font_that_cannot_be_used_is_refused_with_its_place(
    tmp_path: Path, content: object, said: str
) -> None:
    with pytest.raises(UsageError) as caught:
        house(tmp_path, content() if callable(content) else content)  # type: ignore[arg-type]
    assert f"house/style.toml:7: brand.font.file {said}" in caught.value.message


@pytest.mark.parametrize(
    ("face", "said"),
    [
        (
            FACE + '[[brand.font]]\nfamily = "House"\nfile = "Hose.ttf"',
            "10: brand.font.file Hose.ttf cannot be read: No such file",
        ),
        (FACE + '[[brand.font]]\nfile = "House.ttf"', "8: brand.font.family is missing"),
        (FACE + "wieght = 700", "8: brand.font.wieght is not a key of a style; did you mean"),
        (FACE + 'weight = "bold"', "8: brand.font.weight is a number such as 400 or 700"),
        (
            FACE + 'package = "fontpkg-fira-sans"',
            "7: brand.font.file House.ttf cannot be read: it is not in fontpkg_fira_sans; known",
        ),
        (
            '[[brand.font]]\nfamily = "House"\npackage = "fontpkg_fira_sans"\n'
            'file = "FiraSans-Lite.ttf"',
            "did you mean “FiraSans-Light.ttf”?",
        ),
    ],
)
def test_a_face_that_cannot_be_found_is_told_with_its_place(
    tmp_path: Path, face: str, said: str
) -> None:
    with pytest.raises(UsageError) as caught:
        house(tmp_path, sans(), HEAD + face)
    assert said in caught.value.message


def test_a_package_that_is_not_installed_is_named(tmp_path: Path) -> None:
    with pytest.raises(ToolMissing):
        house(tmp_path, sans(), HEAD + FACE + 'package = "fontpkg_nowhere"\n')


@pytest.mark.slow
def test_another_font_makes_other_outputs(tmp_path: Path) -> None:
    first = house(tmp_path, sans()).fonts
    shutil.rmtree(tmp_path / "house")
    forget_styles()
    assert house(tmp_path, changed(without="ŵ")).fonts != first


@pytest.mark.slow
def test_a_family_that_a_print_sheet_names_wrongly_is_told(tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "style.toml").write_text('extends = "briefing"\n')
    (tmp_path / "house" / "print.css").write_text('h2 { font-family: "Fira San", serif; }\n')
    with pytest.raises(UsageError, match=r"print\.css:1: font-family.*did you mean “Fira Sans”"):
        load_style("house", [tmp_path])
