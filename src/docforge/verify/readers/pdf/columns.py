"""Whether the cells of a table stand in their columns and rows, as they are seen on each page.

Invariant: what is in one column is seen beside all that is in the columns around it, and what is
in one row between those around it; where a table is stacked, each cell is seen below the last.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from docforge.verify.readers.grid import GridCell
from docforge.verify.readers.pdf.paint import Painted
from docforge.verify.readers.pdf.standing import NOWHERE, Standings

_ROUNDING = 1.0  # points
_DRAWN = frozenset({"Figure", "Formula"})
# What of a cell counts for the one way or the other: its first and last track, and its sides.
_Span = tuple[int, int, float, float]
Places = Mapping[Any, GridCell]


class Grid(NamedTuple):
    """The cells of a table that a page shows, each with the box of its letters.

    `pictured` are the rows that hold pictures or formulas.
    """

    cells: Sequence[tuple[GridCell, list[float]]]
    is_rtl: bool
    is_stacked: bool
    pictured: frozenset[int]


def grids_of(items: Sequence[Painted], known: Standings, places: Places) -> list[Grid]:
    """The tables of a page; `places` tells where each cell is in its own."""
    if not places:
        return []
    tables: dict[Any, dict[Any, list[float]]] = {}
    leftwards, pictured = set[Any](), set[tuple[Any, int]]()
    for item in items:
        own = NOWHERE if item.mark is None else known.get(item.mark, NOWHERE)
        if own.cell is None or own.cell not in places:
            continue
        if item.kind == "image" or item.in_form or item.tag in _DRAWN:
            pictured.add((own.table, places[own.cell].row))
        if item.kind != "text" or not item.visible or item.in_form:
            continue
        if own.is_rtl_table:
            leftwards.add(own.table)
        left, bottom, right, top = item.box
        cells = tables.setdefault(own.table, {})
        box = cells.get(own.cell)
        if box is None:
            cells[own.cell] = [left, bottom, right, top]
        else:
            box[:] = min(left, box[0]), min(bottom, box[1]), max(right, box[2]), max(top, box[3])
    grids: list[Grid] = []
    for table, boxes in tables.items():
        held = [(places[cell], box) for cell, box in boxes.items()]
        drawn = frozenset(row for owner, row in pictured if owner is table)
        grids.append(Grid(held, table in leftwards, _is_stacked(held), drawn))
    return grids


def uneven(grid: Grid) -> Iterator[str]:
    """Cells that are seen out of their columns or rows."""
    if grid.is_stacked or _overlaps(grid):
        return
    across: list[_Span] = []
    down: list[_Span] = []
    for cell, (left, bottom, right, top) in grid.cells:
        sides = (-right, -left) if grid.is_rtl else (left, right)
        across.append((cell.column, cell.column + cell.columns - 1, *sides))
        down.append((cell.row, cell.row + cell.rows - 1, -top, -bottom))
    if not _in_order(across):
        yield "a cell out of its column"
    if not _in_order(down) or not _beside_each_other(grid):
        yield "a cell out of its row"


def _overlaps(grid: Grid) -> bool:
    """Whether cells of careless HTML span into each other: nobody can tell where they stand."""
    taken = [
        (row, column)
        for cell, _ in grid.cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    ]
    return len(taken) > len(set(taken))


def _beside_each_other(grid: Grid) -> bool:
    """Whether the cells of each row have a height in common, at its head or at its foot."""
    rows: dict[int, tuple[float, float]] = {}
    for cell, (_, bottom, _, top) in grid.cells:
        if cell.rows == 1 and cell.row not in grid.pictured:
            low, high = rows.get(cell.row, (bottom, top))
            rows[cell.row] = max(low, bottom), min(high, top)
    return all(low <= high + _ROUNDING for low, high in rows.values())


def _is_stacked(grid: Sequence[tuple[GridCell, list[float]]]) -> bool:
    """Whether each cell stands below the one before it, as in tables that are too wide.

    Their headers stand beside each other at the head, unless there is nothing else, and what has
    none goes on in the line.
    """
    rows: dict[int, list[list[float]]] = {}
    for cell, box in grid:
        rows.setdefault(cell.row, []).append(box)
    with_data = {cell.row for cell, _ in grid if not cell.scope} or set(rows)
    pairs = [pair for row in with_data for pair in pairwise(rows[row])]
    below = sum(other[3] <= one[1] + _ROUNDING for one, other in pairs)
    return 2 * below > len(pairs)


def _in_order(spans: Sequence[_Span]) -> bool:
    """Whether all that ends in a track ends before what begins behind that track."""
    ends: dict[int, float] = {}
    begins: dict[int, float] = {}
    for first, last, begin, end in spans:
        ends[last] = max(ends.get(last, end), end)
        begins[first] = min(begins.get(first, begin), begin)
    waiting = sorted(ends.items(), reverse=True)
    farthest = None
    for track in sorted(begins):
        while waiting and waiting[-1][0] < track:
            end = waiting.pop()[1]
            farthest = end if farthest is None else max(farthest, end)
        if farthest is not None and begins[track] < farthest - _ROUNDING:
            return False
    return True
