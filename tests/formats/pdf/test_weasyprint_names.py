"""The private names of WeasyPrint: the check of them, which imports nothing of docforge."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from runpy import run_path
from typing import Any

import pytest
import weasyprint.pdf

ROOT = Path(__file__).parents[3]
SCRIPT = ROOT / "scripts" / "weasyprint-names"
SEAM = ROOT / "src/docforge/formats/pdf/weasyprint"
NAMES = tomllib.loads((SEAM / "private_names.toml").read_text(encoding="utf-8"))
# Documented, so that WeasyPrint says when they change.
PUBLIC = {
    "weasyprint.HTML.__new__",
    "weasyprint.text.fonts.FontConfiguration",
    "weasyprint.urls.URLFetcher",
    "weasyprint.urls.URLFetcherResponse",
}
# Objects of pydyf are documented; its streams are not.
_PRIVATE = re.compile(r"weasyprint\.[\w.]+|pydyf\.(Stream\.)?[a-z_]\w*")
problems: Callable[[dict[str, Any]], Iterator[str]] = run_path(str(SCRIPT))["problems"]


@pytest.mark.slow
def test_the_installed_weasyprint_has_what_docforge_relies_on() -> None:
    run = subprocess.run([sys.executable, "-I", SCRIPT], capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (0, ""), run.stdout + run.stderr


def test_a_name_that_is_gone_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(weasyprint.pdf, "build_fonts_dictionary")
    first, *_ = problems(NAMES)
    assert first == (
        "weasyprint.pdf.build_fonts_dictionary(pdf, fonts, compress, subset, options) is gone"
    )


def test_another_signature_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    add_links = weasyprint.pdf.add_links
    monkeypatch.setattr(weasyprint.pdf, "add_links", lambda links, **more: add_links(links, **more))
    first, *_ = problems(NAMES)
    assert first.startswith("weasyprint.pdf.add_links takes (links, **more), not (links_and_")


def test_an_attribute_that_is_gone_is_named() -> None:
    box = "weasyprint.formatting_structure.boxes.TextBox"
    names = {**NAMES, "attributes": {box: ["text", "shaped_lines"]}}
    assert list(problems(names)) == [f"{box} has no attribute shaped_lines"]


def test_a_class_that_is_gone_is_named() -> None:
    names = {**NAMES, "names": ["weasyprint.formatting_structure.boxes.LetterBox"]}
    assert list(problems(names)) == ["weasyprint.formatting_structure.boxes.LetterBox is gone"]


def test_all_names_that_the_seam_imports_are_checked() -> None:
    checked = {*NAMES["names"], *NAMES["signatures"], *NAMES["attributes"], *PUBLIC}
    imported = {name for file in SEAM.rglob("*.py") for name in _names(ast.parse(file.read_text()))}
    missing = {
        name
        for name in imported
        if not any(known == name or known.startswith(f"{name}.") for known in checked)
    }
    assert missing == set()


def _names(tree: ast.Module) -> Iterator[str]:
    """The dotted names of WeasyPrint and pydyf that a module mentions or patches."""
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str(module), names=names):
                found = [f"{module}.{alias.name}" for alias in names]
            case ast.Attribute():
                found = [ast.unparse(node)]
            case ast.Call(ast.Name("Patch"), [owner, ast.Constant(str(name)), _]):
                found = [f"{ast.unparse(owner)}.{name}"]
            case _:
                found = []
        yield from filter(_PRIVATE.fullmatch, found)
