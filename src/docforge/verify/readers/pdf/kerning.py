"""How far letters of one run are moved (ISO 32000-1, 9.4.3): no farther than fonts move them.

Invariant: letters that are drawn out of their order, over each other, apart within a word or
together between words are told.
"""

import unicodedata
from collections.abc import Iterator, Sequence

from docforge.verify.readers.pdf.faces import Face
from docforge.verify.readers.pdf.operations import Shown

# In thousandths of the letters' size. Fonts move letters together by up to 120, and signs by 240.
LEAST_TOLD = 90.0
# Beside a percent sign some draw a blank by 132 narrower.
_OF_SPACES, _OF_DIGITS, _OF_LETTERS, _OF_OTHERS = 140.0, 150.0, 200.0, 300.0
_OF_MARKS = 1000.0  # marks stand over the letter before them, which is no wider
_ON_AVERAGE = 100.0
APART = "words moved apart"
_PLAIN = 0x0700  # what is written letter by letter stands before


def drawn_apart(parts: Sequence[Shown], face: Face) -> str:
    """What is wrong with the moves between letters, "" when a font may ask for them."""
    whole, letters = 0.0, 0
    for before, moved, behind in _moves(parts, face):
        at = (before[-1:], behind[:1])
        has_mark = any(letter and unicodedata.category(letter)[0] in "MC" for letter in at)
        # Fonts move some signs together wherever they stand side by side.
        is_of_letters = all(letter.isalnum() for letter in at)
        whole, letters = whole + (max(moved, 0) if is_of_letters else 0), letters + len(before)
        if abs(moved) > (_OF_MARKS if has_mark else _most(*at, together=moved > 0)):
            return APART if moved < 0 and _is_of_words(*at) else f"letters moved by {abs(moved):g}"
    return "letters moved together" if letters and whole / letters > _ON_AVERAGE else ""


def _moves(parts: Sequence[Shown], face: Face) -> Iterator[tuple[str, float, str]]:
    """What stands before each move, how far it goes, and what stands behind it."""
    before, moved = "", 0.0
    for part in parts:
        if isinstance(part, float):
            moved += part
        elif isinstance(part, bytes) and part:
            said = face.run(part).said
            if moved:
                yield before, moved, said
            before, moved = said, 0.0
    yield before, moved, ""


def _is_of_words(before: str, behind: str) -> bool:
    return before.isspace() or behind.isspace()


def _most(before: str, behind: str, *, together: bool) -> float:
    if not before:
        return _OF_OTHERS  # a mark on the letter before may have moved what follows
    if _is_of_words(before, behind):
        return _OF_SPACES if together else _OF_OTHERS
    if before.isdigit() and behind.isdigit():
        return _OF_DIGITS
    is_plain = all(letter < chr(_PLAIN) for letter in (before, behind))
    return _OF_LETTERS if is_plain else _OF_OTHERS
