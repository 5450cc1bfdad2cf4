from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from markup_samples import (
    CHART,
    CODE,
    ENERGY,
    cell,
    document,
    everything,
    paragraph,
    phrase,
    text,
)
from msgspec.structs import replace

from docforge.document import (
    CALLOUT_KINDS,
    Abbreviation,
    Anchor,
    Asset,
    Block,
    Callout,
    CalloutKind,
    Cell,
    Code,
    CodeBlock,
    Decorative,
    Definition,
    DefinitionList,
    Delimiter,
    Details,
    Division,
    Document,
    External,
    Figure,
    Heading,
    Image,
    Inline,
    Internal,
    Language,
    Length,
    LineBreak,
    Link,
    List,
    ListItem,
    Math,
    Note,
    NoteReference,
    Numbering,
    Paragraph,
    Phrase,
    PhraseKind,
    Quotation,
    Row,
    Scope,
    Sibling,
    Table,
    Text,
    ThematicBreak,
)
from docforge.document.restrictions import Restrictions
from docforge.formats.markup import Markup, MarkupTarget, build, formula_element
from docforge.style import ContentsRule, load_style, load_words


def image_source(asset: Asset) -> str:
    return f"images/{asset.name}"


def sibling(target: Sibling) -> str | None:
    return target.url


TARGET = MarkupTarget(image_source, formula_element, sibling)
STYLE = replace(load_style("briefing"), contents=ContentsRule(3))


def built(source: Document) -> Markup:
    return build(source, STYLE, TARGET)


def source_of(element: Element | None) -> str:
    assert element is not None
    return ElementTree.tostring(element, encoding="unicode", method="html")


def body(*blocks: Block, **more: object) -> str:
    return "".join(source_of(element) for element in built(document(*blocks, **more)).body)


def inline(*nodes: Inline, **more: object) -> str:
    markup = body(Paragraph(nodes), **more)
    return markup.removeprefix("<p>").removesuffix("</p>")


# --- Inlines -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (PhraseKind.EMPHASIS, "<em>x</em>"),
        (PhraseKind.STRONG, "<strong>x</strong>"),
        (PhraseKind.DELETED, "<del>x</del>"),
        (PhraseKind.INSERTED, "<ins>x</ins>"),
        (PhraseKind.SUPERSCRIPT, "<sup>x</sup>"),
        (PhraseKind.SUBSCRIPT, "<sub>x</sub>"),
        (PhraseKind.HIGHLIGHT, "<mark>x</mark>"),
        (PhraseKind.SMALL_CAPS, '<span class="small-caps">x</span>'),
        (PhraseKind.SMALL_PRINT, "<small>x</small>"),
        (PhraseKind.UNDERLINE, "<u>x</u>"),
        (PhraseKind.KEYBOARD, "<kbd>x</kbd>"),
        (PhraseKind.SAMPLE, "<samp>x</samp>"),
        (PhraseKind.VARIABLE, "<var>x</var>"),
        (PhraseKind.WORK_TITLE, "<cite>x</cite>"),
        (PhraseKind.DEFINITION, "<dfn>x</dfn>"),
    ],
)
def test_each_phrase_has_its_element(kind: PhraseKind, expected: str) -> None:
    assert inline(phrase(kind, "x")) == expected


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (Text("a < b & c"), "a &lt; b &amp; c"),
        (LineBreak(), "<br>"),
        (Code("x < y"), "<code>x &lt; y</code>"),
        (Anchor("here"), '<span id="here"></span>'),
        (Abbreviation("PDF", "a format"), "PDF (a format)"),
        (Language(text("bore da"), "cy", None), '<span lang="cy">bore da</span>'),
        (Link(text("x"), External("tel:1")), '<a href="tel:1">x</a>'),
        (Link(text("x"), Internal("here")), '<a href="#here">x</a>'),
        (Link(text("x"), None), "<span>x</span>"),
        (Link(text("x"), Sibling("../a/a", "b", None)), "<span>x</span>"),
        (
            Link(text("x"), Sibling("../a/a", "b", "https://e.org/")),
            '<a href="https://e.org/">x</a>',
        ),
    ],
)
def test_each_inline_has_its_markup(node: Inline, expected: str) -> None:
    assert inline(Text("1 "), node, Text(" 2")) == f"1 {expected} 2"


