"""Inline nodes to text and elements.

Invariant: a link never holds another link, since HTML, EPUB and PDF forbid it.
"""

from collections.abc import Iterator
from typing import assert_never
from xml.etree.ElementTree import Element

from docforge.document import (
    Abbreviation,
    Anchor,
    Asset,
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
    PhraseKind,
    Sibling,
    Target,
    Text,
    rewrite_each,
    unlinked,
    walk,
)
from docforge.formats.markup.context import MarkupContent, MarkupContext, element

_PHRASES = {
    PhraseKind.EMPHASIS: "em",
    PhraseKind.STRONG: "strong",
    PhraseKind.DELETED: "del",
    PhraseKind.INSERTED: "ins",
    PhraseKind.SUPERSCRIPT: "sup",
    PhraseKind.SUBSCRIPT: "sub",
    PhraseKind.HIGHLIGHT: "mark",
    PhraseKind.SMALL_CAPS: "span",
    PhraseKind.SMALL_PRINT: "small",
    PhraseKind.UNDERLINE: "u",
    PhraseKind.KEYBOARD: "kbd",
    PhraseKind.SAMPLE: "samp",
    PhraseKind.VARIABLE: "var",
    PhraseKind.WORK_TITLE: "cite",
    PhraseKind.DEFINITION: "dfn",
}


def inlines(context: MarkupContext, nodes: Inlines) -> Iterator[MarkupContent]:
    """The text and elements of `nodes`, in order."""
    for node in nodes:
        for made in _inline(context, node):
            yield made if isinstance(made, str) else context.made_from(node, made)


def _inline(context: MarkupContext, node: Inline) -> Iterator[MarkupContent]:
    match node:
        case Text(text):
            yield text
        case LineBreak():
            yield element("br", {})
        case Phrase(kind, children):
            attributes = {"class": "small-caps"} if kind is PhraseKind.SMALL_CAPS else {}
            yield element(_PHRASES[kind], attributes, inlines(context, children))
        case Language(children, lang, direction):
            inner = inlines(context.passage(), children)
            yield element("span", language(lang, direction), inner)
        case Abbreviation(text, expansion) if id(node) in context.explained:
            yield f"{text} ({expansion})"
        case Abbreviation(text, expansion):
            yield element("abbr", {"title": expansion}, [text])
        case Code(text):
            yield element("code", context.code_attributes, [text])
        case Math():
            yield context.target.formula(node)
        case Link():
            yield from _link(context, node)
        case Image():
            yield _picture(context, node)
        case NoteReference(note, occurrence):
            yield _note_reference(context, note + 1, occurrence)
        case Anchor(ident):
            yield element("span", {"id": ident})
        case _:
            assert_never(node)


def language(lang: str | None, direction: str | None) -> dict[str, str]:
    """The attributes that say a passage's language and direction (WCAG 2.2, 3.1.2)."""
    given = {"lang": lang, "dir": direction}
    return {name: value for name, value in given.items() if value}


def _link(context: MarkupContext, node: Link) -> Iterator[MarkupContent]:
    # A note's mark is a link of its own: it moves behind the link that it stood in.
    inner = [below for below in walk(node) if isinstance(below, Link | NoteReference)]
    children = rewrite_each(node.children, unlinked) if inner else node.children
    content = inlines(context, children)
    address = None if node.target is None else _address(context, node.target)
    if address is not None:
        yield element("a", {"href": address}, content)
    elif any(not isinstance(child, Text) or child.text for child in children):
        yield element("span", {}, content)
    for reference in inner:
        if isinstance(reference, NoteReference):
            yield from inlines(context, (reference,))


def _address(context: MarkupContext, target: Target) -> str | None:
    match target:
        case External(url):
            return url
        case Internal(ident):
            return f"#{ident}"
        case Sibling():
            return context.target.sibling(target)
        case _:
            assert_never(target)


def _picture(context: MarkupContext, node: Image) -> MarkupContent:
    """An image, with its other forms where readers have other screens."""
    image = _image(context, node)
    if node.forms is None or not context.target.has_schemes:
        return image
    sources = [
        other_source(context, screen, asset)
        for screen, name in node.forms.by_screen
        for asset in (context.document.asset(name),)
    ]
    return element("picture", {}, [*sources, image])


def other_source(context: MarkupContext, screen: str, asset: Asset) -> Element:
    """The picture that stands in the place of another one on a `screen` (a media query)."""
    source = context.target.image_source(asset)
    return element("source", {"media": screen, "srcset": source, "type": asset.media_type})


def _image(context: MarkupContext, node: Image) -> MarkupContent:
    if node.asset is None:
        return _missing_image(context, node)
    asset = context.document.asset(node.asset)
    attributes = {
        "src": context.target.image_source(asset),
        **_description(context, node),
        "width": str(asset.width),
        "height": str(asset.height),
    }
    if node.width is not None:
        attributes["style"] = f"width: {context.page.width_of(node.width, context.columns)}"
    return element("img", attributes)


def _description(context: MarkupContext, node: Image) -> dict[str, str]:
    """Attributes for the text alternative (WCAG 2.2, 1.1.1)."""
    match node.alt:
        case Decorative():
            return {"alt": ""}
        case None:
            words = context.words.say("image-without-description", name=node.source)
            return {"alt": words, **context.furniture()}
        case str(text):
            return {"alt": text}


def _missing_image(context: MarkupContext, node: Image) -> MarkupContent:
    words = context.words.say("image-missing", name=node.source)
    content: list[MarkupContent] = [element("span", context.furniture(), [words])]
    if isinstance(node.alt, str):
        content.append(f" ({node.alt})")
    return element("span", {"class": "missing-image"}, content)


def _note_reference(context: MarkupContext, number: int, occurrence: int) -> MarkupContent:
    attributes = {
        "id": f"df-ref-{number}-{occurrence}",
        "href": f"#df-note-{number}",
        "role": "doc-noteref",
        "aria-label": context.words.say("note", n=number),
        **context.furniture(),
    }
    return element("a", attributes, [element("sup", {}, [str(number)])])
