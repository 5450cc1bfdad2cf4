"""Where pages end: measured on the finished PDF by PDFium, and on what WeasyPrint is given."""

import io
from importlib import import_module
from typing import Any
from xml.etree.ElementTree import Element

import pypdfium2
import pytest
from every_node import inlines, p, td, th
from PIL import Image as Picture
from pypdfium2 import raw

from docforge.conformance import FAULTLESS
from docforge.document import (
    CALLOUT_KINDS,
    Asset,
    Block,
    Callout,
    Cell,
    CodeBlock,
    Definition,
    DefinitionList,
    Document,
    Figure,
    Heading,
    Image,
    List,
    ListItem,
    Meta,
    Numbering,
    Paragraph,
    Quotation,
    Row,
    Scope,
    Table,
)
from docforge.formats.markup.context import element
from docforge.formats.pdf import breaks, render
from docforge.formats.pdf.keeping import keep_together
from docforge.style import load_style

WORDS = "The board read the report and asked the office to say by May what it would cost. "
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="430">{}</svg>'
LETTERS = '<text x="20" y="50" font-size="14">Words in the drawing</text>'


def png(width: int, height: int) -> bytes:
    buffer = io.BytesIO()
    Picture.new("RGB", (width, height), "teal").save(buffer, "PNG")
    return buffer.getvalue()


ASSETS = (
    Asset("photo", "image/png", png(600, 430), 600, 430),
    Asset("high", "image/png", png(600, 640), 600, 640),
    Asset("fields", "image/svg+xml", SVG.format("<rect width='9' height='9'/>").encode(), 600, 430),
    Asset("words", "image/svg+xml", SVG.format(LETTERS).encode(), 600, 430),
)


def made(*blocks: Block) -> bytes:
    meta = Meta(inlines("Breaks"), "en")
    document = Document(meta, blocks, assets=ASSETS, identifier="urn:uuid:1")
    return render(document, load_style("briefing"), standing=FAULTLESS).content


def pages_of(*blocks: Block) -> Any:
    return pypdfium2.PdfDocument(made(*blocks))


def texts(pdf: Any) -> list[str]:
    return [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]


def paragraphs(number: int) -> list[Block]:
    return [p(WORDS * 4) for _ in range(number)]


def picture(name: str) -> Paragraph:
    return Paragraph((Image("A picture", name, name),))


def widths(pdf: Any) -> list[list[float]]:
    """The widths of the images of each page, in points."""
    return [
        [
            right - left
            for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)
            for left, _, right, _ in [image.get_bounds()]
        ]
        for page in pdf
    ]


# --- Pictures --------------------------------------------------------------------------------


def test_a_picture_that_nearly_fits_becomes_smaller_and_stays_on_its_page() -> None:
    full = widths(pages_of(picture("photo")))[0][0]
    (width,), *others = widths(pages_of(*paragraphs(4), picture("photo"), *paragraphs(2)))
    assert 0.7 * full <= width < full
    assert not any(others)


def test_its_caption_and_the_heading_above_come_with_it() -> None:
    figure = Figure((picture("photo"),), inlines("The fields in May"))
    head = Heading(2, inlines("Fields"), "f")
    first, *_ = texts(pages_of(*paragraphs(3), head, figure, *paragraphs(2)))
    assert "Fields The fields in May" in first


@pytest.mark.slow
@pytest.mark.parametrize("lines", range(6, 9))
def test_a_figure_comes_with_its_heading_below_a_frame(lines: int) -> None:
    """What stands in the frame below its last line is no room for the figure."""
    said = List(Numbering.BULLET, tuple(ListItem((p("Agreed."),)) for _ in range(2)), tight=True)
    frame = Callout(CALLOUT_KINDS["note"], (), (said,))
    figure = Figure((picture("photo"),), inlines("The fields in May"))
    head = Heading(2, inlines("Fields"), "f")
    above = [p("A line.") for _ in range(lines)]
    first, *_ = texts(pages_of(*above, frame, head, figure, *paragraphs(1)))
    assert "Fields The fields in May" in first


