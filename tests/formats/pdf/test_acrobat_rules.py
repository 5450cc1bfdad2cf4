"""What Acrobat's accessibility check asks for is in the PDF, rule by rule (docs/acrobat.md)."""

import io
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from acrobat_rules import RULES, File, file_of
from every_node import DOCUMENT
from printing import printed

from docforge.conformance import FAULTLESS
from docforge.formats.pdf import render
from docforge.style import load_style

ROOT = Path(__file__).parents[3]
SOURCES = {
    "every node": None,
    "constructs": ROOT / "tests" / "judges" / "constructs.md",
    "policy": ROOT / "input" / "policies" / "information-management.md",
    "arabic": ROOT / "input" / "ar" / "dalil-alzuwwar.md",
}
# These are for people to look at, or are off unless somebody asks for them.
NOT_COMPUTED = frozenset({"Logical Reading Order", "Color contrast", "Summary"})


@cache
def content(name: str) -> bytes:
    source = SOURCES[name]
    if source is None:
        return render(DOCUMENT, load_style("briefing"), standing=FAULTLESS).content
    return printed(source)[1].content


@pytest.mark.slow
@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("rule", RULES)
def test_a_rule_of_acrobat_is_met(rule: str, source: str) -> None:
    with pikepdf.open(io.BytesIO(content(source))) as pdf:
        assert list(RULES[rule](file_of(pdf))) == []


def test_every_rule_is_in_the_documentation() -> None:
    page = (ROOT / "docs" / "acrobat.md").read_text("utf-8")
    told = re.findall(r"^\| ([A-Z][^|]+?) \| (?:Pass|Manual|Skip)", page, re.MULTILINE)
    assert sorted(told) == sorted([*RULES, *NOT_COMPUTED])


def drop(owner: Any, key: str) -> None:
    del owner[key]


def first(file: File, role: str) -> Any:
    return next(node.node for node in file.nodes if node.role == role)


def _untag(file: File) -> None:
    page = file.pdf.pages[0]
    page.contents_add(b"BT /F 9 Tf (x) Tj ET")


def _skip(file: File) -> None:
    first(file, "H2").S = pikepdf.Name("/H4")


BREAKS: dict[str, Callable[[File], object]] = {
    "Tagged PDF": lambda file: drop(file.pdf.Root, "/MarkInfo"),
    "Primary language": lambda file: drop(file.pdf.Root, "/Lang"),
    "Title": lambda file: drop(file.pdf.Root, "/ViewerPreferences"),
    "Tagged content": _untag,
    "Tagged annotations": lambda file: setattr(first(file, "Link"), "K", pikepdf.Array([])),
    "Tab order": lambda file: drop(file.pdf.pages[0].obj, "/Tabs"),
    "Figures alternate text": lambda file: drop(first(file, "Figure"), "/Alt"),
    "Nested alternate text": lambda file: setattr(file.root.node, "Alt", "x"),
    "Associated with content": lambda file: setattr(first(file, "Figure"), "K", pikepdf.Array([])),
    "Hides annotation": lambda file: setattr(file.root.node, "Alt", "x"),
    "Rows": lambda file: setattr(first(file, "THead"), "S", pikepdf.Name("/P")),
    "TH and TD": lambda file: setattr(first(file, "TR"), "S", pikepdf.Name("/P")),
    "Regularity": lambda file: first(file, "TR").K.append(first(file, "P")),
    "List items": lambda file: setattr(first(file, "L"), "S", pikepdf.Name("/P")),
    "Lbl and LBody": lambda file: setattr(first(file, "LI"), "S", pikepdf.Name("/P")),
    "Appropriate nesting": _skip,
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("rule", BREAKS)
def test_the_rules_see_what_breaks_them(rule: str) -> None:
    with pikepdf.open(io.BytesIO(content("every node"))) as pdf:
        BREAKS[rule](file_of(pdf))
        assert list(RULES[rule](file_of(pdf))) != []
