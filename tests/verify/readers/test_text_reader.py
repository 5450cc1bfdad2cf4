"""Plain text: what its conventions tell a listener, and that each line is the expected one."""

from random import Random

import pytest
from every_node import APART, DOCUMENT, INLINE, LISTS, TABLES, inlines, items, link, p, td, th
from msgspec.structs import replace
from text_conventions import read

from docforge.conformance import FAULTLESS
from docforge.document import (
    CALLOUT_KINDS,
    Block,
    Callout,
    Cell,
    Code,
    CodeBlock,
    Definition,
    DefinitionList,
    Details,
    Document,
    Figure,
    LineBreak,
    Link,
    List,
    ListItem,
    Meta,
    Numbering,
    Position,
    Quotation,
    Row,
    Scope,
    Table,
)
from docforge.export import Format, Rendering
from docforge.formats.text import render
from docforge.style import Words, load_style, load_words
from docforge.verify.entries import OBJECT, EntryKind, Outline
from docforge.verify.expected_text import expected_outline
from docforge.verify.outline import outline
from docforge.verify.readback import read_back
from docforge.verify.readers import text
from docforge.verify.tolerances import carried

STYLE = load_style("briefing")
WORDS = load_words("en")


def document(*blocks: Block, lang: str = "en") -> Document:
    return Document(Meta(inlines("T"), lang), blocks)


def text_of(told: Document) -> str:
    return render(told, STYLE, standing=FAULTLESS).content.decode()


def assert_expected(told: Document, words: Words = WORDS) -> None:
    """Every line of the text is the one that is worked out from the document."""
    assert text.read(text_of(told).encode(), words) == expected_outline(told, words)


def heard(said: str, words: Words = WORDS) -> Outline:
    """What is heard behind the title."""
    return read(f"T\n\n{said}".encode(), words)[1:]


def kinds(said: str) -> list[EntryKind]:
    return [entry.kind for entry in heard(said)]


def test_what_is_heard_is_what_the_outline_states_but_for_the_tolerances() -> None:
    stated = outline(DOCUMENT, STYLE)
    told = carried(read(text_of(DOCUMENT).encode(), WORDS), Format.TEXT)
    assert {entry.kind for entry in carried(stated, Format.TEXT)} == {entry.kind for entry in told}


@pytest.mark.parametrize("lang", ["en", "ar", "cy", "fr", "ja", "ko", "zh-Hans", "th"])
def test_every_language_is_read_by_its_own_words(lang: str) -> None:
    told = Document(
        Meta(inlines("T"), lang, contact="a@example.org"),
        DOCUMENT.blocks,
        DOCUMENT.notes,
        DOCUMENT.assets,
    )
    words = load_words(lang)
    assert_expected(told, words)
    found = {entry.kind for entry in read(text_of(told).encode(), words)}
    assert found >= {
        EntryKind.TABLE,
        EntryKind.CALLOUT,
        EntryKind.NOTE,
        EntryKind.IMAGE,
        EntryKind.FORMULA,
        EntryKind.CODE,
    }


def test_headings_have_their_level() -> None:
    (entry,) = heard("Heading 3: Lists")
    assert (entry.kind, entry.text, entry.fact("level")) == (EntryKind.HEADING, "Lists", "3")


def test_items_have_their_number_state_and_depth() -> None:
    outline = heard("- Done: a\n- b\n  iv. c\n\n     d")
    items = [entry for entry in outline if entry.kind is EntryKind.ITEM]
    assert [entry.fact("number") for entry in items] == ["", "", "iv"]
    assert [entry.fact("state") for entry in items] == ["Done:", "", ""]
    assert [len(entry.within) for entry in items] == [1, 1, 3]


def test_values_have_the_headers_before_their_colon() -> None:
    table = "Table: Rates\nRows: 1\nColumns: At 9: 00; Name\n\nRow 1\n  At 9: 00: a: b\n  Name: c"
    cells = [entry for entry in heard(table) if entry.fact("headers")]
    assert [(cell.fact("headers"), cell.text) for cell in cells] == [
        ("At 9: 00", "a: b"),
        ("Name", "c"),
    ]


