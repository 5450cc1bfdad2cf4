"""What runs on each page: its number, the title, how far the document may go, and the foot.

Invariant: nothing of it grows beyond the paper. A title ends in an ellipsis, since the first page
has it; the foot and how far a document may go are whole on each page, and the margins make room.
"""

import math
import unicodedata
from collections.abc import Sequence

from msgspec.structs import replace

from docforge.document import Direction
from docforge.document.isolates import with_isolates
from docforge.style.page import PageGeometry, points
from docforge.style.words import Words

# Per cent of the top line for `restrictions`: words such as "Draft" leave most of it to the title.
_SHARES, _NARROW, _BROAD = (15, 20, 30), 45, 60
_FOOT = 65  # and for the foot, beside the number of the page
# The widths of bold letters in sizes of their own: capitals, those of East Asia, and others.
_CAPITAL, _BROAD_LETTER, _LETTER = 0.7, 1.0, 0.54
# What lines lose where they break, a line in sizes of its letters, and the room in points above
# and below all lines.
_LOOSE, _LINE, _EDGE = 1.1, 1.2, 12
# A running title that is longer ends in an ellipsis: it would grow beyond the top of the page.
_TWO_LINES = "max-lines: 2; block-ellipsis: auto;"


def page_rule(
    page: PageGeometry,
    words: Words,
    direction: Direction,
    title: str = "",
    restrictions: Sequence[str] = (),
    foot: str = "",
    *,
    is_noted: bool = False,
) -> str:
    """The `@page` rules of a document: page size, running title, "Page 1 of 3", and `restrictions`.

    The first page shows its title itself; `restrictions`, how far the document may go, is on every
    page, line by line. `direction` is the document's; `title` is its title where parts of it run
    in another one, which no element can say in a margin, or where it is `is_noted`, has marks of
    notes that the running title leaves out; `foot` is what a house says at the foot of
    each page. A running text has the whole width where
    it is alone, or WeasyPrint would measure it anew for every page.
    """
    told = with_isolates(title, direction)
    running = "string(title)" if told == title and not is_noted else f'"{_in_css(told)}"'
    before, _, rest = words["page"].partition("{page}")
    between, _, after = rest.partition("{pages}")
    number = f'"{before}" counter(page) "{between}" counter(pages) "{after}"'
    start, end = ("right", "left") if direction == "rtl" else ("left", "right")
    page = with_room(page, restrictions, foot)
    letters = f"font-size: {page.letters.running:g}pt"
    share = _share_of(page, restrictions)
    width, rest_of_line = f"{100 - share}%", f"{share}%"
    beside_foot = f"{100 - _FOOT}%" if foot else "100%"
    return (
        f"@page {{ size: {_size(page)}; margin: {_lengths(page.margins)};"
        f" @top-{start} {{ content: {running}; width: {width}; {letters};"
        f" line-height: 1.2; overflow-wrap: anywhere; {_TWO_LINES} }}"
        f"{_restrictions(restrictions, end, rest_of_line, letters)}"
        f"{_foot(foot, start, direction, letters)}"
        f" @bottom-{end} {{ content: {number}; width: {beside_foot}; {letters}; }} }}\n"
        f"@page :first {{ @top-{start} {{ content: none; }} }}\n"
        f"@page turned {{ size: {_size(page.turned)}; }}\n"
        f"@page broad {{ size: {_size(page.broad)}; }}\n"
    )


def with_room(page: PageGeometry, restrictions: Sequence[str], foot: str) -> PageGeometry:
    """`page` with margins that hold all of `restrictions` and `foot`, however they break."""
    top, right, bottom, left = page.margins
    if restrictions:
        top = max(top, _height(page, restrictions, _share_of(page, restrictions)))
    if foot:
        bottom = max(bottom, _height(page, (foot,), _FOOT))
    return replace(page, margins=(top, right, bottom, left))


def _height(page: PageGeometry, texts: Sequence[str], share: int) -> float:
    """Millimetres that `texts` take, one below the other, in `share` per cent of a line."""
    letters, width = page.letters.running, page.text_width * share / 100
    lines = sum(math.ceil(_LOOSE * _width_of(text) * letters / width) for text in texts)
    return round((lines * _LINE * letters + 2 * _EDGE) / points(1), 1)


def _share_of(page: PageGeometry, restrictions: Sequence[str]) -> int:
    """How much of the top line, in per cent, `restrictions` have beside the running title."""
    if not restrictions:
        return 0
    share = max(map(_width_of, restrictions)) * page.letters.running / page.text_width * 100
    enough = (each for each in _SHARES if each >= share * _LOOSE)
    return next(enough, _NARROW if share <= _NARROW else _BROAD)


def _width_of(text: str) -> float:
    """About the width of bold `text`, in sizes of its letters."""
    return sum(
        _BROAD_LETTER
        if unicodedata.east_asian_width(char) in "WF"
        else _CAPITAL
        if char.isupper()
        else _LETTER
        for char in text
    )


def _in_css(text: str) -> str:
    """`text` inside a string of CSS, in which no sign ends it (CSS Syntax 3, 4.3.7)."""
    return "".join(char if char.isalnum() or char == " " else f"\\{ord(char):x} " for char in text)


def _restrictions(lines: Sequence[str], side: str, width: str, letters: str) -> str:
    if not lines:
        return ""
    content = ' "\\a" '.join(f'"{_in_css(line)}"' for line in lines)
    return (
        f" @top-{side} {{ content: {content}; width: {width}; {letters}; font-weight: 700;"
        " line-height: 1.2; overflow-wrap: anywhere; white-space: pre-line;"
        f" text-align: {side}; }}"
    )


def _foot(text: str, side: str, direction: Direction, letters: str) -> str:
    if not text:
        return ""
    content = _in_css(with_isolates(text, direction))
    return (
        f' @bottom-{side} {{ content: "{content}"; width: {_FOOT}%; {letters}; line-height: 1.2;'
        f" overflow-wrap: anywhere; text-align: {side}; }}"
    )


def _size(page: PageGeometry) -> str:
    return _lengths((page.width, page.height))


def _lengths(lengths: Sequence[float]) -> str:
    return " ".join(f"{length:g}mm" for length in lengths)
