"""A style that extends another one says what differs, and nothing else."""

import re
from pathlib import Path

import pytest

from docforge.document import Document, Heading, Meta, Text
from docforge.errors import UsageError
from docforge.style import (
    ContentsRule,
    Style,
    forget_styles,
    load_style,
    style_answer,
    style_problems,
)
from docforge.style.furniture import listed_headings

BRIEFING = load_style("briefing")
EXTENDS = 'extends = "briefing"\n'


def house(folder: Path, table: str, **sheets: str) -> Style:
    write(folder, "house", table, **sheets)
    return load_style("house", [folder])


def write(folder: Path, name: str, table: str, **sheets: str) -> None:
    (folder / name).mkdir()
    (folder / name / "style.toml").write_text(table, encoding="utf-8")
    for sheet, text in sheets.items():
        (folder / name / f"{sheet}.css").write_text(text, encoding="utf-8")


def refusal(folder: Path, table: str) -> str:
    with pytest.raises(UsageError) as caught:
        house(folder, table)
    return caught.value.message


@pytest.mark.slow
def test_letter_in_place_of_a4_is_one_line(tmp_path: Path) -> None:
    style = house(tmp_path, 'extends = "briefing"\npage-size = "Letter"\n')
    assert (style.page.width, style.page.height) == (215.9, 279.4)
    assert style.page.letters == BRIEFING.page.letters
    assert (style.screen_css, style.epub_css) == (BRIEFING.screen_css, BRIEFING.epub_css)


def test_a_table_is_extended_key_by_key(tmp_path: Path) -> None:
    style = house(tmp_path, 'extends = "briefing"\n[letters]\ntitle = 30\n')
    assert (style.page.letters.title, style.page.letters.text) == (30, 12)


@pytest.mark.slow
def test_own_sheets_stand_behind_those_that_are_extended(tmp_path: Path) -> None:
    style = house(tmp_path, 'extends = "briefing"\n', screen="h2 { font-weight: 400; }\n")
    assert style.screen_css == f"{BRIEFING.screen_css}h2 {{ font-weight: 400; }}\n"
    assert style.print_css == BRIEFING.print_css


def test_a_style_may_extend_one_of_the_project(tmp_path: Path) -> None:
    write(tmp_path, "ministry", 'extends = "briefing"\ntoc-depth = 3\n[letters]\ntitle = 30\n')
    style = house(tmp_path, 'extends = "ministry"\n[letters]\ntitle = 24\n')
    assert (style.contents.depth, style.page.letters.title) == (3, 24)


@pytest.mark.parametrize(("most", "levels"), [(4, {2, 3}), (3, {2}), (1, {2})])
def test_contents_with_too_many_entries_list_fewer_ranks(most: int, levels: set[int]) -> None:
    ranks = (2, 3, 3, 2, 4)
    headings = tuple(
        Heading(level, (Text(f"Part {at}"),), f"part-{at}") for at, level in enumerate(ranks)
    )
    document = Document(Meta((Text("Title"),), "en"), headings)
    listed = listed_headings(document, ContentsRule(1, most=most))
    assert {heading.level for heading in listed} == levels


@pytest.mark.slow
def test_own_sheets_are_checked_with_the_colours_that_they_extend(tmp_path: Path) -> None:
    pale = "p { color: var(--accent); background: var(--accent); }\n"
    write(tmp_path, "house", 'extends = "briefing"\n', screen=f"\n{pale}", print="p { order: 1 }")
    found = [(one.file, one.line) for one in style_problems("house", [tmp_path])]
    assert set(found) == {("screen.css", 2), ("print.css", 1)}
    with pytest.raises(UsageError, match=r"screen\.css:2"):
        load_style("house", [tmp_path])


@pytest.mark.slow
def test_what_a_style_extends_shapes_the_outputs(tmp_path: Path) -> None:
    write(tmp_path, "ministry", 'extends = "briefing"\n')
    write(tmp_path, "house", 'extends = "ministry"\n')
    before = style_answer("house", (tmp_path,))
    (tmp_path / "ministry" / "print.css").write_text("h2 { font-weight: 400; }\n")
    forget_styles()
    assert style_answer("house", (tmp_path,)) != before


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('extends = "breifing"', "1: extends “breifing” is no style; did you mean “briefing”?"),
        ('extends = "house"', "1: extends goes in a circle: house extends house"),
        (
            EXTENDS + 'page-size = "A44"',
            "2: page-size “A44” is neither a sheet nor width and height such as",
        ),
        (
            EXTENDS + "\n[letters]\ntitel = 9",
            "4: letters.titel is not a key of a style; did you mean “title”?",
        ),
        (
            EXTENDS + '[brand.fonts]\ntext = "Fira San"',
            "3: brand.fonts.text “Fira San” is no font of this style; did you mean “Fira Sans”?",
        ),
        (EXTENDS + "toc-most = 0", "2: toc-most is 0: write a whole number above 0"),
        (EXTENDS + "toc-depth = 0", "2: toc-depth is 0: write a whole number above 0"),
        (
            EXTENDS + 'brand.colours.acent = "#000"',
            "2: brand.colours.acent is not a key of a style; did you mean “accent”?",
        ),
        (
            EXTENDS + '[brand.colours]\naccent = "blue"',
            "3: brand.colours.accent “blue” is not a colour: write it as “#0b4f6c”",
        ),
        (
            EXTENDS + "[brand]\ncolors = 1",
            "3: brand.colors is not a key of a style; did you mean “colours”?",
        ),
    ],
)
def test_what_cannot_be_used_is_told_with_file_and_line(
    tmp_path: Path, table: str, said: str
) -> None:
    assert f"house/style.toml:{said}" in refusal(tmp_path, table)


