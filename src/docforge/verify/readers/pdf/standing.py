"""What of the tag tree tells where a marked content may stand on its page."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from docforge.verify.readers.pdf.elements import INLINE, Element

_CELLS = frozenset({"TD", "TH"})
_ITEMS = frozenset({"LI", "TOCI"})
_CONTENTS = frozenset({"TOC", "TOCI"})


class MarkStanding(Struct, frozen=True):
    """What of a mark's element tells where it may stand.

    `cell`, `row` and `table` are those that it is in, and `block` is the innermost element that
    begins a line of its own, `parent` what that is in, and `item` the innermost item of a list or
    of the contents. `shift` is 1 for what is raised, -1 for what is lowered, and 2 for what is the
    one within the other. `is_rtl` where lines are read from right to left, `is_leftwards` where
    a passage of a line is, and `is_rtl_table` where columns are. `innermost` is the last table on
    the way to it.
    """

    cell: Any = None
    row: Any = None
    table: Any = None
    block: Any = None
    parent: Any = None
    item: Any = None
    shift: int = 0
    is_struck: bool = False
    is_rtl: bool = False
    is_leftwards: bool = False
    is_rtl_table: bool = False
    innermost: Any = None


NOWHERE = MarkStanding()
Standings = Mapping[int, MarkStanding]


def standings(root: Element) -> dict[Any, dict[int, MarkStanding]]:
    """Where each mark may stand, by page and number."""
    found: dict[Any, dict[int, MarkStanding]] = {}
    waiting = [(root, NOWHERE)]
    while waiting:
        element, above = waiting.pop()
        own = _standing(element, above)
        for owner, number in element.marks:
            found.setdefault(owner, {})[number] = own
        waiting += [(kid, own) for kid in element.kids if isinstance(kid, Element)]
    return found


def is_code(block: Any) -> bool:
    """Whether a block is nothing but code, whose blanks are as many as were typed."""
    match block:
        case Element(kids=[Element(role="Code")]):
            return True
    return False


def _standing(element: Element, above: MarkStanding) -> MarkStanding:
    """Where what an element holds may stand, which is in what stands `above` in the tree."""
    role, facts = element.role, element.facts
    if role in INLINE and not facts and role != "Reference":
        return above
    cell, row, table, is_rtl_table = above.cell, above.row, above.table, above.is_rtl_table
    if role in _CELLS:
        cell = element
    elif role == "TR":
        # The caption of a table in a cell stands in that cell, of the table around it.
        table, is_rtl_table = above.innermost, above.is_rtl
        row = element if cell is None else row
    mode = facts.get("WritingMode")
    is_inline = role in INLINE
    # Where a line begins is the block's, whatever is in it, and where a label stands its item's.
    is_within = is_inline or role == "Lbl"
    is_leftwards = above.is_leftwards if mode is None else str(mode) == "/RlTb"
    is_rtl = above.is_rtl if mode is None or is_within else is_leftwards
    return MarkStanding(
        cell,
        row,
        table,
        above.block if is_inline else element,
        above.parent if is_inline else above.block,
        element if role in _ITEMS else above.item,
        _shift(element, above),
        above.is_struck or "LineThrough" in str(facts.get("TextDecorationType", "")),
        is_rtl,
        is_leftwards,
        is_rtl_table,
        element if role == "Table" else above.innermost,
    )


def _shift(element: Element, above: MarkStanding) -> int:
    if element.role == "Reference":
        # In the contents, what leads to a heading stands on its line.
        own = 0 if above.block is not None and above.block.role in _CONTENTS else 1
    elif "BaselineShift" in element.facts:
        own = 1 if float(element.facts["BaselineShift"]) > 0 else -1
    else:
        return above.shift
    return 2 if own and above.shift not in (0, own) else own or above.shift
