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
    Callout,
    Code,
    CodeBlock,
    DefinitionList,
    Details,
    Division,
    Figure,
    Heading,
    Image,
    Inline,
    Inlines,
    Language,
    LineBreak,
    Link,
    List,
    Math,
    Node,
    NoteReference,
    Paragraph,
    Phrase,
    Quotation,
    Table,
    Text,
    ThematicBreak,
    grid,
    walk,
)
from docforge.style import Words
from docforge.style.words import words_in
from docforge.verify.entries import heard, plain

# The words for an image.
Described = Callable[[Image], str]


def tokens(mathml: str) -> str:
    """A formula's letters, digits and signs, in order."""
    return plain("".join("".join(ElementTree.fromstring(mathml).itertext()).split()))


def words_of(nodes: Inlines, described: Described) -> str:
    """A title, a heading or a header where it is named elsewhere: words alone."""
    return "".join(_word(node, described) for node in nodes)


def said_of(nodes: Inlines, described: Described) -> dict[str, str]:
    """What is heard of a heading that holds more than words, as its facts."""
    return heard(words_of(nodes, described)) if any(map(_is_object, _all(nodes))) else {}


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


def words_of_blocks(blocks: Blocks, words: Words) -> str:
    """What the blocks of a cell say, words alone, in the order in which they are read."""
    shown = shown_by(words)
    return " ".join(text for block in blocks for text in _texts(block, words, shown))


def _texts(block: Block, words: Words, shown: Described) -> Iterator[str]:
    """The words of a block, those of the style among them: what stands apart, each by itself."""
    match block:
        case Heading(_, children) | Paragraph(children):
            yield words_of(children, shown)
        case CodeBlock(text):
            yield text
        case List():
            for item in block.items:
                if item.checked is not None:
                    yield words["done" if item.checked else "to-do"]
                yield words_of_blocks(item.blocks, words)
        case DefinitionList():
            for definition in block.items:
                yield from (words_of(term, shown) for term in definition.terms)
                yield from (words_of_blocks(below, words) for below in definition.descriptions)
        case Table():
            yield words_of(block.caption, shown)
            placed = grid.cells_of(grid.grid(block))
            yield from (words_of_blocks(one.cell.blocks, words) for one in placed)
        case Figure(below, caption):
            yield words_of_blocks(below, words)
            yield words_of(caption, shown)
        case Callout():
            title = f"{words['colon']}{words_of(block.title, shown)}" if block.title else ""
            yield words[block.kind.word] + title
            yield words_of_blocks(block.blocks, words)
        case Details(summary, below):
            yield words_of(summary, shown)
            yield words_of_blocks(below, words)
        case Division(below, lang):
            yield words_of_blocks(below, words_in(lang, words))
        case Quotation(below):
            yield words_of_blocks(below, words)
        case ThematicBreak():
            pass
        case _:
            assert_never(block)
