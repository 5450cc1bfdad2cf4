"""Sizes of files for readers."""

_KILO = 1000


def in_words(count: int, lang: str = "en") -> str:
    """`count` bytes as "184 kB" or "1.2 MB" (10^3 and 10^6), in the way of `lang` (BCP 47)."""
    if count < _KILO * _KILO:
        number, unit = float(max(1, round(count / _KILO))), "kilobyte"
    else:
        number, unit = round(count / _KILO / _KILO, 1), "megabyte"
    if lang.partition("-")[0] == "en":
        return f"{number:g} {'kB' if unit == 'kilobyte' else 'MB'}"
    # Late, because it loads a language's data.
    from babel import Locale, UnknownLocaleError
    from babel.units import format_unit

    try:
        locale = Locale.parse(lang, sep="-")
    except (ValueError, UnknownLocaleError):
        return in_words(count)
    return format_unit(number, f"digital-{unit}", "short", locale=locale)
