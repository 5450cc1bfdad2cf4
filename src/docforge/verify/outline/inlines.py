"""Inline content to the text of a block and what stands in it.

Invariant: a link holds no link: marks of notes that the writer put into one follow it.
"""

import hashlib
from collections.abc import Iterator
from typing import assert_never
from xml.etree import ElementTree

from msgspec.structs import replace

from docforge.document import (
    Abbreviation,
    Anchor,
    Code,
    Decorative,
    External,
    Image,
    Inline,
    Inlines,
    Internal,
    Language,
    LineBreak,
    Link,
    Math,
    NoteReference,
    Phrase,
    Sibling,
    Text,
    walk,
)
from docforge.media.svg.letters import least_width
from docforge.verify.entries import EntryKind, LanguageInForce, plain, structure, unseen
from docforge.verify.outline.context import OutlineContext
from docforge.verify.outline.words import tokens


def leaf(
    context: OutlineContext,
    nodes: Inlines,
    voice: LanguageInForce,
    kind: EntryKind,
    line: int,
    /,
    **facts: object,
) -> None:
    """A block that holds nothing but `nodes`."""
    inlines(context, nodes, voice)
    context.gather.close(kind, line, **facts)


def inlines(context: OutlineContext, nodes: Inlines, voice: LanguageInForce) -> None:
    """State `nodes` as part of the block that is open."""
    for node in nodes:
        _inline(context, node, voice)


def _inline(context: OutlineContext, node: Inline, voice: LanguageInForce) -> None:
    gather, line = context.gather, node.position.line
    match node:
        case Text(text):
            gather.say(text, voice)
        case LineBreak():
            gather.mark(EntryKind.LINE_BREAK, "", line)
            gather.say(" ", voice)
        case Phrase(kind, children):
            with gather.span(EntryKind.PHRASE, line, kind=kind.value):
                inlines(context, children, voice)
        case Language(children, lang, direction):
            inlines(context, children, voice.changed(lang, direction))
        case Abbreviation(text, expansion) if id(node) in context.explained:
            gather.say(f"{text} ({expansion})", voice)
        case Abbreviation(text, expansion):
            facts = {"expansion": plain(expansion), "unseen": unseen(expansion)}
            with gather.span(EntryKind.ABBREVIATION, line, **facts):
                gather.say(text, voice)
        case Code(text):
            with gather.span(EntryKind.PHRASE, line, kind="code"):
                gather.say(text, voice.changed(None, "ltr"))
        case Math():
            _formula(context, node, voice)
        case Link():
            _link(context, node, voice)
        case Image():
            _image(context, node, voice)
        case NoteReference(note, occurrence):
            target = f"#df-note-{note + 1}"
            said = context.words.say("note", n=note + 1)
            facts = {"target": target, "ident": f"df-ref-{note + 1}-{occurrence}", "name": said}
            facts |= {"raised": "yes", "spoken": str(context.own)}
            gather.put(EntryKind.MARK, str(note + 1), None, line, **facts)
        case Anchor(ident):
            gather.mark(EntryKind.PLACE, "", line, ident=ident)
        case _:
            assert_never(node)


def _formula(context: OutlineContext, node: Math, voice: LanguageInForce) -> None:
    drawn = "" if node.mathml is None else tokens(node.mathml)
    built = "" if node.mathml is None else structure(ElementTree.fromstring(node.mathml))
    shown = "block" if node.display else "inline"
    text = node.tex if node.mathml is None else node.spoken or node.tex
    voice = voice.changed(node.lang, None) if drawn else voice.changed(None, "ltr")
    context.gather.put(
        EntryKind.FORMULA,
        text,
        voice,
        node.position.line,
        drawn=drawn,
        structure=built,
        shown=shown if drawn else "",
    )


def _link(context: OutlineContext, node: Link, voice: LanguageInForce) -> None:
    inner = [below for below in walk(node) if isinstance(below, NoteReference)]
    children = tuple(_unlinked(node.children))
    if node.target is None:
        inlines(context, children, voice)
    else:
        with context.gather.span(EntryKind.LINK, node.position.line, **_target(node.target)):
            inlines(replace(context, in_link=True), children, voice)
    # A mark of a note is a link of its own, and links do not hold links: it follows.
    inlines(context, tuple(inner), voice)


def _image(context: OutlineContext, node: Image, voice: LanguageInForce) -> None:
    missing = context.words.say("image-missing", name=node.source)
    match node.alt:
        case Decorative() if node.asset is not None:
            facts = _picture(context, node)
            line = node.position.line
            context.gather.mark(EntryKind.IMAGE, "", line, decorative="yes", **facts)
        case _ if node.asset is None:
            context.gather.say(missing, context.own)
            if isinstance(node.alt, str):
                context.gather.say(f" ({node.alt})", voice)
        case None:
            words = context.words.say("image-without-description", name=node.source)
            _put_image(context, node, words, context.own)
        case str(alt):
            _put_image(context, node, alt, voice)


def _put_image(context: OutlineContext, node: Image, text: str, voice: LanguageInForce) -> None:
    facts = _picture(context, node)
    context.gather.put(EntryKind.IMAGE, text, voice, node.position.line, **facts)


def _picture(context: OutlineContext, node: Image) -> dict[str, str]:
    """Which picture is shown, how large, and on what share of its line."""
    asset = context.document.asset(node.asset or "")
    facts = {"content": hashlib.sha256(asset.data).hexdigest()}
    facts["size"] = f"{asset.width} × {asset.height}"
    if node.forms is not None:
        facts["screens"] = "; ".join(
            f"{screen} {hashlib.sha256(context.document.asset(name).data).hexdigest()}"
            for screen, name in node.forms.by_screen
        )
    # A link is a stop for the keyboard, and holds no other one.
    if not context.in_link and (least := least_width(node, asset)):
        facts["scrolls"] = f"below {least}px, as {context.words['image']}"
    if node.width is not None:
        facts["share"] = f"width: {context.page.width_of(node.width, context.columns)}"
    return facts


def _target(target: External | Internal | Sibling) -> dict[str, str]:
    match target:
        case External(url):
            return {"target": url}
        case Internal(ident):
            return {"target": f"#{ident}"}
        case Sibling(stem, fragment, url):
            return {"target": f"{stem}#{fragment}", "sibling": "yes", "url": url or ""}
        case _:
            assert_never(target)


def _unlinked(nodes: Inlines) -> Iterator[Inline]:
    """`nodes` without links in links and without the marks of notes."""
    for node in nodes:
        match node:
            case Link(children):
                yield from _unlinked(children)
            case NoteReference():
                pass
            case Phrase(kind, children, position):
                yield Phrase(kind, tuple(_unlinked(children)), position)
            case Language(children, lang, direction, position):
                yield Language(tuple(_unlinked(children)), lang, direction, position)
            case _:
                yield node
