"""The text of each passage as its readers meet it: what patterns of words are searched in."""

import re
from collections.abc import Iterator

from docforge.document import (
    Callout,
    Code,
    Definition,
    Details,
    Figure,
    Heading,
    Image,
    Inlines,
    LineBreak,
    Link,
    Math,
    Node,
    NoteReference,
    Paragraph,
    Position,
    Table,
    Text,
    children,
    walk,
)
from docforge.lint.subject import LintSubject

# How many blocks may stand above the text proper, and how many letters such a line has at most.
_ABOVE, _LONGEST_LINE = 5, 160
_NO_TEXT = "￼"
_ADDRESS = re.compile(r"(?:https?://|mailto:|www\.)\S+")


def passages(subject: LintSubject) -> Iterator[tuple[str, Position]]:
    """The text of each block that holds inlines, with a sign for what is no text."""
    for heading in subject.every(Heading):
        yield _shown(heading), heading.position
    for paragraph in subject.every(Paragraph):
        yield _shown(paragraph), paragraph.position
    for item in subject.every(Definition):
        for term in item.terms:
            yield "".join(_flat(inline) for inline in term), item.position
    for words, position in _beside(subject):
        if words:
            yield "".join(_flat(inline) for inline in words), position


def _beside(subject: LintSubject) -> Iterator[tuple[Inlines, Position]]:
    """What is said of a block beside its text: captions, summaries, titles."""
    for table in subject.every(Table):
        yield table.caption, table.position
    for figure in subject.every(Figure):
        yield figure.caption, figure.position
    for details in subject.every(Details):
        yield details.summary, details.position
    for callout in subject.every(Callout):
        yield callout.title, callout.position


def embargoes(subject: LintSubject) -> Iterator[tuple[Heading | Paragraph, str]]:
    """What above the text says that it may not be published yet, and its words."""
    if subject.vocabulary is None:
        return
    for block in subject.document.blocks[:_ABOVE]:
        if isinstance(block, Heading | Paragraph):
            words = " ".join(_shown(block).split())
            if len(words) <= _LONGEST_LINE and subject.vocabulary.embargoes.match(words):
                yield block, words


def says_no_word(inlines: Inlines) -> bool:
    """Whether there are signs and no letter, number, code, formula or picture."""
    nodes = list(walk(inlines))
    text = "".join(node.text for node in nodes if isinstance(node, Text))
    is_more = any(isinstance(node, Code | Math | Image | NoteReference) for node in nodes)
    return bool(text.strip()) and not is_more and not any(map(str.isalnum, text))


def _shown(node: Heading | Paragraph) -> str:
    return "".join(_flat(inline) for inline in node.children)


def _flat(node: Node) -> str:
    match node:
        case Text(text):
            return text
        case LineBreak():
            return "\n"
        case Code() | Math():
            return _NO_TEXT
        case Link():  # an address has signs of its own
            text = "".join(_flat(child) for child in children(node))
            return _NO_TEXT if _ADDRESS.fullmatch(text) else text
        case _:
            return "".join(_flat(child) for child in children(node))
