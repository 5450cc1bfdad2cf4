"""Nothing passes the edge of its page, measured on the finished PDF by PDFium."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pypdfium2
import pytest
from every_node import inlines, link, p, td, th
from PIL import Image as Picture

from docforge.conformance import FAULTLESS
from docforge.document import (
    CALLOUT_KINDS,
    Asset,
    Block,
    Callout,
    Cell,
    CodeBlock,
    Document,
    Heading,
    Image,
    LineBreak,
    List,
    ListItem,
    Math,
    Meta,
    Numbering,
    Paragraph,
    Quotation,
    Row,
    Scope,
    Table,
)
from docforge.export import Rendering
from docforge.findings import Severity
from docforge.formats.pdf import render
from docforge.formats.pdf.page_orientation import fit_tables
from docforge.media.formulas import to_mathml
from docforge.media.formulas.drawing import draw
from docforge.style import PageGeometry, Style, load_style, load_words

SHIPPED = Path(__file__).parents[3] / "styles" / "briefing"
EDGE = 5 / 25.4 * 72  # 5 mm in points: printers cannot reach what is nearer to the edge.
ADDRESS = "https://www.example.org/" + "a_long_path/" * 20 + "?query=" + "x" * 200


def png(width: int, height: int) -> bytes:
    buffer = io.BytesIO()
    Picture.new("RGB", (width, height), "teal").save(buffer, "PNG")
    return buffer.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="3000" height="200"/>'
ASSETS = (
    Asset("wide", "image/png", png(3000, 200), 3000, 200),
    Asset("tall", "image/png", png(200, 3000), 200, 3000),
    Asset("drawn", "image/svg+xml", SVG, 3000, 200),
)


def rendering_of(*blocks: Block, style: Style | None = None) -> Rendering:
    meta = Meta(inlines("Title " + "T" * 120), "en")
    made = Document(meta, blocks, assets=ASSETS, identifier="urn:uuid:1")
    return render(made, style or load_style("briefing"), standing=FAULTLESS)


def pages_of(*blocks: Block, style: Style | None = None) -> Any:
    return pypdfium2.PdfDocument(rendering_of(*blocks, style=style).content)


def style_with(folder: Path, name: str, *changes: tuple[str, str]) -> Style:
    """A copy of the shipped style with some lines of its style.toml changed."""
    shutil.copytree(SHIPPED, folder / name)
    file = folder / name / "style.toml"
    text = file.read_text(encoding="utf-8")
    for before, after in changes:
        assert text.count(before) == 1
        text = text.replace(before, after)
    file.write_text(text, encoding="utf-8")
    return load_style(name, [folder])


def table(columns: int, head: str, cell: str, rows: int = 3) -> Table:
    first = Row(tuple(th(f"{head} {n}", Scope.COLUMN) for n in range(columns)))
    body = tuple(Row(tuple(td(cell) for _ in range(columns))) for _ in range(rows))
    return Table(inlines("Figures"), (first,), (body,))


def formula(tex: str, *, display: bool = True) -> Paragraph:
    return Paragraph((Math(tex, display, to_mathml(tex, display), "a formula"),))


def nested(depth: int, inner: Block) -> Block:
    for level in range(depth):
        wrap = (
            List(Numbering.BULLET, (ListItem((p("item"), inner)),)),
            Quotation((p("quoted"), inner)),
            Callout(CALLOUT_KINDS["note"], (), (p("note"), inner)),
        )
        inner = wrap[level % 3]
    return inner


def picture(name: str) -> Paragraph:
    return Paragraph((Image("A picture", name, name),))


NARROW = Table(inlines("Participation in consultations"), (), ((Row((td("1"), td("2"))),),))
LONG_SUM = "+".join(f"x_{{{n}}}^{{2}}" for n in range(30))
MATRIX = r"\\".join("&".join(f"a_{{{n}}}" for n in range(25)) for _ in range(2))
SAMPLES: dict[str, tuple[Block, ...]] = {
    "table of 30 columns": (table(30, "Column", "1,234.50"),),
    "table of 30 columns with long heads": (table(30, "Departmental expenditure", "1,234,567.89"),),
    "table of 60 columns": (table(60, "Column", "1,234"),),
    "table of broad letters": (table(30, "WWWWWW", "mmmmmm"), table(30, "%%%%", "@@@@@")),
    "table of addresses": (table(4, "W" * 150, ADDRESS),),
    "table inside": (nested(5, table(12, "Municipality", "1,234,567")),),
    "caption over a narrow table inside": (nested(18, NARROW),),
    "words": (
        p("w" * 400),
        p(link(ADDRESS, ADDRESS)),
        Heading(2, inlines("H" * 200), "h"),
        nested(4, p("n" * 300)),
    ),
    "code": (CodeBlock("x" * 500 + "\n" + " " * 90 + "y" * 90), nested(4, CodeBlock("z" * 300))),
    "formulas": (
        formula(LONG_SUM),
        formula(LONG_SUM, display=False),
        formula(rf"\begin{{pmatrix}}{MATRIX}\end{{pmatrix}}"),
        nested(4, formula(LONG_SUM)),
        Table((), (), ((Row((td(), Cell((formula(LONG_SUM),)), Cell((formula(LONG_SUM),)))),),)),
    ),
    "images": (
        picture("wide"),
        picture("tall"),
        picture("drawn"),
        nested(6, picture("wide")),
    ),
    "depth": (nested(24, p("innermost words")),),
}


def outside(pdf: Any, edge: float = EDGE) -> Iterator[str]:
    for number, page in enumerate(pdf, 1):
        width, height = page.get_size()
        for what, (left, bottom, right, top) in (*boxes(page), *letters(page)):
            if left < edge or bottom < edge or right > width - edge or top > height - edge:
                yield f"page {number}: {what} at {left:.0f} {bottom:.0f} {right:.0f} {top:.0f}"


def boxes(page: Any) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Paths, images and forms, whatever is not text."""
    for thing in page.get_objects(max_depth=1):
        if thing.type != pypdfium2.raw.FPDF_PAGEOBJ_TEXT:
            yield f"object of type {thing.type}", thing.get_bounds()


