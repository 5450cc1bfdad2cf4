"""Numbers that stand in one line with what is beside them: amounts, days, references, telephones.

As printers set them (Chicago 7.119, Duden "Zahlen"): "5 million", "12 March", "Article 5",
"page 7", "20 °C", "020 7946 0018". Nothing is written in the text for that: a line is broken
elsewhere.
"""

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

from docforge.style.dates import months

_SIGN = "[$£€¥¢₤-₿]"
_NUMBER = re.compile(
    rf"[(\[“‘\"']*[~≈<>≤≥±+−–-]?[A-Z]{{0,3}}{_SIGN}?"
    r"\d(?:[\d.,:/’'–−-]*[\d.])?(?:st|nd|rd|th|er|e|º|ª|%|‰|°|[a-z])?"
)
# Figures of a longer number, such as that of a telephone.
_GROUP = re.compile(r"[+(]*\d+(?:[)/–-]+\d+)*\)?")
_OPENING, _CLOSING = "([{“‘\"'«„‚", ")]}”’\"'»,;:.!?"
_CURRENCIES = re.compile(rf"[A-Z]{{2,3}}{_SIGN}?|{_SIGN}")


def is_joined(before: str, after: str, lang: str, then: str = "") -> bool:
    """Whether a line of text in the language `lang` may not end between these two words.

    `then` is the word behind both: the day of a month belongs to the month, so that a line may end
    in "Monday" before "23 November".
    """
    if _GROUP.fullmatch(before) and _GROUP.fullmatch(after.rstrip(_CLOSING)):
        return True
    number = before.rstrip(")]")
    if _NUMBER.fullmatch(number):
        return _is_counted(after, lang)
    is_number = _NUMBER.fullmatch(after.rstrip(_CLOSING)) is not None
    is_day = then.rstrip(_CLOSING).casefold() in months(lang)
    return is_number and _is_numbered(before, lang, is_day)


def _is_counted(word: str, lang: str) -> bool:
    """Whether it says how many or of what a number before it is, or is a month."""
    bare = word.rstrip(_CLOSING)
    if bare in _words("counted") or bare.casefold() in months(lang):
        return True
    return bool(bare) and unicodedata.category(bare[0]) == "Lo"


def _is_numbered(word: str, lang: str, is_day: bool) -> bool:
    """Whether it says what a number behind it is the number of.

    Words that begin with a capital do ("Article 5"), but not of the day of a month.
    """
    if word[-1] in ",;:!?)]”’»" and not re.fullmatch(r"\(\w+\)", word):
        return False
    bare = word.lstrip(_OPENING).rstrip(".)")
    if not bare:
        return False
    if word[-1] == "." and bare.casefold() not in _words("numbered") | months(lang):
        return False  # a sentence ends there
    if bare.casefold() in _words("numbered") or _CURRENCIES.fullmatch(bare):
        return True
    return not is_day and unicodedata.category(bare[0]) in ("Lu", "Lt", "Lo", "So", "Sc")


@cache
def _words(name: str) -> frozenset[str]:
    data = (files("docforge.style") / "joined.toml").read_text("utf-8")
    return frozenset(tomllib.loads(data)[name])
