"""Tables of markup: cells in their grid, each with the headers that apply to it.

Invariant: rows stand in the order of the file, as a screen reader meets them.
"""

from xml.etree.ElementTree import Element

from docforge.verify.entries import EntryKind, LanguageInForce, plain
from docforge.verify.readers.grid import GridCell, associate, place
from docforge.verify.readers.markup.walk import MarkupWalk
from docforge.verify.readers.markup.words import name, voice_of, whole_number, words

# What has a role in a caption (axe-core 5265).
_OF_A_ROLE = frozenset({"a", "dfn", "img", "math"})


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
        "direction": walk.gather.turned(voice),
        "groups": "+".join(
            f"{name(part)} {len(own)}" for part, own in zip(parts, held, strict=True) if own
        ),
    }
    with walk.gather.inside(EntryKind.TABLE, **facts):
        for child in caption:
            walk.leaf(child, EntryKind.CAPTION, voice_of(child, voice))
        if (walk.colon is not None and not _says_more(caption)) != bool(element.get("role")):
            walk.gather.add(EntryKind.ODD, "table that says what it is, or does not")
        heads = len(held[0]) if parts and name(parts[0]) == "thead" else 0
        cells = (row for group in groups for row in group)
        for number, (made, line, row) in enumerate(zip(rows, lines, cells, strict=True)):
            # Rows below the head of a table in a book are stacked on narrow screens.
            colon = walk.colon if number >= heads else None
            _check_above(walk, made, _above(line, number) if colon is not None else "")
            for cell in row:
                _read(walk, cell, voice, "" if colon is None else _own_label(cell, colon))


def placed(table: Element) -> list[list[list[GridCell]]]:
    """The cells of a table by group and row, each in its place and with its headers."""
    parts = (group for group in table if name(group) in ("thead", "tbody", "tfoot"))
    rows = [[row for row in group if name(row) == "tr"] for group in parts]
    groups = [[[_cell(cell) for cell in row] for row in group] for group in rows]
    associate(place(groups))
    return groups


def headers_above(cell: GridCell) -> list[GridCell]:
    """The headers of columns that stand above a cell."""
    above = (header for header in cell.headers if header.row < cell.row)
    return [header for header in above if header.scope in ("col", "colgroup")]


def _says_more(caption: list[Element]) -> bool:
    """Whether parts of a caption have a role: then a book cannot say that the table is one."""
    below = [part for whole in caption for part in whole.iter()]
    return any(name(part) in _OF_A_ROLE or part.get("role") for part in below)


def _check_above(walk: MarkupWalk, row: Element, own: str) -> None:
    """A row, with what it shows of cells that reach into it unless that is their `own` words."""
    said = row.get("data-above", "")
    walk.gather.add(EntryKind.ROW, "" if plain(said) == own else plain(said))
    if plain(said) != own:
        walk.gather.add(EntryKind.ODD, "row that shows other words than those of cells above it")


def _read(walk: MarkupWalk, cell: GridCell, voice: LanguageInForce, own: str) -> None:
    """A cell; `own` is what a stacked row has to show before it."""
    said = cell.content.get("data-label", "")
    with walk.gather.inside(
        EntryKind.CELL,
        cell.text,
        align=cell.content.get("class"),
        scope=cell.scope,
        **cell_facts(cell),
    ):
        # A space at its end parts the label from the cell.
        if plain(said) != plain(own) or said[len(said.rstrip()) :] != own[len(own.rstrip()) :]:
            walk.gather.add(EntryKind.ODD, f"cell that shows “{plain(said)}” for its headers")
        walk.flow(cell.content, voice_of(cell.content, voice))


def _own_label(cell: GridCell, colon: str) -> str:
    """What a stacked row has to show before a cell: the headers that stand above it."""
    told = ", ".join(header.text for header in headers_above(cell))
    return f"{told}{colon}" if told else ""


def _above(line: list[GridCell], number: int) -> str:
    """The words of cells that reach into a row from above."""
    above = {id(cell): cell.text for cell in line if cell.row < number}
    return ", ".join(filter(None, above.values()))


def cell_facts(cell: GridCell) -> dict[str, object]:
    """The facts of a cell's entry."""
    return {
        "header": "yes" if cell.scope else "",
        "headers": " | ".join(header.text for header in cell.headers),
        "columns": cell.columns if cell.columns > 1 else "",
        "rows": cell.rows if cell.rows > 1 else "",
    }


def _span(cell: Element, attribute: str) -> int:
    """How many places a cell takes. Raises ValueError for 0, which is all that are left."""
    places = whole_number(cell, attribute, 1)
    if places < 1:
        raise ValueError(f"A cell says {places} as its {attribute}.")
    return places


def _cell(element: Element) -> GridCell:
    named = element.get("headers")
    return GridCell(
        text=plain("".join(words(element))),
        scope=element.get("scope", "col") if name(element) == "th" else "",
        columns=_span(element, "colspan"),
        rows=_span(element, "rowspan"),
        ident=element.get("id", ""),
        named=tuple(named.split()) if named is not None else None,
        content=element,
    )
