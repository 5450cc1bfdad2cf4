"""What stating a document needs to know.

Invariant: `gather` grows in reading order.
"""

from dataclasses import dataclass

from docforge.document import Document
from docforge.style import Words
from docforge.verify.entries import LanguageInForce, OutlineBuilder


@dataclass(frozen=True, slots=True)
class OutlineContext:
    """One document on its way to its outline.

    `base` is the voice of the document, `own` that of the style's words.
    """

    document: Document
    words: Words
    gather: OutlineBuilder
    base: LanguageInForce
    own: LanguageInForce
