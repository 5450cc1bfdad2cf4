"""What CONTRIBUTING, the laws and the decisions name is there."""

import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
PAGES = [CONTRIBUTING, ROOT / "docs/laws.md", *sorted(ROOT.glob("docs/decisions/*.md"))]
FOLDERS = ("benchmarks", "docs", "judges", "scripts", "src", "styles", "tests")
_PATH = re.compile(r"`(\w[\w.-]*/[\w./-]*)`")
_TEST = re.compile(r"^\.venv/bin/pytest (.+)$", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_path_that_is_named_is_there(page: Path) -> None:
    """Pages may leave out the folders above, which their readers know."""
    named = set(_PATH.findall(page.read_text(encoding="utf-8")))
    ends = {f"/{name.rstrip('/')}" for name in named if "NAME" not in name}
    assert {end for end in ends if not any(path.endswith(end) for path in _paths())} == set()


@cache
def _paths() -> list[str]:
    found = (file for folder in FOLDERS for file in ROOT.joinpath(folder).rglob("*"))
    return [f"/{file.relative_to(ROOT).as_posix()}" for file in found]


@pytest.mark.parametrize("options", _TEST.findall(CONTRIBUTING.read_text(encoding="utf-8")))
def test_every_command_selects_tests(options: str) -> None:
    paths, _, word = options.partition(" -k ")
    for path in paths.split():
        found = (ROOT / path).rglob("test_*.py") if (ROOT / path).is_dir() else [ROOT / path]
        names = [
            name
            for file in found
            for name in re.findall(r"^def (test_\w+)", file.read_text(encoding="utf-8"), re.M)
        ]
        assert any(word in name for name in names), path


def test_the_changelog_tells_each_change_once() -> None:
    """Two branches that change one entry leave both."""
    lines = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split("\n")
    begun = Counter(line[:60] for line in lines if line.startswith("- "))
    assert [begin for begin, count in begun.items() if count > 1] == []


# --- Dependencies ------------------------------------------------------------------------


def _declared() -> list[tuple[str, str]]:
    """Every package of pyproject.toml with its versions, in the order that it has there."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = [
        project["project"]["dependencies"],
        *project["project"]["optional-dependencies"].values(),
        *project["dependency-groups"].values(),
    ]
    names = [re.fullmatch(r"([\w.-]+)([^;]*)(;.*)?", each) for group in groups for each in group]
    return [(name[1], name[2] or "any") for name in names if name]


def test_the_table_of_dependencies_is_that_of_the_project() -> None:
    page = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in page.split("\n") if line.startswith("| ")]
    told = [row for row in rows if row[0] != "Package"]
    assert [(name, version) for name, version, *_ in told] == _declared()
    for name, _, licence, reason in told:
        assert licence, name
        assert reason.endswith("."), name


@pytest.mark.parametrize("page", ["docs/readers.md", "docs/acrobat.md"])
def test_every_test_that_a_page_names_is_there(page: str) -> None:
    named = set(re.findall(r"`(test_\w+)(?:\.py)?`", (ROOT / page).read_text("utf-8")))
    files = [*(ROOT / "tests").rglob("test_*.py")]
    there = {path.stem for path in files}
    for path in files:
        there |= set(re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE))
    assert named - there == set()
    assert len(named) >= 3
