"""What the lines of a document depend on, and how lines stand under lines.

Invariant: numbers of links are given in the order of the text.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from docforge.document import Document, Heading, Text, walk
from docforge.style import Words
from docforge.style.words import words_in
from docforge.verify.readers.text import TextLine


class ExpectedText(Struct):
    """One document on its way to lines; `taken` are numbers that it uses in brackets itself.

    `words` are those of the passage that is being told; `base` those of the document.
    """

    words: Words
    base: Words
    headings: Mapping[str, Heading]
    taken: frozenset[str]
    links: dict[str, int] = field(default_factory=dict)
    explained: set[tuple[str, str]] = field(default_factory=set)

    def within(self, lang: str | None) -> "ExpectedText":
        """The same in a passage, whose own words are said in it where there are any."""
        return replace(self, words=words_in(lang, self.words))

    def number(self, url: str) -> int:
        """The number of an address: the next free one when it is met for the first time."""
        if url not in self.links:
            number = next(reversed(self.links.values()), 0) + 1
            while str(number) in self.taken:
                number += 1
            self.links[url] = number
        return self.links[url]

    def labelled(self, label: str, text: str) -> str:
        """ "Label: text", or the text alone when it begins with the label's word itself."""
        own = re.compile(rf"{re.escape(label)}(?:ที่)?(?=[ \d])", re.IGNORECASE)
        if own.match(text):
            return text
        return f"{self.behind(label)}{text}".rstrip()

    def behind(self, label: str) -> str:
        """The label with what parts it from its text: "Obs!" has its sign already."""
        return f"{label} " if label.endswith("!") else f"{label}{self.words['colon']}"


def own_numbers(document: Document) -> frozenset[str]:
    """The numbers that the document's own words hold in brackets, as in "[1]"."""
    texts = (node.text for node in walk(document) if isinstance(node, Text))
    return frozenset(found for text in texts for found in re.findall(r"\[(\d+)\]", text))


def joined(parts: Iterable[Sequence[TextLine]]) -> list[TextLine]:
    """Parts with a blank line between them, two before a heading."""
    lines: list[TextLine] = []
    for part in parts:
        if any(line.text for line in part):
            lines += [*([TextLine("")] * part[0].gap if lines else []), *part]
    return lines


def indented(lines: Sequence[TextLine], by: str = "  ") -> list[TextLine]:
    """`lines` moved to the right, blank ones aside."""
    return [replace(line, text=by + line.text) if line.text else line for line in lines]


def under(mark: str, lines: Sequence[TextLine], number: int) -> list[TextLine]:
    """`mark` before the first line, the others under it."""
    first, *rest = lines or [TextLine("")]
    return [TextLine(f"{mark} {first.text}".rstrip(), number), *indented(rest)]