def letters(page: Any) -> Iterator[tuple[str, tuple[float, ...]]]:
    text = page.get_textpage()
    for place in range(text.count_chars()):
        letter = text.get_text_range(place, 1)
        if letter.strip():
            yield repr(letter), text.get_charbox(place)


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_passes_the_edge_of_the_page(name: str) -> None:
    assert list(outside(pages_of(*SAMPLES[name]))) == []


PAGES: dict[str, tuple[tuple[str, str], ...]] = {
    "A5": (('page-size = "A4"', 'page-size = "A5"'),),
    "Letter": (('page-size = "A4"', 'page-size = "Letter"'),),
    "A3": (('page-size = "A4"', 'page-size = "A3"'),),
    "A4 landscape": (('page-size = "A4"', 'page-size = "A4 landscape"'),),
    "18 pt": (('text-size = "12pt"', 'text-size = "18pt"'),),
    "A5 and 16 pt": (
        ('page-size = "A4"', 'page-size = "A5"'),
        ('text-size = "12pt"', 'text-size = "16pt"'),
    ),
    "Letter and 10.5 pt": (
        ('page-size = "A4"', 'page-size = "Letter"'),
        ('text-size = "12pt"', 'text-size = "10.5pt"'),
    ),
}
COMMON: dict[str, tuple[Block, ...]] = {
    "table of 6 columns": (
        table(6, "Municipality of the county", "1,234,567.89"),
        table(6, "Responsibilities", "responsibilities and consultations"),
    ),
    "table of 9 columns": (table(9, "Department", "1,234,567"), p("After.")),
    "picture in a turned table": (
        Table(
            (), (), ((Row((*(td("1,234,567,890") for _ in range(9)), Cell((picture("tall"),)))),),)
        ),
    ),
}


