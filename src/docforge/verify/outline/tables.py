"""Tables to entries: rows, and cells with the headers that speak for them.

Invariant: `docforge.document.grid` alone says which headers apply.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager

from msgspec.structs import replace

from docforge.document import Blocks, Cell, Table, grid
from docforge.document.narrow import is_broad_table
from docforge.document.whole_numbers import stands_whole
from docforge.verify.entries import EntryKind, LanguageInForce, plain
from docforge.verify.outline.context import OutlineContext
from docforge.verify.outline.inlines import leaf
from docforge.verify.outline.words import words_of_blocks

State = Callable[[OutlineContext, Blocks, LanguageInForce], None]


def table(context: OutlineContext, node: Table, voice: LanguageInForce, state: State) -> None:
    """State a table: each cell with the headers that apply to it.

    `state` states the blocks of a cell; it breaks the circle between tables and blocks.
    """
    places = grid.grid(node)
    headers = grid.headers_of(node)
    names = {
        placed.coordinates: plain(words_of_blocks(placed.cell.blocks, context.words))
        for placed in grid.cells_of(places)
        if placed.cell.scope is not None
    }
    bodies = (("tbody", rows) for rows in node.bodies)
    groups = (("thead", node.head), *bodies, ("tfoot", node.foot))
    size = {
        "rows": len(places),
        "columns": max((len(row) for row in places), default=0),
        "direction": context.gather.turned(voice),
        "groups": "+".join(f"{part} {len(rows)}" for part, rows in groups if rows),
    }
    if is_broad_table(node, context.page.size):
        context.gather.add(EntryKind.REGION, context.words["table"], node.position.line)
    with context.gather.inside(EntryKind.TABLE, "", node.position.line, **size):
        leaf(context, node.caption, voice, EntryKind.CAPTION, node.position.line)
        row = -1
        for placed in grid.cells_of(places):
            line = placed.cell.position.line or node.position.line
            if placed.row != row:
                row = placed.row
                context.gather.add(EntryKind.ROW, "", line)
            own = [names.get(header.coordinates, "") for header in headers[placed.coordinates]]
            with _cell(context, placed.cell, own, line):
                state(replace(context, columns=size["columns"]), placed.cell.blocks, voice)


def _cell(
    context: OutlineContext, cell: Cell, headers: list[str], line: int
) -> AbstractContextManager[None]:
    is_header = cell.scope is not None and not grid.is_empty(cell)
    facts = {
        "header": "yes" if is_header else "",
        "scope": cell.scope.value if cell.scope is not None and is_header else "",
        "headers": " | ".join(headers),
        "columns": cell.colspan if cell.colspan > 1 else "",
        "rows": cell.rowspan if cell.rowspan > 1 else "",
        "align": f"{cell.align or ''} whole".strip() if stands_whole(cell) else cell.align or "",
    }
    text = plain(words_of_blocks(cell.blocks, context.words))
    return context.gather.inside(EntryKind.CELL, text, line, **facts)
