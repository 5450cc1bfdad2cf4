"""Words alone: how a heading, a header or a formula is named elsewhere.

Invariant: nothing here depends on languages, marks or places.
"""

from collections.abc import Callable, Iterator
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
from docforge.style import Words
from docforge.verify.entries import plain

# The words for an image.
Described = Callable[[Image], str]


def tokens(mathml: str) -> str:
    """A formula's letters, digits and signs, in order."""
    return plain("".join("".join(ElementTree.fromstring(mathml).itertext()).split()))


def words_of(nodes: Inlines, described: Described) -> str:
    """A title, a heading or a header where it is named elsewhere: words alone."""
    return "".join(_word(node, described) for node in nodes)


def said_of(nodes: Inlines, described: Described) -> str:
    """What is heard of a heading that holds more than words, else ""."""
    return plain(words_of(nodes, described)) if any(map(_is_object, _all(nodes))) else ""


def _is_object(node: Node) -> bool:
    if isinstance(node, Image):
        return node.asset is not None
    return isinstance(node, Math | NoteReference)


def description(image: Image) -> str:
    """What the writer says that `image` shows."""
    return image.alt if isinstance(image.alt, str) else ""


def shown_by(words: Words) -> Described:
    """What stands for an image in the text, in the style's words where the writer says nothing."""

    def shown(image: Image) -> str:
        if image.asset is None:
            given = f" ({image.alt})" if isinstance(image.alt, str) else ""
            return words.say("image-missing", name=image.source) + given
        if image.alt is None:
            return words.say("image-without-description", name=image.source)
        return description(image)

    return shown


def _all(nodes: Inlines) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from walk(node)


def _word(node: Inline, described: Described) -> str:
    match node:
        case Text(text) | Code(text) | Abbreviation(text):
            return text
        case LineBreak():
            return " "
        case Phrase(_, children) | Language(children) | Link(children):
            return words_of(children, described)
        case Math(tex, _, mathml, spoken):
            return tex if mathml is None else spoken or tex
        case Image():
            return described(node)
        case NoteReference() | Anchor():
            return ""
        case _:
            assert_never(node)


def words_of_blocks(blocks: Blocks, described: Described) -> str:
    """What the blocks of a cell say, words alone."""
    return " ".join(
        block.text
        if isinstance(block, CodeBlock)
        else words_of(tuple(_inlines_of(block)), described)
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