def test_a_link_holds_no_link() -> None:
    inner = Link(text("inner"), External("https://inner.example/"))
    outer = Link(
        (Text("outer "), phrase(PhraseKind.STRONG, "x"), inner), External("https://e.org/")
    )
    assert inline(outer) == '<a href="https://e.org/">outer <strong>x</strong>inner</a>'


def test_a_note_in_a_link_moves_behind_it() -> None:
    link = Link((Text("figures"), NoteReference(0, 1)), External("https://e.org/"))
    markup = inline(link, notes=(Note((paragraph("n"),), 1),))
    assert markup.startswith('<a href="https://e.org/">figures</a><a id="df-ref-1-1"')


def test_a_note_reference_is_named_and_points_to_its_note() -> None:
    assert inline(NoteReference(4, 2)) == (
        '<a id="df-ref-5-2" href="#df-note-5" role="doc-noteref" aria-label="Note 5">'
        "<sup>5</sup></a>"
    )


def test_code_reads_left_to_right_in_a_document_with_right_to_left_text() -> None:
    assert inline(Code("x"), lang="ar", dir="rtl") == '<code dir="ltr">x</code>'
    passage = Language(text("שלום"), "he", "rtl")
    assert '<code dir="ltr">' in inline(passage, Code("x"))


# --- Images ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("alt", "expected"),
    [
        ("A rising line", 'alt="A rising line"'),
        (Decorative(), 'alt=""'),
        (None, 'alt="Image without description: c.svg"'),
    ],
)
def test_a_text_alternative_has_three_states(alt: str | Decorative | None, expected: str) -> None:
    markup = inline(Image(alt, CHART.name, "c.svg"), assets=(CHART,))
    assert markup == f'<img src="images/chart.svg" {expected} width="320" height="120">'


def test_a_share_of_the_width_is_kept() -> None:
    markup = inline(Image("x", CHART.name, "c.svg", width=Length(100 / 3, "%")), assets=(CHART,))
    assert 'style="width: 33.33%"' in markup


@pytest.mark.parametrize(
    ("width", "share"),
    [
        (Length(320, "px"), "50%"),
        (Length(10, "cm"), "59.06%"),
        (Length(2, "in"), "30%"),
        (Length(9, "em"), "22.5%"),
        (Length(900, "px"), "100%"),
        (Length(130, "%"), "100%"),
    ],
)
def test_a_length_is_a_share_of_the_styles_line(width: Length, share: str) -> None:
    image = Image("x", CHART.name, "c.svg", width)
    assert f'style="width: {share}"' in inline(image, assets=(CHART,))


@pytest.mark.parametrize(
    ("width", "cells", "said"),
    [
        # A share of a cell that is as broad as its words would be a dot.
        (Length(20, "px"), 2, "20px"),
        (Length(10, "%"), 3, "64px"),
        # Many pixels in each column could be more than a page has.
        (Length(100, "%"), 2, "100%"),
        (Length(200, "px"), 2, "31.25%"),
    ],
)
def test_a_small_picture_in_a_cell_is_as_broad_as_it_was_asked(
    width: Length, cells: int, said: str
) -> None:
    image = Image("x", CHART.name, "c.svg", width)
    row = Row(tuple(Cell((Paragraph((image,)),)) for _ in range(cells)))
    made = body(Table((), (), ((row,),)), assets=(CHART,))
    assert made.count(f'style="width: {said}"') == cells


def test_a_missing_image_is_said_in_words_with_its_description() -> None:
    assert inline(Image("The plan", None, "plan.png")) == (
        '<span class="missing-image"><span>Image not available: plan.png</span> (The plan)</span>'
    )


# --- Formulas ----------------------------------------------------------------------------


def test_a_formula_is_mathml_that_can_be_read_aloud() -> None:
    markup = body(Paragraph((ENERGY,)))
    assert markup.startswith(
        '<div class="formula"><math xmlns="http://www.w3.org/1998/Math/MathML" display="block" '
        'alttext="E equals m times c squared"><mrow><mi>E</mi>'
    )


def test_a_formula_among_words_stays_in_its_paragraph() -> None:
    markup = body(paragraph("so ", replace(ENERGY, display=False)))
    assert markup.startswith("<p>so <math ")
    assert 'display="inline"' in markup


def test_a_formula_that_could_not_be_converted_shows_its_tex() -> None:
    assert inline(Math(r"\foo", False, None, "")) == '<code class="tex" dir="ltr">\\foo</code>'


