"""What attributes alone hide or name, written in HTML or in Markdown: one rule for both.

Invariant: words that a browser would not show reach no output, and a finding says so.
"""

import re
from collections.abc import Mapping

from docforge.document import Position
from docforge.parse.context import ParseContext

# CSS that takes an element out of sight for everybody, white space left out.
_HIDING = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|opacity:0(?:\.0*)?(?:;|$)|font-size:0(?:px|pt|r?em|%)?(?:;|$)"
)


def is_hidden(attributes: Mapping[str, str]) -> bool:
    """Whether a browser would not show what has these attributes, whatever the style sheet.

    `aria-hidden` counts: what is kept from screen readers would be in our text for everybody.
    """
    style = "".join(attributes.get("style", "").lower().split())
    return (
        "hidden" in attributes
        or bool(_HIDING.search(style))
        or attributes.get("aria-hidden", "").strip().lower() == "true"
    )


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
