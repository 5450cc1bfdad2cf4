"""What stays together over the end of a page, said before anything is laid out.

Invariant: words and order are as they were; classes say what base.css makes of them.
"""

from collections.abc import Iterator
from itertools import pairwise
from xml.etree.ElementTree import Element

_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_LISTS = ("ul", "ol")
_COLONS = (":", "：")
# A row of more letters than this in one cell may be parted: kept whole, it leaves half a page. So
# may one of so many cells that stand under each other.
_LONG_CELL, _MANY_CELLS = 900, 8
# So may one of so many lines; one longer than a page would stand before the head of its table.
# Lines are counted by the letters in one that fills the page, and by what takes lines at least.
_LONG_ROW, _LINE = 20, 90
_LINES = {"br": 1, "p": 1, "li": 1, "dt": 1, "dd": 1, "div": 1, "img": 8}
# A table of so many rows is one to the eye.
_FEW_ROWS = 4
# An item of more letters than this is not lost where it stands alone: it has four lines or more.
# Nor is one with a list of so many items in it.
_LONG_ITEM, _INNER_ITEMS = 240, 3
# Code of so many lines stays in one box: kept whole, it leaves less than a fifth of a page. A line
# on paper has room for so many letters of code.
_SHORT_CODE, _CODE_LINE = 8, 80


def keep_together(body: Element) -> None:
    """Give the elements below `body` the classes for what stays with what.

    `lead-in` is a paragraph that leads to what follows; `empty-section` a heading that nothing
    stands under, which need not stay with the next one; `short-code` code that no page cuts;
    `long-row` a row that may be parted; `long-item` an item that is no line alone, and need not
    stay with the one beside it; `group-row` one that names the rows below it; `kept-row` one that
    would stand alone, or would leave another one alone.
    """
    for parent in body.iter():
        for one, other in pairwise(parent):
            if one.tag == "p" and leads_in(one) and not _are_bold(one, other):
                _add(one, "lead-in")
            elif _is_empty_section(one, other):
                _add(one, "empty-section")
    for code in body.iter("pre"):
        if lines_of_code(code) <= _SHORT_CODE:
            _add(code, "short-code")
    for item in body.iter("li"):
        inner = (len(child) for child in item if child.tag in _LISTS)
        if len("".join(item.itertext())) > _LONG_ITEM or max(inner, default=0) >= _INNER_ITEMS:
            _add(item, "long-item")
    for table in body.iter("table"):
        is_stacked = "rows" in table.get("class", "").split()
        if not is_stacked:
            _keep_rows(table)
        for row in table.iter("tr"):
            if any(_is_long(cell, len(row)) for cell in row) or (
                is_stacked and len(row) > _MANY_CELLS
            ):
                _add(row, "long-row")
            elif len(row) == 1 and row[0].tag == "th":
                _add(row, "group-row")


def _keep_rows(table: Element) -> None:
    """Keep all rows of a short table, and of others the first two and the last two."""
    rows = [row for part in table if part.tag in ("tbody", "tfoot") for row in part]
    edges = rows[:-1] if len(rows) <= _FEW_ROWS else [rows[0], rows[-2]]
    for row in edges:
        if not any(_is_long(cell, len(row)) for cell in row):
            _add(row, "kept-row")


def lines_of_code(code: Element) -> int:
    """How many lines of paper code takes."""
    lines = "".join(code.itertext()).rstrip("\n").split("\n")
    return sum(1 + len(line) // _CODE_LINE for line in lines)


def _is_long(cell: Element, columns: int) -> bool:
    """Whether a cell has many letters, or many lines when its column is as wide as the others."""
    letters = len("".join(cell.itertext()))
    least = sum(_LINES.get(str(each.tag), 0) for each in cell.iter())
    return letters > _LONG_CELL or least + letters * columns / _LINE > _LONG_ROW


def _are_bold(*paragraphs: Element) -> bool:
    """Whether bold paragraphs follow each other: bound, many of them would fill a page."""
    return all(map(_is_bold, paragraphs))


def _is_bold(paragraph: Element) -> bool:
    if paragraph.tag != "p" or len(paragraph) != 1 or (paragraph.text or "").strip():
        return False
    strong = paragraph[0]
    is_all = strong.tag == "strong" and not (strong.tail or "").strip()
    return is_all and len("".join(strong.itertext())) <= _LONG_ITEM


def leads_in(paragraph: Element) -> bool:
    """Whether a paragraph leads to what follows.

    Its last sign is a colon, whatever marks it has; or all of it is bold, as the questions of an
    interview are.
    """
    if _is_bold(paragraph):
        return True
    last = next(_texts_from_behind(paragraph), "")
    return last.rstrip().endswith(_COLONS)


def _texts_from_behind(element: Element) -> Iterator[str]:
    for child in reversed(element):
        if (child.tail or "").strip():
            yield child.tail or ""
        if child.get("role") != "doc-noteref":
            yield from _texts_from_behind(child)
    if (element.text or "").strip():
        yield element.text or ""


def _is_empty_section(one: Element, other: Element) -> bool:
    """Whether a heading stands before one of its own rank or a higher one."""
    return one.tag in _HEADINGS and other.tag in _HEADINGS and other.tag <= one.tag


def _add(element: Element, name: str) -> None:
    element.set("class", " ".join(filter(None, (element.get("class"), name))))
