"""Who speaks: what [brand] may say, and what is refused with its place."""

import shutil
from pathlib import Path

import pytest
from housing import HOUSE, house_style
from msgspec.structs import replace

from docforge.document import Meta
from docforge.errors import UsageError
from docforge.source.config import load_config
from docforge.style import load_style, load_words, style_answer
from docforge.style.brand import HouseText
from docforge.style.furniture import facts_of
from docforge.style.masthead import masthead

LOGO = (HOUSE / "logo.svg").read_bytes()


def refusal(folder: Path, table: str) -> str:
    shutil.copytree(HOUSE, folder, dirs_exist_ok=True)
    (folder / "docforge.toml").write_text(f"[brand]\n{table}\n", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        load_style("briefing", (), load_config(folder).brand)
    return caught.value.message


def test_what_a_house_says_is_said_in_the_language_of_the_document() -> None:
    parts = masthead(house_style().brand, "cy")
    assert [(part.name, part.said.text, part.said.lang) for part in parts] == [
        ("logo", "Arfbais y Swyddfa Harbyrau", ""),
        ("name", "Swyddfa’r Harbyrau a’r Arfordir", ""),
        ("partner", "Funded by the Coastal Repair Fund", "en-GB"),
    ]


def test_where_the_head_names_the_organisation_its_word_stands_before_the_authors() -> None:
    brand = house_style().brand
    head = masthead(brand, "cy")
    name = next(part.said.text for part in head if part.name == "name")
    meta = Meta((), "cy", kind="press-release", authors=("Press office",), date="2026")
    told = [
        [
            (fact.name, fact.word)
            for fact in facts_of(replace(meta, organisation=own), load_words("cy"), head)
        ]
        for own in (name, "Harbour Trust")
    ]
    assert told == [
        [("date", "published"), ("authors", "from")],
        [("organisation", "from"), ("date", "published"), ("authors", "")],
    ]


def test_a_region_of_the_language_is_no_other_language() -> None:
    text = HouseText((("en-GB", "Harbour"), ("fr", "Port")))
    spoken = {lang: text.said(lang).lang for lang in ("en", "en-US", "fr-CA", "ar")}
    assert spoken == {"en": "", "en-US": "", "fr-CA": "", "ar": "en-GB"}


def test_a_text_without_a_language_is_in_that_of_the_document() -> None:
    assert HouseText((("", "Harbour"),)).said("cy").lang == ""


@pytest.mark.slow
def test_the_house_of_the_configuration_stands_over_that_of_the_style(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "style.toml").write_text(
        'extends = "briefing"\n[brand]\nname = "Ministry"\nfooter = "Ministry of Ports"\n'
    )
    alone = load_style("own", [tmp_path]).brand
    both = load_style("own", [tmp_path], load_config(HOUSE).brand).brand
    assert (alone.name.said("en").text, alone.footer.said("en").text) == (
        "Ministry",
        "Ministry of Ports",
    )
    assert both.name.said("en").text == "Harbours and Coasts Office"


@pytest.mark.parametrize(
    ("said", "parts"),
    [('description = "Harbours"', ("logo",)), ("decorative = true", ("logo", "name"))],
)
@pytest.mark.slow
def test_a_logo_that_says_the_name_is_not_repeated_by_it(
    tmp_path: Path, said: str, parts: tuple[str, ...]
) -> None:
    (tmp_path / "logo.svg").write_bytes(LOGO)
    table = f'[brand]\nname = "Harbours"\n[brand.logo]\nfile = "logo.svg"\n{said}\n'
    (tmp_path / "docforge.toml").write_text(table)
    assert load_style("briefing", (), load_config(tmp_path).brand).brand.masthead == parts


@pytest.mark.slow
def test_another_logo_makes_other_outputs(tmp_path: Path) -> None:
    shutil.copytree(HOUSE, tmp_path, dirs_exist_ok=True)
    before = style_answer("briefing", (), load_config(tmp_path).brand)
    (tmp_path / "logo.svg").write_bytes(LOGO.replace(b"#0b4f6c", b"#0b4f6d"))
    assert style_answer("briefing", (), load_config(tmp_path).brand) != before


def test_a_house_of_its_own_file_needs_its_own_pictures(tmp_path: Path) -> None:
    (tmp_path / "styles" / "own").mkdir(parents=True)
    (tmp_path / "styles" / "logo.svg").write_bytes(LOGO)
    table = 'extends = "briefing"\n[brand.logo]\nfile = "../logo.svg"\ndecorative = true\n'
    (tmp_path / "styles" / "own" / "style.toml").write_text(table)
    with pytest.raises(UsageError, match=r"own/style\.toml:3: .* lies outside the folder"):
        load_style("own", [tmp_path / "styles"])


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("nmae = 'X'", "2: brand.nmae is not a key of a style; did you mean “name”?"),
        ("name = 3", "2: brand.name is no text: write it in quotation marks"),
        ("name = { xx-yy-zz = 'X' }", "2: brand.name.xx-yy-zz is no language"),
        ("lang = 'english'", "2: brand.lang is no language"),
        ("masthead = ['lgoo']", "2: brand.masthead “lgoo” is no part of it; did you mean “logo”?"),
        ("name = 'A\\u202eB'".replace("'", '"'), "2: brand.name holds a sign that cannot be seen"),
        ("logo = 'logo.svg'", "2: brand.logo is no table: write [brand.logo] on a line of its own"),
        ("[brand.logo]\ndecorative = true", "2: brand.logo.file is missing"),
        (
            "[brand.logo]\nfile = 'logo.svg'",
            "2: brand.logo.description says what the picture says, or decorative = true",
        ),
        (
            "[brand.logo]\nfile = 'lgo.svg'\ndecorative = true",
            "3: brand.logo.file lgo.svg cannot be read: No such file or directory",
        ),
        (
            "[brand.logo]\nfile = '../logo.svg'\ndecorative = true",
            "3: brand.logo.file ../logo.svg cannot be read: it lies outside the folder",
        ),
        (
            "[brand.logo]\nfile = 'docforge.toml'\ndecorative = true",
            "3: brand.logo.file docforge.toml cannot be used: The image file is of a type",
        ),
        (
            "[brand.logo]\nfile = 'logo.svg'\ndecorative = true\nheight = '90mm'",
            "5: brand.logo.height is not from 5mm to 60mm",
        ),
        ("back.contcat = 'x'", "2: brand.back.contcat is not a key of a style; did you mean"),
        ("fonts.text = 'Fira San'", "2: brand.fonts.text “Fira San” is no font of this style"),
        ("colours.accent = '#f2a900'", "2: brand.colours.accent “#f2a900” on ground “#ffffff”"),
    ],
)  # fmt: skip
def test_what_a_house_cannot_say_is_told_with_file_and_line(
    tmp_path: Path, table: str, said: str
) -> None:
    assert f"docforge.toml:{said}" in refusal(tmp_path, table)


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        (b"<text y='20'>Harbours</text>", "has letters in a font, which a picture cannot bring"),
        (b"<foreignObject/>", "holds what no output can carry"),
        (b"<image href='photo.png'/>", "holds what no output can carry: "),
    ],
)
def test_a_drawing_that_no_output_can_carry_whole_is_refused(
    tmp_path: Path, inside: bytes, said: str
) -> None:
    drawing = LOGO.replace(b"</svg>", inside + b"</svg>")
    (tmp_path / "other.svg").write_bytes(drawing)
    told = refusal(tmp_path, "[brand.logo]\nfile = 'other.svg'\ndecorative = true")
    assert "docforge.toml:3: brand.logo.file other.svg" in told
    assert said in told
