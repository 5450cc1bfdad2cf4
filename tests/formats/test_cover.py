"""The cover of a book: its words are all on it, in every script, and in large letters."""

from io import BytesIO
from xml.etree.ElementTree import Element

import pytest
from every_node import DOCUMENT, MATHML, inlines
from msgspec.structs import replace
from PIL import Image

from docforge.document import Direction, Document, Inline, Language, Math, Meta, Text
from docforge.formats.epub.cover import HEIGHT, WIDTH, Cover, cover_layout, draw_cover
from docforge.formats.markup import MarkupTarget, build, formula_element
from docforge.formats.pdf.marked_content import ElementPart
from docforge.source.config.brand import BrandTable
from docforge.style import load_style

STYLE = load_style("briefing")
BOOK = MarkupTarget(lambda asset: f"images/{asset.name}", formula_element, lambda sibling: None)
LONG_WORD = "Rechtsschutzversicherungsgesellschaftsangestelltenverordnung für alle"


def titled(*title: Inline, lang: str = "en", organisation: str = "") -> Document:
    direction: Direction = "rtl" if lang in ("ar", "he") else "ltr"
    meta = Meta(title, lang, direction, organisation=organisation)
    return replace(DOCUMENT, meta=meta, blocks=(), notes=())


def title_block(document: Document) -> Element:
    return build(document, STYLE, BOOK).header


def drawn(document: Document) -> Cover:
    return draw_cover(document, STYLE, title_block(document))


def test_the_words_of_the_cover_are_the_lines_of_the_title_block() -> None:
    assert drawn(DOCUMENT).words == (
        "Autumn briefing – For the press – Ada Byron, Mary Somerville – Press office – "
        "24 November 2026"
    )


def test_a_formula_in_the_title_stands_on_the_cover_as_it_is_spoken() -> None:
    title = Text("Why "), Math("E", False, MATHML, "E equals m c squared")
    assert drawn(titled(*title)).words == "Why E equals m c squared"


TITLES = {
    "one word": ("News", "en"),
    "a long word": (LONG_WORD, "de"),
    "many words": ("A report on harbours, ferries and the people who work there. " * 5, "en"),
    "Arabic": ("دليل الزوار إلى الساحل والموانئ الصغيرة لعام 2026", "ar"),
    "Hebrew": ("מדריך למבקרים בחוף ובנמלים הקטנים", "he"),
    "Chinese": ("海岸经济增长：给新闻界的简报和统计数字的说明以及更多内容", "zh"),
    "Japanese": ("沿岸経済の成長：報道機関のための概要と統計", "ja"),
    "Thai": ("คู่มือสำหรับผู้มาเยือนชายฝั่งทะเลและท่าเรือ", "th"),
    "Hindi": ("समुद्री सुरक्षा: मछुआरों के लिए मार्गदर्शिका", "hi"),
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("title", "lang"), TITLES.values(), ids=TITLES)
def test_every_letter_of_a_title_is_on_the_page(title: str, lang: str) -> None:
    document = titled(*inlines(title), lang=lang, organisation="Press office")
    layout = cover_layout(document, STYLE, list(title_block(document)))
    (page,) = {sequence.page for sequence in layout.sequences}
    assert page == 0
    assert not any(sequence.cut for sequence in layout.sequences)
    texts = (s.text or "" for s in layout.sequences if s.part is ElementPart.CONTENT)
    painted = "".join("".join(texts).replace("\u2010", "").split())
    assert painted.startswith("".join(title.split()))
    assert painted.endswith("Pressoffice")


def test_a_title_that_no_cover_has_room_for_is_cut_between_words_and_said_in_full() -> None:
    title = "words and more " * 200
    document = titled(*inlines(title), organisation="Press office " * 40)
    layout = cover_layout(document, STYLE, list(title_block(document)))
    assert {sequence.page for sequence in layout.sequences} == {0}
    assert not any(sequence.cut for sequence in layout.sequences)
    assert drawn(document).words.startswith(title.strip())


@pytest.mark.slow
def test_broad_letters_get_the_room_that_they_need() -> None:
    title = "海岸经济增长给新闻界的简报" * 30
    document = titled(*inlines(title), lang="zh", organisation="港口部" * 60)
    layout = cover_layout(document, STYLE, list(title_block(document)))
    above = [b.position_y + b.height for b in layout.boxes if b.element.tag == "h1"]
    below = [b.position_y for b in layout.boxes if b.element.get("class") == "organisation"]
    assert max(above) < min(below)


@pytest.mark.slow
def test_the_house_stands_on_its_cover() -> None:
    head = '[brand]\nname = "Port of Merrow"\nmasthead = ["logo", "name"]\n'
    logo = '[brand.logo]\nfile = "logo.svg"\ndescription = "A red square"\n'
    square = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9">'
    square += b'<rect width="9" height="9" fill="#e00010"/></svg>'
    table = BrandTable("docforge.toml", head + logo, (("logo.svg", square),))
    style = load_style("briefing", (), table)
    made = draw_cover(DOCUMENT, style, build(DOCUMENT, style, BOOK).header)
    assert made.words.startswith("A red square Port of Merrow – Autumn briefing")
    with Image.open(BytesIO(made.picture)) as image:
        red, green, blue = image.convert("RGB").getpixel((80, 60))  # type: ignore[misc]  # RGB
    assert red > 200 > 60 > max(green, blue)


def test_the_shorter_a_title_the_larger_its_letters() -> None:
    heights = []
    for title in ("News", "Growing the coastal economy", "words and more " * 15):
        document = titled(*inlines(title))
        layout = cover_layout(document, STYLE, list(title_block(document)))
        heights.append(max(box.style["font_size"] for box in layout.boxes))
    assert heights == sorted(heights, reverse=True)
    assert heights[0] > heights[2] >= 32


def test_the_languages_of_a_title_choose_its_letters() -> None:
    title = Text("Welcome to "), Language((Text("北京"),), "zh", None)
    document = titled(*title)
    layout = cover_layout(document, STYLE, list(title_block(document)))
    fonts = {box.text: box.style["lang"] for box in layout.boxes}
    assert fonts["北京"] == "zh"


def test_the_picture_is_small_in_bytes_and_always_the_same() -> None:
    first, second = drawn(DOCUMENT), drawn(DOCUMENT)
    assert first == second
    with Image.open(BytesIO(first.picture)) as image:
        assert (image.format, image.mode, image.size) == ("PNG", "P", (WIDTH, HEIGHT))
        colours = image.convert("RGB").getcolors()
    assert colours is not None
    assert 2 < len(colours) <= 16
    assert len(first.picture) < 40_000
