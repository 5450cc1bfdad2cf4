"""The date as it stands in the front matter, against the day that the metadata name."""

import re
from datetime import date
from itertools import product

from docforge.source import Source
from docforge.verify.ledger.words import split

_LINE = re.compile(r"[\"']?date[\"']?[ \t]*+[:=]", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"\D*(\d{4})\D{0,2}(\d{1,2})\D{0,2}(\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(\d{1,2})\.[ ]?(\d{1,2})\.[ ]?(\d{4})\.?")
_NUMBER = re.compile(r"\d+")


def typed_date(source: Source) -> str:
    """What the front matter says of the date, as typed; "" where it says nothing."""
    lines, body = source.text.split("\n"), source.body.split("\n")
    for line, rest in zip(lines, body, strict=False):
        if rest.strip():
            break
        if found := _LINE.match(line):
            said, _, _ = line[found.end() :].partition(" #")
            return said.strip().strip("\"'")
    return ""


def is_same_day(typed: str, carried: str, lang: str) -> bool:
    """Whether the day `carried`, as metadata have it, can be meant by the words `typed`.

    Words that name no day are carried as they are; months have names in `lang` and in English.
    """
    if typed == carried:
        return True
    try:
        day = date.fromisoformat(carried)
    except ValueError:
        return not carried or split(typed)[1::2] == split(carried)[1::2]
    if found := _YEAR_FIRST.match(typed):
        return [*map(int, found.groups())] == [day.year, day.month, day.day]
    if found := _DAY_FIRST.fullmatch(typed):
        return [*map(int, found.groups())] == [day.day, day.month, day.year]
    numbers = {*map(int, _NUMBER.findall(typed))}
    if any(map(str.isalpha, typed)):
        return {day.day, day.year} <= numbers and _names_month(typed, day.month, lang)
    return not numbers or {day.day, day.month, day.year} <= numbers


def _names_month(typed: str, month: int, lang: str) -> bool:
    """Whether the name of a month stands in the words, and not only that of another one."""
    # Late, because it loads a language's data; reading a date in words has done so.
    from babel import Locale, UnknownLocaleError

    named: set[int] = set()
    for tag in ("en", lang):
        try:
            months = Locale.parse(tag, sep="-").months
        except (ValueError, UnknownLocaleError):
            continue
        for form, width in product(("format", "stand-alone"), ("wide", "abbreviated")):
            for number, name in months[form][width].items():
                if name.casefold().rstrip(".") in typed.casefold():
                    named.add(number)
    return not named or month in named
