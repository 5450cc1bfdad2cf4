"""TeX to MathML or to nothing, and MathML to words."""

import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from docforge.document import Math
from docforge.formats.markup.formulas import formula_element
from docforge.media import formulas
from docforge.media.formulas import speak, speech_language, to_mathml

VOICES = sorted((Path(formulas.__file__).parent / "voices").glob("*.toml"))
SPOKEN = Path(__file__).parent / "spoken"
BROKEN = ["", r"\nosuch{x}", r"\frac{a}", r"\left( x", r"\def\x{\x}\x", "{" * 500 + "x" + "}" * 500]


def cases() -> Iterator[tuple[str, str, str]]:
    """Language, TeX and words: in each file a line of TeX, and the words in the line below."""
    for file in sorted(SPOKEN.glob("*.txt")):
        lines = [line for line in file.read_text("utf-8").splitlines() if line]
        for tex, spoken in zip(lines[::2], lines[1::2], strict=True):
            yield file.stem, tex, spoken


@pytest.mark.parametrize(("lang", "tex", "spoken"), list(cases()))
def test_is_read_aloud(lang: str, tex: str, spoken: str) -> None:
    mathml = to_mathml(tex, display=False)
    assert mathml is not None
    assert speak(mathml, lang) == spoken


def test_every_voice_is_heard() -> None:
    heard = {lang for lang, _, _ in cases()}
    assert heard == {file.stem for file in VOICES}, "tests/media/spoken: add what it says"


@pytest.mark.parametrize("tex", BROKEN)
def test_is_not_converted_by_halves(tex: str) -> None:
    assert to_mathml(tex, display=True) is None


@pytest.mark.parametrize("file", VOICES, ids=lambda file: file.stem)
def test_every_language_has_all_words(file: Path) -> None:
    def keys(path: Path) -> list[tuple[str, str, list[str | None]]]:
        tables = tomllib.loads(path.read_text("utf-8"))
        return [
            (name, key, sorted(slot or "" for _, slot, _, _ in string.Formatter().parse(words)))
            for name, table in tables.items()
            for key, words in table.items()
        ]

    def slots(path: Path) -> list[tuple[str, str, set[str | None]]]:
        return [(name, key, set(found) - {""}) for name, key, found in keys(path)]

    assert slots(file) == slots(file.with_name("en.toml"))


@pytest.mark.parametrize(
    ("lang", "spoken_in"),
    [
        ("en-GB", "en-GB"),
        ("cy", "cy"),
        ("de-AT", "de-AT"),
        ("pl", "en"),
        ("und", "en"),
        ("..", "en"),
    ],
)
def test_is_read_in_the_language_of_the_document_or_in_english(lang: str, spoken_in: str) -> None:
    assert speech_language(lang) == spoken_in


def test_words_of_a_text_may_hold_what_xml_reserves() -> None:
    mathml = to_mathml(r"\text{R\&D < 5}", display=False)
    assert mathml is not None
    assert speak(mathml) == "R&D < 5"


def test_language_stands_around_the_mathml_which_may_not_carry_one() -> None:
    mathml = to_mathml("x^2", display=False)
    made = formula_element(Math("x^2", False, mathml, "x squared", lang="en"))
    assert (made.tag, made.attrib) == ("span", {"lang": "en"})
    assert [(child.tag, child.get("alttext"), child.get("lang")) for child in made] == [
        ("math", "x squared", None)
    ]


@pytest.mark.parametrize(
    ("tex", "is_taken"),
    [
        (r"x\hspace{2cm}y", True),
        (r"x\hspace{-1em}y", True),
        (r"x\hspace{999999em}y", False),
        (r"x\hspace{-50em}y", False),
        (r"\rule{1em}{9999pt}", False),
    ],
)
def test_spaces_of_a_formula_stay_on_a_page(tex: str, is_taken: bool) -> None:
    assert (to_mathml(tex, display=True) is not None) is is_taken


@pytest.mark.parametrize(
    "tex",
    [
        r'x \tag{<meta xmlns="http://www.w3.org/1999/xhtml" http-equiv="refresh"/>}',
        r'x \tag{<img xmlns="http://www.w3.org/1999/xhtml" src="http://e.example/t.gif"/>}',
        r"\text{{<script>a</script>}}",
        r"\href{javascript:alert(1)}{x}",
        r"\verb|<b>|",
        r"\fbox{<img src=x>}",
        r"\class{x}{y}",
        r"\style{color:white}{x}",
    ],
)
def test_no_markup_comes_through_a_formula(tex: str) -> None:
    assert to_mathml(tex, display=True) is None


def test_a_formula_has_no_colours_of_its_own() -> None:
    made = to_mathml(r"\color{white}x", display=False)
    assert made is not None
    assert "mathcolor" not in made
