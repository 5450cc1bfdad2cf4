"""The EPUB: its package tells the truth, its files fit together, its bytes do not change."""

import re
from functools import cache
from io import BytesIO
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZIP_STORED, ZipFile

import pytest
from every_node import DOCUMENT, MATHML, inlines, p, phrase, td, th
from msgspec.structs import replace

from docforge.conformance import FAULTLESS, UNCLAIMED, Standing
from docforge.document import (
    Anchor,
    Block,
    Cell,
    Decorative,
    Document,
    External,
    Heading,
    Image,
    Language,
    Link,
    Math,
    Meta,
    NoteReference,
    Paragraph,
    PhraseKind,
    Row,
    Scope,
    Sibling,
    Table,
    Text,
)
from docforge.findings import Finding, Severity, Where
from docforge.formats.epub import render
from docforge.formats.epub.formulas import breadth
from docforge.formats.markup import formula_element
from docforge.media.formulas import to_mathml
from docforge.style import load_style
from docforge.style.reflow import STEPS, reflow_rules

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
XHTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
CLAIM = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
LINK = Link(inlines("Sales"), External("https://example.org/"))


def book(document: Document, *, standing: Standing = UNCLAIMED) -> ZipFile:
    return ZipFile(BytesIO(_made(document, standing)))


@cache
def _made(document: Document, standing: Standing) -> bytes:
    return render(document, load_style("briefing"), standing=standing).content


def package(document: Document, *, standing: Standing = UNCLAIMED) -> Element:
    return fromstring(book(document, standing=standing).read("EPUB/content.opf"))


def said(document: Document, name: str, *, standing: Standing = UNCLAIMED) -> list[str]:
    """The values of one metadata property."""
    metas = package(document, standing=standing).iter(f"{OPF}meta")
    return [meta.text or "" for meta in metas if meta.get("property") == name]


def pages(epub: ZipFile) -> dict[str, Element]:
    """The text files in the order of the spine, then the navigation document."""
    opf = fromstring(epub.read("EPUB/content.opf"))
    names = {item.get("id"): item.attrib["href"] for item in opf.iter(f"{OPF}item")}
    spine = [names[reference.get("idref")] for reference in opf.iter(f"{OPF}itemref")]
    return {name: fromstring(epub.read(f"EPUB/{name}")) for name in spine}


def with_blocks(*blocks: Block) -> Document:
    return replace(DOCUMENT, blocks=blocks, notes=())


def long_document() -> Document:
    sections: list[Block] = []
    for number in range(1, 5):
        sections.append(Heading(2, inlines(f"Part {number}"), f"part-{number}"))
        sections += [p("Some words and more. " * 100)] * 25
    return replace(DOCUMENT, blocks=(*DOCUMENT.blocks, *sections))


def image(alt: str | Decorative | None) -> Paragraph:
    return Paragraph((Image(alt, "rain.png", "rain.png"),))


# --- Container ---------------------------------------------------------------------------


def test_the_mimetype_comes_first_and_uncompressed() -> None:
    first = book(DOCUMENT).infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)


