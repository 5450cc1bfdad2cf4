"""What writing a document as plain text needs to know, and what it gathers on the way.

Invariant: `state` only grows, and it grows in reading order, so that numbers come out in the
order in which a listener meets them.
"""

import re
from collections.abc import Iterator
from itertools import count

from msgspec import Struct, field
from msgspec.structs import replace

from docforge.document import Document, Heading, Text, walk
from docforge.findings import Finding
from docforge.style import Brand, Style, Words
from docforge.style.words import words_in


class TextState(Struct):
    """What was written so far: addresses with their number, expansions, findings.

    `free` gives the numbers for addresses.
    """

    free: Iterator[int]
    links: dict[str, int] = field(default_factory=dict)
    abbreviations: set[tuple[str, str]] = field(default_factory=set)
    findings: dict[Finding, None] = field(default_factory=dict)

    def number(self, url: str) -> int:
        """The number of an address in the list of links; the same address keeps its number."""
        if url not in self.links:
            self.links[url] = next(self.free)
        return self.links[url]


class TextContext(Struct, frozen=True):
    """A document on its way to plain text; `headings` names the places links can point to.

    `words` are those of the passage. Headings and marks of notes are in `searched`, the words of
    the document, wherever they stand: people search for them to go from one to the next.
    """

    document: Document
    words: Words
    searched: Words
    brand: Brand
    headings: dict[str, Heading]
    state: TextState

    def labelled(self, label: str, text: str) -> str:
        """`text` behind a label: "Figure: Rainfall"."""
        return f"{label}{self.words['colon']}{text}"

    def opening(self, kind: str, title: str = "") -> str:
        """The line that begins a table, a figure, a callout …: "Warning:", "Table: Rates".

        A title that begins with the same word ("Table 3. Rates") already says it.
        """
        said = title[: len(kind)].casefold() == kind.casefold()
        # “ตารางที่ 2” is “table number 2”.
        following = title[len(kind) :].removeprefix("ที่")[:1]
        if said and (following == " " or following.isdecimal()):
            return title
        return self.beginning(kind, title).rstrip()

    def beginning(self, kind: str, text: str) -> str:
        """`text` behind the label of a passage; “Obs!” needs no second sign behind it."""
        return f"{kind} {text}" if kind.endswith("!") else self.labelled(kind, text)

    def ending(self, kind: str) -> list[str]:
        """The lines that end what `opening` began."""
        return ["", self.words.say("end", what=kind)]

    def heading(self, level: int, text: str) -> str:
        """A heading with its rank in words."""
        return self.searched.say("heading", level=level, text=text.replace("\n", " "))

    def note_mark(self, number: int) -> str:
        """What stands for a note in the text, and before it among the notes."""
        return f"[{self.searched.say('note', n=number)}]"

    def passage(self, lang: str | None) -> "TextContext":
        """The context in a passage: its labels are in its language where there are words in it."""
        words = words_in(lang, self.words)
        return self if words is self.words else replace(self, words=words)


def context_of(document: Document, style: Style) -> TextContext:
    """The context in which `document` is written from its start."""
    headings = [node for node in walk(document) if isinstance(node, Heading)]
    state = TextState(_free_numbers(document))
    words, named = style.words(document.meta.lang), {heading.ident: heading for heading in headings}
    return TextContext(document, words, words, style.brand, named, state)


def _free_numbers(document: Document) -> Iterator[int]:
    """Numbers from 1, without those that the document has in brackets itself, as in "[1]"."""
    texts = [node.text for node in walk(document) if isinstance(node, Text)]
    taken = {found for text in texts for found in re.findall(r"\[(\d+)\]", text)}
    return (number for number in count(1) if str(number) not in taken)
