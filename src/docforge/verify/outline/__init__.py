"""Document to the outline that every output of it must give back.

Invariant: nothing here knows a format; what a format does not carry by design is said in
`tolerances`, in one place.
"""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from docforge.document import Document
from docforge.document.abbreviations import explained
from docforge.style import Style
from docforge.style.furniture import opening
from docforge.verify.entries import (
    EntryKind,
    LanguageInForce,
    Outline,
    OutlineEntry,
    facts_of,
    voice_of_block,
)
from docforge.verify.outline import furniture
from docforge.verify.outline.blocks import blocks
from docforge.verify.outline.context import OutlineContext
from docforge.verify.outline.masthead import back_page
from docforge.verify.outline_builder import OutlineBuilder


def outline(document: Document, style: Style) -> Outline:
    """What a reader must meet in `document`, in order; furniture stands where `style` puts it."""
    context = _context(document, style)
    furniture.title_block(context)
    before = opening(document)
    blocks(context, document.blocks[:before], context.base)
    furniture.contents(context, style.contents)
    blocks(context, document.blocks[before:], context.base)
    furniture.notes(context)
    back_page(context)
    return tuple(_with_voices(context.gather.entries))


def _with_voices(entries: Sequence[OutlineEntry]) -> Iterator[OutlineEntry]:
    """`entries`, in which lines of the contents are in the language of their heading."""
    voices = {
        f"#{entry.fact('ident')}": dict(voice_of_block(entries, place))
        for place, entry in enumerate(entries)
        if entry.kind is EntryKind.HEADING
    }
    for entry in entries:
        voice = voices.get(entry.fact("target")) if entry.kind is EntryKind.CONTENTS else None
        facts = facts_of(**dict(entry.facts), **voice) if voice else entry.facts
        yield replace(entry, facts=facts)


def _context(document: Document, style: Style) -> OutlineContext:
    words = style.words(document.meta.lang)
    base = LanguageInForce(document.meta.lang, document.meta.dir)
    own = base if words.lang == document.meta.lang else base.changed(words.lang, words.dir)
    gather = OutlineBuilder(base)
    return OutlineContext(
        document, words, gather, base, own, style.page, style.brand, explained(document)
    )