def test_no_entry_carries_a_time_and_two_runs_give_the_same_bytes() -> None:
    assert {info.date_time for info in book(DOCUMENT).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    style = load_style("briefing")
    assert render(DOCUMENT, style, standing=FAULTLESS) == render(
        DOCUMENT, style, standing=FAULTLESS
    )


def test_every_file_is_in_the_manifest_and_the_other_way_round() -> None:
    epub = book(long_document())
    listed = {f"EPUB/{item.get('href')}" for item in package(long_document()).iter(f"{OPF}item")}
    outside = {"mimetype", "META-INF/container.xml", "EPUB/content.opf"}
    assert set(epub.namelist()) == listed | outside


def test_files_with_formulas_say_so_and_others_do_not() -> None:
    items = package(DOCUMENT).iter(f"{OPF}item")
    properties = {item.attrib["href"]: item.get("properties") for item in items}
    assert properties["text-001.xhtml"] == "mathml"
    assert properties["nav.xhtml"] == "nav"
    plain = package(with_blocks(p("x"))).iter(f"{OPF}item")
    assert "mathml" not in {item.get("properties") for item in plain}


# --- Files -------------------------------------------------------------------------------


@pytest.mark.parametrize("document", [DOCUMENT, long_document()], ids=["short", "long"])
def test_every_link_leads_to_something(document: Document) -> None:
    files = pages(book(document))
    places = {
        f"{name}#{element.get('id')}" for name, page in files.items() for element in page.iter()
    }
    for name, page in files.items():
        for link in page.iter(f"{XHTML}a"):
            address = link.attrib["href"]
            if not re.match(r"\w+:", address):
                target = name + address if address.startswith("#") else address
                assert target in places or target in files


def test_no_ident_stands_twice_in_a_file() -> None:
    for page in pages(book(long_document())).values():
        idents = [element.attrib["id"] for element in page.iter() if element.get("id")]
        assert len(idents) == len(set(idents))


def test_every_file_has_its_language_direction_and_title() -> None:
    for page in pages(book(long_document())).values():
        assert (page.get("lang"), page.get(XML_LANG), page.get("dir")) == ("en-GB", "en-GB", "ltr")
    titles = [page.findtext(f"{XHTML}head/{XHTML}title") for page in pages(book(DOCUMENT)).values()]
    assert titles == [
        "Cover – Autumn briefing",
        "Autumn briefing",
        "Autumn briefing",
        "Contents – Autumn briefing",
    ]


def test_a_short_document_is_one_file_and_a_long_one_has_a_file_for_each_h2() -> None:
    names = ["cover.xhtml", "title.xhtml", "text-001.xhtml", "nav.xhtml"]
    assert list(pages(book(DOCUMENT))) == names
    files = pages(book(long_document()))
    chapters = [page.findtext(f".//{XHTML}h2") for page in files.values()]
    assert chapters[3:10] == [
        "Words",
        "Tables",
        "Set apart",
        "Part 1",
        "Part 2",
        "Part 3",
        "Part 4",
    ]
    sections = [page.find(f"{XHTML}body/{XHTML}section") for page in files.values()]
    roles = [(s.get("role"), s.get(TYPE)) for s in sections if s is not None]
    assert roles == [("doc-chapter", "chapter")] * 7 + [("doc-endnotes", "endnotes")]


def test_splitting_keeps_the_whole_text_in_its_order() -> None:
    files = pages(book(long_document()))
    words = "".join("".join(page.find(f"{XHTML}body").itertext()) for page in files.values())  # type: ignore[union-attr]  # every page has one
    parts = ["Autumn briefing", "An opening", "Plain,", "Population", "Part 1", "Part 4", "Notes"]
    places = [words.index(part) for part in parts]
    assert places == sorted(places)
    assert words.count("Some words and more. ") == 4 * 25 * 100


def test_a_long_document_without_h2_stays_one_file() -> None:
    document = with_blocks(*[p("Some words and more. " * 100)] * 100)
    assert list(pages(book(document)))[2:-1] == ["text-001.xhtml", "text-002.xhtml"]


def test_notes_are_footnotes_in_a_counted_list_with_links_back() -> None:
    page = pages(book(DOCUMENT))["text-001.xhtml"]
    notes = page.findall(f".//{XHTML}section[@id='df-notes']/{XHTML}ol/{XHTML}li/{XHTML}div")
    assert [(n.get("id"), n.get("role"), n.get(TYPE)) for n in notes] == [
        ("df-note-1", "doc-footnote", "footnote"),
        ("df-note-2", "doc-footnote", "footnote"),
    ]
    assert len({note.get("aria-label") for note in notes}) == 2
    assert not [note for note in notes if note.findall(f".//{XHTML}a[@role='doc-backlink']")]
    items = page.findall(f".//{XHTML}section[@id='df-notes']/{XHTML}ol/{XHTML}li")
    back = items[0].findall(f"{XHTML}p/{XHTML}a[@role='doc-backlink']")
    assert [link.get("href") for link in back] == ["#df-ref-1-1", "#df-ref-1-2"]


# --- Navigation --------------------------------------------------------------------------


def entries(document: Document, kind: str) -> list[tuple[str, str]]:
    nav = pages(book(document))["nav.xhtml"]
    lists = [n for n in nav.iter(f"{XHTML}nav") if n.get(TYPE) == kind]
    links = lists[0].iter(f"{XHTML}a")
    return [("".join(link.itertext()), link.attrib["href"]) for link in links]


def test_the_contents_list_every_heading_in_order() -> None:
    assert entries(DOCUMENT, "toc") == [
        ("Autumn briefing", "title.xhtml"),
        ("Words", "text-001.xhtml#words"),
        ("Lists", "text-001.xhtml#lists"),
        ("Tables", "text-001.xhtml#tables"),
        ("Set apart", "text-001.xhtml#apart"),
        ("Notes", "text-001.xhtml#df-notes-title"),
    ]


def test_contents_nest_by_rank_and_keep_languages_but_no_marks() -> None:
    welsh = Language((Text("Rhan"),), "cy", None)
    low = phrase(PhraseKind.SUBSCRIPT, "2")
    headings = (
        Heading(2, (welsh, Text(" one"), NoteReference(0, 1)), "a"),
        Heading(4, inlines("Deep"), "b"),
        Heading(3, inlines("Less deep"), "c"),
        Heading(
            2, (Anchor("x"), Language((), "cy", None), Image("Two", "rain.png", "rain.png")), "d"
        ),
        Heading(2, (Math("x", False, MATHML, "x squared"), Text(" in H"), low), "e"),
    )
    nav = pages(book(replace(DOCUMENT, blocks=headings)))["nav.xhtml"]
    top = nav.findall(f".//{XHTML}nav[@role='doc-toc']/{XHTML}ol/{XHTML}li")
    words = [["".join(a.itertext()) for a in item.iter(f"{XHTML}a")] for item in top]
    assert words == [
        ["Autumn briefing"],
        ["Rhan one", "Deep", "Less deep"],
        ["Two"],
        ["x squared in H2"],
        ["Notes"],
    ]
    assert not [e for e in nav.iter(f"{XHTML}span") if not "".join(e.itertext())]
    assert {element.tag for element in top[3].iter()} == {
        XHTML + name for name in ("li", "a", "sub")
    }
    assert [position.get(XML_LANG) for position in top[1].iter(f"{XHTML}span")] == ["cy"]


def test_landmarks_lead_to_contents_text_and_notes_and_carry_no_roles() -> None:
    assert [href for _, href in entries(DOCUMENT, "landmarks")] == [
        "cover.xhtml",
        "title.xhtml",
        "#df-toc",
        "text-001.xhtml",
        "text-001.xhtml#df-notes",
    ]
    nav = pages(book(DOCUMENT))["nav.xhtml"]
    assert not [a for a in nav.iter(f"{XHTML}a") if a.get("role")]


def test_the_ncx_lists_the_same_headings() -> None:
    ncx = book(DOCUMENT).read("EPUB/toc.ncx").decode()
    assert re.findall(r"<text>(.*?)</text>", ncx)[1:] == [t for t, _ in entries(DOCUMENT, "toc")]


# --- What the package says ---------------------------------------------------------------


def test_dublin_core_says_what_the_document_says() -> None:
    opf = package(DOCUMENT)
    values = {
        name: [e.text for e in opf.iter(DC + name)]
        for name in ("title", "language", "creator", "publisher", "date", "subject", "identifier")
    }
    assert values == {
        "title": ["Autumn briefing", "For the press"],
        "language": ["en-GB"],
        "creator": ["Ada Byron", "Mary Somerville"],
        "publisher": ["Press office"],
        "date": ["2026-11-24"],
        "subject": ["tax", "autumn"],
        "identifier": ["urn:uuid:0b0f2d2e-5f0e-5d0c-9a55-6a1f0e0c7a11"],
    }
    assert opf.get(XML_LANG) == "en-GB"


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("date", "modified", "published"),
    [
        ("2026-11-24", "2026-11-24T00:00:00Z", True),
        ("2026-11", "2026-11-01T00:00:00Z", True),
        ("2026", "2026-01-01T00:00:00Z", True),
        ("24 November 2026", "2000-01-01T00:00:00Z", False),
        ("2026-02-30", "2000-01-01T00:00:00Z", False),
        ("", "2000-01-01T00:00:00Z", False),
    ],
)
def test_dates_come_from_the_document_and_never_from_the_clock(
    date: str, modified: str, published: bool
) -> None:
    document = replace(DOCUMENT, meta=replace(DOCUMENT.meta, date=date))
    assert said(document, "dcterms:modified") == [modified]
    assert bool(list(package(document).iter(f"{DC}date"))) is published


