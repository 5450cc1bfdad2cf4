"""What stating a document needs to know.

Invariant: `gather` grows in reading order.
"""

from collections import Counter
from dataclasses import dataclass, field

from docforge.document import Document
from docforge.style import PageGeometry, Words
from docforge.verify.entries import LanguageInForce, OutlineBuilder


@dataclass(frozen=True, slots=True)
class Regions:
    """The parts that scroll so far, which need names that differ (WCAG 2.2, 2.4.1)."""

    counts: Counter[str] = field(default_factory=Counter)
    taken: set[str] = field(default_factory=set)

    def named(self, key: str, word: str) -> str:
        """The name of the next part of a kind: its word and its number."""
        self.counts[key] += 1
        return f"{word} {self.counts[key]}"


@dataclass(frozen=True, slots=True)
class OutlineContext:
    """One document on its way to its outline.

    `base` is the voice of the document, `own` that of the style's words; `page` is what pictures
    are measured by.
    """

    document: Document
    words: Words
    gather: OutlineBuilder
    base: LanguageInForce
    own: LanguageInForce
    page: PageGeometry
    regions: Regions = field(default_factory=Regions)
