"""Lines that each say something of their own, with its name before it: “Date: …”, “Adults – £5”."""

import re
from collections.abc import Sequence
from itertools import pairwise

from docforge.parse.hand_bullets import FEW
from docforge.parse.hand_labels import CAPITAL_ITEM

# What stands before a colon on each line: “Date: …”, “Q: …”, “Cllr Smith (Chair): …”, “1985: …”.
# Many scripts write vowels as marks, which are no letters by themselves: दिनांक, أولاً, วันที่.
_IN_WORD = (
    r"[\w’'&/.\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0981-\u0983"
    r"\u09bc-\u09cd\u0a01-\u0a03\u0a3c-\u0a4d\u0abc-\u0acd\u0b3c-\u0b4d\u0bbe-\u0bcd\u0c3e-\u0c4d"
    r"\u0cbc-\u0ccd\u0d3b-\u0d4d\u0dca-\u0ddf\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u102b-\u103e\u17b4-\u17d3-]"
)
_KEY = re.compile(
    rf"[ \t]*[*_]{{0,3}}(?:[^\W\d_a-z]{_IN_WORD}*(?:[ ]{_IN_WORD}+){{0,3}}"
    r"(?:[ ]\([^()\n]{1,30}\))?"
    r"|(?:b?cc|encl)|\d{4}s?)[*_]{0,3}[ ]?(?::[*_]{0,3}[ \t]+|：[*_]{0,3}[ \t]*)\S"
)
# What is done between what is said: “[applause]”.
_ASIDE = re.compile(r"[ \t]{0,12}[*_]?(?:\[[^\[\]\n]{1,80}\]|\([^()\n]{1,80}\))[*_]?[ \t]{0,12}")
# What a sign stands for, and what a place costs: “[b] = break in series”, “Adults – £5”.
_MEANT = re.compile(r"[ \t]{0,12}(?:\[[^\[\]\n]{1,12}\]|[^\W_]{1,6}|[^\w\s]{1,3})[ ]=[ ]\S")
_PRICED = re.compile(r"[ \t]{0,12}[^\W\d_a-z][^\n–—-]{1,40}[ ][–—-][ ][$£€¥]?\d")
# What a short form means: “TEU – twenty-foot equivalent unit”.
_SHORT_FORM = re.compile(r"[ \t]{0,12}[A-Z][A-Z0-9&/.]{1,9}[ \u00a0][–—-][ \u00a0]\S")
# The points of an agenda, set off with a tab.
_POINT = re.compile(r"[ ]{0,3}(\d{1,3})\t[ \t]{0,12}[^\W\d_]")
# A term in bold and a dash: “**Quay** – where ships lie”.
_TERM = re.compile(r"[ \t]*(\*\*|__)[^*_\n]{1,60}\1[ \u00a0]?[–—-][ \u00a0]\S")


def keyed(block: Sequence[str]) -> bool:
    """Whether each line of a paragraph says something of its own: “Date: …”, “[b] = …”."""
    if any(map(CAPITAL_ITEM.match, block)):
        return False
    said = [line for line in block if not _ASIDE.fullmatch(line)]
    if len(said) >= FEW and all(map(_KEY.match, said)):
        return True
    if len(block) < FEW:
        return False
    points = [int(found[1]) for line in block if (found := _POINT.match(line))]
    if len(points) == len(block) and all(after == one + 1 for one, after in pairwise(points)):
        return True
    announced = block[0].rstrip().endswith((":", "：")) and len(block) > FEW
    are_terms = all(map(_TERM.match, block))
    are_meant = all(map(_MEANT.match, block[announced:]))
    return (
        are_terms
        or are_meant
        or any(all(map(pattern.match, block)) for pattern in (_PRICED, _SHORT_FORM))
    )
