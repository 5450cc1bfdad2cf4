"""pandoc's rows and cells to those of a table; `tables` makes a whole table of them."""

from collections.abc import Callable, Sequence

from docforge.document import Alignment, Blocks, Cell, Row, Scope
from docforge.parse.context import ParseContext
from docforge.parse.pandoc import Json
from docforge.parse.tables import RowGroups

ReadBlocks = Callable[[ParseContext, list[Json]], Blocks]

_ALIGNMENT: dict[str, Alignment] = {
    "AlignLeft": "left",
    "AlignCenter": "center",
    "AlignRight": "right",
}


def read_rows(context: ParseContext, content: Json, read_blocks: ReadBlocks) -> RowGroups:
    """The rows of a table, in groups; `read_blocks` reads what stands in a cell."""
    _, _, columns, head, bodies, foot = content
    alignments = [_ALIGNMENT.get(column[0]["t"]) for column in columns]

    def rows(items: list[Json], header_columns: int | None) -> list[Row]:
        return [_row(context, item, alignments, header_columns, read_blocks) for item in items]

    return RowGroups(
        head=rows(head[1], None),
        bodies=[rows(body[2], None) + rows(body[3], body[1]) for body in bodies],
        foot=rows(foot[1], 0),
    )


def _row(
    context: ParseContext,
    item: Json,
    alignments: Sequence[Alignment | None],
    header_columns: int | None,
    read_blocks: ReadBlocks,
) -> Row:
    """A row whose first `header_columns` cells are headers of it; None in a table's head."""
    cells = []
    column = 0
    for _, align, rowspan, colspan, blocks in item[1]:
        if header_columns is None:
            scope: Scope | None = Scope.COLUMN
        else:
            scope = Scope.ROW if column < header_columns else None
        default = alignments[column] if column < len(alignments) else None
        cells.append(
            Cell(
                blocks=read_blocks(context, blocks),
                scope=scope,
                colspan=colspan,
                rowspan=rowspan,
                align=_ALIGNMENT.get(align["t"], default),
                position=context.here,
            )
        )
        column += colspan
    return Row(tuple(cells), cells[0].position if cells else context.here)
