"""The cover of a long document: its first page, which the contents follow on the next one.

Invariant: words and order are as in a document without a cover; the style sheet makes the page.
"""

from xml.etree.ElementTree import Element

from docforge.style import Style

_CLASS = "covered"
# What a letter and a line take, as shares of the letters' size: a page that is full to its edges
# holds so much, and no page of a document is.
_LETTER, _LINE = 0.5, 1.5
# What has a line of its own, at least.
_LINES = frozenset({"h2", "h3", "h4", "h5", "h6", "li", "tr"})


def add_cover(root: Element) -> bool:
    """Give the document its cover, where it has contents and none yet; whether it was given."""
    body = root.find("body")
    if body is None or body.get("class") == _CLASS or body.find("nav[@id='df-contents']") is None:
        return False
    body.set("class", _CLASS)
    return True


def is_surely_long(root: Element, style: Style) -> bool:
    """Whether words or lines alone fill more pages than a document without a cover may have.

    It saves long documents a layout that would be thrown away.
    """
    page, size = style.page, style.page.letters.text
    letters = page.text_width * page.text_height / (_LETTER * size * _LINE * size)
    lines = page.text_height / (_LINE * size)
    pages = style.contents.cover
    return sum(map(len, root.itertext())) > letters * pages or (
        sum(element.tag in _LINES for element in root.iter()) > lines * pages
    )
