"""The catalogue: every code is told, and the pages are made from it."""

import re
from pathlib import Path

import pytest

from docforge.lint.catalogue import CodeDescription, catalogue
from docforge.lint.pages import pages

ROOT = Path(__file__).parents[2]


def test_every_code_that_is_raised_is_in_the_catalogue() -> None:
    raised: set[str] = set()
    for file in ROOT.joinpath("src", "docforge").rglob("*.py"):
        raised |= set(re.findall(r'"([A-Z]{3}\d{3})"', file.read_text("utf-8")))
    assert raised <= set(catalogue())


@pytest.mark.parametrize("entry", catalogue().values(), ids=lambda entry: entry.code)
def test_every_entry_is_complete(entry: CodeDescription) -> None:
    assert entry.level in ("error", "warning", "note", "off")
    assert all((entry.what, entry.why, entry.example, entry.mend))


def test_the_pages_are_fresh() -> None:
    """Mend with: python -m docforge.lint.pages docs/rules"""
    there = {f.name: f.read_text("utf-8") for f in ROOT.joinpath("docs", "rules").glob("*.md")}
    assert there == pages()
