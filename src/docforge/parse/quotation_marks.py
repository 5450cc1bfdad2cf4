"""The quotation marks of each language, as data in quotation_marks.toml."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from msgspec import Struct

_DEFAULT = ("“", "”", "‘", "’")
# French sets its marks off with spaces that do not break (Lexique des règles typographiques).
_SPACED = frozenset({"fr"})
_NO_BREAK = "\u00a0"


class QuotationMarks(Struct, frozen=True):
    """The quotation marks of a language: outer and inner, opening and closing."""

    outer: tuple[str, str]
    inner: tuple[str, str]


@cache
def marks_of(lang: str) -> QuotationMarks:
    """The marks for `lang` (a BCP 47 tag): those of its longest known prefix (RFC 4647, 3.4)."""
    table = _table()
    parts = lang.split("-")
    tags = ("-".join(parts[:length]).lower() for length in range(len(parts), 0, -1))
    start, end, inner_start, inner_end = next(
        (table[tag] for tag in tags if tag in table), _DEFAULT
    )
    if parts[0].lower() in _SPACED and (start, end) == ("«", "»") and "ch" not in lang.lower():
        start, end = start + _NO_BREAK, _NO_BREAK + end
    return QuotationMarks((start, end), (inner_start, inner_end))


@cache
def _table() -> Mapping[str, Sequence[str]]:
    text = files("docforge.parse").joinpath("quotation_marks.toml").read_text(encoding="utf-8")
    return {tag.lower(): marks for tag, marks in tomllib.loads(text).items()}
