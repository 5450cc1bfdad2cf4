"""Tables to elements.

Invariant: rows and cells keep their places; a header cell without content is no header
(WCAG 2.2, H51 and H63 ask for headers that say something).
"""

from collections.abc import Callable, Iterable, Iterator
from xml.etree.ElementTree import Element

from msgspec.structs import replace

from docforge.document import Blocks, Cell, Row, Table, grid, says_something, walk
from docforge.document.whole_numbers import stands_whole
from docforge.formats.markup.column_widths import longest_words, padding, room
from docforge.formats.markup.context import MarkupContent, MarkupContext, element
from docforge.formats.markup.inlines import inlines
from docforge.style import PageGeometry

# In small letters: a line that is full to the last letter of its longest words looks crowded.
_AIR = 0.5

WriteFlow = Callable[[MarkupContext, Blocks], Iterable[MarkupContent]]


def table(context: MarkupContext, node: Table, flow: WriteFlow) -> Element:
    """`table` with `caption`, `thead`, `tbody`s and `tfoot`; `flow` builds the cells' content.

    The parameter breaks the circle between tables, whose cells hold blocks, and blocks.
    """
    made = element("table", {}, _parts(context, node, flow))
    if _is_wide(made, context.page):
        made.set("class", "wide")
    return made


def _is_wide(made: Element, page: PageGeometry) -> bool:
    """Whether a line of `page` is too short for the words of one row."""
    around = padding(page.cells.common, page.letters.small) + _AIR
    return sum(width + around for width in longest_words(made)) > room(page, page.letters.small)


def _parts(context: MarkupContext, node: Table, flow: WriteFlow) -> Iterator[Element]:
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
    columns = max((len(row) for row in grid.grid(node)), default=0)
    within = replace(context, columns=columns)
    for tag, rows in groups:
        if rows:
            yield element(tag, {}, _rows(within, rows, headers, flow))


def _rows(
    context: MarkupContext, rows: tuple[Row, ...], headers: frozenset[str], flow: WriteFlow
) -> Iterator[Element]:
    for row in rows:
        cells = (context.made_from(c, _cell(context, c, headers, flow)) for c in row.cells)
        yield context.made_from(row, element("tr", {}, cells))


def _is_header(cell: Cell) -> bool:
    return cell.scope is not None and says_something(cell)


def _classes(cell: Cell) -> Iterator[str]:
    if cell.align:
        yield cell.align
    if stands_whole(cell):
        yield "whole"


def _cell(context: MarkupContext, cell: Cell, headers: frozenset[str], flow: WriteFlow) -> Element:
    spans = {"colspan": cell.colspan, "rowspan": cell.rowspan}
    given = {
        "id": cell.ident,
        "headers": " ".join(ident for ident in cell.headers if ident in headers),
        "class": " ".join(_classes(cell)),
        **{name: str(value) for name, value in spans.items() if value > 1},
    }
    attributes = {name: value for name, value in given.items() if value}
    if cell.scope is not None and _is_header(cell):
        return element("th", {"scope": cell.scope.value, **attributes}, flow(context, cell.blocks))
    return element("td", attributes, flow(context, cell.blocks))
