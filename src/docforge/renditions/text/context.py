"""What telling a document as plain text needs to know, and what it gathers on the way.

Invariant: `told` only grows, and it grows in reading order, so that numbers come out in the
order in which a listener meets them.
"""

from dataclasses import dataclass, field

from docforge.document import Document, Heading, walk
from docforge.findings import Finding
from docforge.style import Words


@dataclass(slots=True)
class Told:
    """What was told so far: addresses with their number, expansions, findings."""

    links: dict[str, int] = field(default_factory=dict)
    abbreviations: set[tuple[str, str]] = field(default_factory=set)
    findings: dict[Finding, None] = field(default_factory=dict)

    def number(self, url: str) -> int:
        """The number of an address in the list of links; the same address keeps its number."""
        return self.links.setdefault(url, len(self.links) + 1)


@dataclass(frozen=True, slots=True)
class Context:
    """A document on its way to plain text; `headings` names the places links can point to."""

    document: Document
    words: Words
    headings: dict[str, Heading]
    told: Told = field(default_factory=Told)

    def labelled(self, label: str, text: str) -> str:
        """`text` behind a label: "Figure: Rainfall"."""
        return f"{label}{self.words['colon']}{text}"

    def opening(self, kind: str, title: str = "") -> str:
        """The line that begins a table, a figure, a callout …: "Warning:", "Table: Rates".

        A title that begins with the same word ("Table 3. Rates") already says it.
        """
        if title.casefold().startswith(f"{kind.casefold()} "):
            return title
        return self.labelled(kind, title).rstrip()

    def ending(self, kind: str) -> list[str]:
        """The lines that end what `opening` began."""
        return ["", self.words.say("end", what=kind)]

    def heading(self, level: int, text: str) -> str:
        """A heading with its rank in words."""
        return self.words.say("heading", level=level, text=text.replace("\n", " "))


def context_of(document: Document, words: Words) -> Context:
    """The context in which `document` is told from its start."""
    headings = [node for node in walk(document) if isinstance(node, Heading)]
    return Context(document, words, {heading.ident: heading for heading in headings})