@pytest.mark.parametrize(
    ("blocks", "modes", "sufficient", "described"),
    [
        ((p("x"),), ["textual"], ["textual"], False),
        ((image(Decorative()),), ["textual"], ["textual"], False),
        ((image("Rain"),), ["textual", "visual"], ["textual"], True),
        ((image("Rain"), image(None)), ["textual", "visual"], ["textual,visual"], False),
    ],
    ids=["text", "decoration", "described", "undescribed"],
)
def test_accessibility_facts_are_those_of_the_images(
    blocks: tuple[Block, ...], modes: list[str], sufficient: list[str], described: bool
) -> None:
    document = with_blocks(*blocks)
    assert said(document, "schema:accessMode") == modes
    assert said(document, "schema:accessModeSufficient") == sufficient
    assert ("alternativeText" in said(document, "schema:accessibilityFeature")) is described
    assert said(document, "schema:accessibilityHazard") == ["none"]


def test_formulas_are_called_described_only_when_each_one_is() -> None:
    mathml = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>'
    good, bad = Math("x", False, mathml, "x"), Math("y", False, None, "")
    features = said(with_blocks(p(good)), "schema:accessibilityFeature")
    assert {"MathML", "describedMath"} <= set(features)
    features = said(with_blocks(p(good, bad)), "schema:accessibilityFeature")
    assert not {"MathML", "describedMath"} & set(features)


