"""Every export writes the report, and the same documents give the same report."""

import json
from pathlib import Path

import pytest

from docforge.export import Export, Format, Rendering, Status
from docforge.findings import Finding, Severity, Where
from docforge.pipeline import RunOptions
from docforge.run import local
from docforge.run.batch import plan, run
from docforge.source import SourceFile
from docforge.source.config import Config

_NAMES = ("index.html", "report.json", "junit.xml")


def work(place: SourceFile, options: RunOptions) -> Export:
    if "bad" in place.path:
        found = Finding("IMG001", Severity.ERROR, "no description", Where(place.path, 7, 1))
        return Export(place.path, place.stem, "sha256:0", Status.BLOCKED, findings=(found,))
    made = (Rendering(Format.TEXT, b"text"),)
    return Export(place.path, place.stem, "sha256:0", Status.EXPORTED, made)


def reported(folder: Path, *names: str) -> dict[str, bytes]:
    paths = [folder / name for name in names]
    for path in paths:
        path.write_text("text")
    found = plan(paths, Config())
    list(
        run(
            found.places,
            RunOptions(Config(), found.neighbours),
            folder / "out",
            local.executor(1, work),
        )
    )
    return {name: (folder / "out" / name).read_bytes() for name in _NAMES}


def test_the_report_covers_earlier_runs_and_names_no_machine(tmp_path: Path) -> None:
    reported(tmp_path, "bad.md")
    both = reported(tmp_path, "good.md")
    (bad, good) = json.loads(both["report.json"])["documents"]
    assert [bad["source"], good["source"]] == ["bad.md", "good.md"]
    assert bad["findings"][0]["line"] == 7
    assert b"line 7" in both["index.html"]
    assert b"bad.md:7:1 IMG001" in both["junit.xml"]
    assert not [name for name, content in both.items() if str(tmp_path).encode() in content]


@pytest.mark.slow
def test_the_order_of_runs_changes_nothing(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    reported(tmp_path / "a", "bad.md")
    one = reported(tmp_path / "a", "good.md")
    assert one == reported(tmp_path / "b", "good.md", "bad.md")
