"""Tables to the page that has room for them: upright, turned, or turned and twice as large.

Invariant: a table is never cut off; its letters are small, or its words broken, only where no
page is large enough.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from docforge.formats.markup.breadth import LONGEST_WORD, longest_word, longest_words, parts

# A cell's padding and the room that a page has, in the units of the longest words: A4 upright,
# A4 turned and A3 turned, with the margins and letters of a wide table.
_PADDING = 0.9
_PAGES = (("", 93.0), ("turned", 141.0), ("broad", 208.0))
# The same for the letters of a tight table on the largest page, and inside lists and frames.
_TIGHT_PADDING = 0.6
_LARGEST, _INSIDE = 265.0, 60.0
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})


def fit_tables(body: Element) -> None:
    """Give the tables below `body` the classes that the style sheet turns into room.

    `turned` and `broad` name a page, also for the headings before a table, and `upright` the
    page after it; `tight` says that no page has room, so that words may break.
    """
    flow = list(_flow(body))
    previous = ""
    for block, page in zip(flow, _pages(flow), strict=True):
        _add(block, page or ("upright" if previous else ""))
        previous = page
    for table in body.iter("table"):
        inside = table not in flow
        if _need(table) > (_INSIDE if inside else _PAGES[-1][1]):
            _add(table, "tight")
            _let_words_break(table, _share(table, _INSIDE if inside else _LARGEST))
        else:
            _let_words_break(table, LONGEST_WORD)


def _flow(parent: Element) -> Iterator[Element]:
    """The blocks that a page can be turned for."""
    for child in parent:
        if child.tag == "div" and child.get("class") is None:
            yield from _flow(child)
        else:
            yield child


def _pages(flow: list[Element]) -> list[str]:
    """The class of the page that each block needs; headings go with the table below them."""
    pages: list[str] = []
    following = ""
    for block in reversed(flow):
        if block.tag not in _HEADINGS:
            following = _page(block)
        pages.append(following)
    return pages[::-1]


def _page(block: Element) -> str:
    if block.tag != "table" or block.get("class") != "wide":
        return ""
    need = _need(block)
    return next((name for name, room in _PAGES if need <= room), _PAGES[-1][0])


def _need(table: Element) -> float:
    return sum(width + _PADDING for width in longest_words(table))


def _share(table: Element, room: float) -> float:
    """What one column has of `room`."""
    return max(1.0, room / len(longest_words(table)) - _TIGHT_PADDING)


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
