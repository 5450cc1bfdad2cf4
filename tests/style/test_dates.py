"""Dates in the words of a language; what is no date stays as it is."""

import pytest

from docforge.document.restrictions import Embargo
from docforge.style.dates import in_words, moment_in_words


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


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en-GB", "1 December 2027, 00:01"),
        ("en-US", "December 1, 2027, 12:01\u202fAM"),
        ("ko", "2027년 12월 1일 오전 12:01"),
    ],
)
def test_a_moment_is_said_in_the_language(lang: str, words: str) -> None:
    assert moment_in_words(Embargo("2027-12-01", "00:01"), lang) == words
