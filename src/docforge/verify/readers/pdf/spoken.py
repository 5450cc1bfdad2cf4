"""Words that stand for what is shown (ActualText): they say the letters that the glyphs say.

Invariant: a digit, a sign and a letter of a script that is written letter by letter is the same
on both sides, in the same place; of scripts whose letters melt into one another, glyphs say nearly
all consonants.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from docforge.verify.readers.pdf.elements import (
    Element,
    descendants,
    letters_of,
    read_leftwards,
)
from docforge.verify.readers.pdf.faces import FILLER
from docforge.verify.readers.pdf.painted import PaintedContent, PaintedText

# Devanagari to Sinhala, Myanmar, Khmer, and the letters that some of them borrow.
_MELTING = re.compile("[\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\ua8e0-\ua8ff]")
_PARTS = re.compile(r"\d+|[A-Za-z]+|[^\dA-Za-z]")
_ELLIPSES = re.compile("[…⋯]")
# Of how many letters of a cluster one may be another, or missing.
_MORE, _FEWER = 10, 20
# Hebrew to Arabic with their further forms, and marks of order.
_TURNED = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u200f\u202b\u202e\u2067]")
# Fonts draw those of old Romanian texts, with a cedilla, as those of today, with a comma below.
# Noto Sans CJK has one glyph for the wave dash and the full-width tilde, which Japanese texts mix
# after their way through Windows, for two dots in the middle, and for two dashes.
_ALIKE = str.maketrans("şţŞŢ～‧‒", "șțȘȚ〜・–")
_LEFTWARDS = frozenset({"R", "AL"})  # bidirectional classes of letters
# At the end of a line a word may be parted by a hyphen that is not said.
_PARTED = (Counter[str](), Counter("-"))
_HYPHENS = frozenset("-\u2010\u2011")


def peculiar_words(shown: PaintedText, root: Element) -> Iterator[str]:
    """What is heard in the place of other letters than are seen."""
    leftwards = read_leftwards(root)
    texts = [*shown.contents.values(), *shown.spoken]
    is_turned = bool(leftwards) or any(_TURNED.search(content.text) for content in texts)
    held = {
        id(kid)
        for each in descendants(root)
        for kid in each.kids
        if isinstance(kid, PaintedContent)
    }
    for content in shown.spoken:
        whole = id(content.outer or content)
        # Running titles and feet stand in no element: some may be read leftwards where others are.
        is_leftwards = whole in leftwards or (bool(leftwards) and whole not in held)
        own = "".join(content.shown)
        if not _are_same(own, content.said or "", _Turns(is_turned, is_leftwards)):
            yield f"“{content.said}” in the place of “{own}”"
    for element in descendants(root):
        if element.actual is None:
            continue
        kids = [kid for kid in element.kids if isinstance(kid, PaintedContent)]
        own = "".join(kid.text for kid in kids)
        turns = _Turns(is_turned, any(id(kid) in leftwards for kid in kids))
        if not _are_same(letters_of(own), element.actual, turns):
            yield f"“{element.actual}” in the place of “{own}”"


class _Turns(NamedTuple):
    """Whether anything of a document is read from right to left, and whether a text of it is."""

    is_turned: bool
    is_leftwards: bool


def _are_same(shown: str, said: str, turns: _Turns) -> bool:
    """Whether glyphs that say `shown` show what is `said`: letters and signs in their order."""
    ways = {unicodedata.bidirectional(sign) for sign in said}
    if "L" not in ways or turns.is_leftwards or ways & _LEFTWARDS:
        # Numbers and signs alone stand in the direction of what is around them. So do words and
        # signs in a line that is read from right to left, all or in part: each is whole.
        found, wanted = (Counter(_parted(text)) for text in (shown, said))
        return not wanted - found and found - wanted in _PARTED and _are_melted(shown, said)
    one, other = (_told(text, is_turned=turns.is_turned) for text in (shown, said))
    return (one == other or one == [*other, "-"]) and _are_melted(shown, said)


def _parted(text: str) -> list[str]:
    """The numbers, words of Latin letters and signs of a text, each whole."""
    return _PARTS.findall("".join(_told(text, is_turned=True)))


def _told(text: str, *, is_turned: bool) -> list[str]:
    # An ellipsis ends what is cut; that for the letters of China and Japan says nothing itself.
    composed = unicodedata.normalize("NFC", _ELLIPSES.sub("", text))
    plain = unicodedata.normalize("NFKC", composed.translate(_ALIKE))
    return [
        "-" if letter in _HYPHENS else letter
        for letter in plain
        if _is_told(letter, is_turned=is_turned)
    ]


def _are_melted(shown: str, said: str) -> bool:
    """Whether glyphs show the consonants of a script whose letters melt into one another.

    A glyph that is part of a cluster says nothing, or what the whole cluster says, and clusters
    stand in an order of their own.
    """
    wanted = _consonants(said)
    if not wanted:
        return True
    found = _consonants(shown)
    many = len(found)
    more = sum((Counter(found) - Counter(wanted)).values())
    silent = shown.count(FILLER)
    return more <= 1 + many // _MORE and len(wanted) - many <= silent + len(wanted) // _FEWER


def _consonants(text: str) -> list[str]:
    return [
        letter
        for letter in unicodedata.normalize("NFC", text)
        if _MELTING.match(letter) and unicodedata.category(letter) == "Lo"
    ]


def _is_told(letter: str, *, is_turned: bool) -> bool:
    is_unseen = letter.isspace() or unicodedata.category(letter)[0] in "CM"
    # From right to left a bracket is drawn by its mirror.
    is_mirrored = is_turned and bool(unicodedata.mirrored(letter))
    return not (is_unseen or is_mirrored or _MELTING.match(letter))
