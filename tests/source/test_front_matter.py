"""Front matter in its three kinds: what is read, what is found, which lines stay blank."""

from pathlib import Path
from typing import Any

import pytest

from docforge.findings import Severity
from docforge.source import SourceFile, placed
from docforge.source.config import Settings
from docforge.source.front_matter import FrontMatter, read_front_matter


def read(
    text: str, defaults: Settings | None = None, flags: dict[str, Any] | None = None
) -> FrontMatter:
    return read_front_matter(text, "a.md", defaults or Settings(lang="en"), flags)


def codes(front: FrontMatter) -> list[str]:
    return [f"{finding.code} {finding.where}" for finding in front.findings]


def test_yaml_keys_become_settings() -> None:
    front = read(
        """---
title: "Autumn: what *we* did"
subtitle: 2026
language: ar
date: 2026-11-24
author:
  - name: Ann Other
  - given: Bo
    family: Example
  - {name: {literal: The Council}}
  - Plain Name
organization: Press office
description: >
  Two
  lines
keywords: one, two
toc: yes
embed_source: no
base_url: https://www.example.org
dialect: gfm
---
Text
"""
    )
    assert front.settings == Settings(
        title="Autumn: what we did",
        subtitle="2026",
        lang="ar",
        dir="rtl",
        date="2026-11-24",
        authors=("Ann Other", "Bo Example", "The Council", "Plain Name"),
        organisation="Press office",
        description="Two lines",
        keywords=("one", "two"),
        toc=True,
        base_url="https://www.example.org/",
        dialect="gfm",
    )
    assert codes(front) == ["CFG006 a.md:2:1"]
    assert front.body == "\n" * 21 + "Text\n"


def test_toml_is_read_alike() -> None:
    front = read('+++\ntitle = "T"\ndate = 2026-11-24\ntoc = false\nauthors = ["A"]\n+++\nText')
    settings = front.settings
    assert (settings.title, settings.date, settings.toc, settings.authors) == (
        "T",
        "2026-11-24",
        False,
        ("A",),
    )
    assert front.body == "\n\n\n\n\n\nText"


def test_a_title_block_of_percent_lines_is_read_alike() -> None:
    front = read("% A title\n  in two lines\n% Ann; Bo\n  Cy\n% July 2026\nText\n")
    assert front.settings.title == "A title in two lines"
    assert front.settings.authors == ("Ann", "Bo", "Cy")
    assert front.settings.date == "July 2026"
    assert front.body == "\n\n\n\n\nText\n"


@pytest.mark.parametrize("text", ["no", "on", "010", "1.10", "2026-01-01", "1_000", "0x1F"])
def test_a_scalar_is_the_text_that_was_typed(text: str) -> None:
    assert read(f"---\ntitle: {text}\n---\n").settings.title == text


@pytest.mark.parametrize("value", ["", "~", "null"])
def test_a_key_without_a_value_is_not_given(value: str) -> None:
    front = read(f"---\norganisation: {value}\n---\n", Settings(lang="en", organisation="Office"))
    assert front.settings.organisation == "Office"


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("'**Bold** and _it_'", "Bold and it"),
        ("A <em>b</em> &amp; c", "A b & c"),
        ("Use `make`", "Use make"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("snake_case_name", "snake_case_name"),
        ("a < b > c", "a < b > c"),
        ("港口　与海岸", "港口　与海岸"),
        ("Pourquoi\u202f?  5\u00a0%", "Pourquoi\u202f? 5\u00a0%"),
        ("two\u2003 spaces ", "two spaces"),
    ],
)
def test_a_title_is_plain_text(written: str, title: str) -> None:
    assert read(f"---\ntitle: {written}\n---\n").settings.title == title


def test_spaces_of_names_stay_and_those_of_values_do_not() -> None:
    written = "---\nauthors: [山田　太郎]\nkind: press\u00a0release\ntitle: a\u202f!\n---\n"
    front = read(written)
    assert front.settings.authors == ("山田　太郎",)
    assert front.settings.kind == "press-release"
    assert not front.findings


