"""Tables to the page that has room for them: upright, turned, or turned and twice as large.

What no page has room for becomes rows under each other; so does every table that is too wide where
the style keeps its pages as they lie.

Invariant: a table is never cut off, and its letters are never smaller than a style has them.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from msgspec import Struct

from docforge.document import Table
from docforge.formats.markup.column_widths import (
    LONGEST_WORD,
    longest_word,
    longest_words,
    padding,
    parts,
    room,
)
from docforge.formats.markup.context import Origins
from docforge.formats.markup.row_labels import label_rows
from docforge.formats.pdf.keeping import leads_in
from docforge.style import PageGeometry, Words

# What words that are estimated take more than they should.
_SPARE = 0.99
# What lists and frames leave of a line.
_INSIDE = 0.64
# Characters of a label that leaves no room for its cell in the line.
_LONG_LABEL = 36
# Letters that leave a turned page its table, and that a turned page has room for.
_SHORT, _TURNED_PAGE = 700, 1600
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})


class _Rooms(Struct, frozen=True):
    """What pages have room for and what a cell needs beside its words, in small letters.

    `pages` are the pages that a table in wide letters may get, by name, the upright one first;
    `padding` is that of a wide table, `common` that of any other; `inside` is a line in lists and
    frames.
    """

    pages: tuple[tuple[str, int], ...]
    padding: float
    common: float
    inside: int


def _rooms(page: PageGeometry) -> _Rooms:
    letters = page.letters
    others = () if page.stacks_tables else (("turned", page.turned), ("broad", page.broad))
    sheets = (("", page), *others)
    return _Rooms(
        pages=tuple((name, room(sheet, letters.wide, _SPARE)) for name, sheet in sheets),
        padding=padding(page.cells.wide, letters.wide),
        common=padding(page.cells.common, letters.wide),
        inside=room(page, letters.wide, _INSIDE),
    )


def fit_tables(body: Element, page: PageGeometry, origins: Origins, words: Words) -> None:
    """Give the tables below `body` the classes that the style sheet turns into room.

    `turned` and `broad` name a page, also for what goes with a table, and `upright` the page
    after it; `roomy` says that the page has room for as much space as other tables have, and `airy`
    that it has room for the mean of that and the least; `rows` says that no page has room: the rows
    stand under each other, each cell behind its headers. `origins` names their nodes.
    """
    rooms = _rooms(page)
    flow = list(_flow(body))
    for table in body.iter("table"):
        most = rooms.pages[-1][1] if table in flow else rooms.inside
        node = origins.get(table)
        if isinstance(node, Table) and _need(table, rooms.padding) > most:
            _stack(table, node, words)
        _let_words_break(table, LONGEST_WORD)
    previous = ""
    for block, sheet in zip(flow, _pages(flow, rooms), strict=True):
        _add(block, sheet or ("upright" if previous else ""))
        if _is_wide(block):
            _add(block, _space(block, rooms, dict(rooms.pages)[sheet]))
        previous = sheet


def _space(table: Element, rooms: _Rooms, has: int) -> str:
    """The class of the most space between columns that a page with room for `has` letters has."""
    if _need(table, rooms.common) <= has:
        return "roomy"
    return "airy" if _need(table, (rooms.common + rooms.padding) / 2) <= has else ""


def _stack(table: Element, node: Table, words: Words) -> None:
    label_rows(table, node, words)
    table.set("class", "rows")
    for cell in table.iterfind("*/tr/*[@data-label]"):
        _add(cell, "below" if len(cell.get("data-label", "")) > _LONG_LABEL else "")


def _flow(parent: Element) -> Iterator[Element]:
    """The blocks that a page can be turned for."""
    for child in parent:
        if child.tag == "div" and child.get("class") is None:
            yield from _flow(child)
        else:
            yield child


def _pages(flow: list[Element], rooms: _Rooms) -> list[str]:
    """The class of the page that each block needs.

    Headings go with the table below them, and with a line or two between; so does what stands
    between two tables on such pages, or behind one up to the next heading, where it is short.
    """
    pages = [_page(block, rooms) for block in flow]
    for at in [at for at, page in enumerate(pages) if page and at]:
        if not pages[at - 1]:
            start = _start(flow, at)
            pages[start:at] = [pages[at]] * (at - start)
    for start, end in _gaps(pages):
        before, after = pages[start - 1], pages[end] if end < len(pages) else ""
        text = flow[start:end]
        if before == after and _is_short(text):
            pages[start:end] = [before] * (end - start)
        else:
            behind = next((n for n, block in enumerate(text) if block.tag in _HEADINGS), len(text))
            is_section = behind < len(text) or end == len(pages)
            if behind and is_section and _is_short(text[:behind]):
                pages[start : start + behind] = [before] * behind
    return pages


def _start(flow: list[Element], at: int) -> int:
    """Where what leads to the table at `at` begins: its section, or the line that introduces it.

    A section goes along where the page has room for its words beside those of the table.
    """
    section = at
    while section and flow[section - 1].tag in ("p", "ul", "ol"):
        section -= 1
    letters = max(_SHORT, _TURNED_PAGE - _letters(flow[at]))
    start = at
    if (section == 0 or _heads(flow[section - 1])) and _is_short(flow[section:at], letters):
        start = section
    elif leads_in(flow[at - 1]) and _is_short(flow[at - 1 : at]):
        start = at - 1
    while start and _heads(flow[start - 1]):
        start -= 1
    return start


def _heads(block: Element) -> bool:
    return block.tag in _HEADINGS or "title-block" in block.get("class", "").split()


def _gaps(pages: list[str]) -> Iterator[tuple[int, int]]:
    """Where upright pages begin behind others, and where they end."""
    at = 1
    while at < len(pages):
        if pages[at - 1] and not pages[at]:
            end = next((n for n in range(at, len(pages)) if pages[n]), len(pages))
            yield at, end
            at = end
        at += 1


def _is_short(blocks: list[Element], most: int = _SHORT) -> bool:
    """Whether blocks are a few lines of text, which a turned page has room for."""
    plain = all(block.tag in ("p", "ul", "ol", *_HEADINGS) for block in blocks)
    return plain and sum(map(_letters, blocks)) <= most


def _letters(block: Element) -> int:
    return len("".join(block.itertext()))


def _page(block: Element, rooms: _Rooms) -> str:
    if not _is_wide(block):
        return ""
    need = _need(block, rooms.padding)
    return next((name for name, has in rooms.pages if need <= has), rooms.pages[-1][0])


def _is_wide(block: Element) -> bool:
    return block.tag == "table" and "wide" in (block.get("class") or "").split()


def _need(table: Element, around: float) -> float:
    """What the longest words of a row take, with `around` beside each."""
    return sum(width + around for width in longest_words(table))


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
