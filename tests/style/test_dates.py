"""Dates in the words of a language; what is no date stays as it is."""

import pytest

from docforge.style.dates import in_words


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en-GB", "12 November 2026"),
        ("cy", "12 Tachwedd 2026"),
        ("zh-Hans", "2026年11月12日"),
        ("xx", "2026-11-12"),
        ("und", "2026-11-12"),
    ],
)
def test_a_day_is_said_in_the_language(lang: str, words: str) -> None:
    assert in_words("2026-11-12", lang) == words


@pytest.mark.parametrize("written", ["Autumn 2026", "2026-13-12", "2026", ""])
def test_anything_else_stays(written: str) -> None:
    assert in_words(written, "en") == written