def test_a_list_item_can_hold_a_displayed_formula() -> None:
    markup = body(List(Numbering.BULLET, (ListItem((Paragraph((ENERGY,)),)),)))
    assert markup.startswith('<ul><li><div class="formula"><math ')


# --- Blocks ------------------------------------------------------------------------------


def items(*words: str) -> tuple[ListItem, ...]:
    return tuple(ListItem((paragraph(word),)) for word in words)


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (Heading(3, text("x"), "the-x"), '<h3 id="the-x">x</h3>'),
        (paragraph("x"), "<p>x</p>"),
        (ThematicBreak(), "<hr>"),
        (Quotation((paragraph("x"),)), "<blockquote><p>x</p></blockquote>"),
        (CodeBlock("a  b\n c"), "<pre><code>a  b\n c</code></pre>"),
        (List(Numbering.BULLET, items("a", "b")), "<ul><li>a</li><li>b</li></ul>"),
        (List(Numbering.BULLET, items("a"), tight=False), "<ul><li><p>a</p></li></ul>"),
        (List(Numbering.DECIMAL, items("a"), start=4), '<ol start="4"><li>a</li></ol>'),
        (List(Numbering.LOWER_ALPHA, items("a")), '<ol type="a"><li>a</li></ol>'),
        (List(Numbering.UPPER_ALPHA, items("a")), '<ol type="A"><li>a</li></ol>'),
        (List(Numbering.LOWER_ROMAN, items("a")), '<ol type="i"><li>a</li></ol>'),
        (List(Numbering.UPPER_ROMAN, items("a")), '<ol type="I"><li>a</li></ol>'),
        (List(Numbering.DECIMAL, items("a"), start=88), '<ol start="88"><li>a</li></ol>'),
        (
            List(Numbering.DECIMAL, items("a"), start=1234),
            '<ol start="1234" class="label-3"><li>a</li></ol>',
        ),
        (
            List(Numbering.LOWER_ROMAN, items("a"), start=88, delimiter=Delimiter.PARENTHESES),
            '<ol type="i" start="88" class="parentheses label-5"><li>a</li></ol>',
        ),
        (
            List(Numbering.LOWER_ALPHA, items("a"), delimiter=Delimiter.PARENTHESIS),
            '<ol type="a" class="parenthesis"><li>a</li></ol>',
        ),
        (
            List(Numbering.UPPER_ROMAN, items("a"), delimiter=Delimiter.PARENTHESES),
            '<ol type="I" class="parentheses upper"><li>a</li></ol>',
        ),
        (
            Division((paragraph("x"),), "he", "rtl", "y"),
            '<div id="y" lang="he" dir="rtl"><p>x</p></div>',
        ),
        (
            Details(text("more"), (paragraph("x"),)),
            '<div class="details"><p class="summary">more</p><p>x</p></div>',
        ),
        (
            Figure((paragraph("x"),), text("caption")),
            "<figure><p>x</p><figcaption>caption</figcaption></figure>",
        ),
        (Figure((paragraph("x"), paragraph("y")), ()), "<figure><p>x</p><p>y</p></figure>"),
    ],
)
def test_each_block_has_its_element(block: Block, expected: str) -> None:
    assert body(block) == expected


def test_a_nested_list_lies_in_the_item_that_it_belongs_to() -> None:
    nested = List(Numbering.DECIMAL, items("b"))
    outer = List(Numbering.BULLET, (ListItem((paragraph("a"), nested)),))
    assert body(outer) == "<ul><li>a<ol><li>b</li></ol></li></ul>"


@pytest.mark.parametrize(("tight", "content"), [(True, "{} Publish"), (False, "{} <p>Publish</p>")])
def test_the_state_of_a_task_is_said_in_words(tight: bool, content: str) -> None:
    tasks = (ListItem((paragraph("Publish"),), True), ListItem((paragraph("Publish"),), False))
    states = [f'<span class="task-state">{state}</span>' for state in ("Done:", "To do:")]
    expected = "".join(f'<li class="task">{content.format(state)}</li>' for state in states)
    assert body(List(Numbering.BULLET, tasks, tight=tight)) == f'<ul class="tasks">{expected}</ul>'


