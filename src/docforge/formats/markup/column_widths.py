"""How broad a table has to be: the longest words of its columns, side by side.

Invariant: an estimate from the words alone, the same in every output; a unit is the width of a
small letter, so that the room of a page depends on the letters.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from xml.etree.ElementTree import Element

from docforge.style import PageGeometry, points

# The width of a small letter as a share of the letters' size.
SMALL_LETTER = 0.57
# A longer word, such as an address, may break rather than broaden its column.
LONGEST_WORD = 28.0
# Where a line cannot break: runs without spaces in scripts that put spaces between words.
_UNBROKEN = re.compile(r"[^\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\uabff\ud7a4-\uffef]+")
_WIDE_LETTERS, _NARROW_LETTERS, _LATIN = frozenset("MWmw@%"), frozenset(".,:;'|!il"), "\u024f"


def room(page: PageGeometry, letters: float, share: float = 0.99) -> int:
    """How many small letters of `letters` points stand in a line of `page`.

    What is beyond `share` is spare, since words are estimated and not measured.
    """
    return round(share * page.text_width / (SMALL_LETTER * letters))


def padding(side: float, letters: float) -> float:
    """What `side` millimetres at each side of a cell take, in small letters of `letters` points."""
    return 2 * points(side) / (SMALL_LETTER * letters)


def longest_words(table: Element) -> Sequence[float]:
    """The width of the longest word in each column of `table`."""
    widths: defaultdict[int, float] = defaultdict(float)
    for row in table.iter("tr"):
        column = 0
        for cell in row:
            position = int(cell.get("colspan", "1"))
            share = min(longest_word(cell), LONGEST_WORD) / position
            for place in range(column, column + position):
                widths[place] = max(widths[place], share)
            column += position
    return tuple(widths[place] for place in sorted(widths))


def longest_word(cell: Element) -> float:
    """The width of the longest word in `cell`."""
    text = " ".join(cell.itertext())
    return broadest_word(text.replace(" ", "0") if is_whole(cell) else text)


def is_whole(cell: Element) -> bool:
    """Whether what stands in `cell` is one number, which no line parts."""
    return "whole" in cell.get("class", "").split()


def broadest_word(text: str) -> float:
    """The width of the longest word in `text`."""
    return max(map(_width, _UNBROKEN.findall(text)), default=0.0)


def parts(text: str, longest: float) -> Sequence[str]:
    """`text`, cut where a word becomes broader than `longest`."""
    cuts = [0]
    for word in _UNBROKEN.finditer(text):
        width = 0.0
        for place, letter in enumerate(word[0], word.start()):
            width += _letter_width(letter)
            if width > longest and place > word.start():
                cuts.append(place)
                width = _letter_width(letter)
    return [text[start:end] for start, end in pairwise([*cuts, len(text)])]


def _width(word: str) -> float:
    return sum(map(_letter_width, word))


def _letter_width(letter: str) -> float:
    if letter in _WIDE_LETTERS:
        return 1.6
    if letter in _NARROW_LETTERS:
        return 0.6
    if "\uac00" <= letter <= "\ud7a3":
        return 1.65  # Korean
    if letter.isupper():
        return 1.3
    return 1.15 if letter.isdigit() or letter > _LATIN else 1.0
