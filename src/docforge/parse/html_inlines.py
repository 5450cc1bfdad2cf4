"""Inline elements of a raw HTML fragment to inlines; what has no node keeps its text."""

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from msgspec import Struct
from msgspec.structs import replace

from docforge.document import (
    Abbreviation,
    Code,
    Inline,
    Inlines,
    LineBreak,
    Phrase,
    PhraseKind,
    Position,
    Text,
    plain_text,
)
from docforge.parse.compose import anchored, make_link, mark_language, mark_phrase
from docforge.parse.context import ParseContext
from docforge.parse.embedded import read_drawing, read_img, read_media
from docforge.parse.fragment import HOLE, PLACE, MarkdownPiece, content_of, elements, place
from docforge.parse.hidden import accessible_name, is_hidden, note_hidden
from docforge.parse.note_codes import fold_label
from docforge.parse.notes import refer
from docforge.parse.text import fold, merge

_PHRASES = {tag: PhraseKind(kind) for tag, kind in elements()["phrases"].items()}
_MEDIA = frozenset(elements()["media"])
_CONTROLS = frozenset(elements()["controls"])
_SILENT = frozenset(elements()["silent"])
# Known without a node of their own; blocks get here when they stand around other blocks.
_PLAIN = frozenset(
    name
    for kind in ("plain-inlines", "plain-blocks", "headings", "blocks")
    for name in elements()[kind]
)


_NOTE = re.compile(r"\[\^([^\[\]\\\n]{1,200})\]")
_VERBATIM = frozenset({"code", "tt", "kbd", "samp", "var"})
_OBSOLETE = frozenset(elements()["obsolete"])
_BOOLEAN = frozenset(elements()["boolean-attributes"])
_TYPED_TAG = re.compile(r"<[^<>\n]{1,200}>?")

_IMAGE_ROLES = frozenset({"img", "image"})
# aria-hidden makes these decorative, and nothing else is told of them.
_PICTURES = frozenset({"img", "{http://www.w3.org/2000/svg}svg"})


class HtmlFragment(Struct, frozen=True):
    """One fragment being read: where findings go, and what fills its holes."""

    context: ParseContext
    holes: Sequence[MarkdownPiece]

    def hole(self, element: Element) -> MarkdownPiece:
        return self.holes[int(element.get("n", "0"))]


def read_inline(reading: HtmlFragment, item: str | Element) -> Inlines:
    """A piece of text or an inline element, with its language and ident around it."""
    if isinstance(item, str):
        return merge(_with_notes(reading.context, fold(item)))
    if item.tag == HOLE:
        return reading.hole(item).inlines
    context = reading.context
    position = context.at(place(item))
    if is_hidden(item.attrib) and item.tag not in _PICTURES:
        leave_out(reading, item, position)
        return ()
    is_named = item.tag not in _PICTURES and not "".join(item.itertext()).strip()
    if is_named and next(item.iter(HOLE), None) is None and (name := accessible_name(item.attrib)):
        return anchored((Text(name, position),), item.get("id", ""), position)
    made = _made_inline(reading, item, position)
    if made and _is_named_sign(item):
        made = (Text(f"{accessible_name(item.attrib)} ", position), *made)
    if item.tag not in ("a", "img"):
        made = mark_language(context, made, item.attrib, position)
    return anchored(made, item.get("id") or item.get("name", "") * (item.tag == "a"), position)


def _is_named_sign(element: Element) -> bool:
    """Whether a sign without words is an image to ARIA, whose name is what is heard of it."""
    if element.get("role") not in _IMAGE_ROLES or element.tag in _PICTURES:
        return False
    return not any(map(str.isalnum, "".join(element.itertext()))) and bool(
        accessible_name(element.attrib)
    )


def _with_notes(context: ParseContext, text: str) -> Iterator[Inline]:
    """`text` with the marks of notes that the source defines as references to them."""
    at = 0
    for mark in _NOTE.finditer(text) if context.definitions else ():
        label = fold_label(mark[1])
        if label in context.definitions:
            yield Text(text[at : mark.start()], context.here)
            yield refer(context, label, context.here)
            at = mark.end()
    yield Text(text[at:], context.here)


