"""The words of the desk: the same in each language, and none that no page says."""

import re
from pathlib import Path

import pytest

from docforge.desk.words import chosen, spoken

DESK = Path(__file__).resolve().parents[2] / "src" / "docforge" / "desk"


@pytest.mark.parametrize("tag", [tag for tag in spoken() if tag != "en"])
def test_each_language_says_everything(tag: str) -> None:
    english, other = spoken()["en"].said, spoken()[tag].said
    assert list(other) == list(english)
    for key, text in english.items():
        assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", other[key])), key


def test_no_word_is_said_by_no_page() -> None:
    code = "\n".join(
        file.read_text("utf-8") for end in ("html", "py") for file in DESK.rglob(f"*.{end}")
    )
    named = set(re.findall(r"""['"]([a-z][a-z0-9-]+)['"]""", code))
    made = {"severity-error", "severity-warning", "severity-note"}
    made |= {key for key in spoken()["en"].said if key.startswith("mail-")}
    keys = {key.removesuffix("-one") for key in spoken()["en"].said}
    assert (
        keys - named - made - {f"{kind}-title" for kind in ("missing", "failed", "too-much")}
        == set()
    )


@pytest.mark.parametrize(
    ("wanted", "accepted", "spoken_then"),
    [
        ("", "cy", "cy"),
        ("", "fr, cy;q=0.5, en;q=0.4", "cy"),
        ("", "cy;q=0.1, en-GB", "en"),
        ("cy", "en", "cy"),
        ("xx", "xx", "en"),
        ("", "q=;;,;q=x", "en"),
        ("../../etc", "", "en"),
    ],
)
def test_the_language_is_the_one_that_was_chosen_or_that_the_browser_asks_for(
    wanted: str, accepted: str, spoken_then: str
) -> None:
    assert chosen(wanted, accepted).lang == spoken_then
