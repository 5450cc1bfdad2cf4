"""The cases of reading that were handed to the project, each exported in all formats.

They lie beside the project, in ../shared/cases/reading; `handed.toml` says what is right. What the
text says, the other formats say, or read-back would block the document.
"""

import os
import re
import tomllib
from pathlib import Path
from typing import TypedDict

import pytest

from docforge.export import FORMATS, Format
from docforge.findings import Severity
from docforge.pipeline import RunOptions, export
from docforge.run import batch
from docforge.source.config import load_config

HERE = Path(__file__).parent
HANDED = HERE.parents[2] / "shared" / "cases" / "reading"


class Case(TypedDict, total=False):
    """`html` is what the HTML holds, ways parted by “|”; `once` is what it holds one time."""

    says: list[str]
    never: list[str]
    codes: list[str]
    blocked: bool
    html: list[str]
    once: list[str]


CASES: dict[str, Case] = tomllib.loads((HERE / "handed.toml").read_text("utf-8"))


def test_the_cases_are_there() -> None:
    if not HANDED.is_dir() and not os.environ.get("CI"):
        pytest.skip("../shared/cases/reading is not there")
    assert {case.name for case in HANDED.iterdir()} == set(CASES)


@pytest.mark.slow
@pytest.mark.skipif(not HANDED.is_dir(), reason="../shared/cases/reading is not there")
@pytest.mark.parametrize("name", CASES)
def test_a_handed_case_is_read_as_it_was_meant(name: str) -> None:
    case = CASES[name]
    config = load_config(HANDED / name)
    plan = batch.plan([HANDED / name], config)
    place = next(place for place in plan.places if place.path == "in.md")
    made = export(place, RunOptions(config, plan.neighbours, tuple(FORMATS.values())))
    assert made.failure is None, made.failure
    told = {found.code for found in made.findings if found.severity is not Severity.NOTE}
    assert told == set(case.get("codes", ()))
    assert bool(made.renderings) != case.get("blocked", False)
    content = {one.format: one.content.decode() for one in made.renderings if _is_text(one.format)}
    text, page = content.get(Format.TEXT, ""), content.get(Format.HTML, "")
    assert [words for words in case.get("says", ()) if words not in text] == []
    assert [words for words in case.get("never", ()) if words in text] == []
    assert [mark for mark in case.get("html", ()) if not _stands(mark, page)] == []
    assert {mark: page.count(mark) for mark in case.get("once", ())} == dict.fromkeys(
        case.get("once", ()), 1
    )


def _is_text(made: Format) -> bool:
    return made in (Format.TEXT, Format.HTML)


def _stands(mark: str, page: str) -> bool:
    return re.search("|".join(map(re.escape, mark.split("|"))), page) is not None
