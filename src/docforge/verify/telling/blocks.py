"""Blocks to the lines that must be told.

Invariant: what belongs to something stands indented under it, behind a label or a mark in words.
"""

import string
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import assert_never

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
    Image,
    Inlines,
    List,
    ListItem,
    Math,
    Numbering,
    Paragraph,
    Quotation,
    Table,
    ThematicBreak,
)
from docforge.verify.readers.text import Line
from docforge.verify.telling.context import Telling, indented, joined, under
from docforge.verify.telling.inlines import audible, clean, one_line, picture, text_lines
from docforge.verify.telling.tables import table


def blocks(telling: Telling, nodes: Blocks) -> list[Line]:
    """The lines of `nodes`."""
    return joined(_block(telling, node) for node in _flat(nodes))


def _flat(nodes: Blocks) -> Iterator[Block]:
    for node in nodes:
        if isinstance(node, Division):
            yield from _flat(node.blocks)
        else:
            yield node


def _block(telling: Telling, node: Block) -> list[Line]:
    words, line = telling.words, node.position.line
    match node:
        case Heading(level, children):
            text = one_line(telling, children)
            return [Line(words.say("heading", level=level, text=text), line)]
        case Paragraph(children):
            return _paragraph(telling, children, line)
        case List():
            return _list(telling, node)
        case DefinitionList():
            return _definitions(telling, node)
        case Quotation(below):
            return _passage(telling, words["quotation"], "", below, line)
        case CodeBlock(text):
            return _code(telling, text, line)
        case Table():
            return table(telling, node, blocks)
        case Figure(below, caption):
            title = one_line(telling, caption)
            if not title:
                return blocks(telling, below)
            return _passage(telling, words["figure"], title, below, line)
        case Callout(kind, title_nodes, below):
            title = one_line(telling, title_nodes)
            return _passage(telling, words[f"callout-{kind.value}"], title, below, line)
        case Details(summary, below):
            return _passage(telling, words["details"], one_line(telling, summary), below, line)
        case Division(below):
            return blocks(telling, below)
        case ThematicBreak():
            return [Line(words["section-break"], line)]
        case _:
            assert_never(node)


def _paragraph(telling: Telling, children: Inlines, line: int) -> list[Line]:
    match children:
        case (Math(tex, True, _, speech),):
            said = clean(speech) or clean(tex)
            formula = f"{telling.words['formula']}{telling.words['colon']}{said}"
            source = [Line(text, line) for text in clean(tex).split("\n")]
            code = under("TeX:", source, line) if clean(speech) else []
            return [Line(formula.replace("\n", " "), line), *indented(code)]
        case (Image() as image,):
            told = picture(telling, image)
            return [Line(told, line)] if told else []
        case _:
            return [Line(text, line) for text in text_lines(telling, children)]


def _list(telling: Telling, node: List) -> list[Line]:
    items = [
        under(
            marked(mark(node.numbering, number), node.delimiter),
            _item(telling, item, node.tight),
            item.position.line,
        )
        for number, item in zip(node.ordinals, node.items, strict=True)
    ]
    return [*chain(*items)] if node.tight else joined(items)


def _item(telling: Telling, item: ListItem, tight: bool) -> list[Line]:
    told: list[Line] = []
    for node in _flat(item.blocks):
        below = _block(telling, node)
        is_close = tight and isinstance(node, List)
        told = [*told, *below] if is_close else joined([told, below])
    if item.checked is None:
        return told
    first, *rest = told or [Line("")]
    state = telling.words["done" if item.checked else "to-do"]
    return [Line(f"{state} {first.text}".rstrip(), first.number), *rest]


def marked(mark: str, delimiter: Delimiter) -> str:
    """A mark such as "3." with what the list has around its labels: "3)", "(3)"."""
    if mark == "-" or delimiter is Delimiter.PERIOD:
        return mark
    opening = "(" if delimiter is Delimiter.PARENTHESES else ""
    return f"{opening}{mark[:-1]})"


def mark(numbering: Numbering, number: int) -> str:
    """What stands before an item: "-", "3.", "c.", "iv."."""
    match numbering:
        case Numbering.BULLET:
            return "-"
        case Numbering.DECIMAL:
            return f"{number}."
        case Numbering.LOWER_ALPHA | Numbering.UPPER_ALPHA:
            label = _letters(number) or str(number)
        case Numbering.LOWER_ROMAN | Numbering.UPPER_ROMAN:
            label = _roman(number) if 0 < number < 4000 else str(number)
    is_upper = numbering in (Numbering.UPPER_ALPHA, Numbering.UPPER_ROMAN)
    return f"{label.upper() if is_upper else label}."


def _letters(number: int) -> str:
    """a to z, then aa, ab …; "" below 1."""
    if number < 1:
        return ""
    return _letters((number - 1) // 26) + string.ascii_lowercase[(number - 1) % 26]


def _roman(number: int) -> str:
    """Digit by digit, from the thousands down."""
    digits = ("", "a", "aa", "aaa", "ab", "b", "ba", "baa", "baaa", "ac")
    told = ""
    for power, signs in ((1000, "m??"), (100, "cdm"), (10, "xlc"), (1, "ivx")):
        told += digits[number // power % 10].translate(str.maketrans("abc", signs))
    return told


def _definitions(telling: Telling, node: DefinitionList) -> list[Line]:
    told: list[list[Line]] = []
    for item in node.items:
        terms = [Line(one_line(telling, term), item.position.line) for term in item.terms]
        below = [line for each in item.descriptions for line in blocks(telling, each)]
        told.append([*(term for term in terms if term.text), *indented(below)])
    return joined(told)


def _code(telling: Telling, text: str, line: int) -> list[Line]:
    code = [Line(each.rstrip(), line) for each in audible(text).rstrip("\n").split("\n")]
    kind = telling.words["code"]
    end = _end(telling, kind) if len(code) > 1 else []
    return [Line(telling.labelled(kind, ""), line), *indented(code, "    "), *end]


def _passage(telling: Telling, label: str, title: str, below: Blocks, line: int) -> list[Line]:
    """A label, and under it what it stands for; one paragraph without a title stands behind it."""
    content = blocks(telling, below)
    if not content:
        return [Line(telling.labelled(label, title), line)] if title else []
    if not title and len(below) == 1 and isinstance(below[0], Paragraph):
        first, *rest = content
        text = f"{label}{telling.words['colon']}{first.text}"
        return [Line(text, line), *indented(rest)]
    end = _end(telling, label) if len(below) > 1 else []
    return [Line(telling.labelled(label, title), line), Line(""), *indented(content), *end]


def _end(telling: Telling, label: str) -> Sequence[Line]:
    return [Line(""), Line(telling.words.say("end", what=label))]
