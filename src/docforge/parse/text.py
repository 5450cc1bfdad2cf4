"""Runs of characters: joining pandoc's words, folding white space, Chinese and Japanese lines."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import groupby

from msgspec.structs import replace

from docforge.document import Inline, Inlines, LineBreak, Link, Text

_LINE_END = re.compile(r"(?<![ \t\r\f])[ \t\r\f]*+\n[ \t\r\n\f]*+")
_WHITE = re.compile(r"[ \t\r\f]+")
_AROUND_LINE_END = re.compile(r"(.?)\n(.?)", re.DOTALL)

# What stands for a quotation mark behind a backslash until the marks of the language are set: no
# source can hold these (source/characters.py).
ESCAPED = {'"': "\ufdd0", "'": "\ufdd1"}
_STRAIGHT = str.maketrans({sign: mark for mark, sign in ESCAPED.items()})


def as_typed(text: str) -> str:
    """`text` with the straight quotation marks that were typed behind a backslash."""
    return text.translate(_STRAIGHT)


def fold(text: str) -> str:
    """`text` of HTML with each run of white space as one space, or one line end."""
    return _WHITE.sub(" ", _LINE_END.sub("\n", text))


def merge(inlines: Iterable[Inline]) -> Inlines:
    """`inlines` with neighbouring texts as one, and line ends as what they mean."""
    merged: list[Inline] = []
    for is_text, group in groupby(inlines, lambda inline: isinstance(inline, Text)):
        if not is_text:
            merged += group
            continue
        texts = [inline for inline in group if isinstance(inline, Text)]
        if text := _unbroken(glue(text.text for text in texts)):
            merged.append(Text(text, texts[0].position))
    return tuple(merged)


def glue(texts: Iterable[str]) -> str:
    """`texts` as one; where two spaces or line ends would meet, the first one stays."""
    glued: list[str] = []
    ends_white = False
    for text in texts:
        if ends_white and text.startswith((" ", "\n")):
            text = text[1:]
        if text:
            glued.append(text)
            ends_white = text.endswith((" ", "\n"))
    return "".join(glued)


def _unbroken(text: str) -> str:
    """A line end is a space, but nothing between two Chinese or Japanese characters."""
    if "\n" not in text:
        return text
    return _AROUND_LINE_END.sub(
        lambda m: m[1] + ("" if _is_han_or_kana(m[1]) and _is_han_or_kana(m[2]) else " ") + m[2],
        text,
    )


def _is_han_or_kana(character: str) -> bool:
    if not character or "가" <= character <= "힣":
        return False
    wide = unicodedata.east_asian_width(character) in "WF"
    return wide and unicodedata.category(character) != "So"


def trim(inlines: Inlines) -> Inlines:
    """`inlines` without spaces or breaks at the ends, and without spaces around breaks.

    A first or last line of no-break spaces, as an empty line of a line block is read, is none.
    """
    items = list(inlines)
    while items and (isinstance(items[0], LineBreak) or _is_empty_line(items[1::-1])):
        items.pop(0)
    while items and (isinstance(items[-1], LineBreak) or _is_empty_line(items[-2:])):
        items.pop()
    for index, item in enumerate(items):
        if isinstance(item, Text):
            items[index] = replace(item, text=_trimmed(items, index, item.text))
    kept = tuple(item for item in items if not isinstance(item, Text) or item.text)
    return kept if len(kept) == len(inlines) else trim(kept)


def _is_empty_line(ends: list[Inline]) -> bool:
    """Whether a break, and what stands on its other side to the end, make a line of nothing."""
    match ends:
        case [LineBreak(), Text(text)]:
            return not text.strip()
        case _:
            return False


def _trimmed(items: list[Inline], index: int, text: str) -> str:
    if index == 0 or isinstance(items[index - 1], LineBreak):
        text = text.lstrip(" ")
    if index == len(items) - 1 or isinstance(items[index + 1], LineBreak):
        text = text.rstrip(" ")
    return text


def is_blank(inlines: Inlines) -> bool:
    """Whether nothing in `inlines` would be seen or heard."""
    return all(
        isinstance(item, LineBreak)
        or (isinstance(item, Text) and not item.text.strip())
        or (isinstance(item, Link) and item.target is None and is_blank(item.children))
        for item in inlines
    )
