"""docs/guide/style.md: who does what it says has a style, and docforge says what it says there."""

import json
import re
import shutil
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest

from docforge.cli.styling import begin, show
from docforge.errors import UsageError
from docforge.style import load_style
from docforge.style.building import _KEYS

GUIDE = (Path(__file__).parents[2] / "docs/guide/style.md").read_text("utf-8")
STEPS, REFERENCE = GUIDE.split("\n## If something is not understood\n")
_BLOCK = re.compile(r"```(\w*)\n(.*?)```", re.DOTALL)
_ROW = re.compile(r"^\| `(.+)` \| (.+) \|$", re.MULTILINE)
# Files of the font of the guide, which is not here, and of one that is.
FACES = {"Regular": "Regular", "Bold": "SemiBold", "Italic": "Italic", "BoldItalic": "LightItalic"}


def blocks(kind: str, text: str = STEPS) -> list[str]:
    return [block for language, block in _BLOCK.findall(text) if language == kind]


def written(folder: Path) -> Path:
    """The style of the guide, in `folder`; what the guide calls docforge.toml lies there too."""
    style = folder / "styles" / "harbours"
    style.mkdir(parents=True, exist_ok=True)
    tables = blocks("toml")
    (config,) = (table for table in tables if "[document]" in table)
    (several,) = (table for table in tables if table.startswith("name = {"))
    own = [table for table in tables if table not in (config, several)]
    (folder / "docforge.toml").write_text(config, "utf-8")
    (style / "style.toml").write_text("\n".join(own), "utf-8")
    (logo,) = blocks("svg")
    (style / "logo.svg").write_text(logo, "utf-8")
    (style / "logo-dark.svg").write_text(logo.replace("#14532d", "#bbf7d0"), "utf-8")
    (sheet,) = blocks("css", REFERENCE)
    (style / "print.css").write_text(sheet, "utf-8")
    found = find_spec("fontpkg_fira_sans")
    assert found is not None
    assert found.origin is not None
    files = Path(found.origin).parent / "files"
    for name, ours in FACES.items():
        shutil.copy(files / f"FiraSans-{ours}.ttf", style / f"Lato-{name}.ttf")
    return folder / "styles"


@pytest.mark.slow
def test_the_steps_make_a_style(tmp_path: Path) -> None:
    style = load_style("harbours", [written(tmp_path)])
    assert (style.page.width, len(style.brand.assets)) == (215.9, 2)
    assert dict(style.colours.light)["accent"] == "#14532d"
    assert style.brand.accessibility.said("en-GB").text.startswith("Tell us what you cannot read")
    assert {face.family for face in style.fonts} >= {"Lato"}


@pytest.mark.slow
def test_it_is_shown_in_all_formats_and_in_large_print(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path)
    monkeypatch.chdir(tmp_path)
    told = "\n".join(str(line) for line in show(None, None))
    assert "0 errors, 0 warnings, 0 notes" in told
    manifest = json.loads(Path("output/style-harbours/manifest.json").read_text())
    (entry,) = manifest["documents"]
    assert sorted(entry["outputs"]) == ["epub", "html", "pdf", "pdf-large-print", "txt"]


def test_what_it_says_that_docforge_says_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (refused,) = (text for text in blocks("") if text.startswith("brand.colours.link"))
    rows = [('brand.colours.link = "#7cb342"', refused.strip()), *_ROW.findall(REFERENCE)]
    wrong = [(line, told) for line, told in rows if " = " in line]
    assert len(wrong) == 7
    for number, (line, told) in enumerate(wrong):
        folder = tmp_path / str(number)
        (folder / "own").mkdir(parents=True)
        (folder / "own/style.toml").write_text(f'extends = "plain"\n{line}\n', "utf-8")
        with pytest.raises(UsageError) as caught:
            load_style("own", [folder])
        assert told in caught.value.message


def test_the_words_of_the_first_step_are_those_of_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file, _ = begin("harbours")
    begun = tomllib.loads(file.read_text("utf-8"))
    assert set(begun) == {"extends", "brand"}
    assert f"Wrote {file}." in GUIDE


def test_it_names_every_key() -> None:
    named = set(re.findall(r"`\[*([\w-]+)", REFERENCE))
    # Named in a sentence, or of the shipped style alone.
    assert set(_KEYS) - named <= {"image-line", "font"}
