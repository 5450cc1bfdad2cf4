"""How far a document may go, in the words of every language."""

import re
from pathlib import Path

import pytest

from docforge.document.kinds import KINDS, kind_named
from docforge.document.restrictions import FREE, Embargo, Restrictions
from docforge.style import load_words
from docforge.style.languages import name_of_language
from docforge.style.restrictions import in_name, marks

LANGS = sorted(path.stem for path in Path("src/docforge/style/words").glob("*.toml"))
ALL = Restrictions(True, Embargo.of("2026-12-01 00:01 Europe/London"), "OFFICIAL")


@pytest.mark.parametrize("lang", LANGS)
def test_every_language_says_that_a_document_is_a_draft_and_embargoed(lang: str) -> None:
    embargo, draft, classification = (mark.text for mark in marks(ALL, load_words(lang)))
    assert classification == "OFFICIAL"
    assert draft == load_words(lang)["draft"]
    assert re.search(r"\d{4}", embargo), "the year is said"
    assert re.search(r"\(.+\)", embargo), "the time zone is said"
    assert "\u200e" not in embargo


def test_an_embargo_is_said_as_the_language_says_dates_and_times() -> None:
    def said(lang: str, embargo: str) -> str:
        return marks(Restrictions(embargo=Embargo.of(embargo)), load_words(lang))[0].text

    assert said("en-GB", "2026-12-01 00:01") == "Embargoed until 1 December 2026, 00:01"
    assert said("en-US", "2026-12-01 00:01 EST") == (
        "Embargoed until December 1, 2026, 12:01\u202fAM (EST)"
    )
    assert said("cy", "2026-12-01 00:01 Europe/London") == (
        "Dan embargo tan 1 Rhagfyr 2026, 00:01 (Llundain)"
    )
    assert (
        said("de", "2026-12-01 10:00 +01:00") == "Gesperrt bis 1. Dezember 2026, 10:00 (GMT+01:00)"
    )
    assert said("en", "2026-12-01") == "Embargoed until 1 December 2026".replace(
        "1 December", "December 1,"
    )
    assert said("en", "Monday, 9 o'clock") == "Embargoed until Monday, 9 o'clock"
    assert said("en", "yes") == "Embargoed"


def test_a_free_document_says_nothing() -> None:
    assert marks(FREE, load_words("en")) == ()
    assert in_name(FREE, "en") == ()


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ("embargoed", "draft", "OFFICIAL")),
        ("cy", ("dan embargo", "drafft", "OFFICIAL")),
        ("pl", ("objęte embargiem", "wersja robocza", "OFFICIAL")),
        ("ar", ("embargoed", "draft", "OFFICIAL")),
        ("ja", ("embargoed", "draft", "OFFICIAL")),
        (None, ("embargoed", "draft", "OFFICIAL")),
    ],
)
def test_the_name_of_a_file_says_it_where_latin_letters_can(
    lang: str | None, said: tuple[str, ...]
) -> None:
    assert in_name(ALL, lang) == said


def test_no_name_means_two_kinds_and_every_kind_has_its_words() -> None:
    names = [name for kind in KINDS.values() for name in kind.names]
    assert len(set(names)) == len(names)
    for kind in KINDS.values():
        assert kind_named(kind.name.replace("-", " ")) is kind
        for key in (kind.word, *(word for _, word in kind.facts if word)):
            assert key in load_words("en").entries, f"style/words: add {key} to every list"


def test_every_kind_is_in_the_guide() -> None:
    guide = Path("docs/guide/writing.md").read_text("utf-8")
    assert all(f"`{name}`" in guide for name in KINDS)


@pytest.mark.parametrize(
    ("lang", "name"),
    [("cy", "Cymraeg"), ("fr", "Français"), ("en-GB", "English"), ("xx", "xx")],
)
def test_a_language_is_called_what_it_calls_itself(lang: str, name: str) -> None:
    assert name_of_language(lang) == name
