"""Front matter that was meant: one finding, no line of it as text, advice that can be followed."""

import re

import pytest

from docforge.findings import Severity
from docforge.source.config import Settings
from docforge.source.front_matter import FrontMatter, read_front_matter
from docforge.source.front_matter.days import NotADay, day_of

KEYS = "title: Harbour opens\ndate: 2026-11-12\n"


def read(text: str) -> FrontMatter:
    return read_front_matter(text, "a.md", Settings())


@pytest.mark.parametrize(
    "block",
    [
        f"—\n{KEYS}—\n",
        f"–\n{KEYS}–\n",
        f"———\n\n{KEYS}\n———\n",
        f"\n---\n{KEYS}---\n",
        f"\n\n \n---\n{KEYS}lang: en\n---\n",
        f"----\n{KEYS}----\n",
        f"--\n{KEYS}--\n",
        f"\\---\n{KEYS}\\---\n",
        f" ---\n{KEYS} ---\n",
        f"<!-- draft -->\n---\n{KEYS}---\n",
        f"```yaml\n---\n{KEYS}---\n```\n",
        f"---\n{KEYS}—\n",
        f"---\n{KEYS}----\n",
        KEYS,
        f"{KEYS}---\n",
        "Title: Harbour opens\nAuthor: Ann\n",
        "---\ntitle:Harbour opens\n---\n",
        "---\n“title”: Harbour opens\n---\n",
        "---\ntitle：Harbour opens\n---\n",
    ],
)
def test_what_was_meant_for_front_matter_is_one_error_and_no_text(block: str) -> None:
    front = read(f"{block}\n# Harbour\n\nIt opened.\n")
    (finding,) = front.findings
    assert (finding.code, finding.severity) == ("CFG012", Severity.ERROR)
    assert "looks like front matter" in finding.message
    assert finding.hint
    assert front.body.lstrip("\n") == "# Harbour\n\nIt opened.\n"
    assert front.body.count("\n") == f"{block}\n# Harbour\n\nIt opened.\n".count("\n")
    assert front.is_title_lost


@pytest.mark.parametrize(
    "text",
    [
        "—\n\nText after a dash.\n",
        "\n---\n\nNote: a thematic break and a sentence.\n",
        "Contact: press@example.org\nDate: 12 May 2026\n\nText.\n",
        "----\n\nText.\n",
        "***\nPrice: 5\n***\n",
        "The title: what it says\n\nText.\n",
        "# Title\n\ntitle: x\n",
        "title: a word\nand a sentence that goes on.\n\nText.\n",
    ],
)
def test_what_is_text_stays_text(text: str) -> None:
    assert read(text).body == text


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        ("title: New fund: harbours reborn", 'title: "New fund: harbours reborn"'),
        ("title: “New fund: harbours reborn”", 'title: "New fund: harbours reborn"'),
        ('title: "Harbour" reborn: now', "title: '\"Harbour\" reborn: now'"),
        ("title: @minister", 'title: "@minister"'),
        ("title: [New] fund", 'title: "[New] fund"'),
        ('title: "New fund', 'title: "New fund"'),
    ],
)
def test_a_yaml_error_shows_the_mended_line_which_can_be_read(line: str, mended: str) -> None:
    (finding,) = read(f"---\n{line}\nlang: en-GB\n---\n\nText.\n").findings
    assert finding.code == "CFG001"
    shown = re.match(r"Write line 2 so: (.*?)(?: Curly quotation.*)?$", finding.hint)
    assert shown
    assert ("“" in line) == ("Curly" in finding.hint)
    again = read(f"---\n{shown[1]}\nlang: en-GB\n---\n\nText.\n")
    assert again.findings == ()
    assert again.settings.title


def test_a_list_with_one_language_is_taken_and_one_with_two_is_one_error() -> None:
    dated = "date: 2013-07-15 11:41:47 -0400"
    front = read(f"---\ntitle: Notice\nlanguage:\n  - en\n{dated}\n---\n\nText.")
    assert (front.settings.lang, front.settings.date, front.findings) == ("en", "2013-07-15", ())
    (finding,) = read("---\ntitle: Notice\nlang: [en, cy]\n---\n\nText.").findings
    assert finding.code == "CFG002"


