"""Cells of a table that hold one number, amount or date, which a line does not part.

Invariant: renditions and read-back ask the same question of the same cell; nothing is written in
the text for the answer.
"""

import re

from docforge.document.blocks import Cell, Paragraph
from docforge.document.inlines import Language, Link, Text
from docforge.document.words import plain_text

# A number longer than this, such as that of a bank account, would broaden its column too much.
_LONGEST = 20
# “020 7946 0958”, “+44 (0)20 7946 0958”, “1 234 567,50 €”.
_GROUPS = re.compile(r"[+−–-]?[$£€¥]?\(?\d[\d()]*(?: [\d()]+)+(?:[.,/–-]\d+)*(?: ?[%€£$])?")
# “-$5”, “CHF 1'085.50”, “−2.0 %”, “⌀ 12 mm”, “< 5 km/h”, “5 °C”.
_SIGN = "[$£€¥₠-⃏]"
_UNIT = r"(?:[%‰]|°[CFK]?|[A-Za-zµΩ]{1,4}[²³]?(?:/[A-Za-z]{1,3}[²³]?)?)"
_AMOUNT = re.compile(
    rf"(?:[A-Z]{{2,3}} ?|[⌀Ø<>≤≥≈~±] ?)?[+−–-]?{_SIGN}? ?[+−–-]?"
    rf"\d[\d.,'’]*(?: ?(?:{_SIGN}|{_UNIT}))?"
)
# A space, and a hyphen before what is no figure.
_MAY_BE_PARTED = re.compile(r" |[-–−](?!\d)")
# “31-Aug-17”: a line may end behind a hyphen before a letter.
_DATE = re.compile(r"\d{1,4}-[^\W\d_]{3,4}-\d{2,4}")


def stands_whole(cell: Cell) -> bool:
    """Whether `cell` holds a number such as that of a telephone, an amount or a date, and no more.

    What no line would part anyway, such as “5%”, is none of these.
    """
    if len(cell.blocks) != 1 or not isinstance(cell.blocks[0], Paragraph):
        return False
    inlines = cell.blocks[0].children
    # Between words from right to left, a number runs in a direction of its own.
    if not all(isinstance(one, Text | Link | Language) for one in inlines):
        return False
    said = plain_text(inlines).strip()
    if len(said) > _LONGEST or not _MAY_BE_PARTED.search(said):
        return False
    found = _GROUPS.fullmatch(said) or _AMOUNT.fullmatch(said) or _DATE.fullmatch(said)
    return found is not None