def test_a_number_is_a_link_only_when_the_list_has_it() -> None:
    outline = heard("See [1] and [7].\n\nHeading 2: Links\n\n[1] https://example.org/")
    assert outline[0].text == f"See {OBJECT} and [7]."
    assert (outline[1].text, outline[1].fact("target")) == ("See", "https://example.org/")


def test_a_heading_of_the_documents_own_that_reads_links_is_its_own() -> None:
    assert kinds("Heading 2: Links\n\nSee our site.") == [EntryKind.HEADING, EntryKind.PARAGRAPH]


@pytest.mark.parametrize(
    "words",
    [
        "Heading 2: Mine",
        "Note: prices rise",
        "Table: 3",
        "End of Table",
        "3. item",
        "- item",
        "Row 1",
        "Code:",
        "[Note 1]",
        "Section break",
        "Contact: us",
    ],
)
def test_words_that_look_like_a_label_do_not_block_a_document(words: str) -> None:
    told = document(p("First."), p(words), p("Last."))
    assert_expected(told)


def test_a_link_without_words_is_its_address() -> None:
    told = document(p(Link((), link("", "https://example.org/").target)))
    assert_expected(told)


def nested(chance: Random, depth: int = 0) -> Block:
    """A block of the sample, or several of them in one another."""
    if depth > 3 or chance.random() < 0.4:
        return chance.choice((*INLINE, *LISTS, *TABLES, *APART))
    below = tuple(nested(chance, depth + 1) for _ in range(chance.randint(1, 3)))
    row = Row((th("Name", Scope.ROW), Cell(below), td("1")))
    kinds: tuple[Block, ...] = (
        List(chance.choice(list(Numbering)), (ListItem(below), *items("one")), tight=depth > 1),
        DefinitionList((Definition((inlines("Term"),), (below, (p("More."),))),)),
        Quotation(below),
        Callout(CALLOUT_KINDS["tip"], inlines("Tip of the day"), below),
        Details(inlines("Summary"), below),
        Figure(below, inlines("Figure 1. Rain")),
        Table((), (), ((row,),)),
    )
    return chance.choice(kinds)


@pytest.mark.sampled(4)
@pytest.mark.parametrize("seed", range(40))
def test_blocks_are_read_wherever_they_stand(seed: int) -> None:
    chance = Random(seed)
    told = replace(DOCUMENT, blocks=tuple(nested(chance) for _ in range(4)))
    assert_expected(told)


@pytest.mark.parametrize("seed", range(40))
def test_odd_white_space_is_said_in_one_way(seed: int) -> None:
    """Other white space than the one that was expected blocks a document: there is no tolerance."""
    chance = Random(seed)
    odd = [
        "a",
        "b",
        " ",
        "  ",
        *"\t\n\u00a0\u2003\u3000\u2028\u2029\u200b\u200d\u00ad\u0085\x0b\x0c\r",
    ]

    def word() -> str:
        return "".join(chance.choices(odd, k=12))

    code = replace(next(node for node in APART if isinstance(node, CodeBlock)), text=word())
    blocks = (p(word()), p(word(), Code(word()), LineBreak(), word()), code, p("Last."))
    assert_expected(Document(Meta(inlines(word()), "en", subtitle=word()), blocks))


def test_a_difference_has_the_line_of_the_source() -> None:
    blocks = (
        replace(p("One."), position=Position(3, 1)),
        List(
            Numbering.BULLET,
            (ListItem((replace(p("Two."), position=Position(5, 3)),), position=Position(5, 1)),),
        ),
    )
    content = text_of(document(*blocks)).replace("Two", "Three").encode()
    (found,) = read_back(
        document(*blocks), STYLE, [Rendering(Format.TEXT, content)], standing=FAULTLESS
    )[0].verdict.findings
    assert (found.code, found.where.line) == ("RBK003", 5)
    assert "reads “- Three.” and not “- Two.” in the plain text" in found.message


@pytest.mark.parametrize("said", ["", "\n\n", "  \n  x", "a\n  b\n      c\n\n\n  d"])
def test_any_text_can_be_read(said: str) -> None:
    assert isinstance(read(said.encode(), WORDS), tuple)
    assert isinstance(text.read(said.encode(), WORDS), tuple)
