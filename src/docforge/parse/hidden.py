"""What attributes alone hide or name, written in HTML or in Markdown: one rule for both.

Invariant: words that a browser would not show reach no output, and a finding says so.
"""

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from docforge.document import Position
from docforge.parse.context import ParseContext
from docforge.parse.fragment import place

# CSS that takes an element out of sight for everybody, white space left out.
_HIDING = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|opacity:0(?:\.0*)?(?:;|$)|font-size:0(?:px|pt|r?em|%)?(?:;|$)"
)


# What is read with what holds it: rows, cells, items, terms, captions.
_PARTS = frozenset(
    {"thead", "tbody", "tfoot", "tr", "td", "th", "caption", "li", "dt", "dd", "figcaption"}
    | {"summary"}
)
# Classes that style sheets of sites hide by, and a remark in a Word document, as pandoc brings it.
_CLASSES = frozenset({"hidden", "d-none", "content-hidden", "comment-start"})


def is_hidden(attributes: Mapping[str, str]) -> bool:
    """Whether a browser would not show what has these attributes, whatever the style sheet.

    `aria-hidden` counts: what is kept from screen readers would be in our text for everybody.
    """
    style = "".join(attributes.get("style", "").lower().split())
    return (
        "hidden" in attributes
        or not _CLASSES.isdisjoint(attributes.get("class", "").split())
        or bool(_HIDING.search(style))
        or attributes.get("aria-hidden", "").strip().lower() == "true"
    )


def hides_picture(attributes: Mapping[str, str]) -> bool:
    """Whether a picture would not be shown; `aria-hidden` only says that it is decorative."""
    return is_hidden({key: value for key, value in attributes.items() if key != "aria-hidden"})


def drop_hidden_parts(context: ParseContext, body: Element) -> Element:
    """`body` of a fragment without hidden rows, cells, items, terms and captions, each told."""
    waiting = [body]
    while waiting:
        parent = waiting.pop()
        for child in [*parent]:
            if child.tag in _PARTS and is_hidden(child.attrib):
                words = " ".join("".join(child.itertext()).split())
                note_hidden(context, words or "…" * bool(len(child)), child.tag, place(child))
                parent.remove(child)
            else:
                waiting.append(child)
    return body


def accessible_name(attributes: Mapping[str, str]) -> str:
    """The name that ARIA gives (AccName 1.2, 4.3.1): the words of what has none of its own."""
    return " ".join(attributes.get("aria-label", "").split())


def note_hidden(context: ParseContext, words: str, kind: str, position: Position) -> None:
    """Say that something hidden is no content; an empty icon is nobody's loss."""
    if not words:
        return
    shown = words if len(words) <= 60 else f"{words[:57]}..."
    context.warn(
        "HTM005",
        f"a hidden <{kind.removeprefix('df-')}> is left out: “{shown}”",
        position,
        "Take it out of the source, or take out what hides it.",
    )
