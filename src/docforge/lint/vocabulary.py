"""The words that rules look for, by language, from the files in words/.

A language without a file has no vocabulary: rules about words then stay silent.
"""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from msgspec import Struct


class Vocabulary(Struct, frozen=True):
    """One language's lists. Words are in small letters; patterns ignore case."""

    lang: str
    vague: frozenset[str]
    placeholders: frozenset[str]
    openings: re.Pattern[str]
    text_pictures: re.Pattern[str]
    by_sense: re.Pattern[str]
    known_short_forms: frozenset[str]
    embargoes: re.Pattern[str]
    release_labels: re.Pattern[str]


@cache
def vocabulary(lang: str) -> Vocabulary | None:
    """The vocabulary for a BCP 47 tag, by its primary language, or None."""
    primary = lang.partition("-")[0].lower()
    file = files("docforge.lint").joinpath("words", f"{primary}.toml")
    if not file.is_file():
        return None
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    return Vocabulary(
        primary,
        frozenset(data["vague"]),
        frozenset(data["placeholders"]),
        _any(map(re.escape, data["openings"]), r"{}\b"),
        _any(map(re.escape, data["text-pictures"]), r"(?:{})"),
        _any(data["by-sense"], r"\b(?:{})\b"),
        frozenset(data["known-short-forms"]),
        _any(data["embargoes"], r"\W{0,3}{}"),
        _any(data["release-labels"], r"\W{0,3}{}\W{0,3}"),
    )


def languages() -> tuple[str, ...]:
    """The languages that have a vocabulary, in order."""
    folder = files("docforge.lint").joinpath("words")
    return tuple(sorted(file.name.removesuffix(".toml") for file in folder.iterdir()))


def _any(patterns: Iterable[str], frame: str) -> re.Pattern[str]:
    joined = "|".join(patterns)
    return re.compile(frame.replace("{}", f"(?:{joined})"), re.IGNORECASE)
