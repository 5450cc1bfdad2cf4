"""What a writer asks of a table by classes: headers for its rows, and a chart.

The classes stand on the table, on a division around it, on a line before it or before its caption,
or on the last words of the caption.
"""

from collections.abc import Iterable
from difflib import get_close_matches

from msgspec.structs import replace

from docforge.document import (
    Blocks,
    ChartKind,
    ChartRequest,
    Paragraph,
    Position,
    Table,
    TableMarks,
)
from docforge.document.blocks import NO_MARKS
from docforge.document.chart_kinds import chart_kind
from docforge.media.charts.data import NotDrawable, chart_data
from docforge.parse.context import ParseContext
from docforge.parse.pandoc_attributes import PandocAttributes
from docforge.parse.tables import with_row_headers

_ROW_HEADERS, _CHART = "row-headers", "chart"


def read_marks(
    context: ParseContext, attributes: Iterable[PandocAttributes], position: Position
) -> TableMarks:
    """What `attributes` ask of a table; an unknown kind of chart is an error."""
    marks = NO_MARKS
    for each in attributes:
        if _ROW_HEADERS in each.classes:
            marks = replace(marks, row_headers=True)
        if _CHART in each.classes:
            marks = replace(marks, chart=_request(context, each, position))
    return marks


def _request(
    context: ParseContext, attributes: PandocAttributes, position: Position
) -> ChartRequest | None:
    written = attributes.named.get("kind", "")
    kind, series = chart_kind(written), attributes.named.get("series", "columns").lower()
    if series not in ("columns", "rows"):
        message = f"“{series}” are no series of a chart"
        context.error("CHT001", message, position, "Write series=rows or series=columns.")
        return None
    if kind is None:
        known = [each.value for each in ChartKind]
        close = get_close_matches(written.lower(), known, 1)
        context.error(
            "CHT001",
            f"“{written}” is no kind of chart",
            position,
            f"Did you mean {close[0]}?" if close else f"Known are {', '.join(known)}.",
        )
        return None
    columns = (part.strip() for part in attributes.named.get("columns", "").split(","))
    return ChartRequest(kind, tuple(filter(None, columns)), series == "rows")


def with_marks(context: ParseContext, table: Table, marks: TableMarks) -> Table:
    """`table` as `marks` ask for it; one that cannot be drawn is an error and stays a table."""
    if marks.row_headers:
        table = with_row_headers(table)
    if marks.chart is None:
        return table
    try:
        chart_data(table, marks.chart, context.settings.lang or "en")
    except NotDrawable as problem:
        place = problem.position if problem.position.line else table.position
        message = f"this table cannot be drawn as a chart: {problem}"
        context.error("CHT002", message, context.at(place), problem.hint)
        return table
    return replace(table, chart=marks.chart)


def all_with_marks(context: ParseContext, blocks: Blocks, marks: TableMarks) -> Blocks:
    """`blocks` with the tables among them as `marks` ask for them; of one paragraph, its table."""
    if marks == NO_MARKS:
        return blocks
    if len(blocks) == 1 and isinstance(caption := blocks[0], Paragraph):
        return (replace(caption, of_table=marks),)
    return tuple(
        with_marks(context, block, marks) if isinstance(block, Table) else block for block in blocks
    )
