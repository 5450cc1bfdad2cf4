"""Words alone: how a heading, a header or a formula is named elsewhere.

Invariant: nothing here depends on languages, marks or places.
"""

from collections.abc import Iterator
from typing import assert_never
from xml.etree import ElementTree

from docforge.document import (
    Abbreviation,
    Anchor,
    Block,
    Blocks,
    Code,
    CodeBlock,
    Heading,
    Image,
    Inline,
    Inlines,
    Language,
    LineBreak,
    Link,
    Math,
    Node,
    NoteReference,
    Paragraph,
    Phrase,
    Text,
    walk,
)
from docforge.verify.entries import plain


def tokens(mathml: str) -> str:
    """A formula's letters, digits and signs, in order."""
    return plain("".join("".join(ElementTree.fromstring(mathml).itertext()).split()))


def words_of(nodes: Inlines) -> str:
    """A title, a heading or a header where it is named elsewhere: words alone."""
    return "".join(map(_word, nodes))


def said_of(nodes: Inlines) -> str:
    """What is heard of a heading that holds more than words, else ""."""
    objects = (Math, Image, NoteReference)
    return plain(words_of(nodes)) if any(isinstance(n, objects) for n in _all(nodes)) else ""


def _all(nodes: Inlines) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from walk(node)


def _word(node: Inline) -> str:
    match node:
        case Text(text) | Code(text) | Abbreviation(text):
            return text
        case LineBreak():
            return " "
        case Phrase(_, children) | Language(children) | Link(children):
            return words_of(children)
        case Math(tex, _, mathml, spoken):
            return tex if mathml is None else spoken or tex
        case Image(alt):
            return alt if isinstance(alt, str) else ""
        case NoteReference() | Anchor():
            return ""
        case _:
            assert_never(node)


def words_of_blocks(blocks: Blocks) -> str:
    """What the blocks of a cell say, words alone."""
    return " ".join(
        block.text if isinstance(block, CodeBlock) else words_of(tuple(_inlines_of(block)))
        for block in _leaves(blocks)
    )


def _leaves(blocks: Blocks) -> Iterator[Block]:
    for block in blocks:
        for node in (block, *walk(block)):
            if isinstance(node, Paragraph | Heading | CodeBlock):
                yield node


def _inlines_of(block: Block) -> Iterator[Inline]:
    if isinstance(block, Paragraph | Heading):
        yield from block.children
