"""Document to the outline that every output of it must give back.

Invariant: nothing here knows a format; what a format does not carry by design is said in
`tolerances`, in one place.
"""

from dataclasses import dataclass

from docforge.document import Document
from docforge.style import PageGeometry, Words
from docforge.verify.entries import LanguageInForce, Outline, OutlineBuilder
from docforge.verify.outline import furniture
from docforge.verify.outline.blocks import blocks
from docforge.verify.outline.context import OutlineContext


@dataclass(frozen=True, slots=True)
class OutlineStyle:
    """What the style adds: its words, from how many headings there are contents, and the page."""

    words: Words
    toc_from: int
    page: PageGeometry


def outline(document: Document, setting: OutlineStyle) -> Outline:
    """What a reader must meet in `document`, in order; furniture stands where the style puts it."""
    context = _context(document, setting)
    furniture.title_block(context)
    furniture.contents(context, setting.toc_from)
    blocks(context, document.blocks, context.base)
    furniture.notes(context)
    furniture.contact(context)
    return tuple(context.gather.entries)


def _context(document: Document, setting: OutlineStyle) -> OutlineContext:
    words = setting.words
    base = LanguageInForce(document.meta.lang, document.meta.dir)
    own = base if words.lang == document.meta.lang else base.changed(words.lang, words.dir)
    return OutlineContext(document, words, OutlineBuilder(base), base, own, setting.page, words)
