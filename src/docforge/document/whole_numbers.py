"""Cells of a table that hold one number in groups of figures, which a line does not part.

Invariant: renditions and read-back ask the same question of the same cell; nothing is written in
the text for the answer.
"""

import re

from docforge.document.blocks import Cell, Paragraph
from docforge.document.inlines import Link, Text
from docforge.document.words import plain_text

# A number longer than this, such as that of a bank account, would broaden its column too much.
_LONGEST = 20
# “020 7946 0958”, “+44 (0)20 7946 0958”, “1 234 567,50 €”.
_GROUPS = re.compile(r"[+−–-]?[$£€¥]?\(?\d[\d()]*(?: [\d()]+)+(?:[.,/–-]\d+)*(?: ?[%€£$])?")


def stands_whole(cell: Cell) -> bool:
    """Whether `cell` holds a number such as that of a telephone, and nothing else."""
    if len(cell.blocks) != 1 or not isinstance(cell.blocks[0], Paragraph):
        return False
    inlines = cell.blocks[0].children
    if not all(isinstance(one, Text | Link) for one in inlines):
        return False
    said = plain_text(inlines).strip()
    return len(said) <= _LONGEST and _GROUPS.fullmatch(said) is not None
