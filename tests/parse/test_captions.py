"""Captions begin with the language's word, numbered or not; what nearly does gets a suggestion."""

import pytest
from reading import parse_text

from docforge.document import Abbreviation, Figure, Table, Text, plain_text, walk
from docforge.source.config import Settings

TABLE = "| a | b |\n|---|---|\n| 1 | 2 |"
PICTURE = "![A grey cat](pixel.png)"


def read(caption: str, lang: str, owner: str, *, before: bool = True) -> tuple[str, list[str]]:
    """The caption, and the hints for what is none."""
    parts = (caption, owner) if before else (owner, caption)
    parsed = parse_text("\n\n".join(parts), Settings(title="A title", lang=lang))
    holders = [node for node in walk(parsed.document) if isinstance(node, Table | Figure)]
    said = "".join(plain_text(holder.caption) for holder in holders)
    return said, [f.hint for f in parsed.findings if f.code == "TBL015"]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize(
    ("lang", "typed", "caption"),
    [
        *(("en", "Table: Grants", "Grants"), ("en", "Table 1: Grants", "Table 1: Grants")),
        *(("en", "Table 2. Grants", "Table 2. Grants"), ("en", "Table A1 – X", "Table A1 – X")),
        *(("en", "**Table 4:** Grants", "Table 4: Grants"), ("en", "**Table: Grants**", "Grants")),
        *(("de", "Tabelle: Mittel", "Mittel"), ("de", "Tabelle 3: Mittel", "Tabelle 3: Mittel")),
        *(("de", "Table: Mittel", "Mittel"), ("cy", "Tabl 1. Grantiau", "Tabl 1. Grantiau")),
        *(("fr", "Tableau 1 : Fonds", "Tableau 1 : Fonds"), ("fr", "Tableau : Fonds", "Fonds")),
        *(("zh-Hans", "表1：经费", "表1：经费"), ("ar", "جدول 1: منح", "جدول 1: منح")),
        *(("hi", "तालिका: बंदरगाह", "बंदरगाह"), ("hi", "तालिका 1: अनुदान", "तालिका 1: अनुदान")),
        *(
            ("pl", "Tabela 2. Dotacje", "Tabela 2. Dotacje"),
            ("es", "Cuadro 1: Ayuda", "Cuadro 1: Ayuda"),
        ),
    ],
)
def test_a_caption_in_its_language(lang: str, typed: str, caption: str, before: bool) -> None:
    assert read(typed, lang, TABLE, before=before) == (caption, [])


@pytest.mark.parametrize(
    ("lang", "typed", "caption"),
    [
        *(("en", "Figure: A cat", "A cat"), ("en", "Figure 1: A cat", "Figure 1: A cat")),
        *(
            ("en", "Chart 2. Cats", "Chart 2. Cats"),
            ("de", "Abbildung 1: Eine", "Abbildung 1: Eine"),
        ),
        *(("hu", "Ábra 1: Macska", "Ábra 1: Macska"), ("ru", "Рисунок 1. Кот", "Рисунок 1. Кот")),
    ],
)
def test_a_caption_of_a_picture(lang: str, typed: str, caption: str) -> None:
    assert read(typed, lang, PICTURE, before=False) == (caption, [])


@pytest.mark.parametrize(
    ("lang", "typed", "owner", "better"),
    [
        *(("en", "Table 1 Grants", TABLE, "Table 1:"), ("en", "Tab. 2: Grants", TABLE, "Table 2:")),
        *(("en", "Tabel 1: Grants", TABLE, "Table 1:"), ("cy", "Tabelle: X", TABLE, "Tabl:")),
        *(
            ("en", "Fig. 2: A cat", PICTURE, "Figure 2:"),
            ("de", "Abb. 1: X", PICTURE, "Abbildung 1:"),
        ),
        ("en", "Tabelle 10: Grants", TABLE, "Table 10:"),
    ],
)
def test_a_near_miss_is_suggested(lang: str, typed: str, owner: str, better: str) -> None:
    said, hints = read(typed, lang, owner)
    assert said == ""
    assert [hint.partition("“")[2].partition(" ”")[0] for hint in hints] == [better]


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    "typed",
    [
        *("Table 1 shows the grants.", "Note: this is so", "Source: ONS, 2026", "Table"),
        *("Contact: the press office", "Tables 1 and 2 say more", "Total 5: see below", "Title: X"),
        *("Cable 1: a line", "Stable: it is", "A table: it is good", "Maybe: so"),
    ],
)
def test_other_lines_beside_a_table_are_left_alone(typed: str) -> None:
    assert read(typed, "en", TABLE) == ("", [])
    assert read(typed, "en", PICTURE, before=False) == ("", [])


@pytest.mark.parametrize(
    ("before", "kinds"),
    [("GDP is a sum.\n\n", [Text]), ("A sum.\n\n", [Text, Abbreviation, Text])],
    ids=["explained in the text", "explained nowhere else"],
)
def test_a_caption_keeps_its_words_where_the_text_explains_them(
    before: str, kinds: list[type]
) -> None:
    table = "| A |\n|---|\n| 1 |\n\nTable: The GDP in millions\n\n*[GDP]: gross domestic product\n"
    (found,) = (n for n in walk(parse_text(before + table).document.blocks) if isinstance(n, Table))
    assert [type(node) for node in found.caption] == kinds
    assert plain_text(found.caption) == "The GDP in millions"