def test_terms_and_descriptions_stand_in_the_list_without_wrappers() -> None:
    item = Definition(
        (text("a"), text("b")), ((paragraph("one"),), (paragraph("two"), paragraph("three")))
    )
    assert body(DefinitionList((item,))) == (
        "<dl><dt>a</dt><dt>b</dt><dd>one</dd><dd><p>two</p><p>three</p></dd></dl>"
    )


@pytest.mark.parametrize("kind", CALLOUT_KINDS.values())
def test_a_callout_says_its_kind_in_words(kind: CalloutKind) -> None:
    label = load_words("en")[kind.word]
    assert body(Callout(kind, (), (paragraph("x"),))) == (
        f'<div class="callout {kind.name}" role="note" aria-labelledby="df-callout-1">'
        f'<p class="callout-label" id="df-callout-1"><span>{label}</span></p><p>x</p></div>'
    )


def test_callouts_are_labelled_by_idents_of_their_own() -> None:
    inner = Callout(CALLOUT_KINDS["tip"], text("How"), (paragraph("x"),))
    markup = body(Callout(CALLOUT_KINDS["note"], (), (inner, inner)))
    assert [f'id="df-callout-{n}"' in markup for n in (1, 2, 3, 4)] == [True, True, True, False]
    assert "<span>Tip</span>: How</p>" in markup


# --- Code --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "language"),
    [
        (CODE, "python"),
        ("\n\n  x = 1\t\r\n\n", "python"),
        ("<p class='a'>&amp;</p>\n", "html"),
        ('{"a": [1, 2.5, null]}', "json"),
        ("$ ls -l | wc\n", "console"),
        ("no such\n language", "klingon++"),
        ("x" * 60_000, "python"),
    ],
)
def test_highlighting_never_changes_the_text(code: str, language: str) -> None:
    (block,) = built(document(CodeBlock(code, language))).body
    assert "".join(block.itertext()) == code


def test_only_a_known_language_is_highlighted() -> None:
    assert '<span class="hl-keyword">def</span>' in body(CodeBlock(CODE, "python"))
    assert "<span" not in body(CodeBlock(CODE, "klingon++"))
    assert "<span" not in body(CodeBlock(CODE))


# --- Tables ------------------------------------------------------------------------------


def test_a_table_has_its_parts_in_order_and_its_headers_their_scope() -> None:
    table = Table(
        text("Costs"),
        (Row((cell("Region", Scope.COLUMN), cell("Year", Scope.COLUMN_GROUP, colspan=2))),),
        ((Row((cell("North", Scope.ROW), cell("1", align="right"), cell("2", rowspan=2))),),),
        (Row((cell("All", Scope.ROW_GROUP), cell("3"))),),
    )
    assert body(table) == (
        "<table><caption>Costs</caption>"
        '<thead><tr><th scope="col">Region</th><th scope="colgroup" colspan="2">Year</th></tr>'
        '</thead><tbody><tr><th scope="row">North</th><td class="right">1</td>'
        '<td rowspan="2">2</td></tr></tbody>'
        '<tfoot><tr><th scope="rowgroup">All</th><td>3</td></tr></tfoot></table>'
    )


@pytest.mark.parametrize(
    ("said", "is_whole"),
    [
        *[("020 7946 0958", True), ("+44 (0)20 7946 0958", True), ("1 234 567,50 €", True)],
        *[("-$5", True), ("CHF 1'085.50", True), ("−2.0 %", True), ("⌀ 12 mm", True)],
        *[("31-Aug-17", True), ("€ 5", True), ("5 km/h", True), ("5%", False), ("-5", False)],
        *[("2024–2025", False), ("12 ships a day", False), ("5 million pounds", False)],
        *[("1 to 5", False), ("2026", False), ("12 34 56 78 90 12 34 56", False), ("", False)],
    ],
)
def test_a_number_that_is_a_cell_keeps_to_one_line(said: str, is_whole: bool) -> None:
    shown = body(Table((), (), ((Row((cell(said, align="right"),)),),)))
    assert ('class="right whole"' in shown) is is_whole


def test_so_does_one_in_a_direction_of_its_own() -> None:
    number = Language((Text("−2.0"),), None, "ltr")
    turned = replace(cell(""), blocks=(Paragraph((number, Text(" %"))),))
    assert '<td class="whole">' in body(Table((), (), ((Row((turned,)),),)))


