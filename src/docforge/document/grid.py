"""Where a table's cells stand, and which header cells speak for each: pure functions on `Table`.

Time grows with the grid, whatever the number of rows; `Table` guarantees that spans stay
inside their row group and that rows are full.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct

from docforge.document import Cell, Scope, Table, says_something

Coordinates = tuple[int, int]


class PlacedCell(Struct, frozen=True, eq=False):
    """A cell and the grid place of its first corner; `row` and `column` count from 0.

    `group` is the row group: 0 is the head, then each body, then the foot. A place names a
    cell, so that places alone are compared.
    """

    cell: Cell
    row: int
    column: int
    group: int

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PlacedCell) and self._compared == other._compared

    def __hash__(self) -> int:
        return hash(self._compared)

    @property
    def _compared(self) -> tuple[int, int, int]:
        return (self.row, self.column, self.group)

    @property
    def coordinates(self) -> Coordinates:
        return (self.row, self.column)


Grid = tuple[tuple[PlacedCell, ...], ...]
_Overhang = dict[int, tuple[PlacedCell, int]]


def grid(table: Table) -> Grid:
    """Rows of `Placed`, one for each grid place; a spanning cell stands in all its places.

    Rows are those of head, bodies and foot, in this order (HTML Living Standard, 4.9.12.1).
    """
    rows: list[tuple[PlacedCell, ...]] = []
    for group, group_rows in enumerate((table.head, *table.bodies, table.foot)):
        overhang: _Overhang = {}
        for row in group_rows:
            line, overhang = _places(row.cells, overhang, len(rows), group)
            rows.append(line)
    return tuple(rows)


def _places(
    cells: Sequence[Cell], overhang: _Overhang, row: int, group: int
) -> tuple[tuple[PlacedCell, ...], _Overhang]:
    """One row's places, and what hangs over into the next: column to cell and rows left."""
    line = {column: placed for column, (placed, _) in overhang.items()}
    below = {c: (placed, left - 1) for c, (placed, left) in overhang.items() if left > 1}
    column = 0
    for cell in cells:
        while column in line:
            column += 1
        placed = PlacedCell(cell, row, column, group)
        for place in range(column, column + cell.colspan):
            line[place] = placed
            if cell.rowspan > 1:
                below[place] = (placed, cell.rowspan - 1)
    return tuple(line[place] for place in sorted(line)), below


def cells_of(places: Grid) -> Iterator[PlacedCell]:
    """Each cell of the grid once, in reading order."""
    for row, line in enumerate(places):
        for column, placed in enumerate(line):
            if placed.coordinates == (row, column):
                yield placed


def is_empty(cell: Cell) -> bool:
    """Whether a cell says nothing, so that it cannot be a header (WCAG 2.2, H63)."""
    return not says_something(cell)


class _Axis(Struct, frozen=True):
    """One of the two ways in which header cells are looked for.

    `start` is a cell's first place along the axis; cells with the same `track` cover the
    same breadth across it, so that the nearer of two headers hides the farther.
    """

    scopes: frozenset[Scope]
    start: Callable[[PlacedCell], int]
    track: Callable[[PlacedCell], Coordinates]


_DOWN = _Axis(
    frozenset({Scope.COLUMN, Scope.COLUMN_GROUP}),
    lambda placed: placed.row,
    lambda placed: (placed.column, placed.cell.colspan),
)
_ACROSS = _Axis(
    frozenset({Scope.ROW}),
    lambda placed: placed.column,
    lambda placed: (placed.row, placed.cell.rowspan),
)
_Found = dict[Coordinates, set[Coordinates]]


def headers_of(table: Table) -> Mapping[Coordinates, tuple[PlacedCell, ...]]:
    """For each cell (key: its first place) the header cells that apply, in reading order.

    HTML Living Standard, 4.9.12.2: ids in `Cell.headers` win; otherwise the column headers
    above, the row headers before, and the headers of the row group; empty headers count for
    nothing. `Table` has no column groups, so a `colgroup` header speaks for the columns it
    spans; and a `rowgroup` header speaks until the next one in its column, as writers mean it.
    """
    places = grid(table)
    found: _Found = {placed.coordinates: set() for placed in cells_of(places)}
    for line in places:
        _look_along(line, _ACROSS, found)
    for column in range(max((len(line) for line in places), default=0)):
        _look_along([line[column] for line in places if column < len(line)], _DOWN, found)
    _look_to_groups(places, found)
    _take_explicit(places, found)
    empty = {placed.coordinates for placed in cells_of(places) if is_empty(placed.cell)}
    return {
        coordinates: tuple(
            places[row][column] for row, column in sorted(headers - empty - {coordinates})
        )
        for coordinates, headers in found.items()
    }


def _look_along(line: Sequence[PlacedCell], axis: _Axis, found: _Found) -> None:
    """Walk one row or column from its edge and tell each cell which headers are behind it."""
    beyond: list[PlacedCell] = []  # headers before the last data cell, none hidden by another
    run: list[PlacedCell] = []  # headers since the last data cell
    hidden: set[Coordinates] = set()  # tracks of all header cells since the last data cell
    for place, placed in enumerate(line):
        is_header = placed.cell.scope is not None
        if not is_header and hidden:
            beyond, run, hidden = [*_not_in(beyond, hidden, axis), *run], [], set()
        if axis.start(placed) == place:
            tracks = hidden | {axis.track(placed)} if is_header else hidden
            headers = [*_not_in(beyond, tracks, axis), *run]
            found[placed.coordinates].update(header.coordinates for header in headers)
        if is_header:
            hidden.add(axis.track(placed))
            if placed.cell.scope in axis.scopes and axis.start(placed) == place:
                run.append(placed)


def _not_in(
    headers: Sequence[PlacedCell], tracks: set[Coordinates], axis: _Axis
) -> Iterator[PlacedCell]:
    return (header for header in headers if axis.track(header) not in tracks)


def _look_to_groups(places: Grid, found: _Found) -> None:
    """Row group headers speak from their own row to the next of them or the group's end."""
    current: dict[int, PlacedCell] = {}
    for placed in cells_of(places):
        current = {c: header for c, header in current.items() if header.group == placed.group}
        last = placed.column + placed.cell.colspan - 1
        found[placed.coordinates].update(h.coordinates for c, h in current.items() if c <= last)
        if placed.cell.scope is Scope.ROW_GROUP:
            current[placed.column] = placed


def _take_explicit(places: Grid, found: _Found) -> None:
    by_ident = {placed.cell.ident: placed for placed in cells_of(places) if placed.cell.ident}
    for placed in cells_of(places):
        if placed.cell.headers:
            named = (by_ident[name] for name in placed.cell.headers if name in by_ident)
            found[placed.coordinates] = {header.coordinates for header in named}