@pytest.fixture(scope="session", params=PAGES)
def style(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Style:
    folder = tmp_path_factory.mktemp("styles")
    return style_with(folder, "house", *PAGES[request.param])


# So many levels that a small page, or large letters, have no room for the indentation.
DEEP = frozenset({"depth", "caption over a narrow table inside"})


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted({*COMMON, *SAMPLES} - DEEP))
def test_nothing_passes_the_edge_of_a_page_of_another_size(style: Style, name: str) -> None:
    made = rendering_of(*(COMMON | SAMPLES)[name], style=style)
    assert list(outside(pypdfium2.PdfDocument(made.content))) == []
    assert made.findings == ()


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(DEEP))
def test_what_a_page_has_no_room_for_is_an_error(style: Style, name: str) -> None:
    made = rendering_of(*SAMPLES[name], style=style)
    # Frames that end below the page cut nothing off; letters do.
    pages = pypdfium2.PdfDocument(made.content)
    cut = [what for what in outside(pages, edge=0) if "'" in what]
    found = {(finding.code, finding.severity) for finding in made.findings}
    assert found == ({("PDF005", Severity.ERROR)} if cut else set())


def test_numbers_stay_whole_where_a_larger_page_has_room() -> None:
    pdf = pages_of(table(14, "Month", "1,234,567"), p("After. " * 150))
    assert [size[0] > size[1] for size in map(pdf.get_page_size, range(2))] == [True, False]
    assert pdf[0].get_textpage().get_text_range().count("1,234,567") == 42


def test_words_of_a_caption_stay_whole_over_a_narrow_table() -> None:
    assert "Participation in consultations" in pages_of(NARROW)[0].get_textpage().get_text_range()


@pytest.mark.sampled(3)
@pytest.mark.parametrize("lines", range(20, 34, 2))
def test_a_caption_of_several_lines_stands_on_the_page_of_its_table(lines: int) -> None:
    caption = "In which the ports of the coast are told apart. " * 5
    table = Table(inlines(f"Landings. {caption}End"), (), ((Row((td("Tonnes"),)),),))
    above = p(*(each for n in range(lines) for each in (f"Line {n}.", LineBreak())))
    shown = [page.get_textpage().get_text_range() for page in pages_of(above, table)]
    places = [
        [n for n, text in enumerate(shown) if w in text] for w in ("Landings", "End", "Tonnes")
    ]
    assert places[0] == places[1] == places[2]


def test_heading_goes_with_its_turned_table() -> None:
    pdf = pages_of(p("Before."), Heading(2, inlines("Results"), "r"), table(14, "M", "1,234,567"))
    assert "Results" not in pdf[0].get_textpage().get_text_range()
    assert "Results" in pdf[1].get_textpage().get_text_range()


@pytest.mark.parametrize(
    ("letters", "classes"),
    [
        *[(4, "wide roomy"), (5, "wide"), (7, "wide turned roomy")],
        *[(8, "wide turned airy"), (11, "wide broad roomy")],
    ],
)
def test_a_page_with_room_for_it_gives_a_wide_table_the_space_of_others(
    letters: int, classes: str
) -> None:
    rows = "".join(f"<td>{'n' * letters}</td>" for _ in range(12))
    body = ElementTree.fromstring(f'<body><table class="wide"><tr>{rows}</tr></table></body>')
    fit_tables(body, PageGeometry(), {}, load_words("en"))
    assert body[0].get("class") == classes


def test_a_word_that_breaks_in_a_cell_is_read_whole() -> None:
    pdf = pages_of(Table((), (), ((Row((td(link(ADDRESS, ADDRESS)), td("w" * 90))),),)))
    read = "".join(pdf[0].get_textpage().get_text_range().split())
    assert ADDRESS in read
    assert "w" * 90 in read


@pytest.mark.slow
def test_long_formula_goes_on_in_further_lines() -> None:
    short, long = (draw(to_mathml(tex, display=True) or "", 40) for tex in ("x_1^2", LONG_SUM))
    assert short is not None
    assert long is not None
    assert 30 < long.width <= 41
    assert long.height > 2 * short.height
