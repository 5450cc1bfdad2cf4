"""What is too broad for the narrowest screen, 320 CSS pixels (WCAG 2.2, 1.4.10), by its words.

Invariant: an estimate from the document alone, since no script measures a page. What is doubtful
is broad: it can be reached by keyboard then.
"""

import re
from collections import defaultdict

from docforge.document import Cell, CodeBlock, Heading, Math, Paragraph, Table, plain_text, walk
from docforge.document.grid import cells_of, grid

# Characters of code or of a formula that fit a line.
_LINE = 30
# Letters that fit a row of a table, and how many the space at the sides of a cell takes.
_ROW = 31
_SIDES = 1.5
# Header cells are bold.
_BOLD = 1.1
# Where a line cannot break: runs without spaces in scripts that put spaces between words. Letters
# of Korean are as broad as those of Chinese.
_WORD = re.compile(r"[^\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\uabff\ud7a4-\uffef]+")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_BROADER = 0.65
# Scripts without spaces between words, which a browser finds in its dictionary.
_RUN = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+")
_LONGEST_IN_RUN = 8


def is_broad(text: str, size: float) -> bool:
    """Whether a line of `text`, which does not wrap, can be broader than the screen.

    `size` is that of the style's letters, 1 where they are as large as common ones.
    """
    return any(len(line) * size > _LINE for line in text.splitlines())


def is_broad_table(table: Table, size: float) -> bool:
    """Whether the longest words of the columns, side by side, can be broader than the screen."""
    widths: defaultdict[int, float] = defaultdict(float)
    for placed in cells_of(grid(table)):
        span = placed.cell.colspan
        share = _longest(placed.cell) / span
        for column in range(placed.column, placed.column + span):
            widths[column] = max(widths[column], share)
    return sum(width + _SIDES for width in widths.values()) * size > _ROW


def _longest(cell: Cell) -> float:
    """The letters of the longest part of `cell` that does not wrap."""
    lengths = [0.0]
    for node in walk(cell):
        match node:
            case Paragraph(children) | Heading(_, children):
                text = plain_text(children)
                lengths += map(_breadth, _WORD.findall(text))
                lengths += (min(len(run), _LONGEST_IN_RUN) for run in _RUN.findall(text))
            case CodeBlock(text):
                lengths += map(len, text.splitlines())
            case Math(tex):
                lengths.append(len(tex))
            case Table():
                lengths.append(_ROW)
            case _:
                pass
    return max(lengths) * (_BOLD if cell.scope is not None else 1)


def _breadth(word: str) -> float:
    return len(word) + _BROADER * len(_HANGUL.findall(word))