def test_a_picture_that_would_become_too_small_keeps_its_size() -> None:
    full = widths(pages_of(picture("high")))[0][0]
    first, second = widths(pages_of(*paragraphs(4), picture("high")))
    assert [first, second] == [[], [pytest.approx(full)]]


@pytest.mark.parametrize(("name", "pages"), [("fields", 1), ("words", 2)])
def test_letters_in_a_drawing_stay_large_enough_to_be_read(name: str, pages: int) -> None:
    assert len(pages_of(*paragraphs(4), picture(name))) == pages


def test_a_picture_stays_as_it_is_where_little_of_the_page_before_is_left() -> None:
    full = widths(pages_of(picture("photo")))[0][0]
    pdf = pages_of(*paragraphs(7), picture("photo"))
    assert widths(pdf) == [[], [pytest.approx(full)]]


# --- The last page ---------------------------------------------------------------------------


def lines_on(page: str) -> int:
    return page.count("The board")


@pytest.mark.parametrize("more", range(1, 6))
def test_a_last_page_has_more_than_a_line_or_two(more: int) -> None:
    """Three paragraphs of a line and a bit fill 17 %; two of these had ended with one and two."""
    read = texts(pages_of(*paragraphs(6), *[p(WORDS) for _ in range(more)]))
    assert len(read) == 1 or lines_on(read[-1]) >= 3


def test_what_begins_the_last_page_is_no_last_item_and_stands_not_behind_its_heading() -> None:
    head = Heading(2, inlines("Costs"), "c")
    read = texts(pages_of(*paragraphs(5), head, *paragraphs(1), p("End")))
    assert len(read) == 2
    assert read[0].count("Costs") == 0
    assert "Costs The board" in read[1]


def sections(number: int, lines: int) -> tuple[Block, ...]:
    """Sections of a heading and a paragraph, and paragraphs of one line."""
    parts = [(Heading(2, inlines("Part"), f"h{n}"), p(WORDS * 2)) for n in range(number)]
    return (*(block for part in parts for block in part), *[p("A line.") for _ in range(lines)])


