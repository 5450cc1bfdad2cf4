"""Dates for readers: an ISO date in the words of a language.

Metadata keeps the ISO form (W3C date and time formats); anything else a writer put there is
shown as it is.
"""

import re
from datetime import date

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def in_words(written: str, lang: str) -> str:
    """`written` as "12 November 2026" in the language `lang` (BCP 47), or unchanged."""
    if not _DAY.fullmatch(written) or lang == "und":
        return written
    # Late, because it loads a language's data and most documents of a run share it.
    from babel import Locale, UnknownLocaleError
    from babel.dates import format_date

    try:
        day = date.fromisoformat(written)
        return format_date(day, "long", Locale.parse(lang, sep="-"))
    except (ValueError, UnknownLocaleError):
        return written
