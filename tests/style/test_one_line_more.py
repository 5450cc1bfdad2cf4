"""A style with one line more: refused for every format, or every format is made and proven."""

import re
import tomllib
from pathlib import Path

import pytest
from every_node import DOCUMENT

from docforge.conformance import FAULTLESS
from docforge.export import FORMATS
from docforge.findings import Outcome
from docforge.formats import renderer
from docforge.style import load_style
from docforge.style.checks import problems
from docforge.verify.gated import gated
from docforge.verify.readback import read_back

ROOT = Path(__file__).parents[2]
LINES = tomllib.loads(Path(__file__).with_name("one_line_more.toml").read_text("utf-8"))
MADE, PASSED = LINES.pop("made"), LINES.pop("passed")
SHEETS = ("screen.css", "print.css", "epub.css")


@pytest.mark.sampled(8)
@pytest.mark.parametrize("line", [line for lines in LINES.values() for line in lines])
@pytest.mark.parametrize("sheet", SHEETS)
def test_a_line_that_readers_would_suffer_from_is_told(sheet: str, line: str) -> None:
    before = "html { color: #111111; }\n"
    assert [one.line for one in problems(sheet, f"{before}{line}\n")][:1] == [2]


@pytest.mark.sampled(4)
@pytest.mark.parametrize("line", [*MADE, *PASSED])
@pytest.mark.parametrize("sheet", SHEETS)
def test_what_a_style_is_for_is_not_refused(sheet: str, line: str) -> None:
    assert problems(sheet, f"html {{ color: #111111; }}\n{line}\n") == ()


@pytest.mark.slow
@pytest.mark.parametrize("line", MADE)
def test_what_a_style_is_for_is_made_and_proven_in_every_format(tmp_path: Path, line: str) -> None:
    own = tmp_path / "own"
    own.mkdir()
    own.joinpath("style.toml").write_text('extends = "briefing"\n', "utf-8")
    for sheet in SHEETS:
        own.joinpath(sheet).write_text(f"{line}\n", "utf-8")
    style = load_style("own", [tmp_path])
    for kind in FORMATS.values():
        rendering = renderer(kind)(DOCUMENT, style, standing=FAULTLESS)
        (proof,) = read_back(DOCUMENT, style, [rendering], standing=FAULTLESS)
        assert proof.verdict.outcome is Outcome.PASSED, proof.verdict
        assert gated(kind, rendering.content, "briefings/sample").outcome is not Outcome.FAILED


def test_the_guide_tells_how_many_lines_were_tried() -> None:
    guide = (ROOT / "docs/guide/verifying.md").read_text("utf-8")
    told = dict(re.findall(r"^\| ([a-z ]+) \| `[^|]+` \| (\d+) of \d+ \|", guide, re.MULTILINE))
    assert told == {kind: str(len(lines)) for kind, lines in LINES.items()}
