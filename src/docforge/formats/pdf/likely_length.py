"""How many pages a document is likely to fill, before anything is laid out.

Invariant: an estimate from letters, blocks and the sizes of pictures. It may save work, and no
page depends on it.
"""

from math import ceil
from unicodedata import east_asian_width
from xml.etree.ElementTree import Element

from docforge.formats.pdf.keeping import lines_of_code
from docforge.style import PageGeometry

# What letters and lines take, as shares of the letters' size.
_LETTER, _LINE, _CODE_LINE, _HEADING_LINE = 0.5, 1.5, 1.275, 1.8
# What stands between two blocks, as a share of the letters' size.
_SPACE = {"p": 0.75, "li": 0.3, "tr": 0.4, "pre": 1.5}
_OTHER_SPACE, _HEADING_SPACE = 0.2, 1.8
# A line of text has room for so many letters' sizes.
_MEASURE = 32.0
_POINTS = 0.75  # of a CSS pixel
# A picture that is not higher than this many letters' sizes stands within a line.
_WITHIN_LINE = 2.0
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PHRASING = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em", "i"),
        *("ins", "kbd", "mark", "math", "q", "s", "samp", "small", "span", "strong", "sub", "sup"),
        *("time", "u", "var"),
    )
)


def likely_pages(body: Element, page: PageGeometry) -> float:
    """How many pages of the kind `page` the elements below `body` fill, about."""
    size = page.letters.text
    room = min(page.text_width, _MEASURE * size) / (_LETTER * size)
    return _height(body, page, room) / page.text_height


def _height(element: Element, page: PageGeometry, room: float) -> float:
    """What `element` takes of a page, in points, where a line has `room` letters."""
    size, tag = page.letters.text, element.tag
    if tag == "pre":
        return (lines_of_code(element) * _CODE_LINE + _SPACE["pre"]) * size
    if tag == "img":
        return _picture(element, page)
    if tag == "tr":
        share = page.text_width / (_LETTER * size) / max(1, len(element))
        highest = max((_height(cell, page, share) for cell in element), default=0.0)
        return highest + _SPACE["tr"] * size
    inner = sum(_height(child, page, room) for child in element if child.tag not in _PHRASING)
    lines = ceil(_width(_own_text(element).strip()) / room)
    if not lines:
        return inner
    if tag in _HEADINGS:
        return inner + (lines * _HEADING_LINE + _HEADING_SPACE) * size
    return inner + (lines * _LINE + _SPACE.get(str(tag), _OTHER_SPACE)) * size


def _picture(image: Element, page: PageGeometry) -> float:
    width, height = (_POINTS * _pixels(image.get(key)) for key in ("width", "height"))
    if height <= _WITHIN_LINE * page.letters.text:
        return 0.0
    return min(height * min(1.0, page.text_width / max(width, 1.0)), page.text_height)


def _pixels(value: str | None) -> float:
    return float(value) if value and value.isdecimal() else 0.0


def _own_text(element: Element) -> str:
    """The text of `element` without that of the blocks within it."""
    said = [element.text or ""]
    for child in element:
        if child.tag in _PHRASING:
            said.append(_own_text(child))
        said.append(child.tail or "")
    return "".join(said)


def _width(text: str) -> float:
    """How many common letters `text` is as broad as."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
