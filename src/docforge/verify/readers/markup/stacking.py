"""Tables of a book that stack: whether they do where they have to, and then say their headers.

Invariant: bounds alone, which hold for any estimate of how broad letters are; a table that stacks
on every screen, or is cut before it does, is outside of them.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from docforge.verify.readers.grid import GridCell
from docforge.verify.readers.markup.tables import headers_above, placed
from docforge.verify.readers.markup.words import name

_FIT = re.compile("fit-([0-9]+|any)")
# In em: the least and the most that a letter takes, what a cell has around it, a list, a box.
_NARROW, _BROAD, _AROUND, _LIST, _BOX = 0.34, 1.01, 1.0, 1.6, 3.0
# The most room that a cell of many lines is given, and how many letters of it make an em.
_MOST, _LINES = 11.0, 15.0
# A breadth is said in steps: the least, how much more each may be than the one before it, and the
# last, beyond which it is "any".
_LEAST_STEP, _STEP, _BROADEST = 6, 1.5, 96
_WORD = re.compile("[A-Za-z0-9]+")
_GLUED = str.maketrans(dict.fromkeys("\u00a0\u202f\u2060", "0"))
_NOT_COPIED = frozenset({"a", "img", "math"})


def odd_stacking(wrapper: Element) -> Iterator[str]:
    """What is wrong with the classes of an element around a table."""
    classes = wrapper.get("class", "").split()
    if "reflow" not in classes:
        return
    for table in (part for part in wrapper if name(part) == "table"):
        if _says_its_head(table) is not ("labelled" in classes):
            yield "table whose stacked rows hide headers that they do not say, or say them twice"
        fit = next((found[1] for found in map(_FIT.fullmatch, classes) if found), "")
        if not _may_fit(table, fit):
            yield f"table that is said to need {fit or 'no'} em"


def _says_its_head(table: Element) -> bool:
    """Whether the head may be hidden: each of its words is said before some cell."""
    head = next((part for part in table if name(part) == "thead"), None)
    if head is None or any(name(part) in _NOT_COPIED for part in head.iter()):
        return False
    above, *groups = placed(table)
    heads = {cell.text for row in above for cell in row} - {""}
    below = (cell for group in groups for row in group for cell in row)
    return heads <= {header.text for cell in below for header in headers_above(cell)}


def _may_fit(table: Element, fit: str) -> bool:
    """Whether the table may need `fit` em."""
    if any(name(part) == "table" for part in table.iter() if part is not table):
        return fit == "any"
    rows = [row for group in placed(table) for row in group]
    caption = "".join(text for part in table if name(part) == "caption" for text in part.itertext())
    narrow, broad = defaultdict[int, float](float), defaultdict[int, float](float)
    for row in rows:
        # Cells of a row beside each other: those that reach into it from above count for theirs.
        places = [cell for cell in row for _ in range(cell.columns)]
        for place, cell in enumerate(places):
            narrow[place] = max(narrow[place], _least(cell) / cell.columns)
            broad[place] = max(broad[place], _most(cell) / cell.columns)
    longest = max(map(len, caption.translate(_GLUED).split()), default=0)
    least, most = sum(narrow.values()), max(_BROAD * longest, sum(broad.values()))
    if fit == "any":
        return most > _BROADEST
    return bool(fit) and least <= int(fit) <= max(_LEAST_STEP, most * _STEP)


def _least(cell: GridCell) -> float:
    texts = (text for text in cell.content.itertext())
    words = (len(word) for text in texts for word in _WORD.findall(text))
    return _NARROW * max(words, default=0) + _AROUND


def _most(cell: GridCell) -> float:
    text = "".join(cell.content.itertext()).translate(_GLUED)
    below = [name(part) for part in cell.content.iter()]
    word = _BROAD * max(map(len, text.split()), default=0)
    lists = sum(tag in ("ul", "ol", "dl") for tag in below)
    boxes = _BOX if {"blockquote", "div"} & {*below} else 0.0
    line = min((len(text) + 2 * len(below)) / _LINES, _MOST)
    return max(word, line) + _AROUND + min(lists, 4) * _LIST + boxes
