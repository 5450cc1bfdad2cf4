"""Whether braces are attributes of something, or words: {n=1}, f{x=1}, {#sec}."""

import re
from collections.abc import Set
from functools import lru_cache

from docforge.verify.ledger.inlines.passage import Passage
from docforge.verify.ledger.words import GONE

# Attributes that words, blocks and tables can have.
_SPOKEN = re.compile(r"(?<![^\s{])(?:lang|dir)[ \t]*=|(?<![^\s{])(?i:hidden)(?![^\s}=])")
_CLASS = re.compile(
    r"(?<![^\s{])\.(?:row-headers|chart|mark|kbd|small-?caps|underline|ul|deletion|insertion"
    r"|hidden)(?![^\s}])"
)
# Signs that begin what such a sign ends; raised and lowered words have no space in them.
_BEGUN = {
    "*": re.compile(r"\*(?=[^\s*])"),
    "_": re.compile(r"(?:(?<=[\W_])|^)_(?=[^\s_])", re.MULTILINE),
    "~": re.compile(r"~(?=[^\s~]+$)"),
    "^": re.compile(r"\^(?=[^\s^]+$)"),
}
_PLACE = re.compile(r"(?<![^\s{])#([^\s{}]+)")
_AIM = re.compile(r"(?:[(<=\"']|: {1,3})#([^\s#(){}\"'<>]++)(?=[)\"'\s>])")
_OF_BLOCK = re.compile(
    r"(?<![^\s{])(?:[.#]|(?:alt|class|columns|custom-style|dir|height|hidden|id|kind|lang|markdown"
    r"|role|series|style|title|width|(?:aria|data)-[\w-]+)[ \t]*=)"
)
_LETTER = re.compile(r"\{\s*+\w[ \t]*=[^\s{}]*+(?:\s++\w=[^\s{}]*+){0,9}\s*+\}")
_HEADING = re.compile(r"[ \t>]*(?:#{1,6}|(?:[-*+]|\w{1,9}[.)])[ \t]+#{1,6})[ \t]")
_RULE = re.compile(r"[ \t>]*(?:=+|-+)[ \t]*")
_NEAR = 8
_CONTAINER = " \t>"


def is_attribute(passage: Passage, match: re.Match[str]) -> bool | None:
    """Whether they are attributes; None where only a whole parser could tell."""
    start, end = match.span()
    text, braces = passage.text, match[0]
    before = text[start - 1 : start]
    if before == "]" or (before and passage.sheet.out[start - 1] == GONE and before in ")>`}$"):
        return True
    if before and before in "*_~^":
        line = text.rfind("\n", 0, start) + 1
        outer = text[line:start].rstrip(before)
        is_begun = _BEGUN[before].search(text, line, start - 1) is not None
        return is_begun and bool(outer.strip()) and not outer[-1].isspace()
    if before and before in ")>`}$":
        return None
    if text[max(0, start - _NEAR) : start].rstrip(" \t").endswith("$$"):
        return True  # the name of a formula, in Quarto
    if _CLASS.search(braces):
        return None
    if (place := _PLACE.search(braces)) and place[1] in _aims(text):
        return True
    if before.strip() and _SPOKEN.search(braces):
        return True
    line = text.rfind("\n", 0, start) + 1
    line_end = _line_end(text, end)
    if text[end:line_end].strip(" \t#|"):
        return text[line:start].strip(_CONTAINER).startswith(":::")
    return _ends_line(passage, line, start, line_end, braces)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)


@lru_cache(maxsize=1)
def _aims(text: str) -> Set[str]:
    """The places to which addresses of the source lead."""
    return frozenset(_AIM.findall(text))


def _ends_line(passage: Passage, line: int, start: int, end: int, braces: str) -> bool | None:
    text = passage.text
    before = text[line:start].strip(_CONTAINER)
    below = text[end + 1 : _line_end(text, end + 1)]
    if before.startswith(":::"):
        return True
    if before and (_HEADING.match(text, line) or _RULE.fullmatch(below)):
        return _LETTER.fullmatch(braces) is None
    above = text[text.rfind("\n", 0, max(line - 1, 0)) + 1 : max(line - 1, 0)].strip(_CONTAINER)
    if not before:
        if not _OF_BLOCK.search(braces):
            return False
        return True if not above or not below.strip(_CONTAINER) else None
    blank = text.rfind("\n\n", 0, start)
    first = blank + 2 if blank >= 0 else 0
    while first < start and text[first] in _CONTAINER:
        first += 1
    return passage.sheet.out[first] == GONE  # the word of a caption
