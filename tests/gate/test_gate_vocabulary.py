"""The gate's list holds what the writers make: names that both know, told apart on purpose."""

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from finished_files import STEM

from docforge.document import CALLOUT_KINDS, Delimiter
from docforge.formats.markup import highlight
from docforge.gate import css
from docforge.gate.vocabulary import drawing, formula, surface, table
from docforge.media.formulas import mathml
from docforge.style import load_style

SVG = "{http://www.w3.org/2000/svg}"


def test_every_name_that_drawings_may_keep_is_on_the_list() -> None:
    told = tomllib.loads(files("docforge.media.svg").joinpath("allowed.toml").read_text("utf-8"))
    # A switch is written as a group.
    assert {f"{SVG}{name}" for name in told["elements"]} - {f"{SVG}switch"} == {*drawing().elements}
    known = drawing().elements[f"{SVG}path"]
    assert [name for name in told["attributes"] + told["properties"] if name not in known] == []
    assert {*told["functions"]} <= {*table()["css"]["functions"]}


def test_every_name_that_formulas_may_keep_is_on_the_list() -> None:
    assert {*mathml._ELEMENTS} == {*table()["math"]["elements"]}
    assert {*mathml._ATTRIBUTES} == {*table()["math"]["attributes"]}
    assert formula().elements


def test_every_class_that_the_writers_know_is_on_the_lists() -> None:
    classes = {*CALLOUT_KINDS, *filter(None, Delimiter), *highlight._CLASSES.values()} - {"period"}
    assert classes - surface("page").tokens == set()
    assert classes - surface("book").tokens == set()


@pytest.mark.parametrize("style", ["briefing"])
def test_the_sheets_of_shipped_styles_pass(style: str) -> None:
    made = load_style(style)
    assert (css.sheet(made.screen_css), css.sheet(made.epub_css)) == ((), ())


def test_no_name_is_listed_twice() -> None:
    lists = [
        table()["pdf"]["names"],
        table()["css"]["properties"],
        table()["drawing"]["attributes"],
    ]
    assert [name for names in lists for name in names if names.count(name) > 1] == []


def test_the_list_is_what_the_guide_says() -> None:
    guide = Path(__file__).parents[2] / "docs" / "guide" / "verifying.md"
    assert "src/docforge/gate/vocabulary.toml" in guide.read_text("utf-8")
    assert STEM
