"""Header cells for the cells of tables that scopes cannot explain.

Invariant: which headers apply is decided once, by `docforge.document.grid`, for all outputs.
"""

from collections.abc import Iterator, Mapping
from itertools import chain
from xml.etree.ElementTree import Element

from docforge.document import Scope, Table, grid
from docforge.formats.markup import Origins

_SIMPLE = frozenset({None, Scope.COLUMN, Scope.ROW})


def headers_of(page: Element, origins: Origins) -> Mapping[Element, tuple[Element, ...]]:
    """For each cell of a table with groups, spans or ids: the header cells that apply to it."""
    found: dict[Element, tuple[Element, ...]] = {}
    for element in page.iter("table"):
        table = origins[element]
        if isinstance(table, Table) and not _is_plain(table):
            found.update(_associated(table, element, origins))
    return found


def _is_plain(table: Table) -> bool:
    """Whether a Scope on each header says it all: one row and one column of headers at most."""
    rows = list(chain(table.head, *table.bodies, table.foot))
    cells = [cell for row in rows for cell in row.cells]
    columns = max((sum(cell.scope is Scope.ROW for cell in row.cells) for row in rows), default=0)
    return (
        len(table.head) <= 1
        and columns <= 1
        and all(cell.scope in _SIMPLE and not cell.headers for cell in cells)
        and all(cell.colspan == cell.rowspan == 1 for cell in cells if cell.scope)
    )


def _associated(
    table: Table, element: Element, origins: Origins
) -> Iterator[tuple[Element, tuple[Element, ...]]]:
    # Two cells may be equal, but each is one object.
    elements = {id(origins[cell]): cell for row in _rows(element) for cell in row}
    placed = grid.cells_of(grid.grid(table))
    by_place = {place.coordinates: elements[id(place.cell)] for place in placed}
    for coordinates, headers in grid.headers_of(table).items():
        own = tuple(by_place[header.coordinates] for header in headers)
        # An empty header cell is written as a common cell, which cannot speak for others.
        yield by_place[coordinates], tuple(header for header in own if header.tag == "th")


def _rows(element: Element) -> Iterator[Element]:
    for group in element:
        if group.tag in ("thead", "tbody", "tfoot"):
            yield from group
