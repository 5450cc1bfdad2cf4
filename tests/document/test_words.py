"""What counts as saying something, and trees that are walked and rewritten."""

import sys

import pytest

from docforge.document import (
    Abbreviation,
    Anchor,
    Code,
    CodeBlock,
    Decorative,
    Image,
    Inline,
    Language,
    LineBreak,
    Link,
    Math,
    Node,
    NoteReference,
    Paragraph,
    Phrase,
    PhraseKind,
    Quotation,
    Siblings,
    Text,
    depth,
    plain_text,
    rewrite_each,
    says_something,
    unlinked,
    walk,
)

_STRONG = PhraseKind.STRONG


@pytest.mark.parametrize(
    "node",
    [
        Text("VAT"),
        Abbreviation("VAT", "Value added tax"),
        Code("vat"),
        Math("x", False, None, "x"),
        Image("A map", None, "map.png"),
        Link((Text("VAT"),), None),
        Phrase(_STRONG, (Language((Phrase(_STRONG, (Text("TVA"),)),), "fr", "ltr"),)),
    ],
)
def test_words_say_something_however_they_are_marked(node: Inline) -> None:
    assert says_something((node,))
    assert says_something(Paragraph((node,)))


@pytest.mark.parametrize(
    "node",
    [
        Text(" \N{NO-BREAK SPACE}"),
        Code(" "),
        LineBreak(),
        Anchor("here"),
        NoteReference(0, 1),
        Image(Decorative(), None, "line.png"),
        Image(None, None, "map.png"),
        Phrase(_STRONG, (Text(" "),)),
    ],
)
def test_marks_without_words_say_nothing(node: Inline) -> None:
    assert not says_something((node,))
    assert not says_something(Paragraph((node,)))


def test_a_block_of_code_says_something() -> None:
    assert says_something((CodeBlock("a = 1"),))
    assert not says_something((CodeBlock("\n"),))


def _deep(levels: int) -> Quotation:
    node = Quotation((Paragraph((Text("innermost"),)),))
    for _ in range(levels):
        node = Quotation((node,))
    return node


def test_no_depth_is_too_much_to_walk_or_to_rewrite() -> None:
    node = _deep(2 * sys.getrecursionlimit())

    def louder(node: Node) -> Siblings:
        return (Text(node.text.upper()),) if isinstance(node, Text) else (node,)

    (changed,) = rewrite_each((node,), louder)
    assert depth(changed) == 2 * sys.getrecursionlimit() + 3
    assert [n.text for n in walk(changed) if isinstance(n, Text)] == ["INNERMOST"]


def test_what_stays_the_same_is_shared() -> None:
    same, other = Paragraph((Text("a"),)), Paragraph((Text("b"),))

    def changed(node: Node) -> Siblings:
        return () if isinstance(node, Text) and node.text == "b" else (node,)

    kept = rewrite_each((same, other), changed)
    assert kept[0] is same
    assert kept[1] == Paragraph(())


def test_links_in_marks_leave_their_words_and_notes_leave_nothing() -> None:
    inner = Link((Text("b"), NoteReference(0, 1)), None)
    nodes = (Text("a"), Phrase(_STRONG, (Link((inner,), None),)), NoteReference(1, 1))
    assert rewrite_each(nodes, unlinked) == (Text("a"), Phrase(_STRONG, (Text("b"),)))
    assert plain_text(nodes) == "ab"
