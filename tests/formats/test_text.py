"""Plain text: what a listener hears and a braille reader feels."""

from pathlib import Path

import pytest
from every_node import APART, DOCUMENT, INLINE, LISTS, TABLES, inlines, link, p, phrase, td, th
from msgspec.structs import replace

from docforge.conformance import FAULTLESS, UNCLAIMED
from docforge.document import (
    CALLOUT_KINDS,
    Abbreviation,
    Block,
    Callout,
    Decorative,
    Definition,
    DefinitionList,
    Delimiter,
    Division,
    Document,
    Heading,
    Image,
    Internal,
    LineBreak,
    Link,
    List,
    ListItem,
    Math,
    Meta,
    Note,
    NoteReference,
    Numbering,
    Paragraph,
    PhraseKind,
    Row,
    Scope,
    Sibling,
    Table,
    Text,
)
from docforge.findings import Severity
from docforge.formats.text import render
from docforge.formats.text.marks import list_mark, tidy
from docforge.style import load_style

CASES = Path(__file__).parent / "text"
SECTIONS: dict[str, tuple[Block, ...]] = {
    "inlines": INLINE,
    "lists": LISTS,
    "tables": TABLES,
    "apart": APART,
}


def rendered(document: Document) -> str:
    return render(document, load_style("briefing"), standing=FAULTLESS).content.decode()


def told(*blocks: Block, lang: str = "en") -> str:
    """The text of `blocks` without the title."""
    return rendered(Document(Meta(inlines("T"), lang), blocks)).removeprefix("T\n\n").rstrip("\n")


@pytest.mark.parametrize("name", SECTIONS)
def test_the_text_of_each_kind_of_node_is_as_agreed(name: str) -> None:
    document = replace(DOCUMENT, meta=Meta(inlines(name), "en"), blocks=SECTIONS[name])
    assert rendered(document) == (CASES / f"{name}.txt").read_text(encoding="utf-8")


def test_the_text_of_a_whole_document_is_as_agreed() -> None:
    assert rendered(DOCUMENT) == (CASES / "whole.txt").read_text(encoding="utf-8")


def test_lines_end_in_lf_without_trailing_spaces_and_the_file_in_one_line_end() -> None:
    text = rendered(DOCUMENT)
    assert "\r" not in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert [line for line in text.split("\n") if line != line.rstrip()] == []


def test_the_same_document_gives_the_same_bytes() -> None:
    assert rendered(DOCUMENT) == rendered(DOCUMENT)


def test_two_blank_lines_stand_before_headings_and_nowhere_else() -> None:
    lines = rendered(DOCUMENT).split("\n")
    after_two = [lines[n] for n in range(2, len(lines)) if lines[n - 2 : n] == ["", ""]]
    assert after_two
    assert all(line.startswith("Heading ") for line in after_two)


def test_a_heading_at_the_start_or_in_a_division_has_its_two_blank_lines() -> None:
    heading = Heading(2, inlines("Scope"), "scope")
    assert rendered(Document(Meta(inlines("T"), "en"), (Division((heading,)),))) == (
        "T\n\n\nHeading 2: Scope\n"
    )


def test_furniture_is_in_the_language_of_the_document() -> None:
    text = told(Callout(CALLOUT_KINDS["warning"], (), (p("Obacht."),)), lang="de")
    assert not text.startswith("Warning:")
    assert text.endswith("Obacht.")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("co\u00adoperate", "cooperate"),
        ("a\u200bb\u2060c\ufeffd", "abcd"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("👩\u200d⚕\ufe0f", "👩\u200d⚕\ufe0f"),
        ("ភាសា\u200bខ្មែរ", "ភាសា\u200bខ្មែរ"),
        ("ab\u200fc", "ab\u200fc"),
        ("a\u0007b", "ab"),
        ("a  b", "a b"),
    ],
)
def test_invisible_characters_stay_only_where_a_script_needs_them(text: str, kept: str) -> None:
    assert tidy(text) == kept


@pytest.mark.parametrize(
    ("numbering", "number", "mark"),
    [
        (Numbering.BULLET, 4, "-"),
        (Numbering.DECIMAL, 0, "0."),
        (Numbering.LOWER_ALPHA, 26, "z."),
        (Numbering.LOWER_ALPHA, 28, "ab."),
        (Numbering.UPPER_ALPHA, 3, "C."),
        (Numbering.LOWER_ROMAN, 49, "xlix."),
        (Numbering.UPPER_ROMAN, 1994, "MCMXCIV."),
        (Numbering.UPPER_ROMAN, 0, "0."),
        (Numbering.UPPER_ROMAN, 4000, "4000."),
    ],
)
def test_list_marks_count_as_the_source_does(numbering: Numbering, number: int, mark: str) -> None:
    assert list_mark(numbering, number, Delimiter.PERIOD) == mark


