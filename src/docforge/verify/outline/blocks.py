"""Blocks to entries.

Invariant: every kind of block has its entry, or stands for what it holds.
"""

from typing import assert_never
from xml.etree import ElementTree

from docforge.document import (
    Block,
    Blocks,
    Callout,
    CodeBlock,
    DefinitionList,
    Delimiter,
    Details,
    Division,
    Figure,
    Heading,
    List,
    ListItem,
    Math,
    Numbering,
    Paragraph,
    Quotation,
    Table,
    ThematicBreak,
)
from docforge.document.narrow import is_broad
from docforge.style.words import words_in
from docforge.verify.entries import (
    EntryKind,
    LanguageInForce,
    blank_lines,
    code_text,
    plain,
    unseen,
)
from docforge.verify.outline.context import OutlineContext
from docforge.verify.outline.inlines import inlines, leaf
from docforge.verify.outline.tables import table
from docforge.verify.outline.words import said_of, shown_by, words_of


def blocks(context: OutlineContext, nodes: Blocks, voice: LanguageInForce) -> None:
    """State `nodes`; `voice` is what is in force where they stand."""
    for node in nodes:
        _block(context, node, voice)


def _block(context: OutlineContext, node: Block, voice: LanguageInForce) -> None:
    line, gather = node.position.line, context.gather
    match node:
        case Heading(level, children, ident):
            facts = {
                "level": level,
                "ident": ident,
                **said_of(children, shown_by(context.words)),
            }
            leaf(context, children, voice, EntryKind.HEADING, line, **facts)
        case Paragraph((Math(display=True, mathml=str(mathml), lang=own),)):
            written = "".join(ElementTree.fromstring(mathml).itertext())
            _scrolling(context, words_in(own, context.words)["formula"], written, line)
            leaf(context, node.children, voice, EntryKind.PARAGRAPH, line)
        case Paragraph(children):
            leaf(context, children, voice, EntryKind.PARAGRAPH, line)
        case List():
            _listing(context, node, voice)
        case DefinitionList():
            _definitions(context, node, voice)
        case Quotation(below):
            with gather.inside(EntryKind.QUOTATION, "", line):
                blocks(context, below, voice)
        case CodeBlock(text):
            _scrolling(context, context.words["code"], text, line)
            facts = {"spoken": f"{voice.lang} ltr", "unseen": unseen(text)}
            facts |= {"blank": blank_lines(text)}
            gather.add(EntryKind.CODE, code_text(text), line, **facts)
        case Table():
            table(context, node, voice, blocks)
        case Figure(below, caption):
            with gather.inside(EntryKind.FIGURE, "", line):
                blocks(context, below, voice)
                leaf(context, caption, voice, EntryKind.CAPTION, line)
        case Callout():
            _callout(context, node, voice)
        case Details(summary, below):
            with gather.inside(EntryKind.DETAILS, "", line):
                leaf(context, summary, voice, EntryKind.SUMMARY, line)
                blocks(context, below, voice)
        case Division(below, lang, direction, ident):
            if ident:
                gather.add(EntryKind.PLACE, "", line, ident=ident)
            blocks(context.passage(lang), below, voice.changed(lang, direction))
        case ThematicBreak():
            gather.add(EntryKind.BREAK, "", line)
        case _:
            assert_never(node)


# A label is its number with what stands around it; the full stop is the rule and left out.
_AROUND = {
    Delimiter.PERIOD: "{}",
    Delimiter.PARENTHESIS: "{})",
    Delimiter.PARENTHESES: "({})",
}


def _scrolling(context: OutlineContext, said: str, text: str, line: int) -> None:
    """Code or a formula that is wider than a narrow screen scrolls, in a region named `said`."""
    if is_broad(text, context.page.size):
        context.gather.add(EntryKind.REGION, said, line)


def _listing(context: OutlineContext, node: List, voice: LanguageInForce) -> None:
    count = len(node.items)
    facts = {"numbering": node.numbering.value, "direction": context.gather.turned(voice)}
    with context.gather.inside(EntryKind.LIST, "", node.position.line, items=count, **facts):
        for number, item in zip(node.ordinals, node.items, strict=True):
            label = _AROUND[node.delimiter].format(number)
            _item(context, item, "" if node.numbering is Numbering.BULLET else label, voice)


def _item(context: OutlineContext, item: ListItem, label: str, voice: LanguageInForce) -> None:
    said = ""
    if item.checked is not None:
        said = context.words["done" if item.checked else "to-do"]
    facts = {
        "state": plain(said),
        "spoken": str(context.own) if said else "",
        "unseen": unseen(said),
    }
    line = item.position.line
    with context.gather.inside(EntryKind.ITEM, "", line, number=label, **facts):
        blocks(context, item.blocks, voice)


def _definitions(context: OutlineContext, node: DefinitionList, voice: LanguageInForce) -> None:
    facts = {"numbering": "definitions", "direction": context.gather.turned(voice)}
    with context.gather.inside(EntryKind.LIST, "", node.position.line, **facts):
        for item in node.items:
            for term in item.terms:
                leaf(context, term, voice, EntryKind.TERM, item.position.line)
            for description in item.descriptions:
                with context.gather.inside(EntryKind.DESCRIPTION, "", item.position.line):
                    blocks(context, description, voice)


def _callout(context: OutlineContext, node: Callout, voice: LanguageInForce) -> None:
    title = [context.words["colon"], words_of(node.title, shown_by(context.words))]
    name = plain("".join([context.words[node.kind.word], *(title if node.title else [])]))
    facts = {"callout": node.kind.name, "name": name}
    with context.gather.inside(EntryKind.CALLOUT, "", node.position.line, **facts):
        context.gather.say(context.words[node.kind.word], context.own)
        if node.title:
            context.gather.say(context.words["colon"], voice)
            inlines(context, node.title, voice)
        label = plain(context.words[node.kind.word])
        context.gather.close(EntryKind.PARAGRAPH, node.position.line, label=label)
        blocks(context, node.blocks, voice)
