"""Widths of cells: measured once for a text.

Invariant: only cells of one text in one style share a width.
"""

import re
from typing import Any

import weasyprint.layout.preferred
from weasyprint.formatting_structure import boxes

original = weasyprint.layout.preferred.table_cell_min_max_content_width
# Without a place where a line may end, so that it is as narrow as it is wide.
_UNBROKEN = re.compile(r"[A-Za-z0-9.,%]+")


def cell_widths(context: Any, cell: Any, outer: bool = True) -> tuple[float, float]:
    """The least and the most that `cell` takes, kept for the style that all such cells share."""
    style = cell.style
    text = _only_text(cell)
    if text is None:
        return _measured(context, cell, outer, text="")
    # Kept with the document: there is no end of texts.
    _, known = vars(context).setdefault("cell_widths", {}).setdefault(id(style), (style, {}))
    key = (text, outer, cell.border_left_width, cell.border_right_width)
    if key not in known:
        known[key] = _measured(context, cell, outer, text)
    widths: tuple[float, float] = known[key]
    return widths


def _only_text(cell: Any) -> str | None:
    """The text of a cell that holds one text and nothing else."""
    lines = cell.children
    if len(lines) != 1 or not isinstance(lines[0], boxes.LineBox) or len(lines[0].children) != 1:
        return None
    (text,) = lines[0].children
    return text.text if isinstance(text, boxes.TextBox) else None


def _measured(context: Any, cell: Any, outer: bool, text: str) -> tuple[float, float]:
    if _UNBROKEN.fullmatch(text) and cell.style["overflow_wrap"] != "anywhere":
        width = weasyprint.layout.preferred.block_max_content_width(context, cell, outer)
        return width, width
    widths: tuple[float, float] = original(context, cell, outer)
    return widths
