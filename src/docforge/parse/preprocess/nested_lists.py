"""Lists in lists that are indented less than CommonMark wants: “  - b” below “1. a”.

CommonMark counts to where the item's text begins (0.31, 5.2), people count two spaces. An item
with another kind of mark that is indented further than the one above it can only belong to it.
"""

import re

from msgspec import Struct

from docforge.parse.preprocess.lines import SourceLines
from docforge.parse.preprocess.scan import SourceScan

_ITEM = re.compile(
    r"[ ]*(?:[-*+]|(?P<open>\(?)(?P<label>\d{1,3}|[A-Za-z]{1,4})(?P<close>[.)]))[ ]+(?=\S)"
)
_ROMAN = re.compile(r"i|[ivx]{2,}", re.IGNORECASE)
_DEEPEST = 12


class _Item(Struct):
    """An item that is open: where it was indented, where its text began, how far it is moved."""

    indent: int
    text: int
    kind: str
    moved: int


def move_below(lines: SourceLines, scan: SourceScan) -> None:
    """Move each item of another kind that is indented a little to where it is in the one above."""
    opened: list[_Item] = []
    verbatim = scan.fenced | scan.html
    for index, line in enumerate(lines.lines):
        text = line.text
        if not text.strip():
            continue
        indent = len(text) - len(text.lstrip(" "))
        found = None if index in verbatim else _ITEM.match(text)
        if found is None:
            if not indent and index not in verbatim and _ends_list(lines, index):
                opened = []
            _move(lines, index, _reach(opened, indent))
            continue
        while opened and opened[-1].indent >= indent:
            opened.pop()
        moved = 0
        if opened:
            above = opened[-1]
            moved = above.moved
            if indent < above.text and _kind(found) != above.kind:
                moved += above.text - indent
        if len(opened) < _DEEPEST:
            opened.append(_Item(indent, found.end(), _kind(found), moved))
        _move(lines, index, moved)


def _kind(found: re.Match[str]) -> str:
    """What tells lists apart: the sign of a bullet, or a number or a letter and its brackets."""
    label = found["label"]
    if label is None:
        return "bullet"
    form = "1" if label.isdigit() else "i" if _ROMAN.fullmatch(label) else "a"
    return f"{found['open']}{form}{found['close']}"


def _reach(opened: list[_Item], indent: int) -> int:
    """How far a line goes with the item that it belongs to."""
    return next((item.moved for item in reversed(opened) if indent > item.indent), 0)


def _ends_list(lines: SourceLines, index: int) -> bool:
    return index == 0 or not lines.lines[index - 1].text.strip()


def _move(lines: SourceLines, index: int, width: int) -> None:
    if width:
        lines.lines[index].replace(0, 0, " " * width)
