"""Makes any table a whole one: spans inside the grid, full rows, header cells that have text.

Outputs can then rely on the grid (WCAG 2.2, 1.3.1; ISO 14289-1, 7.5), and a source such as
`colspan="65534"` costs nothing.
"""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from docforge.document import Cell, Inlines, Position, Row, Scope, Table, says_something
from docforge.parse.context import ParseContext
from docforge.parse.numeric_columns import align_numbers

MAX_COLUMNS = 200

Rows = Sequence[Row]


class RowGroups(Struct, frozen=True):
    """A table's rows as the source groups them."""

    head: Rows
    bodies: Sequence[Rows]
    foot: Rows = ()


def make_table(
    context: ParseContext, caption: Inlines, groups: RowGroups, position: Position
) -> Table | None:
    """The table, or None (with a finding) when it has no cells or too many."""
    every = [row for rows in (groups.head, *groups.bodies, groups.foot) for row in rows]
    width = max((_last_start(rows) for rows in _all(groups)), default=0)
    if not width or not every or _is_empty_head(groups):
        context.warn("TBL001", "this table has no cells and is left out", position)
        return None
    limits = context.source.origin.limits
    columns, cells = min(limits.table_columns, MAX_COLUMNS), limits.table_cells
    if width > columns or width * len(every) > cells:
        context.error(
            "TBL002",
            f"this table has {len(every)} rows and {width} columns; at most {columns} "
            f"columns and {cells} cells can be made accessible",
            position,
            "Split it, offer the data as a spreadsheet beside the text, or raise table_columns "
            f"(to {MAX_COLUMNS} at most) or table_cells under [limits] in docforge.toml.",
        )
        return None
    head = _fill(groups.head, width)
    bodies = [_fill(rows, width) for rows in groups.bodies if rows]
    foot = _fill(groups.foot, width)
    if _were_clipped(
        (groups.head, head), *zip((b for b in groups.bodies if b), bodies, strict=True)
    ):
        context.warn(
            "TBL004",
            "the span of a cell reaches beyond this table and is shortened",
            position,
            "Correct rowspan or colspan so that every row has the same width.",
        )
    head, foot = _without_covered(head), _without_covered(foot)
    bodies = [_without_covered(rows) for rows in bodies]
    if not any(says_something(cell) for row in head for cell in row.cells):
        head = ()
    if not head and bodies:
        head, bodies[0] = _leading_headers(bodies[0])
    made = Table(caption, head, tuple(rows for rows in bodies if rows), foot, position)
    return align_numbers(made, context.settings.lang or "en")


def with_row_headers(table: Table) -> Table:
    """`table` with the first cell of each body row as the header of its row."""
    bodies = tuple(tuple(_first_as_header(row) for row in rows) for rows in table.bodies)
    return replace(table, bodies=bodies)


def _first_as_header(row: Row) -> Row:
    if not row.cells or not says_something(row.cells[0]) or row.cells[0].scope:
        return row
    return replace(row, cells=(replace(row.cells[0], scope=Scope.ROW), *row.cells[1:]))


def _all(groups: RowGroups) -> tuple[Rows, ...]:
    return (groups.head, *groups.bodies, groups.foot)


def _is_empty_head(groups: RowGroups) -> bool:
    """Whether nothing stands below a head that says nothing, and is no head then."""
    below = any(row.cells for rows in (*groups.bodies, groups.foot) for row in rows)
    return not below and not any(says_something(cell) for row in groups.head for cell in row.cells)


def _last_start(rows: Rows) -> int:
    """The number of columns in which a cell of `rows` begins."""
    widest = 0
    reach: dict[int, int] = {}
    for index, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            while reach.get(column, 0) > index:
                column += 1
            widest = max(widest, column + 1)
            colspan = _sane(cell.colspan)
            for covered in range(column, column + colspan):
                reach[covered] = index + (cell.rowspan if cell.rowspan > 0 else len(rows))
            column += colspan
            if column > MAX_COLUMNS:
                return column
    return widest


def _sane(colspan: int) -> int:
    return colspan if 1 <= colspan <= MAX_COLUMNS else 1


def _fill(rows: Rows, width: int) -> tuple[Row, ...]:
    """`rows` with spans clipped to the grid and an empty cell wherever one is missing."""
    taken = [0] * width
    full = []
    for index, row in enumerate(rows):
        waiting = list(row.cells)
        cells = []
        column = 0
        while column < width:
            if taken[column] > index:
                column += 1
                continue
            room = next((c for c in range(column, width) if taken[c] > index), width) - column
            cell = waiting.pop(0) if waiting else Cell((), position=row.position)
            whole_row = cell.colspan > MAX_COLUMNS and not waiting
            colspan = room if whole_row else min(_sane(cell.colspan), room)
            left = len(rows) - index
            rowspan = min(cell.rowspan, left) if cell.rowspan > 0 else left
            cells.append(_settled(replace(cell, colspan=colspan, rowspan=rowspan)))
            taken[column : column + colspan] = [index + rowspan] * colspan
            column += colspan
        full.append(Row(tuple(cells), row.position))
    return tuple(full)


def _without_covered(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """`rows` without those in which no cell begins: cells from above reach over all of them.

    Such a row says nothing and has no height; PDF has no element for it (ISO 32000-1, 14.8.4.3).
    """
    before = [0]
    for row in rows:
        before.append(before[-1] + (not row.cells))
    if not before[-1]:
        return rows
    return tuple(
        replace(row, cells=tuple(_over(cell, before, index) for cell in row.cells))
        for index, row in enumerate(rows)
        if row.cells
    )


def _over(cell: Cell, before: Sequence[int], index: int) -> Cell:
    """`cell` of row `index` without the rows that go; `before` counts those above each row."""
    return replace(cell, rowspan=cell.rowspan - before[index + cell.rowspan] + before[index])


def _were_clipped(*groups: tuple[Rows, Rows]) -> bool:
    """Whether a span of the source (first of a pair) is longer than the grid has room for.

    HTML lets rowspan 0 reach to the end of its group, and a span of 1,000 is meant as "all".
    """
    return any(
        MAX_COLUMNS >= cell.colspan > whole.colspan or MAX_COLUMNS >= cell.rowspan > whole.rowspan
        for given, made in groups
        for row, full in zip(given, made, strict=True)
        for cell, whole in zip(row.cells, full.cells, strict=False)
    )


def _settled(cell: Cell) -> Cell:
    """A header cell without content speaks for nothing: it is a plain cell."""
    return cell if not cell.scope or says_something(cell) else replace(cell, scope=None)


def _leading_headers(rows: tuple[Row, ...]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The first rows that hold nothing but column headers, apart from the other rows."""
    count = 0
    for row in rows:
        headers = [cell.scope is Scope.COLUMN for cell in row.cells if says_something(cell)]
        inside = all(count + cell.rowspan <= len(rows) for cell in row.cells)
        if not headers or not all(headers) or not inside:
            break
        count += 1
    if count == len(rows) or any(
        index + cell.rowspan > count for index, row in enumerate(rows[:count]) for cell in row.cells
    ):
        return (), rows
    return rows[:count], rows[count:]
