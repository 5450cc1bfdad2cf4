"""Tables to the page that has room for them: upright, turned, or turned and twice as large.

Invariant: a table is never cut off; its letters are small, or its words broken, only where no
page is large enough.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from docforge.formats.markup.column_widths import (
    LONGEST_WORD,
    longest_word,
    longest_words,
    padding,
    parts,
    room,
)
from docforge.style import PageGeometry

# What words that are estimated take more than they should, the more the smaller the letters.
_SPARE, _TIGHT_SPARE = 0.99, 0.98
# What lists and frames leave of a line.
_INSIDE = 0.64
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True)
class _Rooms:
    """What pages have room for and what a cell needs beside its words, in small letters.

    `pages` are the pages that a table in wide letters may get, by name; `inside` is a line in
    lists and frames, `largest` the largest page for the letters of a tight table.
    """

    pages: tuple[tuple[str, int], ...]
    padding: float
    inside: int
    largest: int
    tight_padding: float


def _rooms(page: PageGeometry) -> _Rooms:
    letters, cells = page.letters, page.cells
    sheets = (("", page), ("turned", page.turned), ("broad", page.broad))
    return _Rooms(
        pages=tuple((name, room(sheet, letters.wide, _SPARE)) for name, sheet in sheets),
        padding=padding(cells.wide, letters.wide),
        inside=room(page, letters.wide, _INSIDE),
        largest=room(page.broad, letters.tight, _TIGHT_SPARE),
        tight_padding=padding(cells.tight, letters.tight),
    )


def fit_tables(body: Element, page: PageGeometry) -> None:
    """Give the tables below `body` the classes that the style sheet turns into room.

    `turned` and `broad` name a page, also for the headings before a table, and `upright` the
    page after it; `tight` says that no page has room, so that words may break.
    """
    rooms = _rooms(page)
    flow = list(_flow(body))
    previous = ""
    for block, sheet in zip(flow, _pages(flow, rooms), strict=True):
        _add(block, sheet or ("upright" if previous else ""))
        previous = sheet
    for table in body.iter("table"):
        inside = table not in flow
        if _need(table, rooms) > (rooms.inside if inside else rooms.pages[-1][1]):
            _add(table, "tight")
            _let_words_break(table, _share(table, rooms, inside=inside))
        else:
            _let_words_break(table, LONGEST_WORD)


def _flow(parent: Element) -> Iterator[Element]:
    """The blocks that a page can be turned for."""
    for child in parent:
        if child.tag == "div" and child.get("class") is None:
            yield from _flow(child)
        else:
            yield child


def _pages(flow: list[Element], rooms: _Rooms) -> list[str]:
    """The class of the page that each block needs; headings go with the table below them."""
    pages: list[str] = []
    following = ""
    for block in reversed(flow):
        if block.tag not in _HEADINGS:
            following = _page(block, rooms)
        pages.append(following)
    return pages[::-1]


def _page(block: Element, rooms: _Rooms) -> str:
    if block.tag != "table" or block.get("class") != "wide":
        return ""
    need = _need(block, rooms)
    return next((name for name, has in rooms.pages if need <= has), rooms.pages[-1][0])


def _need(table: Element, rooms: _Rooms) -> float:
    return sum(width + rooms.padding for width in longest_words(table))


def _share(table: Element, rooms: _Rooms, *, inside: bool) -> float:
    """What one column has of a line in lists and frames, or of the largest page."""
    line = rooms.inside if inside else rooms.largest
    return max(1.0, line / len(longest_words(table)) - rooms.tight_padding)


def _let_words_break(table: Element, longest: float) -> None:
    for row in table.iter("tr"):
        for cell in row:
            if longest_word(cell) > longest:
                _break_words(cell, longest)


def _break_words(element: Element, longest: float) -> None:
    """Put a `wbr` into the words below `element` that are longer than `longest`."""
    children = list(element)
    element[:] = ()
    element.text = _broken(element, element.text, longest)
    for child in children:
        _break_words(child, longest)
        element.append(child)
        child.tail = _broken(element, child.tail, longest)


def _broken(parent: Element, text: str | None, longest: float) -> str | None:
    """The first part of `text`; what is after each break goes to `parent`."""
    first, *others = parts(text or "", longest)
    for part in others:
        SubElement(parent, "wbr").tail = part
    return first


def _add(element: Element, name: str) -> None:
    if name:
        element.set("class", " ".join(filter(None, (element.get("class"), name))))
