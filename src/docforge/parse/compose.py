"""What both readers, of pandoc's tree and of raw HTML, build alike: links, languages, callouts."""

from collections.abc import Iterable, Mapping

from docforge.document import (
    CALLOUT_KINDS,
    Anchor,
    Blocks,
    Callout,
    CalloutKind,
    Direction,
    Division,
    Heading,
    Inlines,
    Language,
    Link,
    NoteReference,
    Paragraph,
    Phrase,
    PhraseKind,
    Position,
    Text,
    rewrite_each,
    unlinked,
    walk,
)
from docforge.document.languages import direction, normalise
from docforge.parse.context import ParseContext
from docforge.parse.formulas import spoken_in
from docforge.parse.links import read_target
from docforge.parse.text import is_blank, trim

_CALLOUTS = {name: kind for kind in CALLOUT_KINDS.values() for name in kind.classes}


def callout_kind(classes: Iterable[str]) -> CalloutKind | None:
    """The callout that a division's classes ask for: "warning", "callout-warning" …"""
    for name in classes:
        if kind := _CALLOUTS.get(name.lower().removeprefix("callout-")):
            return kind
    return None


def make_callout(kind: CalloutKind, title: Inlines, blocks: Blocks, position: Position) -> Callout:
    """A callout; a title that only repeats the kind's English name is no title."""
    words = "".join(item.text for item in title if isinstance(item, Text)).strip().lower()
    return Callout(kind, () if words == kind.name else title, blocks, position)


def make_link(
    context: ParseContext, children: Inlines, address: str, title: str, position: Position
) -> Inlines:
    """A link and, behind it, the notes that stood inside: links cannot hold links."""
    target = read_target(context, address, position)
    text, notes = _without_links(children)
    if title:
        context.note(
            "LNK006",
            f"the title “{title}” of a link is left out: few readers ever meet it",
            position,
            "Say it in the text of the link.",
        )
    if is_blank(text):
        context.error(
            "LNK005",
            "this link has no text",
            position,
            "Write between the brackets where it leads.",
        )
        text = (Text(address, position),)
    return (Link(text, target, position=position), *notes)


def _without_links(inlines: Inlines) -> tuple[Inlines, Inlines]:
    """`inlines` with links replaced by their text, and the note references taken out."""
    notes = tuple(node for node in walk(inlines) if isinstance(node, NoteReference))
    return rewrite_each(inlines, unlinked), notes


def read_language(
    context: ParseContext, attributes: Mapping[str, str], position: Position
) -> tuple[str | None, Direction | None]:
    """The `lang` and `dir` among attributes, checked; a language brings its direction along."""
    tag = attributes.get("lang") or attributes.get("xml:lang")
    lang = None
    if tag:
        try:
            lang = normalise(tag)
        except ValueError as error:
            context.warn("LNG001", f"the language mark is left out: {error}", position)
    match attributes.get("dir", "").lower():
        case "ltr":
            return lang, "ltr"
        case "rtl":
            return lang, "rtl"
        case _:
            return lang, direction(lang) if lang else None


def mark_language(
    context: ParseContext, children: Inlines, attributes: Mapping[str, str], position: Position
) -> Inlines:
    """`children` as a passage in another language, or as they are.

    White space is none: pandoc gives it the attributes that stand behind it (`words {dir=rtl}`),
    and at the end of a line it would be drawn outside of the line.
    """
    lang, dir_ = read_language(context, attributes, position)
    if is_blank(children) or (lang is None and dir_ is None):
        return children
    return (Language(spoken_in(lang, children), lang, dir_, position),)


def mark_phrase(kind: PhraseKind, children: Inlines, position: Position) -> Inlines:
    """`children` as a phrase, or as they are where there is no word to mark."""
    return children if is_blank(children) else (Phrase(kind, children, position),)


def anchored(children: Inlines, ident: str, position: Position) -> Inlines:
    """`children` behind an anchor, when there is an ident."""
    return (Anchor(ident, position), *children) if ident else children


def divide(
    context: ParseContext,
    blocks: Blocks,
    ident: str,
    attributes: Mapping[str, str],
    position: Position,
) -> Blocks:
    """`blocks` as a division where language, direction or ident call for one."""
    lang, dir_ = read_language(context, attributes, position)
    if not blocks or (lang is None and dir_ is None and not ident):
        return blocks
    return (Division(spoken_in(lang, blocks), lang, dir_, ident, position),)


def make_heading(
    context: ParseContext, level: int, children: Inlines, ident: str, position: Position
) -> Blocks:
    """A heading with the level of the source, or nothing (a finding) when it is empty."""
    children = trim(children)
    if is_blank(children):
        context.warn(
            "HDG003",
            "an empty heading is left out",
            position,
            "Write its text or take out the mark.",
        )
        return (Paragraph((Anchor(ident, position),), position),) if ident else ()
    if is_blank(rewrite_each(children, unlinked)):
        context.warn(
            "HDG003",
            "a heading of nothing but the mark of a note is read as a paragraph",
            position,
            "Write its text or take out the mark of the heading.",
        )
        return (Paragraph(anchored(children, ident, position), position),)
    return (Heading(level, children, ident, position),)
