"""The summary: what must be seen is seen, and nothing in it moves the terminal."""

from pathlib import Path

import pytest

from docforge.cli import summary
from docforge.cli.options import Verbosity
from docforge.deliver import entry_of
from docforge.export import Export, Status
from docforge.findings import Finding, Severity, Where
from docforge.source import SourceFile


def finding(severity: Severity, line: int = 0, column: int = 0, hint: str = "hint") -> Finding:
    return Finding("ABC001", severity, f"a {severity}", Where("a.md", line, column), hint)


def told(
    folder: Path, *findings: Finding, text: str = "text", detail: Verbosity = Verbosity.NORMAL
) -> list[str]:
    file = folder / "a.md"
    file.write_text(text, encoding="utf-8")
    export = Export("a.md", "a/a", "", Status.BLOCKED, findings=findings)
    place = SourceFile("a.md", file, folder, "a/a")
    return [line.plain for line in summary.details(export, entry_of(export), place, detail)]


def test_notes_are_counted_unless_asked_for(tmp_path: Path) -> None:
    findings = [finding(Severity.NOTE)] * 3 + [finding(Severity.ERROR)]
    assert told(tmp_path, *findings) == [
        "  a.md ABC001 error: a error",
        "    hint",
        "  3 notes; -v shows them",
    ]
    assert (
        told(tmp_path, *findings, detail=Verbosity.VERBOSE).count("  a.md ABC001 note: a note") == 3
    )


def test_quiet_leaves_only_errors(tmp_path: Path) -> None:
    findings = [finding(severity) for severity in Severity]
    assert told(tmp_path, *findings, detail=Verbosity.QUIET) == [
        "  a.md ABC001 error: a error",
        "    hint",
    ]


@pytest.mark.parametrize(
    ("status", "severity", "least"),
    [
        (Status.BLOCKED, Severity.ERROR, Verbosity.QUIET),
        (Status.FAILED, None, Verbosity.QUIET),
        (Status.EXPORTED, None, Verbosity.NORMAL),
        (Status.UNCHANGED, Severity.WARNING, Verbosity.NORMAL),
        (Status.UNCHANGED, Severity.NOTE, Verbosity.VERBOSE),
    ],
)
def test_how_much_detail_a_document_needs_to_be_told(
    status: Status, severity: Severity | None, least: Verbosity
) -> None:
    findings = (finding(severity),) if severity else ()
    export = Export("a.md", "a/a", "", status, findings=findings)
    assert [detail for detail in Verbosity if summary.is_told(export, detail)] == [
        detail for detail in Verbosity if detail >= least
    ]


def test_a_hint_is_given_once(tmp_path: Path) -> None:
    assert told(tmp_path, *[finding(Severity.WARNING)] * 4).count("    hint") == 1


def test_the_caret_stands_below_the_column_also_after_wide_letters(tmp_path: Path) -> None:
    lines = told(tmp_path, finding(Severity.ERROR, 2, 4, ""), text="one\n\t漢字x\n")
    assert lines[1:] == ["    2 |  漢字x", "      |      ^"]


def test_a_long_line_is_cut_around_the_column(tmp_path: Path) -> None:
    quoted, caret = told(
        tmp_path, finding(Severity.ERROR, 1, 501, ""), text="a" * 500 + "X" + "b" * 500
    )[1:]
    assert quoted[caret.index("^")] == "X"
    assert len(quoted) < 120


def test_a_place_outside_the_source_is_not_quoted(tmp_path: Path) -> None:
    assert len(told(tmp_path, finding(Severity.ERROR, 99, 1, ""))) == 1


def test_nothing_that_a_terminal_obeys_is_shown() -> None:
    assert summary.safe("a\x1b[31m\u202e\n\tb") == "a\ufffd[31m\ufffd  b"
    assert summary.safe("می\u200cخواهم") == "می\u200cخواهم"
