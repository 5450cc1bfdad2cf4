"""Tables whose rows stand under each other: what each cell says behind the words of its headers.

Invariant: what is said again (`data-label`, `data-above`) is made of the table's own words.
"""

from collections.abc import Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element

from msgspec import Struct

from docforge.document import Scope, Table
from docforge.document.grid import Coordinates, PlacedCell, cells_of, grid, headers_of
from docforge.formats.markup.heard import heard
from docforge.style import Words


class RowLabels(Struct, frozen=True):
    """What the labels of a table say, and what its cells of the head do."""

    said: frozenset[str]
    heads: frozenset[str]


def label_rows(table: Element, node: Table, words: Words) -> RowLabels:
    """Give the cells of `table`, which was made from `node`, the words of the headers above them.

    `data-label` of a cell ends with the colon of `words`; `data-above` of a row names the cells
    that reach into it from above.
    """
    rows = list(rows_of(table))
    texts = _texts(node, rows)
    said = frozenset(_label(node, rows, texts, words))
    heads = frozenset(texts[one.coordinates] for one in cells_of(grid(node)) if one.group == 0)
    return RowLabels(said, heads - {""})


def rows_of(table: Element) -> Iterator[Element]:
    """The rows of a table, those of its head first."""
    for group in table:
        if group.tag != "caption":
            yield from group


def _texts(node: Table, rows: Sequence[Element]) -> Mapping[Coordinates, str]:
    texts: dict[Coordinates, str] = {}
    ends = [iter(row) for row in rows]
    for placed in cells_of(grid(node)):
        texts[placed.coordinates] = heard(next(ends[placed.row]))
    return texts


def _label(
    node: Table, rows: Sequence[Element], texts: Mapping[Coordinates, str], words: Words
) -> Iterator[str]:
    """Write `data-label` and `data-above`; the texts that the labels hold."""
    headers, colon = headers_of(node), words["colon"]
    for row, (line, made) in enumerate(zip(grid(node), rows, strict=True)):
        above = dict.fromkeys(placed for placed in line if placed.row < row)
        told = [texts[placed.coordinates] for placed in above]
        if any(told) and line and line[0].group:
            made.set("data-above", ", ".join(filter(None, told)))
        own = dict.fromkeys(placed for placed in line if placed.row == row)
        for placed, cell in zip(own, made, strict=True):
            label = [texts[h.coordinates] for h in _above(placed, headers[placed.coordinates])]
            if label and placed.group:
                cell.set("data-label", ", ".join(label) + colon)
                yield from label


def _above(placed: PlacedCell, headers: Sequence[PlacedCell]) -> Iterator[PlacedCell]:
    """The headers that stand above: those of the row are beside the cell in both forms."""
    for header in headers:
        if header.cell.scope in (Scope.COLUMN, Scope.COLUMN_GROUP) and header.row < placed.row:
            yield header
