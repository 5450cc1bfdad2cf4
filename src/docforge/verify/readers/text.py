"""Plain text to outline: one entry a line, with its indentation and the gap above it.

Invariant: every character of the file that is not white space is in the outline. How many blank
lines make a gap, and spaces at the end of a line, are not compared.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from docforge.style import Words
from docforge.verify.entries import EntryKind, Outline, OutlineEntry, facts_of


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line without its line end; `number` is the source's line, 0 when it is unknown."""

    text: str
    number: int = field(default=0, compare=False)


def read(content: bytes, words: Words) -> Outline:
    """The outline of a text file in UTF-8. Raises UnicodeDecodeError for other bytes."""
    return outline_of(TextLine(text) for text in content.decode("utf-8").split("\n"))


def outline_of(lines: Iterable[TextLine]) -> Outline:
    """The outline of a text that consists of `lines`; one that holds line ends is several."""
    parts = (replace(line, text=text) for line in lines for text in line.text.split("\n"))
    return tuple(_entries(parts))


def _entries(lines: Iterable[TextLine]) -> Iterator[OutlineEntry]:
    after_blank = False
    for line in lines:
        text = unicodedata.normalize("NFC", line.text.rstrip())
        if not text:
            after_blank = True
            continue
        words = text.lstrip(" ")
        facts = facts_of(indent=len(text) - len(words) or None, gap="yes" if after_blank else "")
        yield OutlineEntry(EntryKind.LINE, words, facts, (), line.number)
        after_blank = False