def test_structural_navigation_is_said_only_of_documents_with_headings() -> None:
    assert "structuralNavigation" in said(DOCUMENT, "schema:accessibilityFeature")
    assert "structuralNavigation" not in said(with_blocks(p("x")), "schema:accessibilityFeature")


def test_the_summary_is_in_words_of_the_document_or_names_its_language() -> None:
    document = replace(DOCUMENT, meta=replace(DOCUMENT.meta, lang="yo"))
    summaries = [
        meta
        for meta in package(document).iter(f"{OPF}meta")
        if meta.get("property") == "schema:accessibilitySummary"
    ]
    assert [summary.get(XML_LANG) for summary in summaries] == ["en"]


def test_a_claim_names_who_has_evaluated_it_and_when() -> None:
    assert said(DOCUMENT, "dcterms:conformsTo", standing=FAULTLESS) == [CLAIM]
    assert said(DOCUMENT, "a11y:certifiedBy", standing=FAULTLESS) == ["Access team"]
    assert said(DOCUMENT, "dcterms:date", standing=FAULTLESS) == ["2026-11-20"]
    assert render(DOCUMENT, load_style("briefing"), standing=FAULTLESS).claims == (CLAIM,)


NOBODY = replace(DOCUMENT, meta=replace(DOCUMENT.meta, evaluation=None))
FAILING = FAULTLESS.with_findings([Finding("LNK020", Severity.WARNING, "x", Where("a.md", 3))])


@pytest.mark.parametrize(
    ("document", "standing"),
    [(DOCUMENT, UNCLAIMED), (DOCUMENT, FAILING), (NOBODY, FAULTLESS)],
    ids=["errors", "a criterion failed", "nobody has evaluated it"],
)
def test_without_a_claim_nothing_speaks_of_conformance(
    document: Document, standing: Standing
) -> None:
    opf = book(document, standing=standing).read("EPUB/content.opf").decode()
    assert not re.search("conformsTo|certifiedBy|conforms|WCAG", opf)
    assert render(document, load_style("briefing"), standing=standing).claims == ()


def test_right_to_left_documents_say_so_in_package_spine_and_files() -> None:
    document = replace(DOCUMENT, meta=Meta(inlines("عنوان"), "ar", "rtl"))
    opf = package(document)
    spine = opf.find(f"{OPF}spine")
    assert spine is not None
    assert (opf.get("dir"), spine.get("page-progression-direction")) == ("rtl", "rtl")
    assert {page.get("dir") for page in pages(book(document)).values()} == {"rtl"}


def test_characters_that_xml_cannot_hold_never_break_a_file() -> None:
    meta = replace(DOCUMENT.meta, title=inlines("A\x0bB"), authors=("\x01", "C\x02D"))
    document = replace(with_blocks(p("x\x0cy")), meta=meta)
    assert [e.text for e in package(document).iter(f"{DC}creator")] == ["CD"]
    assert "xy" in "".join(pages(book(document))["text-001.xhtml"].itertext())


def test_a_link_to_a_neighbour_without_address_is_text_and_a_finding() -> None:
    link = Link(inlines("near"), Sibling("../near/near", "", None))
    document = with_blocks(p(link))
    findings = render(document, load_style("briefing"), standing=FAULTLESS).findings
    assert [(f.code, f.severity) for f in findings] == [("EPB001", Severity.NOTE)]
    page = pages(book(document))["text-001.xhtml"]
    assert not [a for a in page.iter(f"{XHTML}a") if "near" in a.attrib["href"]]
    assert "near" in "".join(page.itertext())


def test_nothing_is_fetched_from_outside_the_book() -> None:
    for page in pages(book(long_document())).values():
        sources = [e.get("src", "") for e in page.iter()]
        sheets = [e.attrib["href"] for e in page.iter(f"{XHTML}link")]
        assert not [address for address in sources + sheets if ":" in address]


def reflowing(epub: ZipFile) -> list[Element]:
    return [
        each
        for page in pages(epub).values()
        for each in page.iter(f"{XHTML}div")
        if each.get("class", "").startswith("reflow")
    ]


