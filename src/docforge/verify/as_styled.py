"""What a style asks for that is peculiar in a PDF where no style does: lines in the middle, frames.

Invariant: a peculiarity is set aside where the style sheet has a rule that brings it about.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from docforge.style import Style
from docforge.verify.entries import Outline, without
from docforge.verify.readers.pdf.decoration import UNBARRED
from docforge.verify.readers.pdf.kerning import APART
from docforge.verify.readers.pdf.lines import GAP
from docforge.verify.readers.pdf.starts import ELSEWHERE

# What stands in a line, and can have a frame there.
_INLINE = re.compile(
    r"(?:^|[\s,>(])(?:a|abbr|cite|code|del|em|ins|kbd|mark|q|samp|small|span|strong)\b"
)
_ANYWHERE = re.compile("")
# What every style aligns, or has in one line.
_OF_ALL_STYLES = re.compile(r"\.(?:formula|left|center|masthead|right)\b")


class Asked(NamedTuple):
    """A rule that a style may have, and the peculiarities that it brings about."""

    selector: re.Pattern[str]
    name: re.Pattern[str]
    value: re.Pattern[str]
    told: tuple[str, ...]


_ASKED = (
    Asked(
        _ANYWHERE,
        re.compile("text-align"),
        re.compile("(?:end|right|center)"),
        (ELSEWHERE, UNBARRED),
    ),
    Asked(_ANYWHERE, re.compile("text-align"), re.compile("justify"), (f"text under {APART}",)),
    Asked(_ANYWHERE, re.compile("text-indent"), re.compile(r"-?[\d.]{0,6}[1-9]"), (ELSEWHERE,)),
    # Keys have a frame of 0.3em in every style.
    Asked(
        _INLINE,
        re.compile("(?:padding|margin)(?:-left|-right)?"),
        re.compile(r"(?:[\d.]{1,9}[a-z%]{0,3} ){0,3}(?:0?\.[4-9]|[1-9])"),
        (GAP, ELSEWHERE),
    ),
)


def as_styled(actual: Outline, style: Style) -> Outline:
    """`actual` without what the style asks for, and without bars that it has none of."""
    return without(actual, _asked(style.print_css))


@lru_cache(maxsize=16)
def _asked(sheet: str) -> tuple[str, ...]:
    """The peculiarities that a style sheet brings about."""
    told = dict.fromkeys(
        peculiarity
        for selector, name, value in _declarations(sheet)
        if not _OF_ALL_STYLES.search(selector)
        for asked in _ASKED
        if asked.selector.search(selector)
        and asked.name.fullmatch(name.partition("-inline")[0])
        and asked.value.match(value)
        for peculiarity in asked.told
    )
    return (*told, *(() if _bars_quotations(sheet) else (UNBARRED,)))


def _declarations(sheet: str) -> Iterator[tuple[str, str, str]]:
    """The selector, property and value of each declaration of a style sheet."""
    for rule in sheet.split("}"):
        above, _, said = rule.rpartition("{")
        for declaration in said.split(";"):
            name, _, value = declaration.partition(":")
            yield above.rpartition("*/")[2].strip(), name.strip(), value.strip()


def _bars_quotations(sheet: str) -> bool:
    """Whether quotations have a border in a style sheet, and no rule takes it away."""
    borders = [
        value
        for selector, name, value in _declarations(sheet)
        if "blockquote" in selector and name.startswith("border")
    ]
    return bool(borders) and not any(value.split(" ")[0] in ("0", "none") for value in borders)