@pytest.mark.parametrize(
    "text",
    ["", "Text", "---", "---\n\nText\n\n---\nMore\n", "---\nJust prose.\n---\n", "--- \n", "%20\n"],
)
def test_what_only_looks_like_front_matter_stays_text(text: str) -> None:
    front = read(text)
    assert (front.body, front.findings) == (text, ())


@pytest.mark.parametrize("text", ["---\n---\nText", "---\n# remark\n...\nText"])
def test_front_matter_may_be_empty(text: str) -> None:
    front = read(text)
    assert front.findings == ()
    assert front.body.strip() == "Text"


@pytest.mark.parametrize(
    ("text", "where", "word"),
    [
        ("---\ntitle: a: b\n---\nText", "a.md:2:9", "YAML"),
        ("---\ntitle: [a\nlang: en\n---\nText", "a.md:3:5", "YAML"),
        ("---\ntitle: x\n\tlang: en\n---\nText", "a.md:3:1", "YAML"),
        ("---\ntitle: {{ x }}: y\n---\nText", "a.md:2:15", "YAML"),
        ("---\ntitle: x\n\nText", "a.md:1:1", "no end"),
        ("+++\ntitle = x\n+++\nText", "a.md:2:9", "TOML"),
        ("+++\ntitle = 'x'\n\nText", "a.md:1:1", "no end"),
        ("---\na: &a [x]\nb: [" + "*a," * 5000 + "]\n---\nText", "a.md:3:14987", "aliases"),
        (
            "---\na: &a [x,x,x,x,x,x,x,x,x,x]\n"
            + "".join(f"{b}: &{b} [{f'*{a},' * 10}]\n" for a, b in ("ab", "bc", "cd", "de"))
            + "---\nText",
            "a.md:2:26",
            "written out",
        ),
        ("---\na: " + "[" * 30 + "]" * 30 + "\n---\nText", "a.md:2:23", "nesting"),
        ("---\na: " + "x" * 70000 + "\n---\nText", "a.md:1:1", "larger"),
    ],
)
def test_broken_front_matter_is_one_error_and_the_text_goes_on(
    text: str, where: str, word: str
) -> None:
    front = read(text)
    (finding,) = front.findings
    assert (finding.code, finding.severity, str(finding.where)) == ("CFG001", Severity.ERROR, where)
    assert word in finding.message
    assert front.body.strip() == "Text"
    assert front.body.count("\n") == text.count("\n")


def test_tags_make_no_objects_and_circles_end() -> None:
    front = read("---\ntitle: !!python/object/apply:os.system [ls]\n---\n")
    assert codes(front) == ["CFG002 a.md:2:1"]
    (circle,) = read("---\ntitle: T\nkeywords: &a [*a]\n---\n").findings
    assert (str(circle.where), "levels of nesting" in circle.message) == ("a.md:3:11", True)


@pytest.mark.parametrize(
    "line",
    [
        "lang: english",
        "dir: up",
        "toc: maybe",
        "title: [a]",
        "author: {orcid: 1}",
        "dialect: rst",
        "base_url: example.org",
        "base_url: http://[",
        "style: ../x",
        "slug: '!!'",
        "image_dpi: 50",
        "image_dpi: 10.5",
        "title: '" + "*a " * 1000 + "'",
    ],
)
def test_a_value_that_cannot_be_used_is_an_error_at_its_key(line: str) -> None:
    front = read(f"---\n# remark\n{line}\n---\n")
    assert codes(front) == ["CFG002 a.md:3:1"]
    assert front.settings == read("").settings


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Toc: maybe", "the value of “Toc” cannot be used: must be true or false"),
        ("direction: up", "the value of “direction” cannot be used: must be ltr or rtl"),
        ("title: [a]", "the value of “title” cannot be used: must be text"),
        (
            "style: ../x",
            "the value of “style” cannot be used: "
            "must be a name of letters, digits and hyphens, without folders",
        ),
        ("lang: en_GB", "the value of “lang” cannot be used: “en_GB” is not a language tag; "),
    ],
)
def test_what_a_value_must_be_is_a_plain_sentence(line: str, told: str) -> None:
    (finding,) = read(f"---\n{line}\n---\n").findings
    assert finding.message.startswith(told)


