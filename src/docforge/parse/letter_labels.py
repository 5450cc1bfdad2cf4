"""Items that are counted by letters of which some are no label to Markdown: c) d) đ) e), الف) ب).

Laws of Vietnam, Turkey, Spain and Iran count so. Half of such a list would be items, and the other
lines would go on with them.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from unicodedata import normalize

from docforge.parse.hand_bullets import FEW

_LETTER = re.compile(
    r"(?P<indent>[ \t]{0,3})(?P<open>\(?)(?P<letter>[^\W\d_])(?P<end>[.)])[ \t\u00a0]+(?=\S)"
)
_ARABIC = re.compile(
    r"(?P<indent>[ \t]{0,3})(?P<open>\(?)"
    r"(?P<letter>\u0627\u0644\u0641|[\u0621-\u063a\u0641-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc]\u0640?)"
    r"(?P<end>[.)]|[ ]?[-–])[ \t\u00a0]+(?=\S)"
)
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")
# Letters that are no others with a mark, and the one that they follow.
_FOLLOWING = {"đ": "d", "ð": "d", "ı": "h", "ł": "l", "ø": "o"}
# In Nordic languages such letters come last.
_LAST = "zæøåäö"
_MOST = 2  # so many letters further may the next label be
_ORDERS = (
    "ابجدهوزحطیکلمنسعفصقرشتثخذضظغ",  # abjad
    "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",  # Persian
    "ابتثجحخدذرزسشصضطظعغفقکلمنهوی",  # Arabic
)
_SAME = str.maketrans("أإآيىك", "ااایی" + "ک")

_Value = Callable[[str], tuple[int, int] | None]


def letter_labels(block: Sequence[str]) -> dict[int, str]:
    """The lines of a paragraph, by their index, that begin with such labels, and these."""
    if not block or all(map(str.isascii, block)):
        return {}
    found = _found(block, _LETTER)
    letters = [match["letter"] for match in found.values()]
    latin = any(not letter.isascii() for letter in letters) and all(map(_is_latin, letters))
    if latin and any(_rise(letters, value) for value in (_by_base, _nordic)):
        return _texts(found)
    found = _found(block, _ARABIC)
    letters = [match["letter"] for match in found.values()]
    return _texts(found) if any(_next_in(order, letters) for order in _ORDERS) else {}


def read_as_items(block: Sequence[str]) -> dict[int, int]:
    """Of such lines those whose label Markdown would read, and where the sign behind it stands."""
    return {
        index: match.start("end")
        for index in letter_labels(block)
        if (match := _LETTER.match(block[index])) and match["letter"].isascii()
    }


def lone_letters(block: Sequence[str]) -> list[int]:
    """The lines with a label that Markdown does not know, behind an item with the one before it."""
    found: list[int] = []
    above: tuple[str, str] | None = None
    for index, line in enumerate(block):
        label = _LETTER.match(line.lstrip(" \t"))
        if label is None:
            continue
        letter, form = label["letter"], label["open"] + label["end"]
        pair = [above[0], letter] if above and above[1] == form else []
        if pair and not letter.isascii() and all(map(_is_latin, pair)) and _rise(pair, _by_base):
            found.append(index)
        above = (letter, form)
    return found


def _found(block: Sequence[str], pattern: re.Pattern[str]) -> dict[int, re.Match[str]]:
    """The labels of one form, from the first line or behind a colon; none beside other items."""
    found = {index: made for index, line in enumerate(block) if (made := pattern.match(line))}
    if len(found) < FEW or any(map(_ITEM.match, block)):
        return {}
    first = min(found)
    if first and not block[first - 1].rstrip().endswith((":", "：")):
        return {}
    forms = {(m["indent"], m["open"], m["end"], m["letter"].isupper()) for m in found.values()}
    return found if len(forms) == 1 else {}


def _texts(found: dict[int, re.Match[str]]) -> dict[int, str]:
    return {index: match[0].strip() for index, match in found.items()}


def _is_latin(letter: str) -> bool:
    return normalize("NFD", _FOLLOWING.get(letter.lower(), letter.lower()))[0] in _ALPHABET


_ALPHABET = "abcdefghijklmnopqrstuvwxyzæ"


def _by_base(letter: str) -> tuple[int, int] | None:
    """A letter with a mark comes behind the one without: c ç d, n ñ o."""
    small = letter.lower()
    base = _FOLLOWING.get(small) or normalize("NFD", small)[0]
    return _ALPHABET.index(base), base != small


def _nordic(letter: str) -> tuple[int, int] | None:
    small = letter.lower()
    if small.isascii():
        return _ALPHABET.index(small), 0
    return (_ALPHABET.index("z"), _LAST.index(small)) if small in _LAST else None


def _rise(letters: Sequence[str], value: _Value) -> bool:
    values = [value(letter) for letter in letters]
    known = [each for each in values if each is not None]
    if len(known) < len(letters):
        return False
    rise = all(one <= other and other[0] - one[0] <= _MOST for one, other in pairwise(known))
    return rise and len(set(letters)) == len(letters)


def _next_in(order: str, letters: Sequence[str]) -> bool:
    """Whether each letter is the next one of an order."""
    names = ("ا" if len(each.strip("ـ")) > 1 else each[0].translate(_SAME) for each in letters)
    places = [order.find(name) for name in names]
    return bool(places) and -1 not in places and all(b == a + 1 for a, b in pairwise(places))
