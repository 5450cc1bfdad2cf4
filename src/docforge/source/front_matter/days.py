"""The day that a date in front matter names, where it is plain which one.

Site generators write a time and a zone (RFC 3339), people write words. Metadata wants the day
alone (W3C date and time formats).
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache

_ISO = re.compile(
    r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})"
    r"(?:(?:[Tt]|[ ]+)\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?"
    r"[ ]*(?:[Zz]|[A-Z]{2,5}|[-+−]\d{1,2}(?::?\d{2})?)?)?"
)
_NUMBERS = re.compile(r"(\d{1,2})[ ]?([-/.])[ ]?(\d{1,2})[ ]?\2[ ]?(\d{4})")
_EAST_ASIAN = re.compile(r"(\d{4})[ ]?[年년][ ]?(\d{1,2})[ ]?[月월][ ]?(\d{1,2})[ ]?[日일号]?")
_PART = re.compile(r"\d+|[^\W\d_]+")
# Words that stand in a date beside its month: of ordinals, and between day, month and year.
_BESIDE = frozenset(
    {"st", "nd", "rd", "th", "er", "re", "ère", "ro", "º", "ª", "o", "a", "of", "the", "de"}
    | {"del", "di", "da", "do", "ain", "af", "fed"}
)
_LONGEST = 60


class NotADay(Exception):
    """A date that names no day (`is_wrong`), or that can be read as two."""

    def __init__(self, message: str, *, is_wrong: bool) -> None:
        super().__init__(message)
        self.is_wrong = is_wrong


def day_of(written: str, lang: str | None) -> str:
    """`written` as an ISO day where it names one, and unchanged where it is other text.

    Months are known by the words of `lang` (BCP 47) and by those of English. Raises NotADay.
    """
    if len(written) > _LONGEST or not any(char.isdecimal() for char in written):
        return written
    if found := _ISO.fullmatch(written):
        return _day(int(found[1]), int(found[3]), int(found[4]), written)
    if found := _EAST_ASIAN.fullmatch(written):
        return _day(int(found[1]), int(found[2]), int(found[3]), written)
    if found := _NUMBERS.fullmatch(written):
        return _by_numbers(int(found[1]), int(found[3]), int(found[4]), found[2], written)
    return _by_words(written, lang or "en")


def _day(year: int, month: int, day: int, written: str) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise NotADay(f"there is no day “{written}”", is_wrong=True) from None


def _by_numbers(first: int, second: int, year: int, sign: str, written: str) -> str:
    """Dots put the day first everywhere; of a stroke or a hyphen only the numbers can say it."""
    if sign == "." or first > 12 or first == second:
        return _day(year, second, first, written)
    if second > 12:
        return _day(year, first, second, written)
    one, other = _day(year, second, first, written), _day(year, first, second, written)
    message = f"“{written}” is {one} to some readers and {other} to others"
    raise NotADay(message, is_wrong=False)


def _by_words(written: str, lang: str) -> str:
    parts = _PART.findall(written.casefold())
    numbers = [int(part) for part in parts if part.isdecimal()]
    words = [part for part in parts if not part.isdecimal() and part not in _BESIDE]
    if len(numbers) != 2 or len(words) != 1:
        return written
    month = _months(lang).get(words[0]) or _months("en").get(words[0])
    day, year = sorted(numbers)
    if month is None or not (1000 <= year <= 9999 and 1 <= day <= 31):
        return written
    return _day(year, month, day, written)


@cache
def _months(lang: str) -> Mapping[str, int]:
    """The months by their names in full and in short, in small letters, from CLDR."""
    # Late, because it loads a language's data.
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(lang, sep="-")
    except (ValueError, UnknownLocaleError):
        return {}
    return {
        name.casefold().rstrip("."): number
        for form in ("format", "stand-alone")
        for width in ("abbreviated", "wide")
        for number, name in locale.months[form][width].items()
    }
