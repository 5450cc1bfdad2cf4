"""What stating a document needs to know.

Invariant: `gather` grows in reading order.
"""

from msgspec import Struct
from msgspec.structs import replace

from docforge.document import Document
from docforge.style import Brand, PageGeometry, Words
from docforge.style.words import words_in
from docforge.verify.entries import LanguageInForce
from docforge.verify.outline_builder import OutlineBuilder


class OutlineContext(Struct, frozen=True):
    """One document on its way to its outline.

    `base` is the voice of the document, `own` that of the style's words; `page` is what pictures
    are measured by, `brand` the house that speaks; `explained` are the abbreviations that their
    long form follows; `in_link` says that what is stated stands in a link, and `columns` how
    many the table has in whose cell.
    """

    document: Document
    words: Words
    gather: OutlineBuilder
    base: LanguageInForce
    own: LanguageInForce
    page: PageGeometry
    brand: Brand
    explained: frozenset[int] = frozenset()
    in_link: bool = False
    columns: int = 0

    def passage(self, lang: str | None) -> "OutlineContext":
        """The context in a passage: its labels are in its language where there are words in it."""
        words = words_in(lang, self.words)
        if words is self.words:
            return self
        return replace(self, words=words, own=self.own.changed(words.lang, words.dir))
