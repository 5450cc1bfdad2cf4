"""Characters that no font has: shown by their number, still read and copied as themselves.

Invariant: no `.notdef` glyph reaches a page (ISO 14289-1, 7.21.8), and no character is lost.
"""

import re
import unicodedata
from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring, tostring

from docforge.document import Abbreviation, Code, Document, Math, Text, walk
from docforge.findings import Finding, Severity, Where
from docforge.formats.pdf.weasyprint import Fetch

# Attributes that the style sheet paints (base.css): headings of a table that are said again.
_PAINTED = frozenset({"data-label", "data-above"})


def substitute(page: Element, characters: frozenset[str]) -> None:
    """Put a span with the character's number in the place of each of `characters`."""
    pattern = re.compile(f"([{re.escape(''.join(sorted(characters)))}])")
    numbers = str.maketrans({character: _number(character) for character in characters})
    for element in list(page.iter()):
        if element.tag in ("title", "style"):
            continue
        for name in _PAINTED.intersection(element.keys()):
            element.set(name, element.get(name, "").translate(numbers))
        inner = _spans(element.text, pattern)
        element.text, spans = inner
        element[:0] = spans
        for child in list(element)[len(spans) :]:
            child.tail, spans = _spans(child.tail, pattern)
            at = list(element).index(child) + 1
            element[at:at] = spans


def numbered(css: str, characters: frozenset[str]) -> str:
    """The rules of pages with numbers in the texts that they show; `css` may escape characters."""
    for character in sorted(characters):
        for written in (f"\\{ord(character):x} ", character):
            css = css.replace(written, _number(character))
    return css


def _spans(text: str | None, pattern: re.Pattern[str]) -> tuple[str | None, list[Element]]:
    """`text` up to the first match, and a span for each match with the text after it."""
    parts = pattern.split(text or "")
    if len(parts) == 1:
        return text, []
    spans = []
    for character, tail in zip(parts[1::2], parts[2::2], strict=True):
        span = Element("span", {"data-said": character, "class": "no-glyph"})
        span.text, span.tail = _number(character), tail
        spans.append(span)
    return parts[0], spans


def _number(character: str) -> str:
    return f"[U+{ord(character):04X}]"


def fetch_with_numbers(fetch: Fetch, characters: frozenset[str], address: str) -> tuple[bytes, str]:
    """What `fetch` gives for `address`; a drawing has numbers in the place of `characters`."""
    data, media_type = fetch(address)
    if media_type != "image/svg+xml":
        return data, media_type
    numbers = str.maketrans({character: _number(character) for character in characters})
    drawing = fromstring(data)
    for element in drawing.iter():
        element.text = (element.text or "").translate(numbers)
        element.tail = (element.tail or "").translate(numbers)
    return tostring(drawing), media_type


def findings(document: Document, characters: frozenset[str]) -> Iterator[Finding]:
    """One finding for each character, at the place where it first stands."""
    for character in sorted(characters):
        name = unicodedata.name(character, "a character without a name")
        yield Finding(
            "PDF001",
            Severity.WARNING,
            f"No font has the character U+{ord(character):04X} ({name}). The PDF shows its "
            "number in its place; it is still read aloud and copied as the character.",
            _where(document, character),
            "Write it in words, or install a font that has it.",
        )


def _where(document: Document, character: str) -> Where:
    for node in walk(document):
        if isinstance(node, Text | Code | Abbreviation) and character in node.text:
            return Where("", node.position.line, node.position.column)
        if isinstance(node, Math) and character in node.tex:
            return Where("", node.position.line, node.position.column)
    return Where("")
