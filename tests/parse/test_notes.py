"""Notes: found wherever Markdown lets them stand, read once each, however they are knotted."""

from typing import Literal

import pytest
from reading import parse_text

from docforge.document import (
    CodeBlock,
    Language,
    Link,
    NoteReference,
    Paragraph,
    Phrase,
    Text,
    plain_text,
    walk,
)
from docforge.errors import UnreadableSource
from docforge.parse import Parsed
from docforge.source.config import Settings

Dialect = Literal["commonmark_x", "govspeak", "gfm"]
DIALECTS: tuple[Dialect, ...] = ("commonmark_x", "govspeak", "gfm")


def _parsed(text: str, dialect: Dialect = "commonmark_x") -> Parsed:
    return parse_text(text, Settings(title="A title", lang="en-GB", dialect=dialect))


def _words(node: object) -> str:
    return " ".join(child.text for child in walk(node) if isinstance(child, Text))


def _notes(parsed: Parsed) -> list[tuple[str, int]]:
    return [(_words(note), note.references) for note in parsed.document.notes]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "source",
    [
        "a[^n]\n\n[^n]: note",
        "[^n]: note\n\na[^N]",
        "a[^n]\n\n> [^n]: note",
        "a[^n]\n\n- one\n\n  [^n]: note",
        "a[^n]\n\n1. > - [^n]: note",
        "> - a[^n]\n\n[^n]: note",
        "**a.**[^n]\n\n[^n]: note",
        "~~a~~[^n]\n\n[^n]:\n    note",
        "*a*[^a b]\n\n[^A  b]: note",
        "a[^\\]]\n\n[^\\]]: note",
        "a[^n]\n\n[^n]: note\n[^n]: the second of a name does not count",
        "a[^n]\n\n```\nnever closed\n\n[^n]: note",
        "a[^n]: b\n\n[^n]: note",
    ],
)
def test_a_note_is_found_where_it_stands(source: str, dialect: Dialect) -> None:
    found = _notes(_parsed(source, dialect))
    assert found == ([] if "never closed" in source else [("note", 1)])


def test_a_quotation_that_held_only_a_note_is_not_left_behind_empty() -> None:
    blocks = _parsed("a[^n]\n\n> [^n]: note\n\n>\n\n<blockquote></blockquote>\n").document.blocks
    assert [type(block) for block in blocks] == [Paragraph]


def test_places_are_those_of_the_source() -> None:
    parsed = _parsed("one\n\ntwo[^n] *three* <blink>x</blink>\n\n[^n]: *a* <blink>y</blink>\n")
    assert [(f.where.line, f.where.column) for f in parsed.findings] == [(3, 17), (5, 11)]
    (reference,) = (n for n in walk(parsed.document.blocks) if isinstance(n, NoteReference))
    assert (reference.position.line, reference.position.column) == (3, 4)


def test_what_is_no_reference_stays_as_it_was_written() -> None:
    parsed = _parsed(
        '# Head[^n]\n\n`[^n]` [x](https://e.org/[^n] "[^N]") [^no] <i title="[^n]">i</i>\n\n'
        '```\n[^n]: see [^n]\n```\n\n[^n]: note with `[^n]: "x"`\n'
    )
    blocks = parsed.document.blocks
    assert _notes(parsed)[0][1] == 1
    assert [node.text for node in walk(blocks) if isinstance(node, CodeBlock)] == ["[^n]: see [^n]"]
    words = plain_text(blocks[1].children)  # type: ignore[union-attr]
    assert words.startswith("[^n] x [^no] i")
    (link,) = (node for node in walk(blocks) if isinstance(node, Link))
    assert "[^n]" in str(link.target).replace("%5B", "[").replace("%5E", "^").replace("%5D", "]")
    assert blocks[0].ident == "head"  # type: ignore[union-attr]
    assert not any(0xE000 <= ord(c) <= 0xF8FF or ord(c) >= 0xF0000 for c in repr(parsed))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_note_can_refer_to_another(dialect: Dialect) -> None:
    parsed = _parsed("a[^1] b[^2]\n\n[^1]: one[^2]\n\n[^2]: two[^3]\n\n[^3]: three", dialect)
    assert _notes(parsed) == [("one", 1), ("two", 2), ("three", 1)]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_chain_of_notes_that_doubles_takes_no_longer_than_its_length(dialect: Dialect) -> None:
    chain = "".join(f"[^{n}]: a[^{n + 1}] b[^{n + 1}]\n\n" for n in range(30))
    parsed = _parsed(f"start[^0]\n\n{chain}[^30]: end\n", dialect)
    assert [references for _, references in _notes(parsed)] == [1, *[2] * 30]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "source",
    [
        "a[^a]\n\n[^a]: see [^a]",
        "a[^a]\n\n> [^a]: see [^a]",
        "a[^a]\n\n- x\n\n  [^a]: see [^A]",
        "a[^a]\n\n[^a]: see [^b]\n\n> 1. [^b]: > see [^a]",
        "a[^a b]\n\n[^a b]: see [^a b]",
    ],
)
def test_a_circle_is_refused_with_its_line(source: str, dialect: Dialect) -> None:
    with pytest.raises(
        UnreadableSource, match=r":\d+:1 the note \[\^[ab ]+\] leads back to itself"
    ):
        _parsed(source, dialect)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "source",
    [
        "> [^a]: see [^a]",
        "```markdown\n[^1]: A note that names itself [^1].\n```",
        "    [^1]: see [^1]\n\n`[^1]: [^1]`",
        "a[^1]\n\n[^1]: one\n\n```\n[^1]: see [^1]\n```",
        "a[^1]\n\n[^1]: write `[^1]`",
    ],
)
def test_what_only_looks_like_a_circle_is_read(source: str, dialect: Dialect) -> None:
    assert len(_notes(_parsed(source, dialect))) <= 1


@pytest.mark.parametrize("mark", ["~~[^1]~~", "**[^1]**", "[[^1]]{lang=cy}"])
def test_a_mark_that_held_a_note_alone_is_not_left_empty_in_a_title_or_a_link(mark: str) -> None:
    note = "\n\n[^1]: Note.\n"
    title = parse_text(
        f"Text.\n\n#### Part {mark}{note}", Settings(lang="en-GB")
    ).document.meta.title
    link = _parsed(f"[Part {mark}](https://example.org/){note}").document.blocks
    for nodes in (title, link):
        marked = [node for node in walk(nodes) if isinstance(node, Phrase | Language)]
        assert [node for node in marked if not node.children] == []


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "source",
    [
        "| a[^1] | b |\n|---|---|\n| c | d[^2] |\n\nTable: Words[^3]",
        "<div>One[^1]</div>\n\nTwo[^2]\n\n<section>\n\nThree[^1]\n\n</section>\n\nFour[^2]",
        "<div>One[^1]\n\nTwo[^2]\n\nThree[^1]</div>\n\n- <p>Four[^3]</p>\n- Five[^1]",
    ],
)
def test_notes_and_their_marks_are_counted_in_the_order_in_which_they_are_read(
    source: str, dialect: Dialect
) -> None:
    notes = "\n\n[^1]: First.\n\n[^2]: Second.\n\n[^3]: Third.\n"
    document = _parsed(source + notes, dialect).document
    marks = [node for node in walk(document.blocks) if isinstance(node, NoteReference)]
    met = list(dict.fromkeys(mark.note for mark in marks))
    assert met == list(range(len(document.notes)))
    for number in met:
        occurrences = [mark.occurrence for mark in marks if mark.note == number]
        assert occurrences == list(range(1, document.notes[number].references + 1))
