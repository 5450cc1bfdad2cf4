"""Which header cells speak for a cell, found from rows of cells as a file holds them.

HTML Living Standard, 4.9.12.2, with two things that assistive technology does and the standard
does not: a header of a row group speaks up to the next one in its column, and a header of a
column group for the columns that it covers. Time grows with the cells.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, field


class GridCell(Struct, eq=False):
    """A cell: `scope` is "col", "row", "colgroup", "rowgroup" or "" for data.

    `named` are idents of header cells; None where the file names none. `content` is the reader's.
    """

    text: str
    scope: str = ""
    columns: int = 1
    rows: int = 1
    ident: str = ""
    named: tuple[str, ...] | None = None
    content: Any = None
    row: int = 0
    column: int = 0
    group: int = 0
    headers: "list[GridCell]" = field(default_factory=list)


Line = list[GridCell]


def place(groups: Sequence[Sequence[Sequence[GridCell]]]) -> list[Line]:
    """The grid of the cells of row groups: a spanning cell stands in each of its places."""
    lines: list[Line] = []
    for number, group in enumerate(groups):
        waiting: dict[int, tuple[GridCell, int]] = {}
        for row in group:
            lines.append(_line(row, waiting, len(lines), number))
    return lines


def _line(
    row: Sequence[GridCell], waiting: dict[int, tuple[GridCell, int]], number: int, group: int
) -> Line:
    places = {column: cell for column, (cell, _) in waiting.items()}
    for column, (cell, left) in list(waiting.items()):
        waiting[column] = (cell, left - 1)
        if left == 1:
            del waiting[column]
    column = 0
    for cell in row:
        while column in places:
            column += 1
        cell.row, cell.column, cell.group = number, column, group
        for at in range(column, column + cell.columns):
            places[at] = cell
            if cell.rows > 1:
                waiting[at] = (cell, cell.rows - 1)
    return [places[at] for at in sorted(places)]


def associate(lines: Sequence[Line]) -> None:
    """Fill in `headers` of each cell, in reading order.

    Raises ValueError when a cell names a header that its table does not have.
    """
    cells = [cell for number, line in enumerate(lines) for cell in _first(line, number)]
    found: dict[int, dict[int, GridCell]] = {id(cell): {} for cell in cells}
    for line in lines:
        _scan(line, "across", found)
    for column in range(max((len(line) for line in lines), default=0)):
        _scan([line[column] for line in lines if column < len(line)], "down", found)
    _groups(cells, found)
    names = {cell.ident: cell for cell in cells if cell.ident}
    for cell in cells:
        own = list(found[id(cell)].values())
        if cell.named is not None:
            own = _named(cell.named, names)
        own = [header for header in own if header is not cell and header.text]
        cell.headers = sorted(own, key=lambda header: (header.row, header.column))


def _named(names: Sequence[str], known: Mapping[str, GridCell]) -> list[GridCell]:
    """The headers that a cell names."""
    if not known.keys() >= set(names):
        raise ValueError("A cell names a header that is not in its table.")
    return [known[name] for name in names]


def _first(line: Line, number: int) -> Iterator[GridCell]:
    for column, cell in enumerate(line):
        if (cell.row, cell.column) == (number, column):
            yield cell


def _scan(line: Sequence[GridCell], way: str, found: dict[int, dict[int, GridCell]]) -> None:
    """Walk away from the edge; each cell looks back over the blocks of headers behind it."""
    blocks: list[list[GridCell]] = []
    touching = False
    seen: list[GridCell] | None = None
    for cell in line:
        if not cell.scope:
            seen = _visible(blocks, None, way) if seen is None else seen
            found[id(cell)].update((id(header), header) for header in seen)
            touching = False
            continue
        if not touching:
            blocks.append([])
            touching = True
        behind = _visible(blocks, cell, way)
        found[id(cell)].update((id(header), header) for header in behind)
        if cell not in blocks[-1]:
            blocks[-1].append(cell)
        seen = None


def _visible(
    blocks: Sequence[Sequence[GridCell]], start: GridCell | None, way: str
) -> list[GridCell]:
    opaque: set[tuple[int, int]] = set()
    visible: list[GridCell] = []
    for number, block in enumerate(reversed(blocks)):
        visible += [h for h in block if _speaks(h, way) and _track(h, way) not in opaque]
        opaque.update(_track(header, way) for header in block)
        if number == 0 and start is not None:
            opaque.add(_track(start, way))
    return visible


def _speaks(header: GridCell, way: str) -> bool:
    return header.scope in (("col", "colgroup") if way == "down" else ("row",))


def _track(cell: GridCell, way: str) -> tuple[int, int]:
    return (cell.column, cell.columns) if way == "down" else (cell.row, cell.rows)


def _groups(cells: Sequence[GridCell], found: dict[int, dict[int, GridCell]]) -> None:
    current: dict[int, GridCell] = {}
    group = -1
    for cell in cells:
        if cell.group != group:
            group, current = cell.group, {}
        last = cell.column + cell.columns - 1
        found[id(cell)].update((id(h), h) for at, h in current.items() if at <= last)
        if cell.scope == "rowgroup":
            current[cell.column] = cell
