import re
from pathlib import Path
from string import Formatter

import pytest

from docforge.errors import ToolMissing, UsageError
from docforge.style import Style, load_style, load_words, page_rule
from docforge.style.colours import read_colours
from docforge.style.page import read_geometry

WORDS = Path(__file__).parents[2] / "src" / "docforge" / "style" / "words"
ENGLISH = load_words("en").entries


@pytest.fixture(scope="module")
def style() -> Style:
    return load_style("briefing")


def placeholders(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("lang", sorted(path.stem for path in WORDS.glob("*.toml")))
def test_every_word_list_has_every_key_and_placeholder(lang: str) -> None:
    entries = load_words(lang).entries
    assert list(entries) == list(ENGLISH)
    assert all(text.strip() for text in entries.values())
    for key, text in ENGLISH.items():
        assert placeholders(entries[key]) == placeholders(text), key


def test_the_languages_that_are_promised_have_their_own_words() -> None:
    promised = """
        am ar bg bn bs ca cs cy da de el en es et fa fi fr ga gd gu he hi hr hu id it ja ko lt lv mt
        nb nl pa pl pt ro ru sk sl so sr sr-Latn sv ta th tr uk ur vi zh-Hans zh-Hant
    """
    there = sorted(path.stem for path in WORDS.glob("*.toml"))
    assert there == promised.split(), "name the language here: its words are a promise"


@pytest.mark.parametrize("lang", sorted(path.stem for path in WORDS.glob("*.toml")))
def test_no_word_list_is_a_copy_of_the_english_one(lang: str) -> None:
    entries = load_words(lang).entries
    same = [key for key, text in ENGLISH.items() if entries[key] == text]
    assert lang == "en" or len(same) < len(ENGLISH) / 3, f"translate these: {', '.join(same)}"


@pytest.mark.parametrize(
    ("lang", "contents"),
    [
        ("en-GB", "Contents"),
        ("EN", "Contents"),
        ("de-AT-1996", "Inhalt"),
        ("zh", "目录"),
        ("zh-CN", "目录"),
        ("zh-TW", "目錄"),
        ("zh-Hant-HK", "目錄"),
        ("zh-hk", "目錄"),
        ("iw", "תוכן העניינים"),
        ("no", "Innhold"),
        ("nb-NO", "Innhold"),
        ("sr-RS", "Садржај"),
        ("sr-Latn-RS", "Sadržaj"),
    ],
)
def test_words_are_found_by_the_longest_fitting_tag(lang: str, contents: str) -> None:
    words = load_words(lang)
    assert words["contents"] == contents
    assert words.lang == lang


def test_a_language_without_words_gets_english_ones_that_say_so() -> None:
    words = load_words("haw")
    assert (words.lang, words.dir, words["notes"]) == ("en", "ltr", "Notes")


@pytest.mark.parametrize("lang", ["ar-EG", "fa", "he", "ur"])
def test_right_to_left_words_say_their_direction(lang: str) -> None:
    assert load_words(lang).dir == "rtl"


def test_an_unknown_key_is_a_bug() -> None:
    with pytest.raises(KeyError):
        load_words("en")["no such words"]


def test_placeholders_are_filled() -> None:
    assert load_words("en").say("image-missing", name="map.png") == ("Image not available: map.png")


def test_an_unknown_style_names_the_known_ones() -> None:
    with pytest.raises(UsageError) as caught:
        load_style("brefing")
    assert "brefing" in caught.value.message
    assert "briefing" in caught.value.hint


def test_a_style_is_read_once() -> None:
    assert load_style("briefing") is load_style("briefing")


MINIMAL = """
toc-from = 3
page-size = "Letter"
fallback = ["Text"]
font = []
[families]
ja = ["Kana"]
"""


def write_style(folder: Path, name: str, table: str) -> None:
    home = folder / name
    home.mkdir()
    for sheet in ("screen.css", "print.css", "epub.css"):
        (home / sheet).write_text(f"/* {sheet} */\n", encoding="utf-8")
    (home / "style.toml").write_text(table, encoding="utf-8")


def test_a_style_of_ones_own_comes_before_the_shipped_one(tmp_path: Path) -> None:
    write_style(tmp_path, "briefing", MINIMAL)
    own = load_style("briefing", [tmp_path])
    assert (own.contents.least, own.page.width, own.page.height, own.fonts) == (3, 215.9, 279.4, ())
    assert own.screen_css.endswith("/* screen.css */\n")


@pytest.mark.parametrize("wrong", ["toc-from = ", "page-size = 'A4'"])
def test_a_broken_style_is_told_by_its_name(tmp_path: Path, wrong: str) -> None:
    write_style(tmp_path, "house", wrong)
    with pytest.raises(UsageError, match="house"):
        load_style("house", [tmp_path])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('page-size = "A44"', "; did you mean “A4”?"),
        ('page-size = "leter landscape"', "did you mean “Letter”?"),
        ('page-size = "100px 100px"', "width and height such as “180mm 240mm”"),
        ('pagesize = "A5"', "pagesize is not a key of a style; did you mean “page-size”?"),
        ('text-size = "big"', "text-size “big” is not a length: write a number and one of mm"),
        ('margins = "1in 1in 1in 1in 1in"', "are not one to four lengths"),
        ('margins = "90mm"', "margins leave 85 by 332 points for letters of 12 points"),
        ('margins = "20mm 20mm 6mm"', "margins leave 6mm at the bottom, and 8mm are needed"),
        ('margins = "7mm"\nletters.running = 20', "leave 7mm at the top, and 15mm are needed"),
        ('text-size = "8.5pt"', "text-size “8.5pt” is too small to read: 9pt is the least"),
        ('wide-tables = "row"', "wide-tables “row” is not known; did you mean “rows”?"),
        ('measure = "wide"', "write a number and ch, em, rem or px"),
        ('image-line = "wide"', "image-line is wide: write a number above 0"),
        (
            "letters = { titel = 20 }",
            "letters.titel is not a key of a style; did you mean “title”?",
        ),
        ("cells = { wide = -1 }", "cells.wide is -1: write a number above 0"),
    ],
)
def test_a_measure_that_cannot_be_used_is_told(tmp_path: Path, line: str, said: str) -> None:
    table = MINIMAL.replace('page-size = "Letter"\n', "")
    write_style(tmp_path, "house", f"{line}\n{table}")
    with pytest.raises(UsageError) as caught:
        load_style("house", [tmp_path])
    assert said in caught.value.message


