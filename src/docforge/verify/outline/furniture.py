"""What the style adds to a document: title block, contents, notes, contact line.

Invariant: furniture is stated where the style puts it, in the style's own words.
"""

import re

from docforge.document import languages, plain_text
from docforge.document.isolates import isolated, own_direction
from docforge.document.kinds import KINDS
from docforge.style.furniture import (
    ContentsRule,
    facts_of,
    label_of,
    listed_headings,
    named_translations,
)
from docforge.style.masthead import foot
from docforge.style.masthead import masthead as parts_of
from docforge.style.restrictions import marks, running_text
from docforge.verify.entries import EntryKind, LanguageInForce, depths_of, plain, unseen, unspaced
from docforge.verify.outline.blocks import blocks
from docforge.verify.outline.context import OutlineContext
from docforge.verify.outline.inlines import inlines
from docforge.verify.outline.masthead import masthead
from docforge.verify.outline.words import description, said_of, shown_by, words_of

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def title_block(context: OutlineContext) -> None:
    """The document itself, the way into the page, and what stands over the text."""
    meta = context.document.meta
    title = plain(plain_text(meta.title))
    context.gather.add(EntryKind.DOCUMENT, title, lang=meta.lang, dir=meta.dir)
    metadata(context)
    running = unspaced("".join(mark.text for mark in marks(meta.restrictions, context.words)))
    if running:
        context.gather.add(EntryKind.RESTRICTION, running, pages="all")
    at_foot = foot(context.brand, meta.lang)
    if at_foot is not None:
        context.gather.add(EntryKind.RUNNING_FOOT, unspaced(at_foot.text), pages="all")
    with (
        context.gather.inside(EntryKind.PAGE),
        context.gather.span(EntryKind.LINK, target="#df-main"),
    ):
        context.gather.say(context.words["skip"], context.own)
    head = parts_of(context.brand, meta.lang)
    masthead(context, head)
    if meta.kind:
        context.gather.say(context.words[KINDS[meta.kind].word], context.own)
        context.gather.close(part="kind")
    inlines(context, meta.title, context.base)
    said = said_of(meta.title, shown_by(context.words))
    context.gather.close(EntryKind.HEADING, level=1, **said)
    if meta.subtitle:
        _say(context, meta.subtitle, _voice(context, meta.subtitle))
        context.gather.close(part="subtitle")
    for mark in marks(meta.restrictions, context.words):
        _say(context, mark.text, context.own if mark.is_own else _voice(context, mark.text))
        context.gather.close(part="restriction")
    for fact in facts_of(meta, context.words, head):
        label = _label(context, fact.word)
        _say(context, fact.text, _voice(context, fact.text))
        context.gather.close(part=_PARTS.get(fact.name, fact.name), label=label)
    translations(context)


_PARTS = {"authors": "byline"}


def _voice(context: OutlineContext, text: str) -> LanguageInForce:
    return context.base.changed(None, own_direction(text, context.base.dir))


def _label(context: OutlineContext, key: str) -> str:
    """Say the label of a line, and give what is set apart of it."""
    if not key:
        return ""
    label = label_of(context.words, key)
    context.gather.say(label.rstrip(), context.own)
    context.gather.say(label.removeprefix(label.rstrip()), context.base)
    return plain(label)


def translations(context: OutlineContext) -> None:
    """The line that leads to the same document in other languages."""
    meta = context.document.meta
    if not meta.translations:
        return
    label = _label(context, "other-languages")
    for number, (one, name) in enumerate(named_translations(meta)):
        if number:
            context.gather.say(context.words["comma"], context.base)
        voice = context.base.changed(one.lang, languages.direction(one.lang))
        stem, fragment, url = one.target.stem, one.target.fragment, one.target.url or ""
        target = f"{stem}#{fragment}"
        facts = {"target": target, "sibling": "yes", "url": url, "hreflang": one.lang}
        with context.gather.span(EntryKind.LINK, **facts):
            context.gather.say(name, voice)
    context.gather.close(part="translations", label=label)


def metadata(context: OutlineContext) -> None:
    """What a file says of the document without showing it."""
    meta = context.document.meta
    creators = meta.authors or tuple(name for name in (meta.organisation,) if name)
    said = {
        "dc:creator": ", ".join(creators),
        "dc:description": meta.description,
        "dc:subject": ", ".join(meta.keywords),
        "dc:type": context.words[KINDS[meta.kind].word] if meta.kind else "",
        "dc:rights": running_text(meta.restrictions, context.words),
        "dc:relation": meta.replaces,
        "xmpMM:VersionID": meta.version,
        "xmp:CreateDate": meta.date if _DATE.fullmatch(meta.date) else "",
    }
    for name, text in said.items():
        if text:
            context.gather.add(EntryKind.METADATA, plain(text), name=name)


def _say(context: OutlineContext, text: str, voice: LanguageInForce) -> None:
    """`text` of the style, in which numbers and addresses have a direction of their own."""
    for part, direction in isolated(text, voice.dir):
        context.gather.say(part, voice.changed(None, direction))


def contents(context: OutlineContext, rule: ContentsRule) -> None:
    """The list of contents, when the document or the number of its headings asks for one."""
    listed = listed_headings(context.document, rule)
    if not listed:
        return
    with context.gather.inside(EntryKind.NAVIGATION):
        _title(context, context.words["contents"])
        depths = depths_of(heading.level for heading in listed)
        for depth, heading in zip(depths, listed, strict=True):
            said = words_of(heading.children, description)
            target = f"#{heading.ident}"
            facts = {"target": target, "depth": depth or "", "unseen": unseen(said)}
            context.gather.add(EntryKind.CONTENTS, plain(said), heading.position.line, **facts)


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
                facts = {"target": f"#df-ref-{number}-{occurrence}", "spoken": str(context.own)}
                context.gather.add(EntryKind.BACK, plain(text), **facts, unseen=unseen(text))
