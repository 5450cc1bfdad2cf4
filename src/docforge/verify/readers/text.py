"""Plain text to outline: one entry a line, with its indentation and the gap above it.

Invariant: every character of the file is in the outline: line ends, blank lines and spaces at
the end of a line as they are.
"""

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from docforge.style import Words
from docforge.verify.entries import EntryKind, Outline, OutlineEntry, facts_of


class TextLine(Struct, frozen=True, eq=False):
    """A line without its line end; `number` is the source's line, 0 when it is unknown.

    `gap` says how many blank lines stand before it where it begins a block.
    """

    text: str
    number: int = 0
    gap: int = 1

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TextLine) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)


def read(content: bytes, words: Words) -> Outline:
    """The outline of a text file in UTF-8. Raises UnicodeDecodeError for other bytes."""
    lines = content.decode("utf-8").split("\n")
    ends_well = lines[-1:] == [""] and lines[-2:-1] != [""]
    odd = () if ends_well else (OutlineEntry(EntryKind.ODD, "end of the file"),)
    return (*outline_of(map(TextLine, lines)), *odd)


def outline_of(lines: Iterable[TextLine]) -> Outline:
    """The outline of a text that consists of `lines`; one that holds line ends is several."""
    parts = (replace(line, text=text) for line in lines for text in line.text.split("\n"))
    return tuple(_entries(parts))


def _entries(lines: Iterable[TextLine]) -> Iterator[OutlineEntry]:
    gap = 0
    for line in lines:
        text = line.text
        if not text:
            gap += 1
            continue
        words = text.lstrip(" ")
        facts = facts_of(indent=len(text) - len(words) or None, gap=gap or None)
        yield OutlineEntry(EntryKind.LINE, words, facts, (), line.number)
        gap = 0
