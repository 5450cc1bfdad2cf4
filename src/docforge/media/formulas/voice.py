"""The words of a language for formulas, from one file a language.

Invariant: every language has the words that English has; a language without a file is English.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from msgspec import Struct

FALLBACK = "en"


class SpeechWords(Struct, frozen=True):
    """Words by what they are for; `lang` is the language that they are in."""

    lang: str
    symbols: Mapping[str, str]
    large: Mapping[str, str]
    limits: Mapping[str, str]
    functions: Mapping[str, str]
    powers: Mapping[str, str]
    accents: Mapping[str, str]
    units: Mapping[str, str]
    fractions: Mapping[str, str]
    phrases: Mapping[str, str]
    in_brackets: Mapping[str, str]
    in_braces: Mapping[str, str]
    in_maps: Mapping[str, str]


def speech_words(lang: str) -> SpeechWords:
    """The words for a document in `lang` (a BCP 47 tag)."""
    language = lang.partition("-")[0].lower()
    return _read(language) or _english()


@cache
def _read(language: str) -> SpeechWords | None:
    file = files("docforge.media.formulas").joinpath("voices", f"{language}.toml")
    if not language.isalpha() or not file.is_file():
        return None
    words = tomllib.loads(file.read_text("utf-8"))
    return SpeechWords(language, **{name.replace("-", "_"): table for name, table in words.items()})


def _english() -> SpeechWords:
    english = _read(FALLBACK)
    assert english is not None
    return english
