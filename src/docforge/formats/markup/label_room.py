"""Room for the labels of a list: a long one, such as “(xviii)” or “1234.”, left its page."""

from collections.abc import Iterable, Iterator
from math import ceil

from docforge.document import Delimiter, List, Numbering, label_of

# What lists have room for, in em of their letters, and the most that one is given.
_USUAL, _MOST = 1.75, 8
# Widths of letters as shares of their size, in the fonts that come along and in common ones.
_NARROW, _BROAD, _SPACE = 0.28, 0.88, 0.26
_NARROW_LETTERS, _BROAD_LETTERS = frozenset("ijlI()."), frozenset("mwMW")
_FORMS = {
    Delimiter.PERIOD: "{}.",
    Delimiter.PARENTHESIS: "{})",
    Delimiter.PARENTHESES: "({})",
}


def label_room(labels: Iterable[str]) -> str | None:
    """The class of a list whose labels are broader than most, "label-2" to "label-8"."""
    broadest = max(map(_width, labels), default=0.0) + _SPACE
    return f"label-{min(ceil(broadest), _MOST)}" if broadest > _USUAL else None


def labels_of(node: List) -> Iterator[str]:
    """The labels of a list as they are shown; those of bullets are none."""
    if node.numbering is Numbering.BULLET:
        return
    number = node.start - 1
    for item in node.items:
        number = number + 1 if item.ordinal is None else item.ordinal
        yield _FORMS[node.delimiter].format(label_of(node.numbering, number))


def _width(label: str) -> float:
    return sum(map(_letter_width, label))


def _letter_width(letter: str) -> float:
    if letter in _NARROW_LETTERS:
        return _NARROW
    if letter in _BROAD_LETTERS:
        return _BROAD
    return 0.66 if letter.isupper() else 0.58