def test_a_header_without_words_is_no_header() -> None:
    corner = cell("", Scope.COLUMN, ident="corner")
    top = cell("Year", Scope.COLUMN, ident="year")
    value = cell("1", headers=("corner", "year"))
    table = Table((), (Row((corner, top)),), ((Row((value,)),),))
    markup = body(table)
    assert '<td id="corner"></td><th scope="col" id="year">Year</th>' in markup
    assert '<td headers="year">1</td>' in markup


def test_a_cell_with_several_blocks_keeps_them() -> None:
    several = replace(cell("a"), blocks=(paragraph("a"), paragraph("b")))
    assert "<td><p>a</p><p>b</p></td>" in body(Table((), (), ((Row((several,)),),)))


@pytest.mark.parametrize(
    ("columns", "word", "wide"),
    [
        (6, "1,040,000", False),
        (14, "1,040,000", True),
        (3, "W" * 24, True),
        (3, "n" * 20, False),
        (4, "公共博物馆的参观人数在每个地区都有所增加其中北部增加最多", False),
    ],
)
def test_a_table_that_is_wider_than_a_page_is_marked(columns: int, word: str, wide: bool) -> None:
    row = Row(tuple(cell(word) for _ in range(columns)))
    assert body(Table((), (), ((row,),))).startswith('<table class="wide">') is wide


# --- Furniture ---------------------------------------------------------------------------


def test_the_title_is_the_only_heading_of_its_level() -> None:
    markup = built(everything())
    assert source_of(markup.header) == (
        '<header class="title-block"><h1>Visitors to public <em>museums</em> in autumn 2026</h1>'
        '<p class="subtitle">Quarterly briefing</p><p class="byline">A. Jones, B. Smith</p>'
        '<p class="organisation">Press office</p><p class="date">24 November 2026</p></header>'
    )
    assert all(found.tag != "h1" for block in markup.body for found in block.iter())


def test_marks_of_how_far_it_may_go_stand_below_the_title_and_its_subtitle() -> None:
    source = document(paragraph("x"))
    meta = replace(
        source.meta, subtitle="Second line", restrictions=Restrictions(True), date="2026"
    )
    classes = [line.get("class") for line in built(replace(source, meta=meta)).header]
    assert classes == [None, "subtitle", "restriction", "date"]


def headings(*levels: int) -> list[Heading]:
    return [Heading(level, text(f"h{number}"), f"i{number}") for number, level in enumerate(levels)]


@pytest.mark.parametrize(
    ("count", "toc", "wanted"),
    [(2, None, False), (3, None, True), (1, True, True), (9, False, False), (0, True, False)],
)
def test_contents_appear_when_there_is_enough_or_the_writer_says_so(
    count: int, toc: bool | None, wanted: bool
) -> None:
    markup = built(document(*headings(*[2] * count), toc=toc))
    assert (markup.contents is not None) is wanted


def test_contents_are_nested_links_of_two_ranks() -> None:
    contents = source_of(built(document(*headings(3, 2, 3, 4, 2, 3))).contents)
    assert contents == (
        '<nav id="df-contents" role="doc-toc" aria-labelledby="df-contents-title">'
        '<h2 id="df-contents-title">Contents</h2><ol><li><a href="#i0">h0</a></li>'
        '<li><a href="#i1">h1</a><ol><li><a href="#i2">h2</a></li></ol></li>'
        '<li><a href="#i4">h4</a><ol><li><a href="#i5">h5</a></li></ol></li></ol></nav>'
    )


def test_headings_inside_other_blocks_are_in_the_contents() -> None:
    inside = Division(tuple(headings(2, 2, 2)), lang="cy")
    assert 'href="#i2"' in source_of(built(document(inside)).contents)


def test_lines_of_the_contents_keep_the_language_of_their_passage() -> None:
    (heading,) = headings(2)
    inner = Division((heading,), "ar", "rtl")
    contents = source_of(built(document(Division((inner,), "cy"), toc=True)).contents)
    assert '<a href="#i0" lang="ar" dir="rtl">' in contents


def test_contents_repeat_no_idents_links_or_marks() -> None:
    inner = Language((Anchor("a"), Image("chart", CHART.name, "c")), "cy", None)
    link = Link((Text("linked"),), External("https://e.org/"))
    heading = Heading(2, (inner, link, NoteReference(0, 1), Code("x")), "i")
    source = document(heading, toc=True, assets=(CHART,), notes=(Note((paragraph("n"),), 1),))
    assert '<a href="#i"><span lang="cy">chart</span>linked<code>x</code></a>' in source_of(
        built(source).contents
    )


