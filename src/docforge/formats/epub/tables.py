"""Tables that reflow: wrapped, then smaller, then rows stacked under their headers.

Invariant: how broad a page has to be comes from the words of the columns, never from a screen;
what the stacked form says again (`data-label`, `data-above`) is made of the table's own words.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from msgspec.structs import replace

from docforge.document import Table
from docforge.formats.epub.formulas import let_formulas_reflow
from docforge.formats.epub.pages import ROLE
from docforge.formats.markup import Markup
from docforge.formats.markup.column_widths import SMALL_LETTER, broadest_word, is_whole
from docforge.formats.markup.context import element
from docforge.formats.markup.heard import BLOCKS, name_formulas
from docforge.formats.markup.row_labels import label_rows, rows_of
from docforge.style import Words
from docforge.style.reflow import ANY, step

# What reflow.css gives a cell at both sides, a level of a list and a box, in em.
_PADDING, _LEVEL, _BOX = 1.0, 1.6, 3.0
_BOLD = 1.1
# A cell of more lines than this gets more room, up to so many letters.
_LINES, _LINE = 10, 16
_ROLES = {"thead": "rowgroup", "tbody": "rowgroup", "tfoot": "rowgroup", "tr": "row", "td": "cell"}
_OF_A_ROLE = frozenset({"a", "dfn", "img", "math"})
_GLUED = str.maketrans(dict.fromkeys("\u00a0\u202f\u2060", "0"))


def let_reflow(markup: Markup, words: Words) -> Markup:
    """The markup with every table in a `div.reflow` of the class of the breadth that it needs."""
    # A group around the body, so that a table that stands in it alone has a parent too.
    body = element("div", {}, markup.body)
    parts = [body] if markup.notes is None else [body, markup.notes]
    for part in parts:
        _wrap(part, markup, words)
        let_formulas_reflow(part)
        for header in part.iter("th"):
            name_formulas(header)
    return replace(markup, body=tuple(body))


def _wrap(parent: Element, markup: Markup, words: Words) -> bool:
    """Wrap the tables below `parent`; whether there is any."""
    found = False
    for index, child in enumerate(list(parent)):
        node = markup.origins.get(child)
        if isinstance(node, Table):
            found, holds_others = True, _wrap(child, markup, words)
            # A table in a cell adapts to the cell, which tells its column nothing of its breadth.
            fit = ANY if holds_others else step(_breadth(child))
            page = list(_page_begun(child))
            kinds = ["reflow", f"fit-{fit}", *_adapt(child, node, words)]
            wrapper = element("div", {"class": " ".join(kinds)}, [*page, child])
            wrapper.tail, child.tail = child.tail, None
            parent[index] = wrapper
        else:
            found = _wrap(child, markup, words) or found
    return found


def _page_begun(table: Element) -> Iterator[Element]:
    """The mark of a page that begins with the caption: it may not stand in a table."""
    caption = table.find("caption")
    first = None if caption is None or not len(caption) else caption[0]
    if caption is not None and first is not None and first.get("role") == ROLE and not caption.text:
        caption.text, first.tail = first.tail, None
        caption.remove(first)
        yield first


# --- How broad a table has to be -------------------------------------------------------------


def _breadth(table: Element) -> float:
    """What the cells of a row need side by side, in em of the table's letters."""
    widths: defaultdict[int, float] = defaultdict(float)
    for row in rows_of(table):
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
    word = max(
        _word("0" * len(text) if is_whole(cell) else text),
        min(len(text) / _LINES, _LINE) * SMALL_LETTER,
    )
    levels = len([*cell.iter("ul"), *cell.iter("ol"), *cell.iter("dl")])
    boxes = any(below.tag in ("blockquote", "div") for below in cell.iter())
    around = _PADDING + min(levels, 4) * _LEVEL + (_BOX if boxes else 0.0)
    return word * (_BOLD if cell.tag == "th" else 1.0) + around


def _word(text: str) -> float:
    return broadest_word(text.translate(_GLUED)) * SMALL_LETTER


# --- What the stacked form says --------------------------------------------------------------


def _adapt(table: Element, node: Table, words: Words) -> Sequence[str]:
    """Give rows and cells their roles and labels; what the wrapper says of the header row."""
    labels = label_rows(table, node, words)
    for below in _parts(table):
        below.set("role", _role(below))
    if not _says_more(table.find("caption")):
        table.set("role", "table")
    head = table.find("thead")
    if head is None or any(below.tag in ("a", "img", "math") for below in head.iter()):
        return ()
    return ("labelled",) if labels.heads <= labels.said else ()


def _says_more(caption: Element | None) -> bool:
    """Whether parts of the caption have a role of their own.

    Checkers take them for parts of a table that says its role (axe-core 5265), and fail the book.
    """
    parts = [] if caption is None else caption.iter()
    return any(part.tag in _OF_A_ROLE or part.get("role") for part in parts)


def _parts(table: Element) -> Iterator[Element]:
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
