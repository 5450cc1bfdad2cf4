"""The room that a list has for its labels: whether it is for such labels.

Invariant: bounds alone, which hold for any estimate of how broad letters are.
"""

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from docforge.document import Numbering, label_of

_ROOM = re.compile("label-([2-8])")
# In em: what any list has room for, and the most that a class gives.
_USUAL, _MOST = 1.5, 8
_DIGIT, _NARROW, _OTHER = (0.5, 0.66), (0.22, 0.36), (0.45, 1.0)
_NARROW_LETTERS = frozenset("ijlI().")
_SPACE = 0.5


def odd_room(element: Element, labels: Iterable[str]) -> Iterator[str]:
    """What is wrong with the class that says how much room the `labels` of a list need."""
    written = list(labels)
    least = max((_breadth(label, 0) for label in written), default=0.0)
    most = max((_breadth(label, 1) for label in written), default=0.0) + _SPACE
    classes = map(_ROOM.fullmatch, element.get("class", "").split())
    said = next((int(found[1]) for found in classes if found), 0)
    if said == 0 and least > _USUAL:
        yield "a list whose labels leave it"
    if said and not min(least, _MOST) <= said <= most + 1:
        yield f"a list with room of {said} em for its labels"


def written_label(numbering: str, around: str, number: int) -> str:
    """A label as it is shown: “(iv)”, “12.”."""
    kinds = {kind.value: kind for kind in Numbering if kind is not Numbering.BULLET}
    if numbering not in kinds:
        return ""
    label = label_of(kinds[numbering], number)
    return f"{label}." if around == "{}" else around.format(label)


def _breadth(label: str, bound: int) -> float:
    """How broad a label is at least (0) or at most (1)."""
    return sum(_of(letter)[bound] for letter in label)


def _of(letter: str) -> tuple[float, float]:
    if letter in _NARROW_LETTERS:
        return _NARROW
    return _DIGIT if letter.isdigit() else _OTHER
