"""What docforge reads into Markdown beyond pandoc: captions and abbreviations.

Each function is one pass over the whole document.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from docforge.document import (
    Abbreviation,
    Blocks,
    Figure,
    Image,
    Inlines,
    Link,
    Node,
    Paragraph,
    Siblings,
    Table,
    Text,
    plain_text,
    rewrite,
)
from docforge.parse.tables import with_row_headers
from docforge.parse.text import is_blank, trim

_TABLE = re.compile(r"^Table: +", re.IGNORECASE)
_FIGURE = re.compile(r"^Figure: +", re.IGNORECASE)
_ABBREVIATIONS = re.compile(r"\*\[([^\]]+)\]:\s*(.+?)\s*(?=\*\[[^\]]+\]:|$)", re.DOTALL)


def take_captions(blocks: Blocks) -> Blocks:
    """Paragraphs "Table: …" and "Figure: …" become captions of what stands beside them."""
    return rewrite(blocks, _captioned)


def _captioned(siblings: Siblings) -> Siblings:
    made = list(siblings)
    index = 0
    while index < len(made):
        words = _caption(made[index])
        beside = (index - 1, index + 1)
        owner = next((i for i in beside if words and _takes(made, i, words[0])), None)
        if words and owner is not None:
            made[owner] = _with_caption(made[owner], words[1], made[index])
            del made[index]
        else:
            made[index] = _without_mark(made[index])
            index += 1
    return tuple(made)


def _without_mark(block: Node) -> Node:
    """`{.row-headers}` means nothing where there is no table to take it."""
    if isinstance(block, Paragraph) and block.row_headers:
        return replace(block, row_headers=False)
    return block


def _caption(block: Node) -> tuple[re.Pattern[str], Inlines] | None:
    """The kind and the words of a caption paragraph, or None."""
    match block:
        case Paragraph((Text(text, position), *rest)):
            for kind in (_TABLE, _FIGURE):
                if start := kind.match(text):
                    words = trim((Text(text[start.end() :], position), *rest))
                    return (kind, words) if not is_blank(words) else None
    return None


def _takes(siblings: list[Node], index: int, kind: re.Pattern[str]) -> bool:
    if not 0 <= index < len(siblings):
        return False
    match siblings[index]:
        case Table(caption):
            return kind is _TABLE and not caption
        case Paragraph(children):
            return kind is _FIGURE and _is_picture(children)
        case _:
            return False


def _is_picture(inlines: Inlines) -> bool:
    match inlines:
        case (Image(),):
            return True
        case (Link(children),):
            return _is_picture(children)
        case _:
            return False


def _with_caption(block: Node, words: Inlines, said: Node) -> Node:
    """`block` with `words` as its caption, and with row headers where `said` asks for them."""
    match block:
        case Table():
            table = replace(block, caption=words)
            marked = isinstance(said, Paragraph) and said.row_headers
            return with_row_headers(table) if marked else table
        case Paragraph():
            return Figure((block,), words, block.position)
        case _:
            return block


def take_abbreviations(blocks: Blocks) -> tuple[Blocks, dict[str, str]]:
    """Takes the definitions `*[HTML]: …` out and gives what they say, by short form."""
    expansions: dict[str, str] = {}

    def without_definitions(siblings: Siblings) -> Siblings:
        return tuple(node for node in siblings if not _define(node, expansions))

    return rewrite(blocks, without_definitions), expansions


def _define(node: Node, expansions: dict[str, str]) -> bool:
    if not isinstance(node, Paragraph) or not isinstance(node.children[0], Text):
        return False
    text = plain_text(node.children)
    if not node.children[0].text.startswith("*[") or not _ABBREVIATIONS.match(text):
        return False
    expansions |= {m[1]: " ".join(m[2].split()) for m in _ABBREVIATIONS.finditer(text)}
    return True


def mark_abbreviations(blocks: Blocks, expansions: dict[str, str]) -> Blocks:
    """Each short form that is a whole word becomes an `Abbreviation`."""
    if not expansions:
        return blocks
    forms = "|".join(re.escape(form) for form in sorted(expansions, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{forms})(?!\w)")

    def marked(siblings: Siblings) -> Siblings:
        if not any(isinstance(node, Text) and pattern.search(node.text) for node in siblings):
            return siblings
        return tuple(part for node in siblings for part in _split(node, pattern, expansions))

    return rewrite(blocks, marked)


def _split(node: Node, pattern: re.Pattern[str], expansions: dict[str, str]) -> Iterator[Node]:
    if not isinstance(node, Text):
        yield node
        return
    end = 0
    for match in pattern.finditer(node.text):
        if match.start() > end:
            yield replace(node, text=node.text[end : match.start()])
        yield Abbreviation(match[0], expansions[match[0]], node.position)
        end = match.end()
    if end < len(node.text):
        yield replace(node, text=node.text[end:])
