"""What stating a document needs to know.

Invariant: `gather` grows in reading order.
"""

from collections import Counter
from dataclasses import dataclass, field, replace

from docforge.document import Document
from docforge.style import PageGeometry, Words
from docforge.style.words import words_in
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
    are measured by. Regions are named in the document's language, in `region_words`, wherever
    they stand.
    """

    document: Document
    words: Words
    gather: OutlineBuilder
    base: LanguageInForce
    own: LanguageInForce
    page: PageGeometry
    region_words: Words
    regions: Regions = field(default_factory=Regions)

    def passage(self, lang: str | None) -> "OutlineContext":
        """The context in a passage: its labels are in its language where there are words in it."""
        words = words_in(lang, self.words)
        if words is self.words:
            return self
        return replace(self, words=words, own=self.own.changed(words.lang, words.dir))