def test_tables_stack_at_the_breadth_that_their_words_need() -> None:
    words = (
        "a",
        "considerably",
        "1,085,400 1,136,250 and a long tail of words that wraps in lines",
    )
    cells = tuple(td(word) for word in words)
    tables = [Table((), (), ((Row(cells[:count]),),)) for count in (1, 2, 3)]
    tables.append(Table((), (), ((Row((Cell((tables[0],)),)),),)))
    epub = book(replace(DOCUMENT, blocks=tuple(tables)))
    steps = [each.attrib["class"] for each in reflowing(epub)]
    assert steps == [f"reflow fit-{step}" for step in ("6", "10", "16", "any", "6")]
    css = epub.read("EPUB/style.css").decode()
    for step in steps:
        assert f".{step.split()[-1]} > table" in css
    assert "(max-width: 12.8em)" in css


def test_cells_of_stacked_rows_say_their_headers_and_what_reaches_into_the_row() -> None:
    head = Row((th("Region", Scope.COLUMN), th("Sales", Scope.COLUMN)))
    rows = (Row((th("North", Scope.ROW, rowspan=2), td("1"))), Row((td("2"),)))
    table = Table((), (head,), (rows,))
    (wrapper,) = reflowing(book(replace(DOCUMENT, blocks=(table,))))
    assert "labelled" in wrapper.attrib["class"].split()
    labels = [each.get("data-label") for each in wrapper.iter() if each.get("data-label")]
    assert labels == ["Region: ", "Sales: ", "Sales: "]
    above = [each.get("data-above") for each in wrapper.iter(f"{XHTML}tr")]
    assert above == [None, None, "North"]
    roles = [each.get("role") for each in wrapper.iter() if each.tag != f"{XHTML}div"]
    assert roles == [
        *("table", "rowgroup", "row", "columnheader", "columnheader"),
        *("rowgroup", "row", "rowheader", "cell", "row", "cell"),
    ]


@pytest.mark.parametrize(("caption", "role"), [("Sales", "table"), (LINK, None)])
def test_a_table_whose_caption_holds_a_link_is_one_by_its_name(
    caption: str | Link, role: str | None
) -> None:
    """Checkers fail a table that says its role and has a link in its caption."""
    table = Table(inlines(caption), (), ((Row((td("1"),)),),))
    (wrapper,) = reflowing(book(replace(DOCUMENT, blocks=(table,))))
    assert [each.get("role") for each in wrapper.iter(f"{XHTML}table")] == [role]
    assert [each.get("role") for each in wrapper.iter(f"{XHTML}td")] == ["cell"]


def test_a_header_row_with_a_link_stays_in_sight_when_rows_stack() -> None:
    head = Cell((Paragraph((LINK,)),), Scope.COLUMN)
    table = Table((), (Row((head,)),), ((Row((td("1"),)),),))
    (wrapper,) = reflowing(book(replace(DOCUMENT, blocks=(table,))))
    assert "labelled" not in wrapper.attrib["class"]


def formula(tex: str, *, display: bool = False) -> Math:
    mathml = to_mathml(tex, display)
    assert mathml is not None
    return Math(tex, display, mathml, "x")


def test_long_formulas_break_among_words_and_shrink_on_lines_of_their_own() -> None:
    long = "a_1 + a_2 + a_3 + a_4 + a_5 + a_6 + a_7 + a_8"
    blocks = [p(formula(tex)) for tex in ("x + y", long)]
    blocks += [p(formula(tex, display=True)) for tex in ("x + y", long, " + ".join([long] * 9))]
    page = pages(book(with_blocks(*blocks)))["text-001.xhtml"]
    around = {child: parent for parent in page.iter() for child in parent}
    formulas = [each for each in page.iter() if each.tag.endswith("}math")]
    kinds = [around[each].get("class") for each in formulas]
    assert kinds == [None, "breaks", "formula", "formula fit-16", "formula fit-any"]


def test_what_stands_above_another_adds_no_breadth() -> None:
    tall = r"\frac{1 + 2 + 3 + 4}{a + b}", r"\begin{matrix} 1 + 2 + 3 + 4 \\ 5 \end{matrix}"
    for tex in tall:
        mathml = to_mathml(tex, display=False)
        assert mathml is not None
        assert breadth(formula_element(Math(tex, False, mathml, "x"))) == 7 * 0.75


def test_the_smallest_letters_of_a_formula_are_legible() -> None:
    sizes = re.findall(r"math \{ font-size: clamp\(([\d.]+)em", reflow_rules())
    assert len(sizes) == (len(STEPS) + 1) * 2
    # Only where a formula cannot go on in the next line do letters get so small that it is whole.
    assert set(zip(sizes[::2], sizes[1::2], strict=True)) == {("0.6", "0.35")}
