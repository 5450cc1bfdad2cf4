"""Tables that reflow: wrapped, then smaller, then rows stacked under their headers.

Long formulas, which nothing wraps, become smaller as well.

Invariant: how broad a page has to be comes from the words of the columns, never from a screen;
what the stacked form says again (`data-label`, `data-above`) is made of the table's own words.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element

from docforge.document import Scope, Table
from docforge.document.grid import Coordinates, PlacedCell, cells_of, grid, headers_of
from docforge.formats.markup import Markup
from docforge.formats.markup.column_widths import SMALL_LETTER, broadest_word
from docforge.formats.markup.context import element
from docforge.formats.markup.heard import BLOCKS, heard
from docforge.style import Words
from docforge.style.reflow import ANY, step

# What reflow.css gives a cell at both sides, a level of a list and a box, in em.
_PADDING, _LEVEL, _BOX = 1.0, 1.6, 3.0
_BOLD = 1.1
# A sign of a formula with the space around it; a formula of this breadth fits every page.
_TOKEN, _SHORT = 0.75, 10.0
# A cell of more lines than this gets more room, up to so many letters.
_LINES, _LINE = 10, 16
_ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tfoot": "rowgroup"}
_ROLES |= {"tr": "row", "td": "cell"}
_GLUED = str.maketrans(dict.fromkeys("\u00a0\u202f\u2060", "0"))


def let_reflow(markup: Markup, words: Words) -> Markup:
    """The markup with every table in a `div.reflow` of the class of the breadth that it needs."""
    # A group around the body, so that a table that stands in it alone has a parent too.
    body = element("div", {}, markup.body)
    parts = [body] if markup.notes is None else [body, markup.notes]
    for part in parts:
        _wrap(part, markup, words)
        _shrink_formulas(part)
    return replace(markup, body=tuple(body))


def _shrink_formulas(part: Element) -> None:
    """Mark the formulas that may be broader than a page."""
    for formula in part.iter("div"):
        if formula.get("class") == "formula" and formula.find("math") is not None:
            breadth = sum(map(len, "".join(formula.itertext()).split())) * _TOKEN
            if breadth > _SHORT:
                formula.set("class", f"formula fit-{step(breadth)}")


def _wrap(parent: Element, markup: Markup, words: Words) -> bool:
    """Wrap the tables below `parent`; whether there is any."""
    found = False
    for index, child in enumerate(list(parent)):
        node = markup.origins.get(child)
        if isinstance(node, Table):
            found, holds_others = True, _wrap(child, markup, words)
            # A table in a cell adapts to the cell, which tells its column nothing of its breadth.
            fit = ANY if holds_others else step(_breadth(child))
            kinds = ["reflow", f"fit-{fit}", *_adapt(child, node, words)]
            wrapper = element("div", {"class": " ".join(kinds)}, [child])
            wrapper.tail, child.tail = child.tail, None
            parent[index] = wrapper
        else:
            found = _wrap(child, markup, words) or found
    return found


# --- How broad a table has to be -------------------------------------------------------------


def _breadth(table: Element) -> float:
    """What the cells of a row need side by side, in em of the table's letters."""
    widths: defaultdict[int, float] = defaultdict(float)
    for row in _rows(table):
        column = 0
        for cell in row:
            span = int(cell.get("colspan", "1"))
            share = _cell_breadth(cell) / span
            for place in range(column, column + span):
                widths[place] = max(widths[place], share)
            column += span
    caption = table.find("caption")
    own = 0.0 if caption is None else _word("".join(_lines(caption))) * _BOLD
    return max(sum(widths.values()), own)


def _cell_breadth(cell: Element) -> float:
    text = "".join(_lines(cell))
    word = max(_word(text), min(len(text) / _LINES, _LINE) * SMALL_LETTER)
    levels = len([*cell.iter("ul"), *cell.iter("ol"), *cell.iter("dl")])
    boxes = any(below.tag in ("blockquote", "div") for below in cell.iter())
    around = _PADDING + min(levels, 4) * _LEVEL + (_BOX if boxes else 0.0)
    return word * (_BOLD if cell.tag == "th" else 1.0) + around


def _word(text: str) -> float:
    return broadest_word(text.translate(_GLUED)) * SMALL_LETTER


def _rows(table: Element) -> Iterator[Element]:
    for group in table:
        if group.tag != "caption":
            yield from group


# --- What the stacked form says --------------------------------------------------------------


def _adapt(table: Element, node: Table, words: Words) -> Sequence[str]:
    """Give rows and cells their roles and labels; what the wrapper says of the header row."""
    rows = [*_rows(table)]
    texts = _texts(node, rows)
    said = _label(node, rows, texts, words)
    for below in _parts(table):
        below.set("role", _role(below))
    head = table.find("thead")
    if head is None or any(below.tag in ("a", "img", "math") for below in head.iter()):
        return ()
    shown = {texts[placed.coordinates] for placed in cells_of(grid(node)) if placed.group == 0}
    return ("labelled",) if shown - {""} <= said else ()


def _texts(node: Table, rows: Sequence[Element]) -> Mapping[Coordinates, str]:
    texts: dict[Coordinates, str] = {}
    ends = [iter(row) for row in rows]
    for placed in cells_of(grid(node)):
        texts[placed.coordinates] = heard(next(ends[placed.row]))
    return texts


def _label(
    node: Table, rows: Sequence[Element], texts: Mapping[Coordinates, str], words: Words
) -> set[str]:
    """Write `data-label` and `data-above`; the texts that they hold."""
    headers, said, colon = headers_of(node), set[str](), words["colon"]
    places = grid(node)
    for row, (line, made) in enumerate(zip(places, rows, strict=True)):
        above = dict.fromkeys(placed for placed in line if placed.row < row)
        told = [texts[placed.coordinates] for placed in above]
        if any(told) and line and line[0].group:
            made.set("data-above", ", ".join(filter(None, told)))
        own = dict.fromkeys(placed for placed in line if placed.row == row)
        for placed, cell in zip(own, made, strict=True):
            label = [texts[h.coordinates] for h in _above(placed, headers[placed.coordinates])]
            if label and placed.group:
                cell.set("data-label", ", ".join(label) + colon)
                said.update(label)
    return said


def _above(placed: PlacedCell, headers: Sequence[PlacedCell]) -> Iterator[PlacedCell]:
    """The headers that stand above: those of the row are beside the cell in both forms."""
    for header in headers:
        if header.cell.scope in (Scope.COLUMN, Scope.COLUMN_GROUP) and header.row < placed.row:
            yield header


def _parts(table: Element) -> Iterator[Element]:
    yield table
    for group in table:
        if group.tag != "caption":
            yield group
            for row in group:
                yield row
                yield from row


def _role(part: Element) -> str:
    if part.tag == "th":
        return "rowheader" if part.get("scope", "").startswith("row") else "columnheader"
    return _ROLES[part.tag]


def _lines(part: Element) -> Iterator[str]:
    """What takes room in a line of `part`, blocks apart from each other."""
    if part.tag == "math":
        yield "".join("".join(part.itertext()).split())
        return
    space = " " if part.tag in BLOCKS else ""
    yield space + (part.text or "")
    for child in part:
        yield from _lines(child)
        yield child.tail or ""
    yield space
