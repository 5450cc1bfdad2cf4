"""A table as what a chart draws: categories, and series of numbers.

Invariant: what is drawn stands in the table; a table that a chart would tell wrongly is refused.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from docforge.document import (
    NOWHERE,
    Blocks,
    Cell,
    ChartKind,
    ChartRequest,
    Inlines,
    NoteReference,
    Paragraph,
    Phrase,
    PhraseKind,
    Position,
    Table,
    grid,
    plain_text,
    walk,
)
from docforge.media.charts.numbers import Amount, NotANumber, read_amount
from docforge.media.charts.series import ChartData, Point, Series
from docforge.media.charts.sums import without_sum_column, without_sum_row
from docforge.media.charts.units import PlacedUnit, unlike

MOST_SERIES, MOST_BARS, MOST_POINTS = 6, 40, 120


class NotDrawable(ValueError):
    """Why a table cannot be drawn, what to do, and where."""

    def __init__(self, message: str, hint: str, position: Position = NOWHERE) -> None:
        super().__init__(message)
        self.hint = hint
        self.position = position


def chart_data(table: Table, request: ChartRequest, lang: str) -> ChartData:
    """What `table` says to a chart; numbers are written as in `lang`. Raises NotDrawable."""
    rows = list(_rows(table))
    if not rows:
        raise NotDrawable("it has no rows of numbers", "Delete {.chart}.", table.position)
    headers = _headers(table, len(rows[0]))
    columns = [_Column(headers[at], [row[at] for row in rows], lang) for at in range(len(headers))]
    drawn = _drawn(table, columns, request)
    _refuse_units(drawn)
    categories = tuple(text_of(row[0].blocks) for row in rows)
    units = [list(_units(column)) for column in drawn]
    if request.by_rows:
        refuse = unlike(categories, [*zip(*units, strict=True)])
    else:
        refuse = unlike([column.name for column in drawn], units)
    if refuse is not None:
        raise NotDrawable(*refuse)
    series = tuple(Series(column.name, column.points()) for column in drawn)
    data = without_sum_row(ChartData(request.kind, categories, series))
    if not request.columns:
        data = without_sum_column(data)
    if request.by_rows:
        data = _turned(data)
    _refuse(table, data)
    return data


def _turned(data: ChartData) -> ChartData:
    """The same numbers with a series for each row."""
    series = (
        Series(name, tuple(column.points[at] for column in data.series))
        for at, name in enumerate(data.categories)
    )
    return ChartData(data.kind, tuple(column.name for column in data.series), tuple(series))


def text_of(blocks: Blocks) -> str:
    """What blocks say on one line, without marks that lead to remarks."""
    said = (_words(node.children) for node in walk(blocks) if isinstance(node, Paragraph))
    return " ".join(" ".join(said).split())


def _words(inlines: Inlines) -> str:
    kept = (
        each
        for each in inlines
        if not isinstance(each, NoteReference)
        and not (isinstance(each, Phrase) and each.kind is PhraseKind.SUPERSCRIPT)
    )
    return plain_text(tuple(kept))


def _rows(table: Table) -> Iterator[Sequence[Cell]]:
    """The rows of the bodies, cell by cell; those of sums in the foot are no categories."""
    for body in table.bodies:
        for row in body:
            if len(row.cells) == 1 and row.cells[0].colspan > 1:
                continue  # what the rows below it have in common
            spanning = next((c for c in row.cells if c.colspan > 1 or c.rowspan > 1), None)
            if spanning is not None:
                hint = "Write each cell out, or delete {.chart}."
                raise NotDrawable("cells of it span others", hint, spanning.position)
            yield row.cells


def _headers(table: Table, width: int) -> list[str]:
    """What stands over each column, several lines in one."""
    names: list[list[str]] = [[] for _ in range(width)]
    for line in grid.grid(table)[: len(table.head)]:
        for column, placed in enumerate(line[:width]):
            said = text_of(placed.cell.blocks)
            if said and said not in names[column]:
                names[column].append(said)
    return [", ".join(parts) for parts in names]


class _Column(Struct, frozen=True):
    """A column of cells with what stands over it."""

    name: str
    cells: Sequence[Cell]
    lang: str

    def amounts(self) -> Iterator[Amount | None]:
        """The number of each cell. Raises NotDrawable."""
        for number, cell in enumerate(self.cells, 1):
            said = text_of(cell.blocks)
            try:
                yield read_amount(said, self.lang)
            except NotANumber:
                where = f"row {number} under “{self.name}”" if self.name else f"row {number}"
                raise NotDrawable(
                    f"“{said[:40]}” in {where} is no number",
                    "Write a number or leave the cell empty, or name the columns that are drawn: "
                    '{.chart columns="2024, 2025"}.',
                    cell.position,
                ) from None

    def has_numbers(self) -> bool:
        """Whether a cell of it is a number."""
        return any(map(self._is_number, self.cells))

    def _is_number(self, cell: Cell) -> bool:
        try:
            return read_amount(text_of(cell.blocks), self.lang) is not None
        except NotANumber:
            return False

    def points(self) -> tuple[Point, ...]:
        said = [text_of(cell.blocks) for cell in self.cells]
        return tuple(
            Point(None if amount is None else amount.value, text)
            for amount, text in zip(self.amounts(), said, strict=True)
        )


def _drawn(table: Table, columns: Sequence[_Column], request: ChartRequest) -> list[_Column]:
    others = columns[1:]
    if request.columns:
        return [_named(table, others, name) for name in request.columns]
    found = [column for column in others if column.has_numbers()]
    if not found:
        hint = (
            "A chart needs numbers in a column behind the first one: add them, or delete {.chart}."
        )
        raise NotDrawable("it has no column of numbers", hint, table.position)
    return found


def _named(table: Table, columns: Sequence[_Column], name: str) -> _Column:
    for column in columns:
        if column.name.casefold() == name.casefold():
            return column
    known = ", ".join(column.name for column in columns if column.name)
    raise NotDrawable(
        f"it has no column “{name}”",
        f"Its columns are: {known or 'without headers'}.",
        table.position,
    )


def _refuse_units(columns: Sequence[_Column]) -> None:
    """Numbers of different units have no common scale."""
    units: Counter[str] = Counter()
    for column in columns:
        for cell, amount in zip(column.cells, column.amounts(), strict=True):
            if amount is None:
                continue
            units[amount.unit] += 1
            written = [unit for unit in units if unit]
            if len(written) > 1 or (written and units[""] and _scales(written[0])):
                others = [*(f"“{unit}”" for unit in written), *(["none"] if units[""] else [])]
                raise NotDrawable(
                    f"its numbers are in different units: {' and '.join(others)}",
                    "Write them in one unit, or name the columns that are drawn: "
                    '{.chart columns="2024, 2025"}.',
                    cell.position,
                )


def _units(column: _Column) -> Iterator[PlacedUnit | None]:
    for cell, amount in zip(column.cells, column.amounts(), strict=True):
        yield None if amount is None else PlacedUnit(amount.unit, cell.position)


def _scales(unit: str) -> bool:
    """Whether a number without `unit` beside it would be another one: “1.2 million” and “900”."""
    return any(len(word) > 1 and word.isalpha() for word in unit.split())


def _refuse(table: Table, data: ChartData) -> None:
    many = len(data.series)
    names = [series.name for series in data.series] if many > 1 else []
    if not all((*names, *data.categories)):
        hint = "Name each column in the first row, and each row in the first column."
        raise NotDrawable("a column or a row of it has no name", hint, table.position)
    if many > MOST_SERIES:
        raise NotDrawable(
            f"it has {many} series of numbers, and a chart tells {MOST_SERIES} apart",
            'Name the columns that are drawn, {.chart columns="2024, 2025"}, or draw each row '
            "with {.chart series=rows}.",
            table.position,
        )
    if not any(series.values for series in data.series):
        raise NotDrawable("it has no numbers", "Delete {.chart}.", table.position)
    if data.kind is ChartKind.LINE:
        _refuse_line(table, data)
        return
    bars = len(data.categories) * (many if data.kind is ChartKind.BAR else 2)
    if bars > MOST_BARS:
        least = "bars" if data.kind is ChartKind.BAR else "bars and lines of numbers"
        raise NotDrawable(
            f"it would have {bars} {least}, and a page has room for {MOST_BARS} that are legible",
            "Draw fewer columns, split the table, or use kind=line.",
            table.position,
        )


def _refuse_line(table: Table, data: ChartData) -> None:
    if len(data.categories) < 2 or all(len(series.values) < 2 for series in data.series):
        hint = "Use kind=bar, or add rows."
        raise NotDrawable("a line needs two points at least", hint, table.position)
    if len(data.categories) > MOST_POINTS:
        raise NotDrawable(
            f"it has {len(data.categories)} rows, and a line has {MOST_POINTS} points at most",
            "Split the table, or delete {.chart}.",
            table.position,
        )