def test_lines_come_closer_where_that_saves_the_last_page(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [sections(4, lines) for lines in (9, 10)]
    closer = [texts(pages_of(*blocks)) for blocks in documents]
    monkeypatch.setattr(breaks, "_SAVED", 0.0)
    loose = [texts(pages_of(*blocks)) for blocks in documents]
    assert [len(pages) for pages in loose] == [2, 2]
    # Where nothing is saved, every line stands where it stood.
    assert [len(pages) for pages in closer] == [1, 2]
    assert closer[1] == loose[1]


def test_pages_whose_lines_came_closer_in_vain_are_not_laid_out_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[object] = []
    rendering = import_module("docforge.formats.pdf.render")
    lay_out = rendering.lay_out

    def counted(*given: Any) -> object:
        made.append(lay_out(*given))
        return made[-1]

    expected = texts(pages_of(*sections(4, 13)))
    monkeypatch.setattr(rendering, "lay_out", counted)
    monkeypatch.setattr(breaks, "_SAVED", 0.3)
    assert texts(pages_of(*sections(4, 13))) == expected
    assert len(made) == 2


def height_of(pdf: Any, word: str) -> float:
    """How far from the foot of the first page `word` stands."""
    page = pdf[0].get_textpage()
    at, count = page.search(word).get_next()
    return float(page.get_charbox(at)[1]) if count else 0.0


@pytest.mark.slow
def test_what_has_a_space_of_its_own_does_not_move_apart_when_lines_come_closer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    blocks = (Table((), (), ((Row((td("Ships"),)), Row((Cell((p("Above"), p("Below"))),))),)),)
    closer = pages_of(*blocks, *sections(3, 10))
    monkeypatch.setattr(breaks, "_SAVED", 0.0)
    loose = pages_of(*blocks, *sections(3, 10))
    assert [len(closer), len(loose)] == [1, 2]
    spaces = [height_of(pdf, "Above") - height_of(pdf, "Below") for pdf in (closer, loose)]
    assert 0 < spaces[0] < spaces[1] + 0.1


@pytest.mark.slow
def test_a_list_of_three_is_parted_where_it_would_leave_a_large_hole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    three = List(Numbering.BULLET, tuple(ListItem((p(f"Item. {WORDS * 2}"),)) for _ in range(3)))
    head = Heading(2, inlines("Items"), "i")
    blocks = (*[p("A line.") for _ in range(15)], head, p("These:"), three, *paragraphs(12))
    monkeypatch.setattr(breaks, "_SAVED", 0.0)
    assert [page.count("Item.") for page in texts(pages_of(*blocks))][:2] == [2, 1]
    monkeypatch.setattr(breaks, "_LARGE_HOLE", 1.0)
    assert [page.count("Item.") for page in texts(pages_of(*blocks))][:2] == [0, 3]


def test_pages_are_the_same_each_time() -> None:
    blocks = [*paragraphs(4), picture("photo"), *paragraphs(4)]
    assert made(*blocks) == made(*blocks)


# --- What stays together ---------------------------------------------------------------------


@pytest.mark.sampled(3)
@pytest.mark.parametrize("before", range(30, 44))
def test_a_line_with_a_colon_stays_with_what_it_leads_to(before: int) -> None:
    code = CodeBlock("\n".join(f"line {number}" for number in range(6)))
    read = texts(pages_of(*[p("A line.") for _ in range(before)], p("Do this:"), code))
    assert not read[0].removesuffix("Page 1 of 2").rstrip().endswith("Do this:")


def items(name: str, *inner: Block) -> List:
    """A list of three items, which stays together when it holds another one."""
    parts = [ListItem((p(f"{name} item"), *inner)), ListItem((p(f"{name} item"),))]
    return List(Numbering.BULLET, (ListItem((p(f"{name} item"),)), *parts), tight=True)


def test_an_item_with_several_of_its_own_is_not_lost_alone() -> None:
    def inner(count: int) -> Element:
        return element("ul", {}, [element("li", {}, ["One"]) for _ in range(count)])

    items = [element("li", {}, ["With", inner(count)]) for count in (2, 3)]
    keep_together(element("body", {}, [element("ul", {}, items)]))
    assert [item.get("class") for item in items] == [None, "long-item"]


def test_the_only_item_of_a_list_does_not_bind_contents_to_what_follows() -> None:
    """The last line of contents is often the only one of its rank there."""
    ranks = (2, 2, 2, 3)
    heads = [Heading(rank, inlines(f"Part {n}"), f"h{n}") for n, rank in enumerate(ranks)]
    long = Paragraph((Image("A picture", "high", "high"),))
    meta = Meta(inlines("Breaks"), "en", toc=True)
    blocks = (*paragraphs(2), heads[0], long, *heads[1:], p(WORDS))
    document = Document(meta, blocks, assets=ASSETS, identifier="urn:uuid:1")
    content = render(document, load_style("briefing"), standing=FAULTLESS).content
    first, *_ = texts(pypdfium2.PdfDocument(content))
    assert "Contents Part 0" in first


@pytest.mark.parametrize("before", range(21, 24))
def test_who_is_quoted_stands_with_the_words(before: int) -> None:
    said = Quotation((p("A harbour is a way home."), p("— The minister")))
    read = texts(pages_of(*[p("A line.") for _ in range(before)], said, *[p("After.")] * 14))
    assert ["way home" in page for page in read] == ["The minister" in page for page in read]


@pytest.mark.slow
@pytest.mark.parametrize("before", range(20, 25))
def test_no_first_or_last_term_stands_alone(before: int) -> None:
    terms = [Definition((inlines(f"Term {n}"),), ((p("What it means."),),)) for n in range(3)]
    told = DefinitionList(tuple(terms))
    read = texts(pages_of(*[p("A line.") for _ in range(before)], told, *[p("After.")] * 14))
    pages = [next(n for n, page in enumerate(read) if f"Term {term}" in page) for term in range(3)]
    assert pages in ([0, 0, 0], [1, 1, 1])


@pytest.mark.parametrize("before", range(14, 17))
def test_lists_behind_each_other_move_not_as_one(before: int) -> None:
    head = Heading(2, inlines("Lists"), "l")
    read = texts(
        pages_of(
            *[p("A line.") for _ in range(before)],
            *(head, items("First", items("Inner")), items("Second", items("Other"))),
            *[p("After.") for _ in range(8)],
        )
    )
    counted = [tuple(page.count(word) for word in ("Lists", "First", "Inner")) for page in read]
    assert counted == [(1, 3, 3), (0, 0, 0)]
    assert [page.count("Second") for page in read] == [0, 3]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("before", range(16, 23))
def test_a_short_box_of_code_is_not_cut_and_a_long_one_not_by_a_line(before: int) -> None:
    def parts(lines: int) -> list[int]:
        code = CodeBlock("\n".join(f"code {number}" for number in range(lines)))
        read = texts(pages_of(*[p("A line.") for _ in range(before)], code, p("End")))
        return [page.count("code") for page in read]

    assert sorted(parts(8)) in ([8], [0, 8])
    assert all(part == 0 or part >= 3 for part in parts(20))


def test_code_of_long_lines_is_no_short_box() -> None:
    boxes = [element("pre", {}, ["\n".join(["x" * n] * 4)]) for n in (60, 170)]
    keep_together(element("body", {}, boxes))
    assert [box.get("class") for box in boxes] == ["short-code", None]


def test_the_state_of_a_task_stands_on_the_line_of_its_text() -> None:
    item = ListItem((p("Order the stone."), p("It comes from Holm.")), checked=False)
    page, *_ = pages_of(List(Numbering.BULLET, (item,), tight=False))
    assert "To do: Order the stone." in page.get_textpage().get_text_range().splitlines()


def test_headings_of_empty_sections_may_part() -> None:
    body = element("body", {}, [element(name, {}, ["Words"]) for name in ("h2", "h2", "h3", "p")])
    keep_together(body)
    assert [child.get("class") for child in body] == ["empty-section", None, None, None]


def test_many_headings_of_empty_sections_fill_their_pages() -> None:
    headings = [Heading(3, inlines(f"Section {number}"), f"s{number}") for number in range(60)]
    first, *_ = texts(pages_of(p("Start."), *headings))
    assert first.count("Section") > 15


def test_a_colon_before_the_mark_of_a_note_leads_as_well() -> None:
    note = element("a", {"role": "doc-noteref"}, ["1"])
    lead = element("p", {}, ["They are:", note])
    body = element("body", {}, [lead, element("ul", {}, [])])
    keep_together(body)
    assert lead.get("class") == "lead-in"


def test_a_bold_paragraph_leads_and_a_row_of_them_is_not_bound() -> None:
    bold = [element("p", {}, [element("strong", {}, [text])]) for text in ("Why?", "How?", "Who?")]
    half = element("p", {}, [element("strong", {}, ["Why?"]), " Since it is."])
    plain = element("p", {}, ["Because."])
    keep_together(element("body", {}, [bold[0], plain, bold[1], bold[2], half, plain]))
    assert [each.get("class") for each in bold] == ["lead-in", None, "lead-in"]
    assert half.get("class") is None


def test_only_rows_with_much_in_one_cell_may_be_parted() -> None:
    rows = [element("tr", {}, [element("td", {}, ["w " * number])]) for number in (20, 600)]
    keep_together(element("body", {}, [element("table", {}, rows)]))
    assert [row.get("class") for row in rows] == [None, "long-row"]


def groups(rows: int) -> Table:
    """A table of groups of five rows with a head each, and a sum."""
    made: list[Row] = []
    for number in range(rows):
        if number % 5 == 0:
            head = Cell((p(f"Group {number // 5}"),), scope=Scope.ROW_GROUP, colspan=2)
            made.append(Row((head,)))
        made.append(Row((th(f"Route {number}", Scope.ROW), td("12"))))
    return Table(inlines("Routes"), (), (tuple(made),), (Row((th("Sum", Scope.ROW), td("144"))),))


@pytest.mark.sampled(3)
@pytest.mark.parametrize("before", range(5))
def test_the_head_of_a_group_of_rows_stands_not_alone_at_a_foot(before: int) -> None:
    read = texts(pages_of(*[p("A line.")] * before, groups(60)))
    ends = [page.split(" Page ")[0] for page in read]
    assert len(read) > 1
    assert not any(end.split()[-2] == "Group" for end in ends)


def short(rows: int) -> Table:
    body = tuple(Row((td(f"Row {number}"), td("12"))) for number in range(rows))
    return Table(inlines("Figures"), (Row((th("Port", Scope.COLUMN), td("Boats"))),), (body,))


@pytest.mark.sampled(3)
@pytest.mark.parametrize("before", range(14, 26))
def test_no_row_stands_alone_and_a_short_table_is_whole(before: int) -> None:
    for rows in (4, 9):
        blocks = [*[p("A line.") for _ in range(before)], short(rows), *paragraphs(2)]
        counted = [page.count("Row ") for page in texts(pages_of(*blocks))]
        found = [count for count in counted if count]
        assert 1 not in found
        assert rows > 4 or found == [4]


def test_a_sum_stands_below_its_last_row_alone() -> None:
    read = texts(pages_of(groups(60)))
    assert [page.count("Sum") for page in read] == [0] * (len(read) - 1) + [1]


# --- Wide tables -----------------------------------------------------------------------------


def table(columns: int, head: str = "Month", cell: str = "1,234,567") -> Table:
    first = Row(tuple(th(f"{head} {number}", Scope.COLUMN) for number in range(columns)))
    body = tuple(Row(tuple(td(cell) for _ in range(columns))) for _ in range(2))
    return Table(inlines("Figures"), (first,), (body,))


def turned(pdf: Any) -> list[bool]:
    return [size[0] > size[1] for size in map(pdf.get_page_size, range(len(pdf)))]


def test_two_wide_tables_share_a_turned_page_with_their_text() -> None:
    between = p("The second table has the south.")
    pdf = pages_of(*paragraphs(6), table(14), between, table(14), p("So much for both."))
    assert turned(pdf) == [False, True]


def test_a_title_goes_with_the_wide_table_below_it() -> None:
    assert turned(pages_of(table(14))) == [True]


def test_the_section_of_a_wide_table_goes_with_it_where_the_page_has_room() -> None:
    costs = Heading(2, inlines("Costs"), "c")
    much = paragraphs(3)
    for text, expected in ((paragraphs(2), [False, True]), (paragraphs(9), [False, False, True])):
        pdf = pages_of(*much, costs, *text, table(14))
        assert turned(pdf)[-1:] == [True]
        assert ("Costs" in texts(pdf)[-1]) == (len(expected) == 2)


def test_much_text_between_wide_tables_stands_upright() -> None:
    pdf = pages_of(*paragraphs(6), table(14), *paragraphs(3), table(14), *paragraphs(3))
    assert turned(pdf) == [False, True, False, True, False]


def test_the_text_of_the_next_section_stands_upright() -> None:
    costs = Heading(2, inlines("Costs"), "c")
    pdf = pages_of(*paragraphs(6), table(14), p("So much."), costs, *paragraphs(1))
    assert turned(pdf) == [False, True, False]


@pytest.mark.parametrize(
    ("columns", "cell"),
    [(30, "responsibilities"), pytest.param(200, "words and 12", marks=pytest.mark.slow)],
)
def test_what_no_page_can_hold_stands_in_rows_under_each_other(columns: int, cell: str) -> None:
    pdf = pages_of(*paragraphs(1), table(columns, "Department", cell))
    read = " ".join(texts(pdf))
    assert not any(turned(pdf))
    assert "Department 3" in texts(pdf)[0]
    assert read.count(cell) == 2 * columns
    assert all(read.count(f"Department {number}:") == 2 for number in range(columns))
