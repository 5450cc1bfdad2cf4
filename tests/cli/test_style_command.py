"""`docforge style`: a style begun is ready to export, and is shown with all that it sets."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from docforge.checking import check, read
from docforge.cli.styling import begin
from docforge.document import Block, Inline, walk
from docforge.errors import UsageError
from docforge.run.batch import plan
from docforge.source.config import Config
from docforge.source.options import RunOptions
from docforge.style import load_style

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "src/docforge/style/sample"


def docforge(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "docforge", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_a_new_style_is_that_which_it_extends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    begin("harbours")
    own, base = load_style("harbours", [tmp_path / "styles"]), load_style("briefing")
    assert (own.screen_css, own.print_css, own.page) == (base.screen_css, base.print_css, base.page)
    assert 'style = "harbours"' in Path("docforge.toml").read_text()


def test_every_line_of_a_new_style_can_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is offered behind a # is understood, but for files and fonts that are not there."""
    monkeypatch.chdir(tmp_path)
    file, _ = begin("harbours")
    whole = re.sub(r"^# (?=\[|[\w-]+ = )", "", file.read_text(), flags=re.MULTILINE)
    for part in ('text = "House Sans"\nheadings = "House Serif"\n', "masthead"):
        assert part in whole
    file.write_text(whole)
    with pytest.raises(UsageError) as caught:
        load_style("harbours", [tmp_path / "styles"])
    assert "cannot be read: No such file" in caught.value.message


def test_nothing_is_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("docforge.toml").write_text('[document]\nlang = "cy"\n')
    begin("harbours")
    assert Path("docforge.toml").read_text() == '[document]\nlang = "cy"\n'
    with pytest.raises(UsageError, match="exists already"):
        begin("harbours")


@pytest.mark.parametrize("name", ["../x", "a b", "", ".x"])
def test_a_name_that_no_style_can_have_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="cannot be the name of a style"):
        begin(name)
    assert list(tmp_path.rglob("style.toml")) == []


@pytest.mark.slow
def test_a_style_is_shown_in_all_formats_without_a_finding(tmp_path: Path) -> None:
    assert docforge(tmp_path, "style", "new", "harbours").returncode == 0
    done = docforge(tmp_path, "style", "show")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 errors, 0 warnings, 0 notes" in done.stdout
    (entry,) = json.loads((tmp_path / "output/style-harbours/manifest.json").read_text())[
        "documents"
    ]
    assert sorted(entry["outputs"]) == ["epub", "html", "pdf", "txt"]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["docforge.toml", "output", "styles"]


@pytest.mark.slow
def test_a_style_that_cannot_be_used_is_told_and_not_shown(tmp_path: Path) -> None:
    docforge(tmp_path, "style", "new", "harbours")
    file = tmp_path / "styles/harbours/style.toml"
    file.write_text(f"{file.read_text()}\npage-size = 1\n")
    done = docforge(tmp_path, "style", "show", "harbours")
    assert done.returncode == 2
    assert "harbours/style.toml:" in done.stderr


@pytest.mark.slow
def test_the_sample_has_every_construct(tmp_path: Path) -> None:
    for file in SAMPLE.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    found = plan([tmp_path / "sample.md"], Config())
    (place,) = found.places
    document = read(place, RunOptions(Config(), found.neighbours)).document
    assert check(place, RunOptions(Config(), found.neighbours)).failure is None
    kinds = {type(node) for node in walk(document)}
    left = {"Anchor", "Division", "LineBreak"}
    wanted = {kind for union in (Block, Inline) for kind in union.__args__}
    assert {kind.__name__ for kind in wanted - kinds} <= left
