"""The cover of a long document: its first page, which the contents follow on the next one.

Invariant: words and order are as in a document without a cover; the style sheet makes the page.
"""

from xml.etree.ElementTree import Element

from docforge.formats.pdf.likely_length import likely_pages
from docforge.style import Style

_CLASS = "covered"
# A cover takes no more pages than this: the title block has one of its own.
_COVER_PAGES = 1
# So many pages above the most that a document without a cover has, it is taken for long: what is
# estimated is rarely a tenth more than what is laid out.
_SURELY = 1.5


def add_cover(root: Element) -> bool:
    """Give the document its cover, where it has contents and none yet; whether it was given."""
    body = root.find("body")
    if body is None or body.get("class") == _CLASS or body.find("nav[@id='df-contents']") is None:
        return False
    body.set("class", _CLASS)
    return True


def remove_cover(root: Element) -> None:
    """Let the document have no cover."""
    body = root.find("body")
    if body is not None:
        del body.attrib["class"]


def is_long_without(pages: int, style: Style) -> bool:
    """Whether a document of `pages` pages with its cover is as surely long without it."""
    return pages - _COVER_PAGES > style.contents.cover


def is_probably_long(root: Element, style: Style) -> bool:
    """Whether a document seems to fill more pages than one without a cover may have.

    It decides nothing, and saves long documents a layout that would be thrown away.
    """
    body = root.find("body")
    return body is not None and likely_pages(body, style.page) > style.contents.cover + _SURELY
