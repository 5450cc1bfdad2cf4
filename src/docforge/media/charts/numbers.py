"""Numbers of tables as people write them in their language: “1,085.5”, “1 085,5”, “١٬٠٨٥”, “(5)”.

Invariant: a number is read as one only where it can mean no other.
"""

import re
import unicodedata
from functools import cache

from msgspec import Struct

# What stands in a cell where there is no number.
_MISSING = frozenset(
    {
        "",
        "-",
        "–",
        "—",
        "−",
        "…",
        "...",
        "..",
        ".",
        ":",
        "*",
        "x",
        "n/a",
        "na",
        "n.a.",
        "nd",
        "n.d.",
    }
    | {"[x]", "[c]", "[z]", "[u]", "[low]", "s.o.", "k.a.", "e.t.", "nc", "null"}
)
_MARKS = re.compile("[\u200e\u200f\u061c\u2066-\u2069]")
_SPACES = " \u00a0\u2009\u202f"
_NUMBER = re.compile(rf"\d(?:[\d.,'’·٬٫{_SPACES}]*\d)?")
_MINUS = "-−–‒﹣－"
# Behind a number: that it is preliminary, revised or explained elsewhere.
_REMARK = re.compile(r"[\s\u00a0]{0,3}(?:\[[A-Za-z\d]{1,3}\]|\([a-z]\)|[*†‡]{1,4})$")
_LONGEST_UNIT = 24


class NotANumber(ValueError):
    """What a cell says that is no number."""


class Amount(Struct, frozen=True):
    """A number with the unit that is written beside it, "" for none."""

    value: float
    unit: str = ""


def read_amount(written: str, lang: str) -> Amount | None:
    """The number that `written` says in the language `lang`, None where there is none.

    Raises NotANumber.
    """
    text = " ".join(_MARKS.sub("", _european(written)).split(" ")).strip(_SPACES + "\n\t")
    if text.casefold() in _MISSING:
        return None
    text = _REMARK.sub("", text)
    is_negative = text.startswith("(") and text.endswith(")") and len(text) > 2
    text = text[1:-1] if is_negative else text
    found = list(_NUMBER.finditer(text))
    if len(found) != 1:
        raise NotANumber(written)
    before, after = text[: found[0].start()], text[found[0].end() :]
    sign = before.strip(_SPACES)
    if sign[-1:] in tuple(_MINUS) or sign[:1] in tuple(_MINUS) or after.strip(_SPACES) == "-":
        is_negative = True
    unit = " ".join(f"{before} {after}".strip(_SPACES + _MINUS + "+").split())
    if len(unit) > _LONGEST_UNIT or len(unit.split()) > 3:
        raise NotANumber(written)
    value = _value(found[0][0], lang)
    return Amount(-value if is_negative else value, unit)


def _european(text: str) -> str:
    """`text` with the digits of every script as 0 to 9."""
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def _value(digits: str, lang: str) -> float:
    whole, decimals = _parts(digits, lang)
    groups = re.split(rf"[.,'’·٬{_SPACES}]", whole)
    if len(groups) > 1 and not _are_groups(groups):
        raise NotANumber(digits)
    return float(f"{''.join(groups)}.{decimals or 0}")


def _are_groups(groups: list[str]) -> bool:
    """Thousands, or lakhs and crores: the last of three digits, those before of two or three."""
    first, *middle, last = groups
    sizes = {len(group) for group in middle}
    return 1 <= len(first) <= 3 and len(last) == 3 and sizes in (set(), {2}, {3})


def _parts(digits: str, lang: str) -> tuple[str, str]:
    """What stands before the decimal sign, and what behind it."""
    if "٫" in digits:
        whole, _, decimals = digits.rpartition("٫")
        return whole, decimals
    signs = [char for char in digits if char in ".,·"]
    if not signs:
        return digits, ""
    last = signs[-1]
    whole, _, decimals = digits.rpartition(last)
    if len(set(signs)) > 1:
        if signs.count(last) > 1 or not decimals.isdigit():
            raise NotANumber(digits)
        return whole, decimals
    others = [char for char in digits if not char.isdigit() and char != last]
    if others:  # spaces are for groups, so that the sign is for decimals
        return whole, decimals
    is_group = len(signs) > 1 or (len(decimals) == 3 and last != _decimal(lang) and whole != "0")
    return (digits, "") if is_group else (whole, decimals)


@cache
def _decimal(lang: str) -> str:
    """The decimal sign of `lang` in CLDR, that of English for what is not known."""
    # Late, because it loads a language's data.
    from babel import Locale, UnknownLocaleError

    try:
        symbols = Locale.parse(lang, sep="-").number_symbols
    except (ValueError, UnknownLocaleError):
        return "."
    latin = symbols.get("latn", symbols)
    return str(latin.get("decimal", "."))