def test_a_value_that_a_sheet_names_wrongly_is_told(tmp_path: Path) -> None:
    write_style(tmp_path, "house", MINIMAL)
    sheet = "h1 { font-size: var(--df-titel); color: var(--own); }"
    (tmp_path / "house" / "print.css").write_text(sheet, encoding="utf-8")
    with pytest.raises(UsageError, match=r"print\.css: var\(--df-titel\) is not .*“df-title”"):
        load_style("house", [tmp_path])


@pytest.mark.parametrize(
    ("size", "upright", "turned", "broad"),
    [
        ("A4", (210, 297), (297, 210), (420, 297)),
        ("a5", (148, 210), (210, 148), (297, 210)),
        ("Letter", (215.9, 279.4), (279.4, 215.9), (431.8, 279.4)),
        ("A4 landscape", (297, 210), (297, 210), (420, 297)),
        ("10cm 180mm", (100, 180), (180, 100), (200, 180)),
    ],
)
def test_larger_pages_follow_from_the_page_size(
    size: str, upright: tuple[float, ...], turned: tuple[float, ...], broad: tuple[float, ...]
) -> None:
    page = read_geometry({"page-size": size})
    sheets = [(sheet.width, sheet.height) for sheet in (page, page.turned, page.broad)]
    assert sheets == [upright, turned, broad]


