"""What the style adds to a document: title block, contents, notes, contact line.

Invariant: furniture is stated where the style puts it, in the style's own words.
"""

import re

from docforge.document import plain_text
from docforge.document.isolates import isolated, own_direction
from docforge.style.dates import in_words
from docforge.style.furniture import contact_parts, listed_headings
from docforge.verify.entries import EntryKind, LanguageInForce, depths_of, plain
from docforge.verify.outline.blocks import blocks
from docforge.verify.outline.context import OutlineContext
from docforge.verify.outline.inlines import inlines
from docforge.verify.outline.words import description, said_of, shown_by, words_of

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def title_block(context: OutlineContext) -> None:
    """The document itself, the way into the page, and what stands over the text."""
    meta = context.document.meta
    title = plain(plain_text(meta.title))
    context.gather.add(EntryKind.DOCUMENT, title, lang=meta.lang, dir=meta.dir)
    metadata(context)
    with (
        context.gather.inside(EntryKind.PAGE),
        context.gather.span(EntryKind.LINK, target="#df-main"),
    ):
        context.gather.say(context.words["skip"], context.own)
    inlines(context, meta.title, context.base)
    said = said_of(meta.title, shown_by(context.words))
    context.gather.close(EntryKind.HEADING, level=1, said=said)
    date = in_words(meta.date, meta.lang)
    lines = {
        "subtitle": meta.subtitle,
        "byline": ", ".join(meta.authors),
        "organisation": meta.organisation,
        "date": date,
    }
    for part, text in lines.items():
        if text:
            _say(context, text, context.base.changed(None, own_direction(text, meta.dir)))
            context.gather.close(part=part)


def metadata(context: OutlineContext) -> None:
    """What a file says of the document without showing it."""
    meta = context.document.meta
    creators = meta.authors or tuple(name for name in (meta.organisation,) if name)
    said = {
        "dc:creator": ", ".join(creators),
        "dc:description": meta.description,
        "dc:subject": ", ".join(meta.keywords),
        "xmp:CreateDate": meta.date if _DATE.fullmatch(meta.date) else "",
    }
    for name, text in said.items():
        if text:
            context.gather.add(EntryKind.METADATA, plain(text), name=name)


def _say(context: OutlineContext, text: str, voice: LanguageInForce) -> None:
    """`text` of the style, in which numbers and addresses have a direction of their own."""
    for part, direction in isolated(text, voice.dir):
        context.gather.say(part, voice.changed(None, direction))


def contents(context: OutlineContext, toc_from: int) -> None:
    """The list of contents, when the document or the number of its headings asks for one."""
    listed = listed_headings(context.document, toc_from)
    if not listed:
        return
    with context.gather.inside(EntryKind.NAVIGATION):
        _title(context, context.words["contents"])
        depths = depths_of(heading.level for heading in listed)
        for depth, heading in zip(depths, listed, strict=True):
            text = plain(words_of(heading.children, description))
            target = f"#{heading.ident}"
            facts = {"target": target, "depth": depth or ""}
            context.gather.add(EntryKind.CONTENTS, text, heading.position.line, **facts)


def _title(context: OutlineContext, text: str) -> None:
    context.gather.say(text, context.own)
    context.gather.close(EntryKind.HEADING, level=2)


def notes(context: OutlineContext) -> None:
    """The notes, each with the links back to its marks."""
    if not context.document.notes:
        return
    _title(context, context.words["notes"])
    for number, note in enumerate(context.document.notes, start=1):
        said = context.words.say("note", n=number)
        with context.gather.inside(
            EntryKind.NOTE, "", note.position.line, number=number, announced=said
        ):
            blocks(context, note.blocks, context.base)
            for occurrence in range(1, note.references + 1):
                place = str(number) if note.references == 1 else f"{number}.{occurrence}"
                text = context.words.say("back", n=place)
                context.gather.add(EntryKind.BACK, text, target=f"#df-ref-{number}-{occurrence}")


def contact(context: OutlineContext) -> None:
    """The contact line, whose addresses are links."""
    if context.document.meta.contact:
        context.gather.say(context.words["contact"], context.own)
        context.gather.say(" ", context.base)
        contact = context.document.meta.contact
        voice = context.base.changed(None, own_direction(contact, context.base.dir))
        for part, target in contact_parts(contact):
            if not target:
                _say(context, part, voice)
                continue
            with context.gather.span(EntryKind.LINK, target=target):
                _say(context, part, voice)
        context.gather.close()
