"""Letters of drawings laid out as a line, and not one by one.

Invariant: only what places each letter itself is laid out letter by letter; everywhere else Arabic
joins, Indic vowels stand where they belong, and lines from right to left run so.
"""

from collections.abc import Iterator
from typing import Any

from weasyprint.svg import TAGS

_PLACES = ("x", "y", "dx", "dy", "rotate")


class WholeText(str):
    """Text that WeasyPrint, which lays out each of its characters, meets as one."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


def text(svg: Any, node: Any, font_size: float) -> None:
    """Draw a `text`, `tspan` or `a` of a drawing (SVG 2, 11)."""
    if node.text and node.tag != "textPath" and not _places_letters(node):
        node._etree_node.text = WholeText(node.text)
    _text(svg, node, font_size)


def _places_letters(node: Any) -> bool:
    if node.get("textLength") or node.get("letter-spacing"):
        return True
    return any(len((node.get(name) or "").replace(",", " ").split()) > 1 for name in _PLACES)


_text = TAGS["text"]
TAGS_OF_DRAWINGS = {tag: text if draw is _text else draw for tag, draw in TAGS.items()}
