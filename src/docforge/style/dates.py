"""Dates and times for readers, in the words of a language.

Metadata keeps the ISO form (W3C date and time formats); anything else a writer put there is
shown as it is.
"""

import re
from datetime import date, time
from functools import cache
from typing import TYPE_CHECKING

from docforge.document.restrictions import Embargo

if TYPE_CHECKING:
    from babel import Locale

_MONTHS = ("wide", "abbreviated")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_OFFSET = re.compile(r"[+-]\d{2}:\d{2}")


def in_words(written: str, lang: str) -> str:
    """`written` as "12 November 2026" in the language `lang` (BCP 47), or unchanged."""
    locale = _locale(lang) if _DAY.fullmatch(written) else None
    return written if locale is None else _day(written, locale)


def moment_in_words(embargo: Embargo, lang: str) -> str:
    """When `embargo` ends, as "1 December 2026, 00:01 (London)" in the language `lang`.

    As it was written where it names no day; "" where nothing was.
    """
    locale = _locale(lang) if embargo.day else None
    if locale is None:
        return embargo.written or " ".join(filter(None, (embargo.day, embargo.time, embargo.zone)))
    said = _day(embargo.day, locale)
    if embargo.time:
        # Late, because it loads a language's data.
        from babel.dates import format_time

        moment = time.fromisoformat(embargo.time)
        clock = format_time(moment, "short", locale=locale)
        if "AM" in clock or "PM" in clock:
            # Korean has words of its own for these, which CLDR gives to its longer form.
            own = locale.day_periods["format"]["wide"]
            clock = clock.replace("AM", own.get("am", "AM")).replace("PM", own.get("pm", "PM"))
        said = str(locale.datetime_formats["long"]).format(clock, said)
    return f"{said} ({_zone(embargo.zone, locale)})" if embargo.zone else said


@cache
def months(lang: str) -> frozenset[str]:
    """The names of months in the language `lang`, long and short, folded, without full stops."""
    locale = _locale(lang)
    if locale is None:
        return frozenset()
    uses = locale.months.values()  # in a date and alone
    named = (name for use in uses for width in _MONTHS for name in use[width].values())
    return frozenset(name.rstrip(".").casefold() for name in named if not name.isdecimal())


def _locale(lang: str) -> "Locale | None":
    if lang == "und":
        return None
    # Late, because it loads a language's data and most documents of a run share it.
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(lang, sep="-")
    except (ValueError, UnknownLocaleError):
        return None


def _day(written: str, locale: "Locale") -> str:
    from babel.dates import format_date

    try:
        day = date.fromisoformat(written)
        said = format_date(day, "long", locale)
        # French counts the first of a month, which CLDR does not say (Lexique, “date”).
        return said.replace("1 ", "1er ", 1) if day.day == 1 and locale.language == "fr" else said
    except ValueError:
        return written


def _zone(name: str, locale: "Locale") -> str:
    """An offset or a place as CLDR says it; an abbreviation is said as it is written."""
    if _OFFSET.fullmatch(name):
        # A mark of direction in it is for programs that know none.
        return (str(locale.zone_formats["gmt"]) % name).replace("\u200e", "")
    if "/" not in name:
        return name
    return locale.time_zones.get(name, {}).get("city") or name.rpartition("/")[2].replace("_", " ")