@pytest.mark.parametrize(
    ("before", "raised", "text"),
    [
        ("x", "2", "x²"),
        ("10", "-3", "10⁻³"),
        ("2", "n", "2ⁿ"),
        ("1", "st", "1st"),
        ("M", "me", "Mme"),
        ("2", "e", "2e"),
        ("1", "o", "1º"),
        ("2", "x", "2^(x)"),
        ("x", "1/2", "x^(1/2)"),
    ],
)
def test_superscripts_keep_their_meaning(before: str, raised: str, text: str) -> None:
    assert told(p(before, phrase(PhraseKind.SUPERSCRIPT, raised))) == text


def test_an_abbreviation_is_expanded_once_and_not_where_the_writer_does() -> None:
    html = Abbreviation("HTML", "Hypertext Markup Language")
    css = Abbreviation("CSS", "Cascading Style Sheets")
    text = told(
        p(html, " and ", html),
        p("Cascading Style Sheets (", css, "), then ", css),
    )
    assert text == (
        "HTML (Hypertext Markup Language) and HTML\n\nCascading Style Sheets (CSS), then CSS"
    )


def test_a_link_whose_text_is_its_address_gets_no_number() -> None:
    text = told(
        p(link("www.example.org", "https://www.example.org/")),
        p(link("a@example.org", "mailto:a@example.org")),
        p(link("+44 20 1234", "tel:+44201234")),
    )
    assert text == "www.example.org\n\na@example.org\n\n+44 20 1234"


def test_a_link_inside_the_document_names_the_heading_that_it_leads_to() -> None:
    heading = Heading(2, inlines("Scope of the rules"), "scope")
    text = told(
        heading,
        p(Link(inlines("see below"), Internal("scope"))),
        p(Link(inlines("the scope of the rules"), Internal("scope"))),
    )
    assert text.endswith("see below (see Scope of the rules)\n\nthe scope of the rules")


def test_a_link_to_a_neighbour_without_address_is_a_finding_and_with_one_is_numbered() -> None:
    near = Link(inlines("near"), Sibling("../near/near", "", None))
    far = Link(inlines("far"), Sibling("../far/far", "", "https://example.org/far.html"))
    document = Document(Meta(inlines("T"), "en"), (p(near, ", ", far),))
    rendering = render(document, load_style("briefing"), standing=UNCLAIMED)
    assert "near, far [1]" in rendering.content.decode()
    assert "[1] https://example.org/far.html\n" in rendering.content.decode()
    assert [(f.code, f.severity) for f in rendering.findings] == [("TXT001", Severity.NOTE)]
    assert "../near/near" in rendering.findings[0].message


def test_an_image_says_what_it_shows_or_that_nobody_has_said_it() -> None:
    assert told(Paragraph((Image("A map", "a", "a.png"),))) == "Image: A map"
    assert told(Paragraph((Image(None, "a", "a.png"),))) == "Image without description: a.png"
    assert told(Paragraph((Image(None, None, "a.png"),))) == "Image not available: a.png"
    assert told(p("x"), Paragraph((Image(Decorative(), "a", "a.png"),))) == "x"


def test_a_callout_whose_title_begins_with_its_kind_does_not_say_it_twice() -> None:
    text = told(Callout(CALLOUT_KINDS["note"], inlines("Note for editors"), (p("Text"),)))
    assert text == "Note for editors\n\n  Text"


def test_empty_items_cells_and_tables_lose_nothing_and_break_nothing() -> None:
    table = Table((), (Row((th("A", Scope.COLUMN),)),), ())
    empty = List(Numbering.DECIMAL, (ListItem(()), ListItem((p("x"),))))
    assert told(table, empty) == "Table:\nRows: 0\nColumns: A\n\nEnd of Table\n\n1.\n2. x"


def test_a_cell_over_several_rows_is_told_in_each_of_them() -> None:
    table = Table(
        (),
        (Row((th("Region", Scope.COLUMN), th("Sum", Scope.COLUMN))),),
        ((Row((th("North", Scope.ROW, rowspan=2), td("1"))), Row((td("2"),))),),
    )
    assert told(table).count("  Region: North") == 2


def test_the_headers_of_a_row_come_before_its_values_wherever_they_stand() -> None:
    head = (th("Sum", Scope.COLUMN), th("Region", Scope.COLUMN))
    text = told(Table((), (Row(head),), ((Row((td("1"), th("North", Scope.ROW))),),)))
    assert "Row 1\n  Region: North\n  Sum: 1" in text


def test_notes_and_links_in_a_header_are_told_once_and_not_with_every_value() -> None:
    header = replace(th("", Scope.COLUMN), blocks=(p(link("Sum", "https://example.org/s")),))
    body = (Row((td("1"),)), Row((td("2"),)))
    text = told(Table((), (Row((header,)),), (body,)))
    assert "Columns: Sum [1]" in text
    assert "  Sum: 1" in text


def test_values_without_any_header_are_told_by_column() -> None:
    text = told(Table((), (), ((Row((td("a"), td("b"))),),)))
    assert "  Column 1: a\n  Column 2: b" in text


def test_a_cell_with_several_blocks_stands_under_its_header() -> None:
    items = List(Numbering.BULLET, (ListItem((p("x"),)), ListItem((p("y"),))))
    cell = replace(td(), blocks=(items,))
    text = told(Table((), (Row((th("Steps", Scope.COLUMN),)),), ((Row((cell,)),),)))
    assert "  Steps:\n    - x\n    - y" in text


