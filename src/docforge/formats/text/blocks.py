"""Blocks to lines.

Invariant: one blank line before a block, two before a heading; what belongs to something is
indented by two spaces under it, code by four. Lines never end in spaces.
"""

from collections.abc import Iterator
from typing import assert_never

from docforge.document import (
    Block,
    Blocks,
    Callout,
    CodeBlock,
    Definition,
    DefinitionList,
    Details,
    Division,
    Figure,
    Heading,
    Image,
    Inlines,
    List,
    ListItem,
    Math,
    Paragraph,
    Quotation,
    Table,
    ThematicBreak,
)
from docforge.formats.text.context import TextContext
from docforge.formats.text.inlines import line, picture
from docforge.formats.text.layout import Lines, hanging, indented, spaced
from docforge.formats.text.marks import audible, list_mark, tidy
from docforge.formats.text.tables import table


def lines(context: TextContext, nodes: Blocks) -> Lines:
    """The lines of `nodes` with blank lines between them, none before or after."""
    return below([], context, nodes)


def below(written: Lines, context: TextContext, nodes: Blocks) -> Lines:
    """The lines `written` and those of `nodes`, with blank lines between them."""
    written = [*written]
    for around, node in ungrouped(context, nodes):
        block = _block(around, node)
        if block and written:
            written += _gap(node)
        written += block
    return written


def _gap(node: Block) -> Lines:
    """The blank lines before a block that is not the first."""
    match node:
        case Heading():
            return ["", ""]
        case Figure((first, *_), ()):
            return _gap(first)
    return [""]


def ungrouped(context: TextContext, nodes: Blocks) -> Iterator[tuple[TextContext, Block]]:
    """Each block with its context: a division groups what is said in a language.

    Plain text has no mark for that, but the labels in the passage are in its language.
    """
    for node in nodes:
        if isinstance(node, Division):
            yield from ungrouped(context.passage(node.lang), node.blocks)
        else:
            yield context, node


def _block(context: TextContext, node: Block) -> Lines:
    words = context.words
    match node:
        case Heading(level, children):
            return [context.heading(level, line(context, children))]
        case Paragraph(children):
            return _paragraph(context, children)
        case List():
            return _list(context, node)
        case DefinitionList(items):
            return spaced(_definition(context, item) for item in items)
        case Quotation(below):
            return _set_apart(context, words["quotation"], "", below)
        case CodeBlock(text):
            return _code(context, text)
        case Table():
            return table(context, node, lines)
        case Figure(is_echo=True):
            return []
        case Figure(below, caption):
            return _figure(context, below, caption)
        case Callout(kind, title, below):
            kind_words = words[kind.word]
            return _set_apart(context, kind_words, line(context, title), below)
        case Details(summary, below):
            return _set_apart(context, words["details"], line(context, summary), below)
        case Division(below, lang):
            return lines(context.passage(lang), below)
        case ThematicBreak():
            return [words["section-break"]]
        case _:
            assert_never(node)


def _paragraph(context: TextContext, children: Inlines) -> Lines:
    match children:
        case (Math(tex, True, _, spoken),):
            return _formula(context, tidy(spoken) or tidy(tex))
        case (Image() as image,):
            text = picture(context, image)
        case _:
            text = line(context, children)
    return text.split("\n") if text else []


def _formula(context: TextContext, text: str) -> Lines:
    return [context.labelled(context.words["formula"], text).replace("\n", " ")]


def _list(context: TextContext, node: List) -> Lines:
    items = [
        hanging(list_mark(node.numbering, number, node.delimiter), _item(context, item, node.tight))
        for number, item in zip(node.ordinals, node.items, strict=True)
    ]
    return [text for item in items for text in item] if node.tight else spaced(items)


def _item(context: TextContext, item: ListItem, tight: bool) -> Lines:
    written: Lines = []
    for around, node in ungrouped(context, item.blocks):
        block = _block(around, node)
        if block and written and not (tight and isinstance(node, List)):
            written += _gap(node)
        written += block
    if item.checked is None:
        return written
    state = context.words["done" if item.checked else "to-do"]
    return [f"{state} {written[0]}".rstrip(), *written[1:]] if written else [state]


def _definition(context: TextContext, item: Definition) -> Lines:
    written = [text for term in item.terms if (text := line(context, term).replace("\n", " "))]
    before: Blocks = ()
    for description in item.descriptions:
        own = indented(lines(context, description))
        # What is more than a paragraph is set apart from the next description.
        if own and before and not (_is_paragraph(before) and _is_paragraph(description)):
            written.append("")
        written += own
        before = description if own else before
    return written


def _is_paragraph(below: Blocks) -> bool:
    return len(below) == 1 and isinstance(below[0], Paragraph)


def _code(context: TextContext, text: str) -> Lines:
    # Spaces at the end of a line say nothing, but a braille display shows them.
    code = [text.rstrip() for text in audible(text).rstrip("\n").split("\n")]
    kind = context.words["code"]
    written = [context.opening(kind), *indented(code, "    ")]
    return written + context.ending(kind) if len(code) > 1 else written


def _figure(context: TextContext, below: Blocks, caption: Inlines) -> Lines:
    title = line(context, caption)
    if not title:
        return lines(context, below)
    return _set_apart(context, context.words["figure"], title, below)


def _set_apart(context: TextContext, kind: str, title: str, below: Blocks) -> Lines:
    """A passage with its label: one paragraph on the label's line, more of them under it.

    Longer passages end in words, since nothing else tells a listener where they end.
    """
    written = lines(context, below)
    title = title.replace("\n", " ")
    match below:
        case (Paragraph(),) if written and not title:
            return [context.beginning(kind, written[0]), *indented(written[1:])]
        case _ if written:
            end = context.ending(kind) if len(below) > 1 else []
            return [context.opening(kind, title), "", *indented(written), *end]
        case _:
            return [context.opening(kind, title)] if title else []
