"""Links to documents of the same run that came to nothing are told when it has ended."""

import json
from pathlib import Path

from standing import here, write

from docforge.export import Format
from docforge.run import batch
from docforge.run.astray import links_astray
from docforge.source.config import Config, Lint
from docforge.source.options import RunOptions


def astray(folder: Path, lint: Lint | None = None) -> list[tuple[str, str, int]]:
    plan = batch.plan([folder / "in"], Config())
    options = RunOptions(Config(), plan.neighbours, (Format.TEXT,))
    delivered = list(batch.run(plan.places, options, folder / "out", here))
    ended = [batch.ended(place, one) for place, one in zip(plan.places, delivered, strict=True)]
    found = (finding for finding, _ in links_astray(ended, lint or Lint()))
    return [(finding.message, str(finding.where), len(finding.hint)) for finding in found]


def test_a_link_to_a_document_that_was_blocked_says_so_until_it_is_mended(tmp_path: Path) -> None:
    write(tmp_path / "in", a="one\n\nsee link:b.md", b="BAD", c="link:d.md link:a.md", d="FAIL")
    first = astray(tmp_path)
    assert [(message, where) for message, where, hint in first if hint] == [
        ("b.md, which a link leads to, was not exported, because of its errors", "a.md:3:10"),
        ("d.md, which a link leads to, failed", "c.md:1:6"),
    ]
    assert astray(tmp_path) == first
    write(tmp_path / "in", b="good", d="good")
    assert astray(tmp_path) == []


def reported(folder: Path) -> dict[str, list[str]]:
    told = json.loads((folder / "out" / "report.json").read_text("utf-8"))
    return {
        one["source"]: [f["code"] for f in one["findings"] if f["code"] != "TST001"]
        for one in told["documents"]
    }


def test_the_report_says_so_too_as_long_as_it_is_true(tmp_path: Path) -> None:
    write(tmp_path / "in", a="see link:b.md", b="BAD", c="good")
    astray(tmp_path)
    assert reported(tmp_path) == {"a.md": ["LNK010"], "b.md": [], "c.md": []}
    page = (tmp_path / "out" / "index.html").read_text("utf-8")
    assert "b.md, which a link leads to, was not exported" in page
    astray(tmp_path)
    assert reported(tmp_path)["a.md"] == ["LNK010"]
    write(tmp_path / "in", b="good")
    astray(tmp_path)
    assert reported(tmp_path)["a.md"] == []


def test_its_level_can_be_chosen_but_it_blocks_nothing(tmp_path: Path) -> None:
    write(tmp_path / "in", a="see link:b.md", b="BAD")
    assert astray(tmp_path, Lint(levels={"LNK010": "off"})) == []
    assert len(astray(tmp_path, Lint(require="strict"))) == 1
