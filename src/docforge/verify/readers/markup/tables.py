"""Tables of markup: cells in their grid, each with the headers that apply to it.

Invariant: rows stand in the order of the file, as a screen reader meets them.
"""

from xml.etree.ElementTree import Element

from docforge.verify.entries import EntryKind, LanguageInForce, plain
from docforge.verify.readers.grid import GridCell, associate, place
from docforge.verify.readers.markup.walk import MarkupWalk
from docforge.verify.readers.markup.words import name, voice_of, words


def table(walk: MarkupWalk, element: Element, voice: LanguageInForce) -> None:
    """A table with its caption, row by row."""
    caption = [child for child in element if name(child) == "caption"]
    groups = [
        [[_cell(cell) for cell in row] for row in group if name(row) == "tr"]
        for group in element
        if name(group) in ("thead", "tbody", "tfoot")
    ]
    lines = place(groups)
    associate(lines)
    columns = max((len(line) for line in lines), default=0)
    with walk.gather.inside(EntryKind.TABLE, rows=len(lines), columns=columns):
        for child in caption:
            walk.leaf(child, EntryKind.CAPTION, voice_of(child, voice))
        for group in groups:
            for row in group:
                walk.gather.add(EntryKind.ROW)
                for cell in row:
                    _read(walk, cell, voice)


def _read(walk: MarkupWalk, cell: GridCell, voice: LanguageInForce) -> None:
    with walk.gather.inside(
        EntryKind.CELL, cell.text, align=cell.content.get("class"), **cell_facts(cell)
    ):
        walk.flow(cell.content, voice_of(cell.content, voice))


def cell_facts(cell: GridCell) -> dict[str, object]:
    """The facts of a cell's entry."""
    return {
        "header": "yes" if cell.scope else "",
        "headers": " | ".join(header.text for header in cell.headers),
        "columns": cell.columns if cell.columns > 1 else "",
        "rows": cell.rows if cell.rows > 1 else "",
    }


def _cell(element: Element) -> GridCell:
    named = element.get("headers")
    return GridCell(
        text=plain("".join(words(element))),
        scope=element.get("scope", "col") if name(element) == "th" else "",
        columns=int(element.get("colspan", "1")),
        rows=int(element.get("rowspan", "1")),
        ident=element.get("id", ""),
        named=tuple(named.split()) if named is not None else None,
        content=element,
    )