def test_every_wrong_value_is_found_and_the_right_ones_count() -> None:
    front = read("---\ntoc: maybe\ntitle: T\ndir: up\nauthor: A\n---\n")
    assert codes(front) == ["CFG002 a.md:2:1", "CFG002 a.md:4:1"]
    assert (front.settings.title, front.settings.authors) == ("T", ("A",))


def test_unknown_keys_are_a_warning_when_near_and_one_note_when_foreign() -> None:
    front = read("---\ntitel: x\nlayout: y\nredirect_from: [z]\nkeyword: a\n---\n")
    assert [(finding.code, str(finding.where), finding.severity) for finding in front.findings] == [
        ("CFG003", "a.md:2:1", Severity.WARNING),
        ("CFG003", "a.md:5:1", Severity.WARNING),
        ("CFG004", "a.md:3:1", Severity.NOTE),
    ]
    assert "“title”" in front.findings[0].hint
    assert front.findings[2].message.endswith("layout, redirect_from")


def test_a_key_given_twice_is_a_warning_and_the_last_counts() -> None:
    front = read("---\ntitle: a\nTitle: b\n---\n")
    assert (front.settings.title, codes(front)) == ("b", ["CFG005 a.md:3:1"])


def test_a_resource_root_is_not_for_front_matter() -> None:
    front = read("---\nresource_root: /\n---\n")
    assert (front.settings.resource_root, codes(front)) == (None, ["CFG004 a.md:2:1"])


def test_a_document_without_language_is_an_error() -> None:
    front = read("Text", Settings())
    assert [finding.code for finding in front.findings] == ["CFG007"]


def test_flags_win_over_front_matter_even_when_that_is_wrong() -> None:
    front = read("---\nlang: english\nstyle: a\n---\n", Settings(), {"lang": "he", "style": "b"})
    assert (front.settings.lang, front.settings.dir, front.settings.style) == ("he", "rtl", "b")
    assert front.findings == ()


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        (b"---\nslug: Hydref 2026\n---\n", "x/Hydref-2026/Hydref-2026"),
        (b"+++\nslug = 'a'\n+++\n", "x/a/a"),
        (b"slug: text", "x/y/y"),
        (b"---\nslug: [a]\n---\n", "x/y/y"),
        (b"\xff\xfe\x00\xd8x", "x/y/y"),
    ],
)
def test_a_slug_names_the_outputs(tmp_path: Path, text: bytes, stem: str) -> None:
    file = tmp_path / "x" / "y.md"
    file.parent.mkdir()
    file.write_bytes(text)
    place = SourceFile("x/y.md", file, tmp_path, "x/y/y")
    assert placed(place, Settings()).place.stem == stem


@pytest.mark.parametrize(
    "block",
    [
        "---\nslug: x\na: &a [" + "*a," * 10 + "]\n---\n",
        "+++\na = " + "[" * 5000 + "\n+++\n",
        "+++\na = " + "1" * 5000 + "\n+++\n",
    ],
)
def test_front_matter_that_grows_without_end_is_an_error(block: str) -> None:
    assert "CFG001" in {finding.code for finding in read(block + "Text.\n").findings}


def test_characters_that_no_output_carries_are_left_out_of_values() -> None:
    front = read('---\ntitle: "a\\u0007b\\uFFFE"\nlang: en\n---\nText.\n')
    assert front.settings.title == "ab"


def test_who_has_evaluated_and_when_belong_together() -> None:
    both = "---\nevaluated_by: Access team\nevaluated_on: 2026-11-20\n---\n"
    assert codes(read(both)) == []
    assert codes(read("---\nevaluated_by: Access team\n---\n")) == ["CFG014 a.md:2:1"]
    assert codes(read("---\nevaluated_on: 2026-11-20\n---\n")) == ["CFG014 a.md:2:1"]
    assert codes(read(both.replace("2026-11-20", "soon"))) == ["CFG002 a.md:3:1", "CFG014 a.md:2:1"]
