"""Notes below a table or a text whose marks are typed before them: “* provisional”, “** revised”.

Markdown takes one star for a bullet, and lets the lines below go on with it.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

_MARK = re.compile(
    r"[ ]{0,3}(?:(?P<stars>\*{1,4})(?:\)(?:[ \u00a0]+|(?=\S))|[ \u00a0]+|(?=[^\W_][^*\n]*$))"
    r"|\((?P<inside>\*{1,4})\)[ \u00a0]*|(?P<raised>\^\w{1,3}\^)[ \u00a0]*"
    r"|<sup>(?P<html>\w{1,3})</sup>[ \u00a0]*|(?P<sign>[†‡§¶]|\^(?=[ ]))[ \u00a0]*)(?=[^\s*])"
)
# Stars in the order in which notes have them, and signs that may follow one.
_ORDER = ("*", "**", "***", "****")
_SIGNS = "†‡§¶^"


_ROW = re.compile(r"[ \t>]*\|.*\|[ \t]*")
_BEHIND = re.compile(r"[^\W_]\*(?![\w*])")
_SINGLE = re.compile(r"(?<!\*)\*(?!\*)")


def has_marks(lines: Iterable[str]) -> bool:
    """Whether a line has a star behind a word, or more of them, that ends no emphasis: total*.

    Without one, “* one” above “** two” is rather a list of MediaWiki, AsciiDoc or Org mode.
    """
    return any(
        _BEHIND.search(line) and len(_SINGLE.findall(line)) % 2
        for line in lines
        if "*" in line and not line.lstrip(" >").startswith("* ")
    )


def is_below_table(above: Sequence[str]) -> bool:
    """Whether a row of a table stands right above notes, or with an empty line between."""
    last = next((line for line in reversed(above) if line.strip(" \t>")), "")
    return _ROW.fullmatch(last) is not None


def note_marks(block: Sequence[str], *, expected: bool) -> dict[int, str]:
    """The lines of a paragraph that begin with marks of notes, and these as they were typed.

    `expected` says that a document `has_marks`.
    """
    found = _found(block, expected=expected)
    return {index: one[0].strip() for index, one in found.items()}


def stars(block: Sequence[str], *, expected: bool) -> dict[int, tuple[int, int]]:
    """The same lines, and where their stars stand."""
    return {index: _stars(one) for index, one in _found(block, expected=expected).items()}


def _found(block: Sequence[str], *, expected: bool) -> dict[int, re.Match[str]]:
    """Lines of a paragraph, from its first one, that begin with marks of notes.

    Two of them or more, of which the second can be no item and no text: “**” behind “*”.
    """
    found = {index: mark for index, line in enumerate(block) if (mark := _MARK.match(line))}
    if not found or min(found) != 0 or len(found) <= 1:
        return {}
    marks = [_mark(one) for one in found.values()]
    counts_on = all(_follows(one, other) for one, other in pairwise(marks))
    # Brackets, daggers and raised signs are no bullets, whatever program wrote them.
    is_certain = any(one[0].strip("* \u00a0") for one in found.values())
    return found if counts_on and (expected or is_certain) else {}


def _mark(found: re.Match[str]) -> str:
    return next(mark for mark in found.groups() if mark)


def _stars(found: re.Match[str]) -> tuple[int, int]:
    group = next((name for name in ("stars", "inside") if found[name]), None)
    return found.span(group) if group else (0, 0)


def _follows(one: str, other: str) -> bool:
    if one in _ORDER:
        place = _ORDER.index(one) + 1
        return other in _ORDER[place : place + 1] or other in (_SIGNS[0], _SIGNS[-1])
    if one in _SIGNS:
        return other in _SIGNS and _SIGNS.index(other) > _SIGNS.index(one)
    digits = one.strip("^"), other.strip("^")
    if all(map(str.isdecimal, digits)):
        return int(digits[1]) == int(digits[0]) + 1
    return all(len(each) == 1 for each in digits) and ord(digits[1]) == ord(digits[0]) + 1