def test_letters_grow_in_proportion_to_the_text() -> None:
    letters = read_geometry({"text-size": "22pt"}).letters
    assert (round(letters.title, 6), round(letters.wide, 6)) == (49.5, 20.166667)


def test_the_shipped_style_says_what_is_taken_when_a_style_says_nothing(style: Style) -> None:
    assert read_geometry({}) == style.page


def test_the_colours_of_the_shipped_style_are_those_of_styles_that_say_none(style: Style) -> None:
    assert read_colours([{}], "brand.colours") == style.colours


def test_no_sheet_that_is_delivered_asks_for_a_property_of_docforge(style: Style) -> None:
    assert "var(--df-" not in style.screen_css + style.print_css + style.epub_css


def test_a_missing_sheet_is_told_without_the_folders_of_the_machine(tmp_path: Path) -> None:
    write_style(tmp_path, "house", MINIMAL)
    (tmp_path / "house" / "screen.css").unlink()
    with pytest.raises(
        UsageError, match=r"'house' cannot be used: screen\.css: No such file"
    ) as told:
        load_style("house", [tmp_path])
    assert str(tmp_path) not in told.value.message


def test_a_font_package_that_is_not_installed_is_named(tmp_path: Path) -> None:
    font = '[[font]]\nfamily = "Nowhere Sans"\npackage = "fontpkg_nowhere"\nfile = "a.ttf"\n'
    table = MINIMAL.replace("font = []\n", "") + font + "weight = 400\nitalic = false\n"
    write_style(tmp_path, "house", table)
    with pytest.raises(ToolMissing) as caught:
        load_style("house", [tmp_path])
    assert "Nowhere Sans" in caught.value.message
    assert "fontpkg-nowhere" in caught.value.hint


def test_the_fonts_of_the_shipped_style_are_installed(style: Style) -> None:
    faces = {(font.family, font.weight, font.italic) for font in style.fonts}
    assert len(faces) == len(style.fonts) == 8
    assert all(font.content for font in style.fonts)


@pytest.mark.parametrize(
    ("lang", "family"),
    [
        ("zh-Hans", "Noto Sans CJK SC"),
        ("zh-Hant", "Noto Sans CJK TC"),
        ("zh-HK", "Noto Sans CJK HK"),
        ("ja", "Noto Sans CJK JP"),
        ("ko", "Noto Sans CJK KR"),
    ],
)
def test_each_language_of_han_letters_gets_its_own_forms(
    style: Style, lang: str, family: str
) -> None:
    rules = re.findall(r'^\[lang\|="([^"]+)"\] \{ font-family: ([^;]+);', style.print_css, re.M)
    fitting = [stack for tag, stack in rules if lang == tag or lang.startswith(f"{tag}-")]
    first = [name.strip('"') for name in fitting[-1].split(", ")]
    assert first[:2] == ["Fira Sans", family]


def test_no_colour_emoji_font_is_asked_for(style: Style) -> None:
    """With one in the stack Pango takes digits from it."""
    assert "Emoji" not in style.print_css


def test_the_page_is_numbered_in_the_words_of_the_document(style: Style) -> None:
    rule = page_rule(style.page, style.words("de"), "ltr")
    assert 'content: "Seite " counter(page) " von " counter(pages) ""' in rule
    assert "size: 210mm 297mm" in rule


def test_running_texts_are_mirrored_from_right_to_left(style: Style) -> None:
    rule = page_rule(style.page, style.words("he"), "rtl")
    assert "@top-right { content: string(title)" in rule
    assert "@bottom-left" in rule


