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
    parts = [group for group in element if name(group) in ("thead", "tbody", "tfoot")]
    held = [[row for row in group if name(row) == "tr"] for group in parts]
    rows = [row for group in held for row in group]
    groups = [[[_cell(cell) for cell in row] for row in group] for group in held]
    lines = place(groups)
    associate(lines)
    facts = {
        "rows": len(lines),
        "columns": max((len(line) for line in lines), default=0),
        "groups": "+".join(
            f"{name(part)} {len(own)}" for part, own in zip(parts, held, strict=True) if own
        ),
    }
    with walk.gather.inside(EntryKind.TABLE, **facts):
        for child in caption:
            walk.leaf(child, EntryKind.CAPTION, voice_of(child, voice))
        heads = len(held[0]) if parts and name(parts[0]) == "thead" else 0
        cells = (row for group in groups for row in group)
        for number, (made, line, row) in enumerate(zip(rows, lines, cells, strict=True)):
            walk.gather.add(EntryKind.ROW, _foreign_above(made, line, number))
            # What says of itself that it is a table is one whose rows may be stacked.
            is_stacked = element.get("role") == "table" and number >= heads
            for cell in row:
                _read(walk, cell, voice, is_stacked=is_stacked)


def _read(walk: MarkupWalk, cell: GridCell, voice: LanguageInForce, *, is_stacked: bool) -> None:
    with walk.gather.inside(
        EntryKind.CELL, cell.text, align=cell.content.get("class"), **cell_facts(cell)
    ):
        if label := _foreign_label(cell):
            walk.gather.say(label, voice)
        elif is_stacked and _own_label(cell) and not cell.content.get("data-label"):
            walk.gather.add(EntryKind.ODD, "cell that has lost the words of its header")
        walk.flow(cell.content, voice_of(cell.content, voice))


def _foreign_label(cell: GridCell) -> str:
    """What a stacked row shows before a cell that its headers do not say; "" is as it should be."""
    label = plain(cell.content.get("data-label", ""))
    own = _own_label(cell)
    rest = label.removeprefix(own)
    # What is left is the colon of the language.
    is_own = label.startswith(own) and not any(letter.isalnum() for letter in rest)
    return "" if is_own else label


def _own_label(cell: GridCell) -> str:
    """What a stacked row has to show before a cell: the headers that stand above it."""
    above = [header for header in cell.headers if header.row < cell.row]
    return ", ".join(header.text for header in above if header.scope in ("col", "colgroup"))


def _foreign_above(row: Element, line: list[GridCell], number: int) -> str:
    """What a stacked row shows of cells that reach into it, unless they say that themselves."""
    said = plain(row.get("data-above", ""))
    above = dict.fromkeys(id(cell) for cell in line if cell.row < number)
    cells = {id(cell): cell.text for cell in line}
    return "" if said in ("", ", ".join(filter(None, map(cells.__getitem__, above)))) else said


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
