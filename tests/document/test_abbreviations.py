"""Short forms are followed by their long form once, where people read."""

import pytest

from docforge.document import (
    Abbreviation,
    Block,
    Cell,
    Document,
    Heading,
    Inline,
    Link,
    List,
    ListItem,
    Meta,
    Note,
    Numbering,
    Paragraph,
    Phrase,
    PhraseKind,
    Row,
    Table,
    Text,
)
from docforge.document.abbreviations import explained

LONG = "gross value added"


def gva() -> Abbreviation:
    return Abbreviation("GVA", LONG)


def told(*blocks: Block, notes: tuple[Note, ...] = ()) -> frozenset[int]:
    return explained(Document(Meta((Text("T"),), "en"), blocks, notes))


def p(*children: Inline) -> Paragraph:
    return Paragraph(children)


def test_the_first_use_is_explained_and_no_other() -> None:
    first, second = gva(), gva()
    assert told(p(Text("The "), first), p(second)) == {id(first)}


def test_another_meaning_of_the_same_letters_is_explained_too() -> None:
    first, other = gva(), Abbreviation("GVA", "Geneva airport")
    assert told(p(first), p(other)) == {id(first), id(other)}


@pytest.mark.parametrize(
    ("before", "after"),
    [("Gross value added (", ")"), ("", " (gross value added)"), ("gross value added, ", "")],
    ids=["before in brackets", "behind", "apart"],
)
def test_what_the_writer_explains_is_not_explained_again(before: str, after: str) -> None:
    first, second = gva(), gva()
    found = told(p(Text(before), Phrase(PhraseKind.STRONG, (first,)), Text(after)), p(second))
    assert found == ({id(first)} if before.endswith(", ") else frozenset())


def test_headings_tables_and_links_keep_their_words() -> None:
    use = gva()
    table = Table((), (), ((Row((Cell((p(gva()),)),)),),))
    blocks: list[Block] = [Heading(2, (gva(),), "h"), table, p(Link((gva(),), None))]
    assert told(*blocks, List(Numbering.BULLET, (ListItem((p(use),)),))) == {id(use)}


def test_notes_come_behind_the_text() -> None:
    use, in_note = gva(), gva()
    assert told(p(use), notes=(Note((p(in_note),), 1),)) == {id(use)}
