"""Each rule finds its own case and no other rule does; and all stay silent where they should."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel import Locale
from linting import lint_text, subject_of

from docforge.lint import without_words
from docforge.lint.registry import RULES
from docforge.lint.suppressions import BROKEN, UNUSED
from docforge.lint.vocabulary import languages, vocabulary
from docforge.source.config import Lint, Settings

CASES = Path(__file__).with_name("cases")
GUIDE = Path(__file__).parents[2] / "docs/guide/checking.md"
_CASE = re.compile(r"^=== (\w{6}) [^\n]+\n(.*?)^--- (\d+:\d+)$", re.MULTILINE | re.DOTALL)
_SILENT = re.compile(r"^=== ([^\n]+)\n(.*?)(?=^=== |\Z)", re.MULTILINE | re.DOTALL)
# The three that need a document of their own.
ELSEWHERE = {"LNG002"}
ALL_ON = Lint(levels={rule.code: "warning" for rule in RULES if rule.code != "DOC005"})


def cases() -> list[tuple[str, str, str]]:
    return _CASE.findall(CASES.joinpath("rules.txt").read_text("utf-8"))


def silent_cases() -> Iterator[object]:
    for title, text in _SILENT.findall(CASES.joinpath("silent.txt").read_text("utf-8")):
        yield pytest.param(text, id=title)


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("code", "text", "place"), cases(), ids=[case[0] for case in cases()])
def test_finds_this_and_nothing_else(code: str, text: str, place: str) -> None:
    if not text.startswith("---"):
        text = "\n\n" + text if place != "1:1" else text
    asked = Lint(levels={**ALL_ON.levels, code: "warning"})
    found = {(f.code, f"{f.where.line}:{f.where.column}") for f in lint_text(text, asked)}
    assert found == {(code, place)}


def test_every_rule_has_a_case() -> None:
    known = {rule.code for rule in RULES} | {UNUSED, BROKEN}
    with_case = {code for code, _, _ in cases()} | ELSEWHERE
    assert known - with_case == set(), "tests/lint/cases/rules.txt: add its case"
    assert with_case <= known


@pytest.mark.sampled(3)
@pytest.mark.parametrize("text", list(silent_cases()))
def test_stays_silent(text: str) -> None:
    assert lint_text(text, ALL_ON) == []


def test_a_text_in_another_script_than_its_language_says_is_found() -> None:
    text = "Добро пожаловать на побережье, говорит начальник порта. " * 6
    assert {f.code for f in lint_text(text)} == {"LNG002"}
    russian = Settings(title="Порт", lang="ru")
    assert lint_text(text, settings=russian) == []


ARABIC = "يسجل القادمون الجدد في الميناء خلال سبعة أيام من الوصول. " * 8


@pytest.mark.parametrize(
    "text",
    [
        f"{ARABIC}\n\nThe port is open on all days.",
        f"{ARABIC}\n\n- Ask the harbour master, 5% of fees.",
        f"{ARABIC} أو the port is open on أيام",
    ],
)
def test_a_passage_in_latin_letters_is_found_in_another_script(text: str) -> None:
    found = lint_text(text, settings=Settings(title="الميناء", lang="ar"))
    assert [(f.code, f.message.partition(" (")[2][:5]) for f in found] == [("LNG003", "Latin")]


@pytest.mark.parametrize(
    "words",
    [
        *("Harbours and Coasts Office", "[the port is open now]{lang=en}", "C++ و JSON و WHO"),
        *("https://example.org/the/port/is/open", "`the port is open now`", "Port Merrow"),
    ],
)
def test_names_and_addresses_in_latin_letters_are_none(words: str) -> None:
    arabic = Settings(title="الميناء", lang="ar")
    found = lint_text(f"{ARABIC}\n\nفي {words}", settings=arabic)
    assert [f.code for f in found if f.code == "LNG003"] == []


ENGLISH = (
    "The harbour opens on Monday. All ferries sail as planned, said the harbour master. "
    "He thanked all who had helped with the work in the last weeks.\n\n"
)
GERMAN = "Der Hafen wird am Montag eröffnet, und alle Fähren fahren nach dem neuen Plan ab sechs."
SPANISH = "El puerto abrirá el lunes y todos los barcos zarparán según lo previsto, dijo ayer."
WELSH = "Bydd yr harbwr yn agor ddydd Llun a bydd pob fferi yn hwylio fel y cynlluniwyd heddiw."
DANISH = "Havnen åbner på mandag, og alle færger sejler som planlagt, sagde chefen i går aftes."


@pytest.mark.parametrize(
    ("passage", "lang"),
    [
        *((GERMAN, "de"), (f"- {SPANISH}", "es"), (WELSH, "cy"), (f"> {GERMAN}", "de")),
        *((f"He said: “{SPANISH}” That was all.", "es"), (f"It is so. {DANISH}", "da")),
        (f"::: {{lang=fr}}\n{GERMAN}\n:::", "de"),
    ],
)
def test_a_longer_passage_in_another_language_is_found(passage: str, lang: str) -> None:
    found = [f.message for f in lint_text(ENGLISH * 3 + passage) if f.code[:3] == "LNG"]
    assert len(found) == 1
    assert f"“{lang}” and is not marked" in found[0]


@pytest.mark.parametrize(
    "passage",
    [
        *(f"[{GERMAN}]{{lang=de}}", f"::: {{lang=de}}\n{GERMAN}\n:::", f"```\n{GERMAN}\n```"),
        *(
            "The Hafenmeister said „Guten Morgen, meine Damen und Herren“ and left.",
            "`der die das`",
        ),
        "Jean-Luc Dupont, María García, Hans-Peter Müller, Søren Berg, Łukasz Nowak, "
        "Åsa Larsson, Giovanni Rossi, Ana Silva, Jürgen Braun, Noémie Petit, Zoë Maes, Ian Rees",
        "ul. Marszałkowska 10, 00-590 Warszawa, tel. 22 555 01 00, Urząd Miasta Stołecznego",
        "https://example.org/der/hafen/wird/am/montag/eroeffnet/und/alle/faehren/fahren/ab",
        "| a | b |\n|---|---|\n| 12 kg de la | 14 kg de la |\n| 1,5 l de la | 3 l de la |",
    ],
)
def test_marked_short_and_wordless_passages_are_not_judged(passage: str) -> None:
    codes = {f.code for f in lint_text(ENGLISH * 3 + passage)}
    assert not codes & {"LNG012", "LNG013"}


@pytest.mark.parametrize("lang", ["de", "de-AT", "lb", "gsw", "und"])
def test_a_text_in_its_own_language_or_in_one_much_like_it_is_in_order(lang: str) -> None:
    text = f"{GERMAN} Er dankte allen, die in den letzten Wochen bei der Arbeit geholfen haben."
    found = lint_text(text, settings=Settings(title="Der Hafen", lang=lang))
    assert not {f.code for f in found} & {"LNG012", "LNG013"}


# Languages that the identifier was not taught, and that it takes for a neighbour.
CORNISH = (
    "An yeth kernewek yw kewsys gans nebes kansow a dus yn Kernow ha dyskys yw yn skolyow rag an"
    " fleghes."
)
SORBIAN = (
    "Strowotniske sotry přińdu w měrcu do kóždeho města, zo bychu dźěći šćěpili, prošu přiwjedźće"
    " swoje dźěći do najbližšeje chorownje."
)
SCOTS = (
    "The Scots Pairlament is the devolved legislature o Scotland an the fowk o the kintra votes"
    " for its members ilka five year, sae gin ye bide here ye can vote an aw."
)
YORUBA = (
    "Ẹ káàbọ̀. Ètò yìí bẹ̀rẹ̀ ní ọjọ́ kìíní oṣù kẹta ọdún. Àwọn ọmọ ilé ẹ̀kọ́ ẹgbẹ̀rún mẹ́wàá ni yóò"
    " jẹ àǹfààní rẹ̀."
)


@pytest.mark.parametrize(
    ("lang", "text"), [("kw", CORNISH), ("hsb", SORBIAN), ("sco", SCOTS), ("yo", YORUBA)]
)
def test_a_language_that_the_identifier_mistakes_for_its_neighbour_is_in_order(
    lang: str, text: str
) -> None:
    found = lint_text(text * 2, settings=Settings(title="X", lang=lang))
    assert not {f.code for f in found} & {"LNG012", "LNG013"}


def test_an_english_text_is_told_under_the_name_of_a_language_that_is_not_taught() -> None:
    found = lint_text(ENGLISH * 3, settings=Settings(title="X", lang="kw"))
    assert "LNG012" in {f.code for f in found}


@pytest.mark.parametrize(
    ("lang", "words"),
    [("cy", "cliciwch yma"), ("fr", "en savoir plus"), ("de", "hier"), ("es", "leer más")],
)
def test_vague_links_are_known_in_each_language_with_lists(lang: str, words: str) -> None:
    text = f"[{words}](https://example.org/)"
    settings = Settings(title="T", lang=lang)
    assert [f.code for f in lint_text(text, settings=settings)] == ["LNK020"]


def test_a_language_without_lists_is_said_once() -> None:
    subject, _ = subject_of("[hier](https://example.org/)", Settings(title="T", lang="nl"))
    (said,) = without_words(subject.source, subject.document, Lint())
    assert said.code == "LNG010"
    assert "nl" in said.message


def test_every_list_of_words_can_be_read() -> None:
    assert all(vocabulary(lang) for lang in languages())


@pytest.mark.parametrize("lang", languages())
def test_every_list_of_words_is_in_the_guide_and_no_copy(lang: str) -> None:
    (line,) = re.findall("They have lists for [^.]+", GUIDE.read_text("utf-8"))
    assert str(Locale.parse(lang).get_language_name("en")) in line, (
        "docs/guide/checking.md: name the language"
    )
    assert lang == "en" or vocabulary(lang) != vocabulary("en"), "translate its values"


def test_a_silencer_takes_back_what_parsing_found_too() -> None:
    text = "<!-- docforge: off IMG001 because a draft is wanted -->\n![](pixel.png)\n"
    assert lint_text(text) == []


def test_a_silencer_in_code_is_text() -> None:
    assert lint_text("```\n<!-- docforge: off LNK020 because -->\n```\n") == []


def test_a_silencer_takes_back_its_own_code_only_and_ends_at_the_empty_line() -> None:
    text = (
        "<!-- docforge: off LNK020 because it is a quotation -->\n"
        "Read it [here](https://example.org/a), [underlined]{.underline}.\n\n"
        "Read it [here](https://example.org/a).\n"
    )
    found = {(f.code, f.where.line) for f in lint_text(text)}
    assert found == {("LST004", 2), ("LNK020", 4)}
