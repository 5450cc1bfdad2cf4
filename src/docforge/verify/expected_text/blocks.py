"""Blocks to the lines that must stand in the text.

Invariant: what belongs to something stands indented under it, behind a label or a mark in words.
"""

import string
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import assert_never

from msgspec.structs import replace

from docforge.document import (
    Block,
    Blocks,
    Callout,
    CodeBlock,
    Definition,
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
from docforge.verify.expected_text.context import ExpectedText, indented, joined, under
from docforge.verify.expected_text.inlines import audible, clean, one_line, picture, text_lines
from docforge.verify.expected_text.tables import table
from docforge.verify.readers.text import TextLine


def blocks(expected: ExpectedText, nodes: Blocks) -> list[TextLine]:
    """The lines of `nodes`."""
    return joined(_block(around, node) for around, node in _flat(expected, nodes))


def _flat(expected: ExpectedText, nodes: Blocks) -> Iterator[tuple[ExpectedText, Block]]:
    for node in nodes:
        if isinstance(node, Division):
            yield from _flat(expected.within(node.lang), node.blocks)
        else:
            yield expected, node


def _block(expected: ExpectedText, node: Block) -> list[TextLine]:
    words, line = expected.words, node.position.line
    match node:
        case Heading(level, children):
            text = one_line(expected, children)
            return [TextLine(expected.base.say("heading", level=level, text=text), line, gap=2)]
        case Paragraph(children):
            return _paragraph(expected, children, line)
        case List():
            return _list(expected, node)
        case DefinitionList():
            return _definitions(expected, node)
        case Quotation(below):
            return _passage(expected, words["quotation"], "", below, line)
        case CodeBlock(text):
            return _code(expected, text, line)
        case Table():
            return table(expected, node, blocks)
        case Figure(is_echo=True):
            return []
        case Figure(below, caption):
            title = one_line(expected, caption)
            if not title:
                return blocks(expected, below)
            return _passage(expected, words["figure"], title, below, line)
        case Callout(kind, title_nodes, below):
            title = one_line(expected, title_nodes)
            return _passage(expected, words[kind.word], title, below, line)
        case Details(summary, below):
            return _passage(expected, words["details"], one_line(expected, summary), below, line)
        case Division(below, lang):
            return blocks(expected.within(lang), below)
        case ThematicBreak():
            return [TextLine(words["section-break"], line)]
        case _:
            assert_never(node)


def _paragraph(expected: ExpectedText, children: Inlines, line: int) -> list[TextLine]:
    match children:
        case (Math(tex, True, _, speech),):
            said = clean(speech) or clean(tex)
            formula = f"{expected.words['formula']}{expected.words['colon']}{said}"
            return [TextLine(formula.replace("\n", " "), line)]
        case (Image() as image,):
            text = picture(expected, image)
            return [TextLine(text, line)] if text else []
        case _:
            return [TextLine(text, line) for text in text_lines(expected, children)]


def _list(expected: ExpectedText, node: List) -> list[TextLine]:
    items = [
        under(
            marked(mark(node.numbering, number), node.delimiter),
            _item(expected, item, node.tight),
            item.position.line,
        )
        for number, item in zip(node.ordinals, node.items, strict=True)
    ]
    return [*chain(*items)] if node.tight else joined(items)


def _item(expected: ExpectedText, item: ListItem, tight: bool) -> list[TextLine]:
    lines: list[TextLine] = []
    for around, node in _flat(expected, item.blocks):
        below = _block(around, node)
        is_close = tight and isinstance(node, List)
        lines = [*lines, *below] if is_close else joined([lines, below])
    if item.checked is None:
        return lines
    first, *rest = lines or [TextLine("")]
    state = expected.words["done" if item.checked else "to-do"]
    return [TextLine(f"{state} {first.text}".rstrip(), first.number), *rest]


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
    numeral = ""
    for power, signs in ((1000, "m??"), (100, "cdm"), (10, "xlc"), (1, "ivx")):
        numeral += digits[number // power % 10].translate(str.maketrans("abc", signs))
    return numeral


def _definitions(expected: ExpectedText, node: DefinitionList) -> list[TextLine]:
    lines: list[list[TextLine]] = []
    for item in node.items:
        terms = [TextLine(one_line(expected, term), item.position.line) for term in item.terms]
        below = list(_descriptions(expected, item))
        own = [*(term for term in terms if term.text), *indented(below)]
        # An item without a term may begin with a heading; what is set apart is the item.
        lines.append([*(replace(first, gap=1) for first in own[:1]), *own[1:]])
    return joined(lines)


def _descriptions(expected: ExpectedText, item: Definition) -> Iterator[TextLine]:
    """The lines of all descriptions; one that is more than a paragraph is set apart."""
    before: Blocks = ()
    for each in item.descriptions:
        written = blocks(expected, each)
        is_apart = before and not all(_is_paragraph(part) for part in (before, each))
        if is_apart and written:
            yield TextLine("")
        yield from written
        before = each if written else before


def _is_paragraph(below: Blocks) -> bool:
    return len(below) == 1 and isinstance(below[0], Paragraph)


def _code(expected: ExpectedText, text: str, line: int) -> list[TextLine]:
    code = [TextLine(each.rstrip(), line) for each in audible(text).rstrip("\n").split("\n")]
    kind = expected.words["code"]
    end = _end(expected, kind) if len(code) > 1 else []
    return [TextLine(expected.labelled(kind, ""), line), *indented(code, "    "), *end]


def _passage(
    expected: ExpectedText, label: str, title: str, below: Blocks, line: int
) -> list[TextLine]:
    """A label, and under it what it stands for; one paragraph without a title stands behind it."""
    content = blocks(expected, below)
    if not content:
        return [TextLine(expected.labelled(label, title), line)] if title else []
    if not title and len(below) == 1 and isinstance(below[0], Paragraph):
        first, *rest = content
        return [TextLine(f"{expected.behind(label)}{first.text}", line), *indented(rest)]
    end = _end(expected, label) if len(below) > 1 else []
    return [TextLine(expected.labelled(label, title), line), TextLine(""), *indented(content), *end]


def _end(expected: ExpectedText, label: str) -> Sequence[TextLine]:
    return [TextLine(""), TextLine(expected.words.say("end", what=label))]