def test_a_running_title_keeps_numbers_and_addresses_in_their_direction(style: Style) -> None:
    title = "اتصل 01632 960 111"
    rule = page_rule(style.page, style.words("ar"), "rtl", title)
    assert "string(title)" not in rule
    assert f'"{title.split()[0]} \\2066 01632 960 111\\2069 "' in rule
    english = page_rule(style.page, style.words("ar"), "rtl", 'A "plan" \\ } x')
    assert 'content: "\\2066 A \\22 plan\\22  \\5c  \\7d  x\\2069 "' in english
    plain = page_rule(style.page, style.words("en"), "ltr", "Plan 2026: 01632 960 111")
    assert "content: string(title)" in plain


def test_a_running_title_leaves_out_marks_of_notes(style: Style) -> None:
    """WeasyPrint's string of a heading has them as letters: "The title1"."""
    rule = page_rule(style.page, style.words("en"), "ltr", "The title", is_noted=True)
    assert 'content: "The title"' in rule


# --- Contrast (WCAG 2.2, 1.4.3 and 1.4.6) --------------------------------------------------


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_text_has_enhanced_contrast_on_every_ground(style: Style, scheme: int) -> None:
    roots = re.findall(r":root \{(.*?)\}", style.screen_css, re.S)
    colours = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6})", roots[scheme]))
    on_wash = [name for name in colours if name.startswith("--hl-")]
    for name in ("--ink", "--quiet", "--accent", "--visited", "--caution", *on_wash):
        for ground in ("--paper", "--wash"):
            assert contrast(colours[name], colours[ground]) >= 7, (name, ground)
    assert contrast(colours["--ink"], colours["--mark"]) >= 7
    assert contrast(colours["--line"], colours["--paper"]) >= 1.5


def test_every_colour_on_paper_can_be_read_in_grey(style: Style) -> None:
    """Grounds are white or nearly so; every other colour is dark enough for text."""
    grounds = {"#ffffff", "#fff1b8", "#eef3f5"}
    for colour in set(re.findall(r"#[0-9a-f]{6}", style.print_css)) - grounds:
        assert contrast(colour, "#ffffff") >= 4.5, colour


def test_the_sheet_for_reading_systems_sets_no_ground_but_behind_pictures_at_night(
    style: Style,
) -> None:
    grounds = 'img { background: #ffffff; } picture img, img[alt=""] { background: none; }'
    night = f"@media (prefers-color-scheme: dark) {{ {grounds} }}"
    sheet = " ".join(style.epub_css.split())
    assert night in sheet
    assert "background" not in sheet.replace(night, "")


def test_every_colour_of_a_book_is_mixed_with_that_of_its_readers_text(style: Style) -> None:
    colours = re.findall(r"(?:^|[{;\s-])color: ([^;]+);", style.epub_css)
    mixed = [re.fullmatch(r"color-mix\(in srgb, currentColor (\d+)%, (#\w+)\)", c) for c in colours]
    assert len(mixed) == 4
    assert all(mixed)
    assert not re.search(r"#[0-9a-f]{6}", re.sub(r"color-mix\([^)]*\)|#ffffff", "", style.epub_css))


@pytest.mark.parametrize("ground", ["#000000", "#14191e", "#f4ecd8", "#ffffff"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_headings_and_links_can_be_read_on_the_ground_of_any_reading_system(
    style: Style, ground: str, scheme: str
) -> None:
    """Also on one that is dark while the machine is set to light, and the other way round."""
    text = "#e8e8e8" if contrast("#ffffff", ground) > 4.5 else "#1b1b1b"
    for role in ("accent", "link"):
        own = dict(getattr(style.colours, scheme))[role]
        mixed = "#" + "".join(
            f"{round(0.4 * int(text[at : at + 2], 16) + 0.6 * int(own[at : at + 2], 16)):02x}"
            for at in (1, 3, 5)
        )
        assert contrast(mixed, ground) >= 3, (role, mixed)


@pytest.mark.parametrize("name", ["briefing", "plain", "large-print"])
def test_no_selector_of_a_book_has_a_flag_that_epubcheck_takes_for_a_mistake(name: str) -> None:
    assert not re.search(r"""["'\w]\s+[is]\s*\]""", load_style(name).epub_css)