@pytest.mark.parametrize(
    ("written", "lang", "day"),
    [
        ("2013-07-15 11:41:47 -0400", "en", "2013-07-15"),
        ("2013-07-15T11:41:47Z", "en", "2013-07-15"),
        ("2013-07-15T11:41:47.123+02:00", "en", "2013-07-15"),
        ("2013-07-15 11:41 UTC", "en", "2013-07-15"),
        ("2026/12/1", "en", "2026-12-01"),
        ("1 December 2026", "en-GB", "2026-12-01"),
        ("December 1st, 2026", "en-US", "2026-12-01"),
        ("1 Rhagfyr 2026", "cy", "2026-12-01"),
        ("1er décembre 2026", "fr", "2026-12-01"),
        ("1. Dezember 2026", "de", "2026-12-01"),
        ("1 de diciembre de 2026", "es", "2026-12-01"),
        ("2026年12月1日", "zh-Hans", "2026-12-01"),
        ("30/11/2026", "en", "2026-11-30"),
        ("1.12.2026", "de", "2026-12-01"),
        ("Tuesday, 1 December 2026", "en", "2026-12-01"),
        ("Tue, 01 Dec 2026 10:00:00 GMT", "en", "2026-12-01"),
        ("1 December 2026, 14:30", "en", "2026-12-01"),
        ("1 December 2026 at 10am", "en", "2026-12-01"),
        ("Dienstag, 1. Dezember 2026, 10 Uhr", "de", "2026-12-01"),
        ("mardi 1 décembre 2026", "fr", "2026-12-01"),
        ("1 декабря 2026 г.", "ru", "2026-12-01"),
        ("1 grudnia 2026 r.", "pl", "2026-12-01"),
        ("den 1 december 2026", "sv", "2026-12-01"),
        ("2026 m. gruodžio 1 d.", "lt", "2026-12-01"),
        ("1 दिसंबर 2026", "hi", "2026-12-01"),
        ("١ ديسمبر ٢٠٢٦", "ar", "2026-12-01"),
        ("1 בדצמבר 2026", "he", "2026-12-01"),
        ("ngày 1 tháng 12 năm 2026", "vi", "2026-12-01"),
        ("20261201", "en", "2026-12-01"),
        ("2026-12-01 10:00 Europe/London", "en", "2026-12-01"),
        ("Autumn 2026", "en", "Autumn 2026"),
        ("1 December", "en", "1 December"),
        ("1–3 December 2026", "en", "1–3 December 2026"),
        ("December 2026", "en", "December 2026"),
        ("1 to 3 December 2026", "en", "1 to 3 December 2026"),
        ("2026", None, "2026"),
        ("2026-11", None, "2026-11"),
    ],
)
def test_a_date_is_a_day_where_it_is_plain(written: str, lang: str | None, day: str) -> None:
    assert day_of(written, lang) == day


@pytest.mark.parametrize(
    ("written", "is_wrong"),
    [
        ("2026-02-30", True),
        ("30 February 2026", True),
        ("31.4.2026", True),
        ("32 December 2026", True),
        ("12/11/2026", False),
        ("12/11/26", False),
        ("1.12.26", False),
        ("Monday 1 December 2026", False),
        ("1 Decembr 2026", False),
    ],
)
def test_a_date_that_names_no_day_or_two_is_found(written: str, is_wrong: bool) -> None:
    with pytest.raises(NotADay) as raised:
        day_of(written, "en")
    assert raised.value.is_wrong is is_wrong
    assert raised.value.hint


@pytest.mark.parametrize("words", ["today", "last-modified", "now"])
def test_words_that_another_program_fills_in_are_no_date(words: str) -> None:
    front = read(f"---\ntitle: T\nlang: en\ndate: {words}\n---\nText")
    assert [(f.code, f.where.line) for f in front.findings] == [("CFG011", 4)]
    assert front.settings.date == ""


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        ("title: Fund #1", 'title: "Fund #1"'),
        ("title: #1 in the world", 'title: "#1 in the world"'),
        ("title: Fund # 2 of 3", 'title: "Fund # 2 of 3"'),
        ('title: The "big" one #goals', 'title: "The \\"big\\" one #goals"'),
        ("title: &c and more", 'title: "&c and more"'),
        ("title: !important news", 'title: "!important news"'),
    ],
)
def test_what_yaml_swallows_of_a_title_is_found_with_a_line_that_works(
    line: str, mended: str
) -> None:
    front = read(f"---\n{line}\nlang: en\n---\nText")
    (finding,) = (found for found in front.findings if found.code == "CFG013")
    assert finding.hint == f"Write line 2 so: {mended}"
    again = read(f"---\n{mended}\nlang: en\n---\nText")
    assert again.findings == ()
    assert again.settings.title == line.removeprefix("title: ")


@pytest.mark.parametrize(
    "line", ["title: T # a remark", "title: C# and F#", 'title: "Fund #1"', "title: |\n  Fund #1"]
)
def test_what_yaml_does_not_swallow_is_not_found(line: str) -> None:
    front = read(f"---\n{line}\nlang: en # English\nauthor:\nkeywords:\n---\nText")
    assert front.findings == ()


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("title: “Ports”: a review", "“Ports”: a review"),
        ("title: “Ports: a review”", "Ports: a review"),
        ('title: "Ports" and more', '"Ports" and more'),
        ('title: "Minister: "We will act""', 'Minister: "We will act"'),
        ('title: "Ports" and "more": both', '"Ports" and "more": both'),
        ("title: 'Tis the season: a review", "'Tis the season: a review"),
        ("title: “Ports: a review", "Ports: a review"),
        ("title: [Update] Ports", "[Update] Ports"),
    ],
)
def test_a_line_of_yaml_is_mended_as_it_was_meant(line: str, title: str) -> None:
    (finding,) = read(f"---\n{line}\nlang: en\n---\nText").findings
    mended = finding.hint.removeprefix("Write line 2 so: ").partition(" Curly quotation")[0]
    again = read(f"---\n{mended}\nlang: en\n---\nText")
    assert again.findings == ()
    assert again.settings.title == title


def test_keys_that_someone_relies_on_are_warnings() -> None:
    front = read(
        "---\ntitle: T\nlang: en\nembargo: 00:01\nDeadline: Monday\n"
        "draft: false\nlayout: x\n---\nText"
    )
    assert {(one.code, one.where.line) for one in front.findings} == {
        ("CFG015", 4),
        ("CFG010", 5),
        ("CFG004", 6),
    }
    assert front.settings.embargo == "00:01"
