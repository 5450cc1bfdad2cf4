"""The catalogue: every code is told, and the pages are made from it."""

import re
from importlib import import_module
from inspect import isfunction, signature
from pathlib import Path
from pkgutil import ModuleInfo, iter_modules

import pytest
from msgspec.structs import fields

from docforge.lint import rules
from docforge.lint.catalogue import CodeDescription, catalogue
from docforge.lint.pages import pages
from docforge.lint.registry import RULES

ROOT = Path(__file__).parents[2]


def test_every_code_that_is_raised_is_in_the_catalogue() -> None:
    raised: set[str] = set()
    for file in ROOT.joinpath("src", "docforge").rglob("*.py"):
        raised |= set(re.findall(r'"([A-Z]{3}\d{3})"', file.read_text("utf-8")))
    assert raised <= set(catalogue())


@pytest.mark.parametrize("entry", catalogue().values(), ids=lambda entry: entry.code)
def test_every_entry_is_complete(entry: CodeDescription) -> None:
    assert entry.level in ("error", "warning", "note", "off")
    empty = [each.name for each in fields(entry) if not getattr(entry, each.name)]
    assert empty == [], f"the docstring of the rule of {entry.code} lacks these parts"


@pytest.mark.parametrize("topic", list(iter_modules(rules.__path__)), ids=lambda topic: topic.name)
def test_every_rule_is_registered(topic: ModuleInfo) -> None:
    module = import_module(f"{rules.__name__}.{topic.name}")
    functions = {
        name
        for name, each in vars(module).items()
        if isfunction(each) and each.__module__ == module.__name__
        if not name.startswith("_") and list(signature(each).parameters) == ["subject"]
    }
    known = {rule.check.__name__ for rule in RULES}
    assert functions - known == set(), "src/docforge/lint/registry.py: give it a code"


def test_the_pages_are_fresh() -> None:
    there = {f.name: f.read_text("utf-8") for f in ROOT.joinpath("docs", "rules").glob("*.md")}
    stale = sorted(name for name, text in pages().items() if there.get(name) != text)
    assert stale == [], "write them anew: .venv/bin/python -m docforge.lint.pages docs/rules"
    assert set(there) == set(pages())
