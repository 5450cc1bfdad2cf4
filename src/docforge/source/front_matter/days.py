"""The day that a date in front matter names, where it is plain which one.

Site generators write a time and a zone (RFC 3339), people write words. Metadata wants the day
alone (W3C date and time formats).
"""

import re
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache

_ISO = re.compile(
    r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})"
    r"(?:(?:[Tt]|[ ]+)\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?"
    r"[ ]*(?:[Zz]|[A-Z]{2,5}|[-+−]\d{1,2}(?::?\d{2})?)?"
    r"[ ]*\[?(?:[A-Z][A-Za-z_]{1,20}/[A-Z][A-Za-z_]{1,30})?\]?)?"
)
_COMPACT = re.compile(r"(\d{4})()(\d{2})(\d{2})(?:T\d{4,6}Z?)?")
# A time of day behind a day in words, or RFC 5322's.
_TIME = re.compile(
    r"(?<![ ,])[ ,]*+(?:\b(?:at|um|à|a las|alle|kl\.?)[ ])?"
    r"\b\d{1,2}(?:[:.]\d{2}(?::\d{2})?[ ]?(?:Uhr|[ap]\.?m\.?)?|[ ]?(?:[ap]\.?m\.?|Uhr|h\d{0,2}))"
    r"(?:[ ](?:[A-Z]{2,5}|[-+]\d{2}:?\d{2}))?[ ]*$",
    re.IGNORECASE,
)
# What Quarto and others put a day in the place of, when they run.
_TO_BE_FILLED = frozenset({"today", "now", "last-modified", "last_modified", "auto"})
_NUMBERS = re.compile(r"(\d{1,2})[ ]?([-/.])[ ]?(\d{1,2})[ ]?\2[ ]?(\d{4}|\d{2})\.?")
_EAST_ASIAN = re.compile(r"(\d{4})[ ]?[年년][ ]?(\d{1,2})[ ]?[月월][ ]?(\d{1,2})[ ]?[日일号]?")
_VIETNAMESE = re.compile(r"(?:ngày )?(\d{1,2}) tháng (\d{1,2}),? (?:năm )?(\d{4})", re.IGNORECASE)
# Where months have no endings, a name that is nearly one of theirs is a slip.
_WITHOUT_ENDINGS = frozenset({"en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb"})
_PART = re.compile(r"\d+|[^\s\d.,;:()/°\-–]+")
# Words that stand in a date beside its month: of ordinals, and between day, month and year.
_BESIDE = frozenset(
    {
        "st",
        "nd",
        "rd",
        "th",
        "er",
        "re",
        "ère",
        "ro",
        "º",
        "ª",
        "o",
        "a",
        "of",
        "the",
        "de",
        "del",
        "di",
    }
    | {
        "da",
        "do",
        "d",
        "den",
        "ain",
        "af",
        "fed",
        "ydd",
        "eg",
        "le",
        "el",
        "la",
        "il",
        "am",
        "on",
        "ngày",
        "dydd",
        "m",
        "gada",
        "г",
        "года",
        "р",
        "року",
        "r",
        "roku",
        "kl",
    }
)
_LONGEST = 60


class NotADay(Exception):
    """A date that names no day (`is_wrong`), or none for certain; `hint` says what to write."""

    def __init__(self, message: str, hint: str, *, is_wrong: bool = False) -> None:
        super().__init__(message)
        self.hint = hint
        self.is_wrong = is_wrong


def is_to_be_filled(written: str) -> bool:
    """Whether another program would put a day in the place of these words."""
    return written.strip().lower() in _TO_BE_FILLED


def day_of(written: str, lang: str | None) -> str:
    """`written` as an ISO day where it names one, and unchanged where it is other text.

    Months are known by the words of `lang` (BCP 47) and by those of English. Raises NotADay.
    """
    if len(written) > _LONGEST or not any(char.isdecimal() for char in written):
        return written
    if found := _ISO.fullmatch(written) or _COMPACT.fullmatch(written):
        return _day(int(found[1]), int(found[3]), int(found[4]), written)
    if found := _EAST_ASIAN.fullmatch(written):
        return _day(int(found[1]), int(found[2]), int(found[3]), written)
    if found := _VIETNAMESE.fullmatch(written):
        return _day(int(found[3]), int(found[2]), int(found[1]), written)
    if found := _NUMBERS.fullmatch(written):
        return _by_numbers(int(found[1]), int(found[3]), found[4], found[2], written)
    return _by_words(written, lang or "en")