def test_notes_link_back_to_every_place_that_refers_to_them() -> None:
    code = CodeBlock("x")
    notes = (Note((paragraph("once"),), 1), Note((paragraph("twice"),), 2), Note((code,), 1))
    assert source_of(built(document(notes=notes)).notes) == (
        '<section id="df-notes" role="doc-endnotes" aria-labelledby="df-notes-title">'
        '<h2 id="df-notes-title">Notes</h2><ol>'
        '<li id="df-note-1"><p>once '
        '<a href="#df-ref-1-1" role="doc-backlink">Back to reference 1</a></p></li>'
        '<li id="df-note-2"><p>twice '
        '<a href="#df-ref-2-1" role="doc-backlink">Back to reference 2.1</a> '
        '<a href="#df-ref-2-2" role="doc-backlink">Back to reference 2.2</a></p></li>'
        '<li id="df-note-3"><pre><code>x</code></pre><p>'
        '<a href="#df-ref-3-1" role="doc-backlink">Back to reference 3</a></p></li></ol></section>'
    )


def test_the_contact_is_linked() -> None:
    contact = "Press office, press@example.org, https://www.example.org/contact."
    assert source_of(built(document(contact=contact)).footer) == (
        '<footer><p class="contact"><span>Contact:</span> Press office, '
        '<a href="mailto:press@example.org">press@example.org</a>, '
        '<a href="https://www.example.org/contact">https://www.example.org/contact</a>.</p></footer>'
    )


def test_parts_without_content_are_left_out() -> None:
    markup = built(document(paragraph("x")))
    assert (markup.contents, markup.notes, markup.footer) == (None, None, None)


def test_words_in_another_language_than_the_document_say_so() -> None:
    markup = built(everything(lang="haw"))
    parts = [markup.header, markup.contents, *markup.body, markup.notes, markup.footer]
    page = "".join(source_of(part) for part in parts)
    english = 'lang="en" dir="ltr"'
    for furniture in (
        f'<h2 id="df-contents-title" {english}>Contents',
        f'<h2 id="df-notes-title" {english}>Notes',
        f'role="doc-backlink" {english}>Back',
        f'aria-label="Note 1" {english}>',
        f"<span {english}>Warning</span>",
        f'<span class="task-state" {english}>Done:',
        f"<span {english}>Contact:</span>",
        f"<span {english}>Image not available: plan.png</span>",
        f'alt="Image without description: chart.svg" {english}',
    ):
        assert furniture in page


# --- The whole ---------------------------------------------------------------------------


def test_idents_are_unique_and_every_internal_link_arrives() -> None:
    markup = built(everything(toc=True))
    parts = [markup.header, markup.contents, *markup.body, markup.notes, markup.footer]
    elements = [element for part in parts if part is not None for element in part.iter()]
    idents = [element.get("id") for element in elements if element.get("id")]
    assert len(idents) == len(set(idents))
    links = {
        element.get("href", "")[1:]
        for element in elements
        if element.get("href", "").startswith("#")
    }
    assert links <= set(idents)
    named = {element.get("aria-labelledby") for element in elements} - {None}
    assert named <= set(idents)


def test_the_same_document_gives_the_same_markup() -> None:
    first, second = ([source_of(block) for block in built(everything()).body] for _ in range(2))
    assert first == second


def test_a_mark_of_a_note_right_behind_another_one_says_so() -> None:
    marks = [NoteReference(0, 1), NoteReference(1, 1), *text(" and "), NoteReference(0, 2)]
    notes = (Note((paragraph("a"),), 2), Note((paragraph("b"),), 1))
    made = built(replace(document(Paragraph((*text("x"), *marks))), notes=notes))
    (line,) = made.body
    assert [mark.get("class") for mark in line.findall("a")] == [None, "next", None]


def test_a_mark_of_a_note_right_behind_a_raised_sign_says_so() -> None:
    raised = Phrase(PhraseKind.SUPERSCRIPT, text("2"))
    made = built(
        replace(
            document(Paragraph((*text("100 km"), raised, NoteReference(0, 1)))),
            notes=(Note((paragraph("a"),), 1),),
        )
    )
    (line,) = made.body
    assert [mark.get("class") for mark in line.findall("a")] == ["next"]
