"""How large letters are beside each other: no text much smaller than the text around it.

Invariant: what is compared is of one file, so that each style may have its own sizes.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from docforge.verify.readers.pdf.lines import SeenLine
from docforge.verify.readers.pdf.ways import HEADINGS

# Of the size that most letters have: the least for text, for what is raised, and for headings.
_TEXT, _RAISED, _HEADING = 0.6, 0.4, 0.85
_IN_A_TABLE = 0.85  # of the largest letters of a table, those of its other cells
_ROUNDING = 0.02


def odd_sizes(pages: Sequence[Sequence[SeenLine]]) -> Iterator[str]:
    """Letters that are too small beside others, page after page."""
    usual = _usual(pages)
    for number, lines in enumerate(pages, 1):
        tables: dict[Any, tuple[float, float]] = {}
        least = 1.0
        for line in lines:
            is_heading = line.own.block.role in HEADINGS or line.own.block.role == "Title"
            own = line.own
            # Headings, captions and callouts in a cell have letters of their own.
            is_of_cell = own.cell is not None and own.cell in (own.block, own.parent)
            for piece in line.pieces:
                size = piece.matrix[3]
                if piece.base != line.base:
                    allowed = _RAISED
                elif own.cell is None:
                    allowed = _HEADING if is_heading else _TEXT
                else:
                    allowed = _TEXT
                if is_of_cell and not is_heading and piece.base == line.base:
                    low, high = tables.get(own.table, (size, size))
                    tables[own.table] = min(low, size), max(high, size)
                least = min(least, size / usual - allowed + _ROUNDING)
        if least < 0:
            yield f"letters that are smaller than those around them on page {number}"
        elif any(low < _IN_A_TABLE * high for low, high in tables.values()):
            yield f"cells with smaller letters than others of their table on page {number}"


def _usual(pages: Sequence[Sequence[SeenLine]]) -> float:
    """The size that most letters have which are of no heading."""
    counted: dict[float, int] = {}
    for lines in pages:
        for line in lines:
            if line.own.block.role in HEADINGS or line.own.block.role == "Title":
                continue
            for piece in line.pieces:
                size = round(piece.matrix[3], 1)
                counted[size] = counted.get(size, 0) + piece.visible
    return max(counted, key=lambda size: counted[size], default=1.0)