def test_a_value_of_an_extended_style_is_told_where_it_stands(tmp_path: Path) -> None:
    write(tmp_path, "ministry", 'extends = "briefing"\n\nmeasure = "wide"\n')
    assert "ministry/style.toml:3: measure “wide”" in refusal(tmp_path, 'extends = "ministry"\n')


# --- Fonts -------------------------------------------------------------------------------


@pytest.mark.slow
def test_headings_may_be_set_in_a_font_of_their_own(tmp_path: Path) -> None:
    style = house(tmp_path, 'extends = "briefing"\n[brand.fonts]\nheadings = "IBM Plex Mono"\n')
    rules = dict(
        re.findall(r'^([^{\n]*\bh2\b[^{\n]*) \{ font-family: "([^"]+)"', style.print_css, re.M)
    )
    assert set(rules.values()) == {"IBM Plex Mono"}
    assert any(":root h2" in selector for selector in rules)
    assert any('[lang|="ja"] h2' in selector for selector in rules)


@pytest.mark.slow
def test_another_text_font_keeps_the_one_before_for_letters_that_it_lacks(tmp_path: Path) -> None:
    style = house(tmp_path, 'extends = "briefing"\n[brand.fonts]\ntext = "IBM Plex Mono"\n')
    assert ':root { font-family: "IBM Plex Mono", "Fira Sans", "Noto Sans"' in style.print_css


# --- Colours -----------------------------------------------------------------------------


@pytest.mark.slow
def test_one_colour_of_the_house_is_enough(tmp_path: Path) -> None:
    style = house(tmp_path, 'extends = "briefing"\n[brand.colours]\naccent = "#8a1538"\n')
    light, dark = dict(style.colours.light), dict(style.colours.dark)
    assert light["accent"] == light["link"] == "#8a1538"
    assert dark["accent"] == dark["link"] not in ("#8a1538", "#93cdf0")
    assert "--accent: #8a1538;" in style.screen_css
    assert f"--accent: {dark['accent']};" in style.screen_css
    assert "color: #8a1538" in style.print_css


@pytest.mark.slow
def test_a_dark_colour_that_is_said_counts(tmp_path: Path) -> None:
    colours = 'accent = "#8a1538"\ndark.accent = "#ffb3c7"\n'
    style = house(tmp_path, f'extends = "briefing"\n[brand.colours]\n{colours}')
    dark = dict(style.colours.dark)
    assert dark["accent"] == dark["link"] == "#ffb3c7"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            'accent = "#f2a900"',
            "brand.colours.accent “#f2a900” on ground “#ffffff” has a contrast of 2.0:1, and 4.5:1 "
            "is needed (WCAG 2.2 AA); “#936600” would pass",
        ),
        ('dark.text = "#333333"', "brand.colours.dark.text “#333333” on ground “#14191e”"),
        ('line = "#dddddd"', "and 3.0:1 is needed (WCAG 2.2 AA)"),
        ('callout = "#0b4f6c"', "brand.colours.callout “#0b4f6c” under text “#10212b”"),
    ],
)  # fmt: skip
def test_a_pair_that_cannot_be_read_is_refused_with_a_colour_that_can(
    tmp_path: Path, line: str, said: str
) -> None:
    message = refusal(tmp_path, f'extends = "briefing"\n[brand.colours]\n{line}\n')
    assert said in message
    assert re.search(r"house/style\.toml:[23]: ", message)


@pytest.mark.slow
def test_the_colour_that_would_pass_does_pass(tmp_path: Path) -> None:
    message = refusal(tmp_path, 'extends = "briefing"\nbrand.colours.accent = "#f2a900"\n')
    (told,) = re.findall(r"“(#[0-9a-f]{6})” would pass", message)
    write(tmp_path, "other", f'extends = "briefing"\nbrand.colours.accent = "{told}"\n')
    assert dict(load_style("other", [tmp_path]).colours.light)["accent"] == told