def test_literal_text_stays_as_it_is() -> None:
    assert told(p(Text("2 * 3 < 7 & _x_ # `y`"))) == "2 * 3 < 7 & _x_ # `y`"


def test_a_number_in_brackets_that_the_document_uses_is_no_number_of_a_link() -> None:
    shown = told(p("As shown [1], see ", link("rates", "https://example.org/"), "."))
    assert "As shown [1], see rates [2].\n" in shown
    assert "[2] https://example.org/" in shown


def test_several_line_breaks_in_a_row_do_not_part_a_paragraph() -> None:
    assert told(p("one", LineBreak(), LineBreak(), "two")) == "one\ntwo"


def test_a_formula_is_told_as_it_is_spoken_and_its_tex_only_when_nobody_can_speak_it() -> None:
    assert told(p(Math("a\n+ b", True, "<math/>", "a plus b"))) == "Formula: a plus b"
    assert told(p(Math(r"\odd", True, None, ""))) == r"Formula: \odd"


def test_what_the_writer_marked_is_said() -> None:
    marked = phrase(PhraseKind.HIGHLIGHT, "12")
    assert told(p("from ", marked, " to 14")) == "from [marked: 12] to 14"


@pytest.mark.parametrize(
    ("title", "text", "told_text"),
    [
        ("14. Measuring how we do", "Section 14", "Section 14"),
        ("8.4 Your own devices", "section 8.4", "section 8.4"),
        ("8.4 Your own devices", "section 8", "section 8 (see 8.4 Your own devices)"),
        ("8 Devices", "section 8.4", "section 8.4 (see 8 Devices)"),
        ("Annex A: Records", "annex a", "annex a"),
        ("Records of sales", "records", "records (see Records of sales)"),
    ],
)
def test_a_reference_that_names_its_heading_is_not_doubled(
    title: str, text: str, told_text: str
) -> None:
    reference = p(Link(inlines(text), Internal("x")))
    assert told(Heading(2, inlines(title), "x"), reference).rpartition("\n")[2] == told_text


@pytest.mark.parametrize(
    ("text", "url", "told_text"),
    [
        ("call 01632 960 120", "tel:+441632960120", "call 01632 960 120"),
        ("extension 120", "tel:+441632960120", "extension 120 (+441632960120)"),
        ("write to a@example.org", "mailto:a@example.org?subject=x", "write to a@example.org"),
        ("write to us", "mailto:a@example.org?subject=x", "write to us (a@example.org)"),
        ("see example.org", "https://www.example.org/", "see example.org"),
    ],
)
def test_an_address_that_the_words_say_is_not_said_again(
    text: str, url: str, told_text: str
) -> None:
    assert told(p(link(text, url))) == told_text


def test_labels_in_a_passage_are_in_its_language_but_headings_and_notes_are_searched_for() -> None:
    warning = Callout(CALLOUT_KINDS["warning"], (), (p("Peidiwch.", NoteReference(0, 1)),))
    tasks = List(Numbering.BULLET, (ListItem((p("Cau."),), checked=True),), tight=True)
    passage = Division((Heading(2, inlines("Nawr"), "nawr"), warning, tasks), "cy")
    after = Callout(CALLOUT_KINDS["note"], (), (p("English again."),))
    document = Document(Meta(inlines("T"), "en"), (passage, after), (Note((p("N."),), 1),))
    assert rendered(document).startswith(
        "T\n\n\nHeading 2: Nawr\n\nRhybudd: Peidiwch. [Note 1]\n\n- Wedi'i wneud: Cau.\n\n"
        "Note: English again.\n"
    )


def test_lists_in_arabic_have_arabic_commas() -> None:
    head = Row((th("الخدمة", Scope.COLUMN), th("الرسم", Scope.COLUMN)))
    assert "الخدمة؛ الرسم" in told(Table((), (head,), ((Row((td("1"), td("2"))),),)), lang="ar")


def test_descriptions_of_one_term_that_are_more_than_a_paragraph_stand_apart() -> None:
    fruit = List(Numbering.BULLET, (ListItem((p("a"),)), ListItem((p("b"),))), tight=True)
    table = Table((), (), ((Row((td("1"),)),),))
    several = Definition((inlines("Berth"),), ((fruit,), (table,), (p("c"),), (p("d"),)))
    lines = told(DefinitionList((several,))).splitlines()
    assert lines[:4] == ["Berth", "  - a", "  - b", ""]
    assert lines[lines.index("  End of Table") :] == ["  End of Table", "", "  c", "  d"]


def test_a_label_that_ends_in_a_sign_has_no_second_one() -> None:
    note = CALLOUT_KINDS["note"]
    assert told(Callout(note, (), (p("a"), p("b"))), lang="sv").startswith("Obs!\n")
    assert told(Callout(note, (), (p("a"),)), lang="sv") == "Obs! a"
    assert told(Callout(note, inlines("T"), (p("a"), p("b"))), lang="sv").startswith("Obs! T\n")