def _made_inline(reading: HtmlFragment, element: Element, position: Position) -> Inlines:
    context = reading.context
    match element.tag:
        case "br":
            return (LineBreak(position),)
        case "img":
            return read_img(context, element, position)
        case "{http://www.w3.org/2000/svg}svg":
            return read_drawing(context, element, position)
        case "df-code":
            tag = element.get("data-tag", "script")
            context.warn("HTM001", f"a <{tag}> is left out", position, "Outputs carry no code.")
            return ()
        case tag if tag in _MEDIA:
            return read_media(context, element, position)
        case "df-head":
            leave_out(reading, element, position)
            return ()
        case tag if tag in _SILENT:
            return ()
        case _:
            children = merge(
                inline
                for item in content_of(element)
                for inline in (
                    (Text(fold(item), context.here),)
                    if isinstance(item, str) and element.tag in _VERBATIM
                    else read_inline(reading, item)
                )
            )
            return marked(reading, element, children, position)


def marked(
    reading: HtmlFragment, element: Element, children: Inlines, position: Position
) -> Inlines:
    """What an inline element makes of its content; blocks it stands around have theirs marked."""
    context = reading.context
    if _has_words(element):
        _report_read_as_tag(context, element.tag, position)
    match element.tag:
        case "a" if "href" in element.attrib:
            return make_link(
                context, children, element.get("href", ""), element.get("title", ""), position
            )
        case "abbr" | "acronym":
            return _abbreviation(children, element.get("title", "").strip(), position)
        case "code" | "tt":
            return tuple(_as_code(inline) for inline in children)
        case "q":
            return (Text("“", position), *children, Text("”", position))
        case "rt":
            return (Text(" (", position), *children, Text(")", position))
        case tag if kind := _PHRASES.get(tag):
            return mark_phrase(kind, children, position)
        case tag:
            if tag not in _PLAIN:
                _report_unknown(context, element, position)
            return children


def _abbreviation(children: Inlines, expansion: str, position: Position) -> Inlines:
    text = plain_text(children).strip()
    return (Abbreviation(text, expansion, position),) if expansion and text else children


def _as_code(inline: Inline) -> Inline:
    match inline:
        case Text(text, position):
            return Code(text, position)
        case Phrase(_, children):
            return replace(inline, children=tuple(_as_code(child) for child in children))
        case _:
            return inline


def _report_unknown(context: ParseContext, element: Element, position: Position) -> None:
    name = element.tag.rpartition("}")[2].removeprefix("df-")
    if element.tag in _CONTROLS:
        cause, here = f"control {name}", f"control {name} {position.line}:{position.column}"
        if here in context.causes:
            return  # of HTML that was read a second time
        if cause in context.causes:
            context.met_again(cause)
            context.causes[here] = context.causes[cause]
            return
        context.warn(
            "HTM003",
            f"a form control <{name}> is left out, its text is kept",
            position,
            "Say in words what a reader should do.",
        )
        context.note_cause(cause)
        context.note_cause(here)
    elif not _has_words(element) and (name in _OBSOLETE or context.is_closed(name)):
        context.warn(
            "HTM002",
            f"the tag <{name}> has no meaning here and is left out, its text is kept",
            position,
            "Write it in Markdown, or write &lt; for a “<” that is text.",
        )
    elif not _has_words(element):
        _report_read_as_tag(context, name, position)


def _has_words(element: Element) -> bool:
    """Whether it has words where a tag has attributes, such as `<b and c>`."""
    given = {name: value for name, value in element.attrib.items() if name != PLACE}
    return bool(given.keys() - _BOOLEAN) and not any(given.values())


def _report_read_as_tag(context: ParseContext, name: str, position: Position) -> None:
    """Say that what stands between < and > is no text to anybody who reads Markdown."""
    typed = _TYPED_TAG.match(context.line(position), position.column - 1)
    context.warn(
        "HTM002",
        f"“{' '.join(typed[0].split())[:60] if typed else f'<{name}>'}” is read as a tag, and "
        "readers do not see it",
        position,
        "Write what it stands for; or write &lt; for a “<” that is text.",
    )


def leave_out(reading: HtmlFragment, element: Element, position: Position) -> None:
    """Say that a hidden element is no content."""
    parts: list[str] = []
    for part in element.iter():
        if part.tag == HOLE:
            parts.append(plain_text(reading.hole(part).inlines))
        parts.append(part.text or "")
        if part is not element:
            parts.append(part.tail or "")
    words = " ".join("".join(parts).split())
    if not words and next(element.iter(HOLE), None) is not None:
        words = "…"
    note_hidden(reading.context, words, element.tag, position)
