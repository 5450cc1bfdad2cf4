"""What a style may not do: one line more in any of its sheets, told with its file and line."""

import shutil
import tomllib
from pathlib import Path

import pytest

from docforge.errors import UsageError
from docforge.style import load_style, style_problems

ROOT = Path(__file__).parents[2]
LINES = tomllib.loads(Path(__file__).with_name("refused_lines.toml").read_text("utf-8"))["lines"]
SHEETS = ("screen.css", "print.css", "epub.css")


def copied(folder: Path, sheet: str, line: str) -> int:
    """A copy of the style with one line more; gives the number of that line."""
    shutil.copytree(ROOT / "styles" / "briefing", folder / "own")
    file = folder / "own" / sheet
    before = file.read_text("utf-8")
    file.write_text(f"{before}{line}\n", "utf-8")
    return before.count("\n") + 1


@pytest.mark.slow
@pytest.mark.parametrize("line", LINES)
def test_a_line_that_no_style_may_have_is_told_with_its_place(tmp_path: Path, line: str) -> None:
    for sheet in SHEETS:
        number = copied(tmp_path / sheet, sheet, line)
        found = style_problems("own", [tmp_path / sheet])
        assert (sheet, number) in {(one.file, one.line) for one in found}
        with pytest.raises(UsageError, match=rf"{sheet}:\d+: ") as told:
            load_style("own", [tmp_path / sheet])
        assert "docforge doctor --style own" in told.value.hint


@pytest.mark.parametrize(
    "line",
    [
        "p { color: #333333; margin: 0 0 1em; font-size: 1.1em; }",
        "h2 { border-bottom: 1px solid #777777; padding: 0.2em; font-weight: 600; }",
        "td { background: #f4f4f4; text-align: justify; }",
        "blockquote { font-style: italic; margin-inline: 2em; }",
        "ol ol { list-style-type: lower-alpha; }",
    ],
)
@pytest.mark.slow
def test_what_a_style_is_for_is_no_problem(tmp_path: Path, line: str) -> None:
    copied(tmp_path, "print.css", line)
    assert style_problems("own", [tmp_path]) == ()


@pytest.mark.slow
def test_the_shipped_style_does_nothing_of_the_kind() -> None:
    assert style_problems("briefing") == ()
