"""Inline nodes to one run of text.

Invariant: nothing that carries meaning is lost, and no mark stands where none carries meaning.
"""

from typing import assert_never

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
    Node,
    NoteReference,
    Phrase,
    PhraseKind,
    Sibling,
    Siblings,
    Text,
    plain_text,
    rewrite_each,
)
from docforge.findings import Finding, Severity, Where
from docforge.formats.text.context import TextContext
from docforge.formats.text.marks import lowered, raised, tidy
from docforge.style.references import names_heading, says_address, spoken_address


def line(context: TextContext, nodes: Inlines) -> str:
    """The text of `nodes`; a line end only where the source has a line break."""
    return tidy(_raw(context, nodes))


def label(context: TextContext, nodes: Inlines) -> str:
    """The text of `nodes` on one line without numbers of links and notes: it may be repeated."""
    return line(context, rewrite_each(nodes, _bare)).replace("\n", " ")


def _bare(node: Node) -> Siblings:
    match node:
        case Link(below):
            return below
        case Abbreviation(text):
            return (Text(text),)
        case NoteReference() | Anchor():
            return ()
        case _:
            return (node,)


def _raw(context: TextContext, nodes: Inlines) -> str:
    text = ""
    for place, node in enumerate(nodes):
        match node:
            case Phrase():
                text += _phrase(context, node, text)
            case Abbreviation(short):
                text += short + _expansion(context, node, text, plain_text(nodes[place + 1 :]))
            case _:
                text += _inline(context, node)
    return text


def _inline(context: TextContext, node: Inline) -> str:
    match node:
        case Text(text) | Code(text) | Abbreviation(text):
            return text
        case LineBreak():
            return "\n"
        case Phrase(_, below) | Language(below):
            return _raw(context, below)
        case Math(tex, _, _, spoken):
            return spoken or tex
        case Link():
            return _link(context, node)
        case Image():
            return f" [{image}] " if (image := picture(context, node)) else ""
        case NoteReference(note):
            return f" {context.note_mark(note + 1)}"
        case Anchor():
            return ""
        case _:
            assert_never(node)


def _phrase(context: TextContext, node: Phrase, before: str) -> str:
    """Kinds that change what a sentence says are written; others would only be noise."""
    text = _raw(context, node.children)
    is_plain = all(isinstance(child, Text) for child in node.children) and text.strip()
    match node.kind:
        case PhraseKind.DELETED | PhraseKind.INSERTED:
            return _bracketed(context, node.kind.value, text)
        case PhraseKind.HIGHLIGHT:
            return _bracketed(context, "marked", text)
        case PhraseKind.SUPERSCRIPT if is_plain:
            return raised(text, before)
        case PhraseKind.SUBSCRIPT if is_plain:
            return lowered(text)
        case _:
            return text


def _bracketed(context: TextContext, key: str, text: str) -> str:
    return f"[{context.labelled(context.words[key], text.strip())}]" if text.strip() else text


def _expansion(context: TextContext, node: Abbreviation, before: str, after: str) -> str:
    """The long form at the first use, unless the writer gives it just there (WCAG 2.2, G97)."""
    key = (node.text, node.expansion)
    if key in context.state.abbreviations or not node.expansion:
        return ""
    context.state.abbreviations.add(key)
    if before.rstrip().endswith((f"{node.expansion} (", node.expansion)):
        return ""
    if after.startswith(f" ({node.expansion}"):
        return ""
    return f" ({node.expansion})"


def _link(context: TextContext, node: Link) -> str:
    text = _raw(context, node.children)
    match node.target:
        case None:
            return text
        case External(url):
            return _addressed(context, node, text, url)
        case Internal(ident):
            return text + _pointer(context, ident, text)
        case Sibling(stem, _, url):
            if url is not None:
                return _addressed(context, node, text, url)
            context.state.findings[_unreachable(node, stem)] = None
            return text
        case _:
            assert_never(node.target)


def _addressed(context: TextContext, node: Link, text: str, url: str) -> str:
    """A number for the list of links; a mail address or telephone number at its place."""
    if says_address(text, url):
        return text
    if url.startswith(("mailto:", "tel:")):
        return f"{text} ({spoken_address(url)})"
    if not text.strip():
        text = url
    return f"{text} [{context.state.number(url)}]"


def _pointer(context: TextContext, ident: str, text: str) -> str:
    """Where a link inside the document leads, unless its own text says so."""
    heading = context.headings.get(ident)
    title = label(context, heading.children) if heading else ""
    if not title or names_heading(tidy(text), title):
        return ""
    return f" ({context.words.say('see', title=title)})"


def _unreachable(node: Link, stem: str) -> Finding:
    return Finding(
        "TXT001",
        Severity.NOTE,
        f"The plain text cannot link to “{stem}”: it gives the link's words only.",
        Where("", node.position.line, node.position.column),
        "Set base_url in docforge.toml, so that the text can name the document's address.",
    )


def picture(context: TextContext, node: Image) -> str:
    """An image in words; "" for a decorative one (WCAG 2.2, 1.1.1)."""
    match node.alt:
        case Decorative():
            return ""
        case None:
            key = "image-missing" if node.asset is None else "image-without-description"
            return tidy(context.words.say(key, name=node.source))
        case str(alt) if node.asset is None:
            missing = context.words.say("image-missing", name=node.source)
            return tidy(f"{missing} ({alt})").replace("\n", " ")
        case str(alt):
            return tidy(context.labelled(context.words["image"], alt)).replace("\n", " ")
