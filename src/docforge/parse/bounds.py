"""Counts what a document would cost, and refuses it with the name of the limit it reaches.

Invariant: what is counted is counted before anything is made of it that grows faster.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from docforge.document import (
    Abbreviation,
    Cell,
    Code,
    CodeBlock,
    Document,
    External,
    Heading,
    Image,
    Link,
    Math,
    Node,
    Note,
    NoteReference,
    Position,
    Sibling,
    Text,
    children,
    plain_text,
    walk,
)
from docforge.errors import LimitReached
from docforge.source.config import Limits

_DIV_OPENS = re.compile(r" {0,3}:{3,}[ \t]*[^\s:]")
# A picture within the text; what it may have is bounded as an image.
_EMBEDDED = re.compile(r";base64,[A-Za-z0-9+/=%]+")
_UNBROKEN = re.compile(r"[!-~]+")
_DIV_CLOSES = re.compile(r" {0,3}:{3,}[ \t]*$")


@dataclass(frozen=True, slots=True)
class _Bound:
    """A code of the catalogue, and the sentence's end for what is counted."""

    code: str
    what: str


_BOUNDS = {
    "line_length": _Bound("LIM001", "a line of more than {} characters"),
    "nesting": _Bound("LIM002", "lists, quotations, divisions or marks in more than {} levels"),
    "characters": _Bound("LIM003", "more than {} characters once everything is written out"),
    "nodes": _Bound("LIM004", "more than {} paragraphs, marks and other parts"),
    "headings": _Bound("LIM005", "more than {} headings"),
    "title_length": _Bound("LIM006", "a title or heading of more than {} characters"),
    "notes": _Bound("LIM007", "more than {} notes, or references to notes"),
    "links": _Bound("LIM008", "more than {} links"),
    "formulas": _Bound("LIM009", "more than {} formulas"),
    "formula_length": _Bound("LIM010", "a formula of more than {} characters"),
    "attributes": _Bound("LIM011", "an element with more than {} attributes"),
    "table_cells": _Bound("LIM012", "tables of more than {} cells together"),
    "images": _Bound("LIM013", "more than {} images"),
    "images_mb": _Bound("LIM014", "images of more than {} MB together"),
    "pages": _Bound("LIM015", "more than {} pages"),
    "word_length": _Bound("LIM016", "more than {} characters without a space"),
}


def refuse(limits: Limits, key: str, found: float, position: Position) -> None:
    """Raises LimitReached when `found` is more than the limit of that key; `position` tells where.

    The message names the limit, and the hint the key that raises it.
    """
    limit = getattr(limits, key)
    if found > limit:
        bound = _BOUNDS[key]
        raise LimitReached(
            bound.code,
            f"the document has {bound.what.format(f'{limit:,g}')}",
            f"Mend or split it, or raise {key} under [limits] in docforge.toml.",
            position.line,
            position.column,
        )


# --- Before it is parsed -----------------------------------------------------------------


def refuse_text(limits: Limits, text: str) -> None:
    """Raises LimitReached for what would take a parser longer than it says.

    pandoc's time grows with the square of the depth of divisions, and a cell of a table takes it
    three kilobytes.
    """
    depth = cells = 0
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > min(limits.line_length, limits.word_length):
            bare = _EMBEDDED.sub("", line)
            refuse(limits, "line_length", len(bare), Position(number, 1))
            # Layout takes the square of what it cannot break; other scripts break anywhere.
            longest = max(map(len, _UNBROKEN.findall(bare)), default=0)
            refuse(limits, "word_length", longest, Position(number, 1))
        if line.startswith("|") and line.strip("|:- \t"):
            cells += line.count("|") - 1
            refuse(limits, "table_cells", cells, Position(number, 1))
        if ":::" in line[:8]:
            depth += bool(_DIV_OPENS.match(line[:80]))
            depth -= depth > 0 and bool(_DIV_CLOSES.match(line))
            refuse(limits, "nesting", depth, Position(number, 1))


# --- Once it is a document ---------------------------------------------------------------


def refuse_document(limits: Limits, document: Document) -> None:
    """Raises LimitReached for the first thing that is one too many, in reading order."""
    counts: Counter[str] = Counter()
    refuse(limits, "title_length", len(plain_text(document.meta.title)), Position(1, 1))
    for number, note in enumerate(document.notes, 1):
        refuse(limits, "notes", number, note.position)
    for node in walk(document):
        for key, found in _costs(node):
            counts[key] += found
            refuse(limits, key, counts[key], node.position)
        for key, found in _sizes(node):
            refuse(limits, key, found, node.position)


def _costs(node: Node) -> Iterator[tuple[str, int]]:
    """What counts towards the limits of the whole document."""
    yield "nodes", 1
    match node:
        case Text(text=text) | Code(text=text) | CodeBlock(text=text):
            yield "characters", len(text)
        case Abbreviation(text=text, expansion=expansion):
            yield "characters", len(text) + len(expansion)
        case Heading():
            yield "headings", 1
        case NoteReference():
            yield "notes", 1
        case Link(target=target):
            yield "links", 1
            yield "characters", _length(target)
        case Math(tex=tex):
            yield "formulas", 1
            yield "characters", len(tex)
        case Image(alt=alt):
            yield "images", 1
            yield "characters", len(alt) if isinstance(alt, str) else 0
        case Cell():
            yield "table_cells", node.colspan * node.rowspan


def _length(target: object) -> int:
    match target:
        case External(url=url):
            return len(url)
        case Sibling(stem=stem, fragment=fragment, url=url):
            return len(stem) + len(fragment) + len(url or "")
    return 0


def _sizes(node: Node) -> Iterator[tuple[str, int]]:
    """What is bounded for itself."""
    match node:
        case Heading():
            yield "title_length", len(plain_text(node.children))
        case Math(tex=tex):
            yield "formula_length", len(tex)


def refuse_depth(limits: Limits, nodes: Iterable[Node | Note]) -> None:
    """Raises LimitReached for the first node that stands in too many others."""
    waiting: list[tuple[Node | Note, int]] = [(node, 1) for node in nodes]
    while waiting:
        node, level = waiting.pop()
        refuse(limits, "nesting", level, node.position)
        waiting += ((child, level + 1) for child in children(node))
