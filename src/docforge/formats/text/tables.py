"""Tables row by row: every value with the headers that speak for it.

Invariant: every cell's content is written at least once; a cell that spans rows in each.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct, field

from docforge.document import Blocks, Cell, Paragraph, Scope, Table, walk
from docforge.document.grid import Coordinates, Grid, PlacedCell, grid, headers_of
from docforge.formats.text.context import TextContext
from docforge.formats.text.inlines import label, line
from docforge.formats.text.layout import Lines, indented, spaced

BlockWriter = Callable[[TextContext, Blocks], Lines]
_COLUMN = frozenset({Scope.COLUMN, Scope.COLUMN_GROUP})


class _TableView(Struct, frozen=True):
    """One table on its way to text: its cells, the headers that apply, and how to write blocks."""

    context: TextContext
    write: BlockWriter
    places: Grid
    headers: Mapping[Coordinates, tuple[PlacedCell, ...]]
    labels: dict[Coordinates, str] = field(default_factory=dict)

    def label(self, header: PlacedCell) -> str:
        """A header's words, short enough to be repeated: no numbers of links or notes."""
        if header.coordinates not in self.labels:
            paragraphs = (node for node in walk(header.cell) if isinstance(node, Paragraph))
            text = " ".join(label(self.context, node.children) for node in paragraphs)
            self.labels[header.coordinates] = text.rstrip(":")
        return self.labels[header.coordinates]

    def content(self, cell: Cell) -> Lines:
        return self.write(self.context, cell.blocks)

    def over(self, placed: PlacedCell) -> list[PlacedCell]:
        """The column headers that speak for a cell, without headers of whole groups."""
        headers = self.headers[placed.coordinates]
        return [h for h in headers if h.cell.scope in _COLUMN and not self.is_group(h)]

    def before(self, placed: PlacedCell) -> list[PlacedCell]:
        """What a value is labelled with: its row's headers where no column has a header."""
        if placed.cell.scope is not None or self.over(placed):
            return self.over(placed)
        return [h for h in self.headers[placed.coordinates] if h.cell.scope is Scope.ROW]

    def is_group(self, placed: PlacedCell) -> bool:
        """Whether a cell is a header on a row of its own, for the rows below it."""
        is_alone = placed.cell.colspan == len(self.places[placed.row])
        return is_alone and placed.cell.scope is not None and placed.group > 0


def table(context: TextContext, node: Table, write: BlockWriter) -> Lines:
    """Caption, number of rows, columns, then each row: "Row 1" and "Header: value" lines.

    `write` writes the blocks of a cell; the parameter breaks the circle between tables and blocks.
    """
    view = _TableView(context, write, grid(node), headers_of(node))
    head, body = view.places[: len(node.head)], view.places[len(node.head) :]
    words = context.words
    written = [context.opening(words["table"], line(context, node.caption).replace("\n", " "))]
    written.append(context.labelled(words["rows"], str(sum(not _is_heading(row) for row in body))))
    if head:
        written.append(_columns(view, head))
    return [*spaced([written, *_rows(view, body)]), *context.ending(words["table"])]


def _rows(view: _TableView, body: Grid) -> Iterator[Lines]:
    number = 0
    for row in body:
        if not _is_heading(row):
            number += 1
            yield [view.context.words.say("row", n=number), *indented(_row(view, row))]
        elif view.is_group(row[0]):
            text = " ".join(view.content(row[0].cell))
            yield [view.context.labelled(view.context.words["row-group"], text)]
        else:
            yield [_columns(view, (row,))]


def _is_heading(row: Sequence[PlacedCell]) -> bool:
    """Whether a row of the body holds only headers for what is below it."""
    scopes = {placed.cell.scope for placed in row}
    is_one_header = None not in scopes and len({placed.coordinates for placed in row}) == 1
    return is_one_header or scopes <= _COLUMN


def _columns(view: _TableView, rows: Grid) -> str:
    """The header cells over each column: what a listener hears first, with links and notes."""
    cells = dict.fromkeys(placed.coordinates for row in rows for placed in row)
    texts = {(r, c): " ".join(view.content(view.places[r][c].cell)) for r, c in cells}
    columns = zip(*rows, strict=False)
    stacks = [tuple(dict.fromkeys(placed.coordinates for placed in column)) for column in columns]
    words = view.context.words
    names = {
        stack: words["comma"].join(text for coordinates in stack if (text := texts[coordinates]))
        or words.say("column", n=column + 1)
        for column, stack in reversed(list(enumerate(stacks)))
    }
    named = words["semicolon"].join(names[stack] for stack in dict.fromkeys(stacks))
    return view.context.labelled(words["columns"], named)


def _row(view: _TableView, row: Sequence[PlacedCell]) -> Lines:
    """One line a cell: first the headers of the row's group, then those of the row."""
    cells = list(dict.fromkeys(row))
    cells.sort(key=lambda placed: placed.cell.scope is None)
    written = [view.label(header) for header in _groups_of(view, cells)]
    for placed in cells:
        if not _stands_before_each(view, placed, cells):
            written += _cell(view, placed)
    return written


def _groups_of(view: _TableView, cells: Sequence[PlacedCell]) -> Iterator[PlacedCell]:
    """Row group headers that stand in a row above, next to other cells."""
    above = dict.fromkeys(header for p in cells for header in view.headers[p.coordinates])
    for header in above:
        is_written = header in cells or view.is_group(header)
        if header.cell.scope is Scope.ROW_GROUP and not is_written:
            yield header


def _stands_before_each(view: _TableView, header: PlacedCell, cells: Sequence[PlacedCell]) -> bool:
    """Whether a row's header is the label of all its values, so that it needs no line itself."""
    if header.cell.scope is not Scope.ROW or view.over(header):
        return False
    data = [placed for placed in cells if placed.cell.scope is None]
    return bool(data) and all(header in view.before(placed) for placed in data)


def _cell(view: _TableView, placed: PlacedCell) -> Lines:
    """A value behind its headers; longer content stands under them."""
    words = view.context.words
    written = view.content(placed.cell) or [words["empty-cell"]]
    name = words["comma"].join(view.label(header) for header in view.before(placed))
    is_whole_row = placed.cell.colspan == len(view.places[placed.row])
    if not name and (placed.cell.scope is not None or is_whole_row):
        return written
    name = name or words.say("column", n=placed.column + 1)
    match placed.cell.blocks:
        case () | (Paragraph(),):
            return [view.context.labelled(name, written[0]), *indented(written[1:])]
        case _:
            return [view.context.opening(name), *indented(written)]
