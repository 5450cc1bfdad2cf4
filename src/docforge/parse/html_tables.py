"""Tables written in HTML: groups, spans, header cells and the cells they speak for."""

from xml.etree.ElementTree import Element

from msgspec.structs import replace

from docforge.document import Alignment, Blocks, Cell, Position, Row, Scope
from docforge.document.grid import is_empty
from docforge.parse.compose import divide
from docforge.parse.context import ParseContext
from docforge.parse.fragment import Flow, Phrasing, content_of, place
from docforge.parse.tables import RowGroups, make_table

# A header cell that spans columns speaks for all of them; `colgroup` would need <colgroup>.
_SCOPES = {
    "col": Scope.COLUMN,
    "colgroup": Scope.COLUMN,
    "row": Scope.ROW,
    "rowgroup": Scope.ROW_GROUP,
}


def read_table(
    context: ParseContext, element: Element, flow: Flow, phrasing: Phrasing, position: Position
) -> Blocks:
    """A `table`; one that is only layout gives its cells' content in order."""
    if element.get("role") in ("presentation", "none"):
        return _layout(context, element, flow, position)
    caption = element.find("caption")
    words = () if caption is None else phrasing(content_of(caption))
    head = [row for group in element.findall("thead") for row in _rows(context, group, flow, True)]
    foot = [row for group in element.findall("tfoot") for row in _rows(context, group, flow, False)]
    bodies = [_rows(context, group, flow, False) for group in element.findall("tbody")]
    table = make_table(context, words, RowGroups(head, bodies, foot), position)
    return (table,) if table else ()


def _layout(context: ParseContext, element: Element, flow: Flow, position: Position) -> Blocks:
    context.note(
        "TBL003",
        "a table for layout is left out, the content of its cells stands in order",
        position,
        "Write the passages one after the other.",
    )
    cells = (cell for cell in element.iter() if cell.tag in ("td", "th", "caption"))
    return tuple(block for cell in cells for block in flow(content_of(cell)))


def _rows(context: ParseContext, group: Element, flow: Flow, in_head: bool) -> list[Row]:
    rows = []
    for row in group.findall("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        position = context.at(place(row))
        read = [(cell, _cell(context, cell, flow)) for cell in cells]
        columns_only = in_head or all(e.tag == "th" or is_empty(cell) for e, cell in read)
        default = Scope.COLUMN if columns_only else Scope.ROW
        headed = (_with_scope(element, cell, default) for element, cell in read)
        rows.append(Row(tuple(headed), position))
    return rows


def _with_scope(element: Element, cell: Cell, default: Scope) -> Cell:
    if element.tag != "th":
        return cell
    return replace(cell, scope=_SCOPES.get(element.get("scope", "").lower(), default))


def _cell(context: ParseContext, element: Element, flow: Flow) -> Cell:
    position = context.at(place(element))
    return Cell(
        blocks=divide(context, flow(content_of(element)), "", element.attrib, position),
        colspan=_number(element.get("colspan"), 1),
        rowspan=_number(element.get("rowspan"), 1),
        align=_alignment(element),
        ident=element.get("id", ""),
        headers=tuple(element.get("headers", "").split()),
        position=position,
    )


def _number(value: str | None, default: int) -> int:
    text = (value or "").strip()
    return int(text) if text.isdecimal() and len(text) < 7 else default


def _alignment(element: Element) -> Alignment | None:
    style = element.get("style", "").replace(" ", "").lower()
    named = element.get("align", "").lower()
    for align in ("left", "center", "right"):
        if named == align or f"text-align:{align}" in style:
            return align
    return None