def _day(year: int, month: int, day: int, written: str) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        hint = "Write the year first, such as 2026-11-30."
        raise NotADay(f"there is no day “{written}”", hint, is_wrong=True) from None


def _by_numbers(first: int, second: int, years: str, sign: str, written: str) -> str:
    """Dots put the day first everywhere; of a stroke or a hyphen only the numbers can say it."""
    if len(years) == 2:
        message = f"“{written}” does not say which century it means, or which number is the year"
        raise NotADay(message, f"Write the year in full, such as 20{years}-11-30.")
    year = int(years)
    if sign == "." or first > 12 or first == second:
        return _day(year, second, first, written)
    if second > 12:
        return _day(year, first, second, written)
    one, other = _day(year, second, first, written), _day(year, first, second, written)
    message = f"“{written}” is {one} to some readers and {other} to others"
    raise NotADay(message, f"Write {one} or {other}, or the month in words.")


def _by_words(written: str, lang: str) -> str:
    parts = _PART.findall(_TIME.sub("", written).casefold())
    numbers = [int(part) for part in parts if part.isdecimal()]
    weekdays = _names("days", lang)
    named = [weekdays[part] for part in parts if part in weekdays]
    words = [part for part in parts if not (part.isdecimal() or part in weekdays)]
    words = [part for part in words if part not in _BESIDE]
    if len(numbers) != 2 or not 1000 <= max(numbers) <= 9999:
        return written
    day, year = sorted(numbers)
    month = _month(words, lang) if len(words) == 1 else _as_formatted(written, day, year, lang)
    if month is None:
        return written
    found = _day(year, month, day, written)
    if named and date.fromisoformat(found).weekday() not in named:
        message = f"“{written}” names another day of the week than {found} is"
        raise NotADay(message, "Correct the day of the week or the date.")
    return found


def _month(words: list[str], lang: str) -> int | None:
    months = _names("months", lang)
    word = words[0]
    if word in months:
        return months[word]
    if ending := [name for name in months if len(name) > 3 and name in word]:
        return months[ending[0]]  # with a preposition or an ending, as in Hebrew
    close = get_close_matches(word, [name for name in months if len(name) > 4], 1, 0.8)
    if close and lang.partition("-")[0] in _WITHOUT_ENDINGS:
        message = f"holds “{word}”, which is not the name of a month"
        raise NotADay(message, f"Did you mean {close[0].capitalize()}?")
    return None


def _as_formatted(written: str, day: int, year: int, lang: str) -> int | None:
    """The month of a date that is written as CLDR writes it in `lang`, with words between."""
    # Late, because it loads a language's data.
    from babel import Locale, UnknownLocaleError
    from babel.dates import format_date

    try:
        locale = Locale.parse(lang, sep="-")
        days = [date(year, month, day) for month in range(1, 13)]
    except (ValueError, UnknownLocaleError):
        return None
    for one in days:
        if any(_alike(format_date(one, form, locale), written) for form in ("long", "full")):
            return one.month
    return None


def _alike(one: str, other: str) -> bool:
    return _PART.findall(one.casefold()) == _PART.findall(other.casefold())


@cache
def _names(of: str, lang: str) -> Mapping[str, int]:
    """The months from 1 or the days of the week from 0, by their names in `lang` and in English.

    In full and in short, in small letters, from CLDR.
    """
    # Late, because it loads a language's data.
    from babel import Locale, UnknownLocaleError

    names: dict[str, int] = {}
    for tag in ("en", lang):
        try:
            locale = Locale.parse(tag, sep="-")
        except (ValueError, UnknownLocaleError):
            continue
        table = locale.months if of == "months" else locale.days
        for form in ("format", "stand-alone"):
            for width in ("abbreviated", "wide"):
                for number, name in table[form][width].items():
                    names[name.casefold().rstrip(".")] = number
    return names
