"""What glyphs can show of a text: the difference between what is said and what stands on a page."""

import re

# Pango has another ellipsis for the letters of China and Japan.
_ELLIPSIS, _ELLIPSES = "…", re.compile("[…⋯]")


def plain(text: str) -> str:
    """Text as glyphs can show it: all spaces are one glyph."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def as_shown(text: str, said: str) -> str:
    """`text` as far as its line has room for it, with an ellipsis where it is cut (`max-lines`).

    Glyphs say how far that is: those of text from right to left in the order of the page, and
    those of scripts whose letters melt into one another not in full.
    """
    if _ELLIPSES.search(text):
        return text
    wanted = "".join(_ELLIPSES.sub("", said).split())
    places = [place for place, char in enumerate(text, 1) if not char.isspace()]
    if 0 < len(wanted) < len(places):
        shown = text[: places[len(wanted) - 1]]
        if sorted("".join(shown.split())) == sorted(wanted):
            return f"{shown}{_ELLIPSIS}"
    return f"{text}{_ELLIPSIS}" if _ELLIPSES.search(said) else text
