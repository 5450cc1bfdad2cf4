"""The text of each passage as its readers meet it: what patterns of words are searched in."""

import re
from collections.abc import Iterator

from docforge.document import (
    Code,
    Definition,
    Heading,
    LineBreak,
    Link,
    Math,
    Node,
    Paragraph,
    Position,
    Text,
    children,
)
from docforge.lint.subject import LintSubject

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
