"""Words that stand for what is shown (ActualText): they say the letters that the glyphs say.

Invariant: a digit, a sign and a letter of a script that is written letter by letter is the same
on both sides; of scripts whose letters melt into one another, glyphs say too little by themselves.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from docforge.verify.readers.pdf.elements import Element, descendants, letters_of
from docforge.verify.readers.pdf.painted import PaintedContent, PaintedText

# Devanagari to Sinhala, Myanmar, Khmer, and the letters that some of them borrow.
_MELTING = re.compile("[\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\ua8e0-\ua8ff]")
# Hebrew to Arabic, their forms for presentation, and marks that turn the direction round.
_LEFTWARDS = re.compile("[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufeff]")
_ELLIPSES = re.compile("[…⋯]")
_HYPHENS = frozenset("-\u2010\u2011")


def peculiar_words(shown: PaintedText, root: Element) -> Iterator[str]:
    """What is heard in the place of other letters than are seen."""
    for content in shown.spoken:
        if not _are_alike("".join(content.shown), content.said or ""):
            yield f"“{content.said}” in the place of “{''.join(content.shown)}”"
    for element in descendants(root):
        own = "".join(kid.text for kid in element.kids if isinstance(kid, PaintedContent))
        if element.actual is not None and not _are_alike(letters_of(own), element.actual):
            yield f"“{element.actual}” in the place of “{own}”"


def _are_alike(shown: str, said: str) -> bool:
    """Whether two texts have the same letters and signs.

    They are in the same order, but where some are read from right to left: their glyphs stand as
    the page has them.
    """
    one, other = _told(shown), _told(said)
    return one == other or (
        _LEFTWARDS.search(shown + said) is not None and Counter(one) == Counter(other)
    )


def _told(text: str) -> str:
    """The letters and signs of `text`."""
    # An ellipsis ends what is cut; that for the letters of China and Japan says nothing itself.
    plain = unicodedata.normalize("NFKC", _ELLIPSES.sub("", text))
    return "".join(filter(_is_told, plain))


def _is_told(letter: str) -> bool:
    is_unseen = letter.isspace() or unicodedata.category(letter)[0] in "CM"
    # From right to left a bracket is drawn by its mirror.
    is_mirrored = unicodedata.mirrored(letter) or letter in _HYPHENS
    return not (is_unseen or is_mirrored or _MELTING.match(letter))
