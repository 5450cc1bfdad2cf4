"""What is seen of a run: a bar on a terminal, whole lines in a log, events for programs."""

import io
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from test_cli import BAD, GOOD, docforge

from docforge.cli.progress import Tally, moving, progress
from docforge.export import Export, Status
from docforge.findings import Finding, Severity, Where

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "events.schema.json").read_text(encoding="utf-8"))


def export(source: str, seconds: float = 0.0, *severities: Severity) -> Export:
    findings = tuple(Finding("ABC001", each, "message", Where(source)) for each in severities)
    return Export(source, "a/a", "", Status.EXPORTED, findings=findings, seconds=seconds)


# --- Events ------------------------------------------------------------------------------


def events(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


# jsonschema takes a second to be imported, which whoever collects tests need not wait for.


@pytest.mark.slow
def test_the_schema_of_events_is_one() -> None:
    import jsonschema

    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def validate(event: dict[str, Any]) -> None:
    import jsonschema

    jsonschema.validate(event, SCHEMA)


@pytest.mark.slow
def test_events_come_one_a_line_in_the_order_of_the_sources_and_as_the_schema_says(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.md").write_text(GOOD + "Words. " * 2000)
    (tmp_path / "b.md").write_text(BAD)
    (tmp_path / "c.md").write_bytes(b"\xff\xfe\x00")
    done = docforge(tmp_path, "export", "c.md", "b.md", "a.md", "--formats", "html", "--json")
    told = events(done)
    for event in told:
        validate(event)
    assert [event["event"] for event in told] == ["start", *["document"] * 3, "end"]
    start, *documents, end = told
    assert start["documents"] == 3
    assert [(one["source"], one["status"]) for one in documents] == [
        ("a.md", "exported"),
        ("b.md", "blocked"),
        ("c.md", "failed"),
    ]
    assert documents[1]["counts"]["error"] == len(documents[1]["findings"]) == 2
    assert documents[1]["findings"][0]["line"] == 7
    assert documents[2]["failure"]["exit_code"] == 3
    assert end["statuses"] == {"exported": 1, "draft": 0, "unchanged": 0, "blocked": 1, "failed": 1}
    assert end["exit_code"] == done.returncode == 3


# --- Lines -------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_log_gets_one_line_a_document_and_what_is_unchanged_is_only_counted(
    tmp_path: Path,
) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.md").write_text(GOOD)
    command = ("export", "a.md", "b.md", "--formats", "html")
    done = docforge(tmp_path, *command)
    assert (done.returncode, done.stderr) == (0, "")
    lines = [line for line in done.stdout.splitlines() if not line.startswith(" ")]
    assert lines[:2] == ["1 of 2: a.md: exported", "2 of 2: b.md: exported"]
    assert not {"\r", "\x1b"} & set(done.stdout)

    again = docforge(tmp_path, *command)
    assert again.stdout == "2 documents: 2 unchanged. 0 errors, 0 warnings, 0 notes.\n"
    _, document, *_ = events(docforge(tmp_path, *command, "--json"))
    validate(document)
    assert (document["status"], document["outputs"]) == ("unchanged", {"html": "a/a.html"})


@pytest.mark.slow
def test_quiet_tells_what_went_wrong_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_text(BAD)
    (tmp_path / "good.md").write_text(GOOD)
    done = docforge(tmp_path, "export", "bad.md", "good.md", "--formats", "html", "--quiet")
    assert done.stdout.startswith("1 of 2: bad.md: not exported")
    assert "IMG001 error" in done.stdout
    assert "good" not in done.stdout
    assert "2 documents" not in done.stdout
    assert docforge(tmp_path, "export", "good.md", "-q", "-v").returncode == 2


# --- Bar ---------------------------------------------------------------------------------

COLOURED = re.compile(r"\x1b\[(?:\d+;)*3\d[;m]")


def on_a_terminal(folder: Path, **environment: str) -> str:
    """What an export of all in `folder` shows on a terminal of 80 columns."""
    try:
        reader, terminal = pty.openpty()
    except OSError as error:
        pytest.fail(f"this machine has no terminal to give (mount devpts on /dev/pts): {error}")
    process = subprocess.Popen(
        [sys.executable, "-m", "docforge", "export", ".", "--formats", "html"],
        cwd=folder,
        env={
            **{name: value for name, value in os.environ.items() if name != "NO_COLOR"},
            "PYTHONPATH": str(ROOT / "src"),
            "TERM": "xterm-256color",
            "COLUMNS": "80",
            **environment,
        },
        stdout=terminal,
        stderr=terminal,
    )
    os.close(terminal)
    shown = b""
    while chunk := _read(reader):
        shown += chunk
    os.close(reader)
    assert process.wait() == 0
    return shown.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # how a terminal ends
        return b""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.md").write_text(GOOD)
    return tmp_path


@pytest.mark.slow
def test_a_terminal_has_a_bar_above_which_lines_are_told(folder: Path) -> None:
    shown = on_a_terminal(folder)
    assert "3/3" in shown
    assert "left; 0 errors, 0 warnings" in shown
    assert "a.md\x1b[0m: exported" in shown
    assert "of 3" not in shown
    assert COLOURED.search(shown)


@pytest.mark.slow
def test_a_terminal_that_cannot_redraw_has_lines(folder: Path) -> None:
    shown = on_a_terminal(folder, TERM="dumb")
    assert "3/3" not in shown
    assert "2 of 3: b.md: exported" in shown
    assert not {"\x1b"} & set(shown)


@pytest.mark.slow
def test_colours_can_be_turned_off(folder: Path) -> None:
    assert not COLOURED.search(on_a_terminal(folder, NO_COLOR="1"))


def test_each_document_is_counted_once_with_its_findings_and_the_slowest_is_named() -> None:
    tally = Tally()
    for one in (
        export("a.md", 1.0, Severity.ERROR, Severity.WARNING, Severity.NOTE),
        export("news/b.md", 2.5, Severity.WARNING),
        export("a.md", 9.0, Severity.ERROR),
    ):
        tally.add(one)
    assert str(tally) == "1 error, 2 warnings; slowest 2.5 s, b.md"
    assert len(tally.sources) == 2


def test_the_bar_shows_documents_when_they_are_finished_whoever_tells(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERM", "xterm")  # there is no bar in a terminal that is dumb
    written = io.StringIO()
    console = Console(file=written, force_terminal=True, width=80, legacy_windows=False)
    with progress(console, 3) as finished:
        finished(export("b.md", 1.0))
        finished(export("b.md", 1.0))
        finished(export("a.md", 0.5, Severity.ERROR))
    assert "2/3" in written.getvalue()
    assert "1 error, 0 warnings; slowest 1.0 s, b.md" in written.getvalue()


def test_there_is_no_bar_without_a_terminal_or_for_one_document() -> None:
    plain, terminal = Console(file=io.StringIO()), Console(file=io.StringIO(), force_terminal=True)
    assert moving(plain) is None
    with progress(terminal, 1) as finished:
        finished(export("a.md"))
    assert isinstance(terminal.file, io.StringIO)
    assert terminal.file.getvalue() == ""
