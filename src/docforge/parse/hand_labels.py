"""Lists that people number by hand, in forms that Markdown takes for text: “A1. one”.

Labels such as “Art. 1”, “1.1” or “第一条” count on from line to line; no list can carry all of
them, but their lines can stand apart. Bullets of word processors are of `hand_bullets`.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise, product

from docforge.parse.hand_bullets import FEW
from docforge.parse.hand_label_forms import AT_TIMES, BARE, OTHER_LETTERS, Label, Reading, label_of
from docforge.parse.letter_labels import letter_labels

_ITEM = re.compile(r"[ \t]*(?:[-*+]|\(?(?:\d{1,9}|[A-Za-z]{1,4})[.)])[ \t]")

# After a capital letter and a full stop, only two spaces make an item: “B. Russell” is a name.
CAPITAL_ITEM = re.compile(r"[ \t]*(?:[A-Z]|[IVXL]+)\.(?:[ ]{2}|[ ]?\t)[ \t]*+(?=\S)")


def labels(block: Sequence[str]) -> dict[int, str]:
    """The lines of a paragraph, by their index, that begin with labels of one list, and these.

    Empty when the labels do not count on; text may stand before the first one.
    """
    if block and CAPITAL_ITEM.match(block[0]):
        return {}
    return _best_labels(block)


def narrow_items(block: Sequence[str]) -> dict[int, str]:
    """The lines with labels of a list of Markdown that lack a space: “II. ” below “I.  ”."""
    if not (block and CAPITAL_ITEM.match(block[0])):
        return {}
    found = _best_labels(block, _DEEPEST)
    return {index: label for index, label in found.items() if not CAPITAL_ITEM.match(block[index])}


_DEEPEST = 4


def _best_labels(block: Sequence[str], depth: int = 0) -> dict[int, str]:
    """The labels of the first kind that counts on, and between them those of other kinds."""
    found = letter_labels(block)
    for moments, roman in product((False, True), (True, False)):
        found = found or _labels(block, Reading(moments, roman))
    if not found or depth == _DEEPEST:
        return found
    bounds = [*sorted(found), len(block)]
    for above, end in pairwise(bounds):
        inner = _best_labels(block[above + 1 : end], depth + 1)
        found |= {above + 1 + index: label for index, label in inner.items()}
    return dict(sorted(found.items()))


def _labels(block: Sequence[str], reading: Reading) -> dict[int, str]:
    found = {index: made for index, line in enumerate(block) if (made := label_of(line, reading))}
    forms: dict[tuple[str, ...], dict[int, Label]] = {}
    for index, one in found.items():
        forms.setdefault(one.form, {})[index] = one
    for mine in forms.values():
        if _is_list(block, found, mine):
            mine |= _deeper(found, mine)
            return {index: mine[index].text for index in sorted(mine)}
    return {}


def _is_list(block: Sequence[str], found: Mapping[int, Label], mine: Mapping[int, Label]) -> bool:
    """Whether labels of one form count on, and more of them where nothing announces a list."""
    first = min(mine)
    above = found.get(first - 1)
    is_below = first == 0 or _announces(block[first - 1]) or (above and above.form != BARE)
    announced = is_below or "twice" in mine[first].form
    if len(mine) < (FEW if announced else FEW + 1) or not _count_on([*mine.values()]):
        return False
    is_bare = mine[first].form == BARE and all(len(one.value) == 1 for one in mine.values())
    return not is_bare  # “12 people”


# Labels that only Chinese and Japanese lists have, and where each of their kinds begins.
REMARK = "※"  # begins a remark below it
_EASTERN = frozenset({"chinese", "circled"})
_FIRST = frozenset({1, *map(ord, "①ⓐⒶ❶")})


def _deeper(found: Mapping[int, Label], mine: Mapping[int, Label]) -> dict[int, Label]:
    """Lines with labels of a list one level deeper, which counts on below each of `mine`."""
    deeper: dict[int, Label] = {}
    reached: dict[tuple[str, ...], int] = {}
    for index, one in found.items():
        if index in mine:
            reached = {}
        elif one.text == REMARK:
            deeper[index] = one
        elif one.form[0] in _EASTERN:
            number = one.value[0]
            if number in _FIRST or reached.get(one.form) == number - 1:
                deeper[index], reached[one.form] = one, number
    return deeper


def _announces(line: str) -> bool:
    """Whether a list may follow: behind a colon, or below an item of another one."""
    return line.rstrip().endswith((":", "：")) or _ITEM.match(line) is not None


_HALF_A_DAY = 12 * 60


def _count_on(found: Sequence[Label]) -> bool:
    values = [one.value for one in found]
    if not values[0]:  # signs that do not count
        return True
    if found[0].form == AT_TIMES:
        return _pass(values)
    pairs = [*pairwise(values)]
    if not all(one < other for one, other in pairs):
        return False
    by_rise = found[0].form[0] == "moment" or found[0].form[-1] == OTHER_LETTERS
    return by_rise or any(_follows(one, other) for one, other in pairs)


def _pass(times: Sequence[tuple[int, ...]]) -> bool:
    """Whether times go by; those of an afternoon may count from one again, and two be one."""
    steps = [other[0] - one[0] for one, other in pairwise(times)]
    turns = [step for step in steps if step < 0]
    return any(steps) and (not turns or (len(turns) == 1 and turns[0] + _HALF_A_DAY > 0))


def _follows(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether a number is the next one: 1.1 and 1.2, 1.1 and 1.1.1, 1.4 and 2."""
    if len(other) > len(one):
        return other[: len(one)] == one and other[len(one) :] in ((1,), (0,))
    last = len(other) - 1
    return one[:last] == other[:last] and other[last] == one[last] + 1
