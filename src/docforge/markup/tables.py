"""Tables to elements.

Invariant: rows and cells keep their places; a header cell without content is no header
(WCAG 2.2, H51 and H63 ask for headers that say something).
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from xml.etree.ElementTree import Element

from docforge.document import (
    Abbreviation,
    Blocks,
    Cell,
    Code,
    Image,
    Math,
    Node,
    Row,
    Table,
    Text,
    walk,
)
from docforge.markup.context import Content, Context, element
from docforge.markup.inlines import inlines

# A page's width and a cell's padding, in small letters of a table's type on A4.
_PAGE = 84.0
_PADDING = 2.5
# Where a line cannot break: runs without spaces in scripts that put spaces between words.
_UNBROKEN = re.compile(r"[^\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\uffef]+")

Flow = Callable[[Context, Blocks], Iterable[Content]]


def table(context: Context, node: Table, flow: Flow) -> Element:
    """`table` with `caption`, `thead`, `tbody`s and `tfoot`; `flow` builds the cells' content.

    The parameter breaks the circle between tables, whose cells hold blocks, and blocks.
    """
    attributes = {"class": "wide"} if _is_wide(node) else {}
    return element("table", attributes, _parts(context, node, flow))


def _is_wide(node: Table) -> bool:
    """Whether the longest words of the columns, side by side, need more than a page's width."""
    widths: defaultdict[int, float] = defaultdict(float)
    for row in (*node.head, *chain(*node.bodies), *node.foot):
        column = 0
        for cell in row.cells:
            share = _longest_word(cell) / cell.colspan + _PADDING
            for place in range(column, column + cell.colspan):
                widths[place] = max(widths[place], share)
            column += cell.colspan
    return sum(widths.values()) > _PAGE


def _longest_word(cell: Cell) -> float:
    texts = (node.text for node in walk(cell) if isinstance(node, Text | Code))
    return max((_width(word) for text in texts for word in _UNBROKEN.findall(text)), default=0.0)


def _width(word: str) -> float:
    """In small letters; capitals are broader, and "W" is broadest."""
    return sum(1.7 if letter in "MW@%" else 1.3 if letter.isupper() else 1.0 for letter in word)


def _parts(context: Context, node: Table, flow: Flow) -> Iterator[Element]:
    if node.caption:
        yield element("caption", {}, inlines(context, node.caption))
    headers = frozenset(
        cell.ident for cell in walk(node) if isinstance(cell, Cell) and _is_header(cell)
    )
    groups = [
        ("thead", node.head),
        *(("tbody", body) for body in node.bodies),
        ("tfoot", node.foot),
    ]
    for tag, rows in groups:
        if rows:
            yield element(tag, {}, (_row(context, row, headers, flow) for row in rows))


def _row(context: Context, row: Row, headers: frozenset[str], flow: Flow) -> Element:
    return element("tr", {}, (_cell(context, cell, headers, flow) for cell in row.cells))


def _is_header(cell: Cell) -> bool:
    return cell.scope is not None and any(_says_something(node) for node in walk(cell))


def _says_something(node: Node) -> bool:
    match node:
        case Text(text) | Code(text) | Abbreviation(text):
            return bool(text.strip())
        case Math() | Image(str()):
            return True
        case _:
            return False


def _cell(context: Context, cell: Cell, headers: frozenset[str], flow: Flow) -> Element:
    spans = {"colspan": cell.colspan, "rowspan": cell.rowspan}
    given = {
        "id": cell.ident,
        "headers": " ".join(ident for ident in cell.headers if ident in headers),
        "class": cell.align or "",
        **{name: str(value) for name, value in spans.items() if value > 1},
    }
    attributes = {name: value for name, value in given.items() if value}
    if cell.scope is not None and _is_header(cell):
        return element("th", {"scope": cell.scope.value, **attributes}, flow(context, cell.blocks))
    return element("td", attributes, flow(context, cell.blocks))
