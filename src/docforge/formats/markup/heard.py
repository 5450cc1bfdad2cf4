"""What is heard of an element: its words, with those of pictures and formulas.

Invariant: blocks are apart from each other, and marks of notes are no words.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

BLOCKS = frozenset(
    {"p", "div", "li", "ul", "ol", "dl", "dt", "dd", "table", "tr", "td", "th", "caption"}
    | {"blockquote", "pre", "figure", "figcaption", "br", "h1", "h2", "h3", "h4", "h5", "h6"}
)


def heard(part: Element) -> str:
    """The words of `part` in one line."""
    return " ".join("".join(_heard(part)).split())


def name_formulas(header: Element) -> None:
    """Say the words of the formulas in a header cell as their names, too.

    axe and Ace take a cell with nothing else for empty: they know no `alttext`.
    """
    for formula in header.iter("math"):
        formula.set("aria-label", formula.get("alttext", ""))


def _heard(part: Element) -> Iterator[str]:
    if part.get("role") == "doc-noteref":
        return
    match part.tag:
        case "img":
            yield part.get("alt", "")
        case "math":
            yield part.get("alttext", "")
        case tag:
            space = " " if tag in BLOCKS else ""
            yield space + (part.text or "")
            for child in part:
                yield from _heard(child)
                yield child.tail or ""
            yield space
