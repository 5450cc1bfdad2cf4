"""Counts what a document would cost, and refuses it with the name of the limit it reaches.

Invariant: what is counted is counted before anything is made of it that grows faster.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct

from docforge.document import (
    Abbreviation,
    Cell,
    Code,
    CodeBlock,
    Document,
    External,
    Heading,
    Image,
    Inline,
    Language,
    LineBreak,
    Link,
    Math,
    Node,
    Note,
    NoteReference,
    Paragraph,
    Phrase,
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
# Marks among other signs; no script has as many on a letter.
_NO_LETTERS = re.compile(r"[^\w\s!-~]{6,}+")
# What lets letters and emoji grow together: viramas (with a nukta before them), a joiner, jamo.
_VIRAMAS = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0c4d\u0ccd\u0d4d\u0dca\u1039\u17d2\u1a60\u1b44\ua9c0"
_JOINED = re.compile(
    rf"(?:[{_VIRAMAS}]\u200d?\w[\u093c\u09bc\u0a3c\u0abc\u0b3c]?){{6,}}"
    r"|(?:\u200d[^\w\s\u200d][\ufe0f\U0001f3fb-\U0001f3ff]?){6,}"
    r"|[\u1100-\u115f\ua960-\ua97c]{6,}+|[\u1160-\u11a7\ud7b0-\ud7c6]{6,}+"
    r"|[\u11a8-\u11ff\ud7cb-\ud7fb]{6,}+"
)
_UNBROKEN = re.compile(r"[!-~]+")
# What pandoc keeps looking back to, for as long as no other block begins.
_BRACKETED = re.compile(r"\][({\[]")
_BLOCK_BEGINS = re.compile(r"\s*(?:$|[|#]|[-*+][ \t]|[0-9]{1,9}[.)][ \t]|```|~~~)")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_DIV_CLOSES = re.compile(r" {0,3}:{3,}[ \t]*$")


class _Bound(Struct, frozen=True):
    """A code of the catalogue, and the sentence's end for what is counted."""

    code: str
    what: str


_BOUNDS = {
    "lines": _Bound("LIM019", "more than {} lines"),
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
    "drawing_parts": _Bound("LIM017", "drawings of more than {} parts together"),
    "letter_marks": _Bound(
        "LIM018", "a letter with more than {} marks on it or letters grown into it"
    ),
    "paragraph_length": _Bound(
        "LIM020", "a paragraph of more than {} characters, of which a break of a line counts as ten"
    ),
    "paragraph_links": _Bound("LIM021", "more than {} links, images and spans in one paragraph"),
    "code_length": _Bound(
        "LIM022",
        "a block of code of more than {} characters, of which an end of a line counts as ten",
    ),
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
    three kilobytes. A line takes the same whatever stands in it, and empty ones come cheap.
    """
    refuse(limits, "lines", text.count("\n") + 1, Position(limits.lines + 1, 1))
    _refuse_bracketed(limits, text)
    depth = cells = 0
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > min(limits.line_length, limits.word_length):
            bare = _EMBEDDED.sub("", line)
            refuse(limits, "line_length", len(bare), Position(number, 1))
            # Layout takes the square of what it cannot break; other scripts break anywhere.
            longest = max(map(len, _UNBROKEN.findall(bare)), default=0)
            refuse(limits, "word_length", longest, Position(number, 1))
        if not line.isascii():
            # pandoc's time grows with the square of the marks on a letter.
            refuse(limits, "letter_marks", _most_marks(line), Position(number, 1))
        if line.startswith("|") and line.strip("|:- \t"):
            cells += line.count("|") - 1
            refuse(limits, "table_cells", cells, Position(number, 1))
        if ":::" in line[:8]:
            depth += bool(_DIV_OPENS.match(line[:80]))
            depth -= depth > 0 and bool(_DIV_CLOSES.match(line))
            refuse(limits, "nesting", depth, Position(number, 1))


def _refuse_bracketed(limits: Limits, text: str) -> None:
    """pandoc takes the square of what stands in brackets or raised in one paragraph.

    Where a block begins for certain is not worked out: what looks like one ends the count.
    """
    marks = text.count("](") + text.count("]{") + text.count("][") + _raised(text)
    if marks <= limits.paragraph_links:
        return
    count, is_code = 0, False
    for number, line in enumerate(text.split("\n"), 1):
        is_code ^= bool(_FENCE.match(line))
        count = 0 if is_code or _BLOCK_BEGINS.match(line) else count
        count += 0 if is_code else len(_BRACKETED.findall(line)) + _raised(line)
        refuse(limits, "paragraph_links", count, Position(number, 1))


def _raised(text: str) -> int:
    """How many spans `^` can begin and end, apart from notes."""
    return max(0, text.count("^") - text.count("[^") - text.count("^[")) // 2


# --- Once it is a document ---------------------------------------------------------------


def refuse_document(limits: Limits, document: Document) -> None:
    """Raises LimitReached for the first thing that is one too many, in reading order."""
    counts: Counter[str] = Counter()
    meta = document.meta
    refuse(limits, "title_length", len(plain_text(meta.title)), Position(1, 1))
    for text in (meta.subtitle, *meta.authors, meta.organisation, meta.contact, meta.description):
        refuse(limits, "letter_marks", _most_marks(text), Position(1, 1))
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
        case Paragraph(children=inlines):
            yield "paragraph_length", sum(map(_room, inlines))
        case Math(tex=tex):
            yield "formula_length", len(tex)
        case Text(text=text) | Code(text=text):
            yield "letter_marks", _most_marks(text)
        case CodeBlock(text=text):
            yield "letter_marks", _most_marks(text)
            yield "code_length", len(text) + 9 * text.count("\n")


def _room(inline: Inline) -> int:
    """What layout goes through again and again for each line of a paragraph."""
    match inline:
        case LineBreak():
            return 10
        case Text(text) | Code(text) | Abbreviation(text):
            return len(text)
        case Phrase(_, below) | Language(below) | Link(below):
            return sum(map(_room, below))
        case _:
            return 10


def _most_marks(text: str) -> int:
    """How many marks one letter has at most, or letters that are written as one with it.

    They are stacked, or stand in a row that nothing can break, and reach beyond the page.
    """
    if text.isascii():
        return 0
    runs = (run[0] for run in _NO_LETTERS.finditer(text))
    joined = (sum(map(_is_link, run[0])) for run in _JOINED.finditer(text))
    return max(*(len(marks) for run in runs for marks in _marks_in(run)), *joined, 0, 0)


def _is_link(sign: str) -> bool:
    """Whether a sign joins the next one to those before, as each jamo of a kind does."""
    return sign in _VIRAMAS or sign == "\u200d" or unicodedata.name(sign, "").startswith("HANGUL")


def _marks_in(run: str) -> Iterator[str]:
    kinds = "".join("M" if unicodedata.category(sign)[0] == "M" else " " for sign in run)
    return iter(kinds.split())


def refuse_depth(limits: Limits, nodes: Iterable[Node | Note]) -> None:
    """Raises LimitReached for the first node that stands in too many others."""
    waiting: list[tuple[Node | Note, int]] = [(node, 1) for node in nodes]
    while waiting:
        node, level = waiting.pop()
        refuse(limits, "nesting", level, node.position)
        waiting += ((child, level + 1) for child in children(node))
