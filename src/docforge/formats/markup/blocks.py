"""Block nodes to elements.

Invariant: one block gives one element, in the order of the document.
"""

from collections.abc import Iterator
from typing import assert_never
from xml.etree.ElementTree import Element

from msgspec.structs import replace

from docforge.document import (
    Block,
    Blocks,
    Callout,
    Code,
    CodeBlock,
    DefinitionList,
    Delimiter,
    Details,
    Division,
    Figure,
    Heading,
    Image,
    Inlines,
    Link,
    List,
    ListItem,
    Math,
    Numbering,
    Paragraph,
    Quotation,
    Table,
    ThematicBreak,
)
from docforge.formats.markup.context import MarkupContent, MarkupContext, element
from docforge.formats.markup.highlight import highlight
from docforge.formats.markup.inlines import inlines, language
from docforge.formats.markup.label_room import label_room, labels_of
from docforge.formats.markup.tables import table

_TYPES = {
    Numbering.LOWER_ALPHA: "a",
    Numbering.UPPER_ALPHA: "A",
    Numbering.LOWER_ROMAN: "i",
    Numbering.UPPER_ROMAN: "I",
}
_UPPER = frozenset({Numbering.UPPER_ALPHA, Numbering.UPPER_ROMAN})

_SHOWN = (Image, Math, Code, Link)


def blocks(context: MarkupContext, nodes: Blocks) -> Iterator[Element]:
    """One element for each block."""
    for node in nodes:
        yield context.made_from(node, _block(context, node))


def _block(context: MarkupContext, node: Block) -> Element:
    match node:
        case Heading(level, children, ident):
            return element(f"h{level}", {"id": ident}, inlines(context, children))
        case Paragraph(children):
            return _paragraph(context, children)
        case List():
            return _list(context, node)
        case DefinitionList():
            return element("dl", {}, _definitions(context, node))
        case Quotation(below):
            return element("blockquote", {}, blocks(context, below))
        case CodeBlock(text, name):
            code = element("code", {}, highlight(text, name))
            return element("pre", context.code_attributes, [code])
        case Table():
            return table(context, node, flow)
        case Figure(below, caption):
            return element("figure", {}, _figure(context, below, caption))
        case Callout():
            return _callout(context, node)
        case Details(summary, below):
            label = element("p", {"class": "summary"}, inlines(context, summary))
            return element("div", {"class": "details"}, [label, *blocks(context, below)])
        case Division(below, lang, direction, ident):
            named = {"id": ident} if ident else {}
            inner = context.passage(lang) if lang or direction else context
            return element("div", {**named, **language(lang, direction)}, blocks(inner, below))
        case ThematicBreak():
            return element("hr", {})
        case _:
            assert_never(node)


def flow(context: MarkupContext, nodes: Blocks) -> Iterator[MarkupContent]:
    """The content of a cell or a description: a lone paragraph needs no `p`."""
    match nodes:
        case (Paragraph(children),) if not _is_formula(children):
            yield from inlines(context, children)
        case _:
            yield from blocks(context, nodes)


def _paragraph(context: MarkupContext, children: Inlines) -> Element:
    match children:
        case (Math(lang=lang) as formula,) if _is_formula(children):
            # Between blocks, a formula has no part of a line around it to say its language.
            shown = inlines(context, (replace(formula, lang=None),))
            own = element("div", {"class": "formula"}, shown)
            return own if lang is None else element("div", {"lang": lang}, [own])
        case _:
            return element("p", {}, inlines(context, children))


def _is_formula(children: Inlines) -> bool:
    """Whether they are a formula by itself; one that cannot be read is its TeX, in a paragraph."""
    match children:
        case (Math(display=True, mathml=mathml),):
            return mathml is not None
        case _:
            return False


def _list(context: MarkupContext, node: List) -> Element:
    attributes = {}
    if node.numbering in _TYPES:
        attributes["type"] = _TYPES[node.numbering]
    if node.numbering is not Numbering.BULLET and node.start != 1:
        attributes["start"] = str(node.start)
    if classes := " ".join(filter(None, _classes(node))):
        attributes["class"] = classes
    tag = "ul" if node.numbering is Numbering.BULLET else "ol"
    return element(tag, attributes, _items(context, node))


def _classes(node: List) -> Iterator[str | None]:
    if any(item.checked is not None for item in node.items):
        yield "tasks"
    if node.delimiter is not Delimiter.PERIOD:
        yield node.delimiter
        # Sheets of pages cannot tell "A" from "a": browsers compare types in any case.
        yield "upper" if node.numbering in _UPPER else None
    yield label_room(labels_of(node))


def _items(context: MarkupContext, node: List) -> Iterator[Element]:
    for item in node.items:
        yield context.made_from(item, _item(context, item, node.tight))


def _item(context: MarkupContext, item: ListItem, tight: bool) -> Element:
    content = _tight(context, item.blocks) if tight else blocks(context, item.blocks)
    value = {} if item.ordinal is None else {"value": str(item.ordinal)}
    if item.checked is None:
        return element("li", value, content)
    state = context.words["done" if item.checked else "to-do"]
    label = element("span", {"class": "task-state", **context.furniture()}, [state])
    return element("li", {"class": "task", **value}, [label, " ", *content])


def _tight(context: MarkupContext, nodes: Blocks) -> Iterator[MarkupContent]:
    """An item's first paragraph stands directly in it; what follows keeps its own elements."""
    yield from flow(context, nodes[:1])
    yield from blocks(context, nodes[1:])


def _definitions(context: MarkupContext, node: DefinitionList) -> Iterator[Element]:
    for item in node.items:
        for term in item.terms:
            yield context.made_from(item, element("dt", {}, inlines(context, term)))
        for description in item.descriptions:
            yield context.made_from(item, element("dd", {}, flow(context, description)))


def _figure(context: MarkupContext, below: Blocks, caption: Inlines) -> Iterator[MarkupContent]:
    match below:
        # What is shown needs no `p`, and what is read does.
        case (Paragraph(children),) if all(isinstance(each, _SHOWN) for each in children):
            yield from flow(context, below)
        case _:
            yield from blocks(context, below)
    if caption:
        yield element("figcaption", {}, inlines(context, caption))


def _callout(context: MarkupContext, node: Callout) -> Element:
    ident = f"df-callout-{next(context.callouts)}"
    kind = context.words[node.kind.word]
    label: list[MarkupContent] = [element("span", context.furniture(), [kind])]
    if node.title:
        label += [context.words["colon"], *inlines(context, node.title)]
    attributes = {
        "class": f"callout {node.kind.name}",
        "role": "note",
        "aria-labelledby": ident,
    }
    heading = element("p", {"class": "callout-label", "id": ident}, label)
    return element("div", attributes, [heading, *blocks(context, node.blocks)])
