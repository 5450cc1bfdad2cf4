"""What CONTRIBUTING, the laws and the decisions name is there."""

import re
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
    there = [
        f"/{file.relative_to(ROOT).as_posix()}"
        for folder in FOLDERS
        for file in ROOT.joinpath(folder).rglob("*")
    ]
    assert {end for end in ends if not any(path.endswith(end) for path in there)} == set()


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
