"""What docforge reads into Markdown beyond pandoc: abbreviations.

Each function is one pass over the whole document.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from docforge.document import (
    Abbreviation,
    Blocks,
    Node,
    Paragraph,
    Siblings,
    Text,
    plain_text,
    rewrite,
)

_ABBREVIATIONS = re.compile(r"\*\[([^\]\[]++)\]:\s*+((?:(?!\s*\*\[[^\]\[]+\]:).)+)", re.DOTALL)


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
