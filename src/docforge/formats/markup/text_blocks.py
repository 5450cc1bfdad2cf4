"""Places in the text that two formats agree on: a block by its number, and letters in it.

Invariant: every format builds the same blocks in the same order, so that a number means the same
block in all of them; letters are those that are seen.
"""

from xml.etree.ElementTree import Element

from docforge.formats.markup.context import Markup

# Where a picture or a formula stands among letters.
OBJECT = "\ufffc"
_BLOCKS = frozenset(
    {"p", "div", "li", "dt", "dd", "td", "th", "caption", "figure", "figcaption", "pre"}
    | {"blockquote", "h1", "h2", "h3", "h4", "h5", "h6"}
)
# What holds blocks, and no text of its own.
_GROUPS = frozenset({"ul", "ol", "dl", "table"})
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\ufeff"))


def text_blocks(markup: Markup) -> tuple[Element, ...]:
    """The elements that hold text, in reading order, as they were built; contents are left out."""
    parts = (markup.header, *markup.body, markup.notes, markup.footer)
    return tuple(
        below for part in parts if part is not None for below in part.iter() if below.tag in _BLOCKS
    )


def is_apart(element: Element) -> bool:
    """Whether what is in an element is no part of the text around it."""
    return element.tag in _BLOCKS or element.tag in _GROUPS


def letters(text: str | None) -> str:
    """What is seen of `text`, without spaces."""
    return "".join((text or "").translate(_UNSEEN).split())
