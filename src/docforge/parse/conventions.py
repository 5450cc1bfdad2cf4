"""What docforge reads into Markdown beyond pandoc: abbreviations.

Each function is one pass over the whole document.
"""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from docforge.document import (
    Abbreviation,
    Blocks,
    Division,
    Figure,
    Node,
    Paragraph,
    Quotation,
    Siblings,
    Table,
    Text,
    plain_text,
    rewrite,
    rewrite_each,
    walk,
)

_ABBREVIATIONS = re.compile(r"\*\[([^\]\[]++)\]:\s*+((?:(?!\s*\*\[[^\]\[]+\]:).)+)", re.DOTALL)


def take_abbreviations(blocks: Blocks) -> tuple[Blocks, dict[str, str]]:
    """Takes the definitions `*[HTML]: …` out and gives what they say, by short form.

    A quotation or a passage that held nothing else goes with them.
    """
    expansions: dict[str, str] = {}

    def without_definitions(siblings: Siblings) -> Siblings:
        return tuple(
            node for node in siblings if not _define(node, expansions) and not _is_emptied(node)
        )

    return rewrite(blocks, without_definitions), expansions


def _is_emptied(node: Node) -> bool:
    """Whether a block holds nothing, and is no place that a link may lead to."""
    match node:
        case Quotation() | Division(ident=""):
            return not node.blocks
        case _:
            return False


def _define(node: Node, expansions: dict[str, str]) -> bool:
    if not isinstance(node, Paragraph) or not isinstance(node.children[0], Text):
        return False
    text = plain_text(node.children)
    if not node.children[0].text.startswith("*[") or not _ABBREVIATIONS.match(text):
        return False
    expansions |= {m[1].strip(): " ".join(m[2].split()) for m in _ABBREVIATIONS.finditer(text)}
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

    return _without_those_in_captions(rewrite(blocks, marked), expansions)


def _without_those_in_captions(blocks: Blocks, expansions: dict[str, str]) -> Blocks:
    """`blocks` with the words of captions as they were, where the text explains them.

    A screen reader that says the name of a table says what an abbreviation in it stands for in
    place of the caption (Orca 43).
    """
    captions = [node.caption for node in walk(blocks) if isinstance(node, Table | Figure)]
    in_captions = {id(node) for caption in captions for node in walk(caption)}
    others = (node for node in walk(blocks) if id(node) not in in_captions)
    explained = {
        node.text
        for node in others
        if isinstance(node, Abbreviation) and expansions.get(node.text) == node.expansion
    }

    def unmarked(siblings: Siblings) -> Siblings:
        kept: list[Node] = []
        for node in siblings:
            if isinstance(node, Abbreviation) and node.text in explained:
                node = _as_text(node)
            kept[-1:] = _joined(*kept[-1:], node)
        return tuple(kept)

    def plain_caption(node: Node) -> Siblings:
        if isinstance(node, Table | Figure) and node.caption:
            return (replace(node, caption=rewrite(node.caption, unmarked)),)
        return (node,)

    return rewrite_each(blocks, plain_caption) if any(captions) else blocks


def _as_text(node: Abbreviation) -> Text:
    return Text(node.text, node.position)


def _joined(*nodes: Node) -> Siblings:
    """Two runs that were one before the form between them was marked, as one."""
    match nodes:
        case (Text(before, position), Text(text, other)) if position == other:
            return (Text(before + text, position),)
        case _:
            return nodes


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
