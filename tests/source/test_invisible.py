"""Invisible characters are left out with a finding, and stay where a script needs them."""

from pathlib import Path

import pytest

from docforge.errors import UsageError
from docforge.source.config.file import load_config
from docforge.source.invisible import visible, without_invisible

WALES = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"


@pytest.mark.parametrize(
    "text",
    [
        *("Access\u202e granted", "a\u2066b\u2069", "ad\u200bmin", "\U000e0041b", "word\u2060s"),
        *("end\u00ad of", "\u00adstart", "in\ufefftext", "A\ufe0f", "❤\ufe0f\ufe0f", "a\ufffab"),
        *("left \u200eto right", "plain\u061c", "en\u200cd", "a\u200d", "x\u3164y", "a\u2061b"),
        *("😀\U000e0101", "\U000e0067\U000e007f"),
    ],
)
def test_what_no_script_needs_is_left_out(text: str) -> None:
    clean, findings = without_invisible(f"---\n\n{text}", "a.md")
    pairs = zip(f"{text} ", f"{visible(text)} ", strict=False)
    first = next(place for place, (old, new) in enumerate(pairs) if old != new)
    assert clean == f"---\n\n{visible(text)}"
    assert [f.code for f in findings] == ["SRC003"]
    if "❤" not in text:
        assert (findings[0].where.line, findings[0].where.column) == (3, first + 1)
    assert without_invisible(clean, "a.md") == (clean, ())


@pytest.mark.parametrize(
    "text",
    [
        *(
            "می\u200cخواهم",
            "क्\u200dष",
            "ක්\u200dය",
            "👩\u200d💻",
            "👩🏽\u200d🚀",
            "❤\ufe0f\u200d🔥",
            WALES,
        ),
        *("ภาษา\u200bไทย", "hy\u00adphen", "1\ufe0f\u20e3", "❤\ufe0f", "葛\U000e0100", "☎\ufe0e"),
        *("\u200fשלום\u200f!", "ب \u200e123", "\u061cب", "ᠮ\u180eᠠ", "🏳\ufe0f\u200d🌈"),
    ],
)
def test_what_a_script_or_an_emoji_is_spelt_with_stays(text: str) -> None:
    assert without_invisible(text, "a.md") == (text, ())


def test_each_kind_is_told_once_with_its_count() -> None:
    clean, findings = without_invisible("a\u202eb\u202ec\nd\u200be\u2028f", "a.md")
    assert clean == "abc\nde f"
    assert [(str(f.where), f.message) for f in findings] == [
        ("a.md:1:2", "a character that turns text round, U+202E, (2 times) is left out"),
        ("a.md:2:2", "a character that nobody sees, U+200B, is left out"),
        ("a.md:2:4", "a character that ends a line inside it, U+2028, is left out"),
    ]


def test_the_configuration_may_hold_none(tmp_path: Path) -> None:
    file = tmp_path / "docforge.toml"
    file.write_text('[document]\norganisation = "A\u202eB"\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r":2:18: a character that turns text round, U\+202E"):
        load_config(tmp_path)


def test_characters_of_one_kind_are_each_named() -> None:
    _, (finding,) = without_invisible("a\u200bb c\u2060d\u200be", "a.md")
    assert "U+200B or U+2060, (3 times)" in finding.message
