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
_ELLIPSES = re.compile("[…⋯]")
# Fonts draw those of old Romanian texts, with a cedilla, as those of today, with a comma below.
_ROMANIAN = str.maketrans("şţŞŢ", "șțȘȚ")
# Noto Sans CJK has one glyph for the wave dash and the full-width tilde, which Japanese texts mix
# after their way through Windows, for two dots in the middle, and for two dashes.
_OF_ONE_GLYPH = str.maketrans("～‧‒", "〜・–")
_HYPHENS = frozenset("-\u2010\u2011")


def peculiar_words(shown: PaintedText, root: Element) -> Iterator[str]:
    """What is heard in the place of other letters than are seen."""
    for content in shown.spoken:
        if _counted("".join(content.shown)) != _counted(content.said or ""):
            yield f"“{content.said}” in the place of “{''.join(content.shown)}”"
    for element in descendants(root):
        own = "".join(kid.text for kid in element.kids if isinstance(kid, PaintedContent))
        if element.actual is not None and _counted(letters_of(own)) != _counted(element.actual):
            yield f"“{element.actual}” in the place of “{own}”"


def _counted(text: str) -> Counter[str]:
    """The letters and signs of `text`, in no order: glyphs stand as the page has them."""
    # An ellipsis ends what is cut; that for the letters of China and Japan says nothing itself.
    told = _ELLIPSES.sub("", text).translate(_OF_ONE_GLYPH)
    plain = unicodedata.normalize("NFKC", told).translate(_ROMANIAN)
    return Counter(letter for letter in plain if _is_told(letter))


def _is_told(letter: str) -> bool:
    is_unseen = letter.isspace() or unicodedata.category(letter)[0] in "CM"
    # From right to left a bracket is drawn by its mirror.
    is_mirrored = unicodedata.mirrored(letter) or letter in _HYPHENS
    return not (is_unseen or is_mirrored or _MELTING.match(letter))
