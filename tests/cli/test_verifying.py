"""`docforge verify`: what it finds reaches the report, and stays until the next export."""

import json
from pathlib import Path

import pytest
from test_mail_documents import delivered

from docforge.cli import verifying
from docforge.export import Format, Status
from docforge.findings import Finding, Outcome, Severity, Verdict, Where
from docforge.run.reporting import conclude
from docforge.verify.delivered import DeliveredFile

REFUSAL = Finding("verapdf:7.1-3", Severity.ERROR, "untagged content", Where("harbour.pdf"))


@pytest.fixture
def output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An output folder, and one judge that refuses every PDF in it."""
    delivered(tmp_path, Status.EXPORTED)

    def judged(files: list[DeliveredFile]) -> list[tuple[DeliveredFile, Verdict]]:
        refused = Verdict("verapdf ua1", "1.30", Outcome.FAILED, (REFUSAL,))
        return [(one, refused) for one in files if one.format is Format.PDF]

    monkeypatch.setattr(verifying, "judged", judged)
    return tmp_path


def verify(output: Path) -> str:
    """The page after a verification."""
    verifying.record(output, verifying.verify(output, []))
    return (output / "index.html").read_text("utf-8")


def test_verdicts_reach_the_page_the_json_and_the_junit_xml(output: Path) -> None:
    page = verify(output)
    assert "A judge refused a file of this document." in page
    assert "verapdf 1.30 (ua1)" in page
    assert "untagged content" in page
    (record,) = json.loads((output / "report.json").read_text("utf-8"))["documents"]
    said = {(verdict["judge"], verdict["outcome"]) for verdict in record["verdicts"]}
    assert said >= {("manifest txt", "passed"), ("verapdf ua1", "failed")}
    assert 'name="verapdf ua1 1.30"' in (output / "junit.xml").read_text("utf-8")


def test_a_file_that_was_edited_by_hand_is_told_on_the_page(output: Path) -> None:
    (output / "news" / "harbour" / "harbour.txt").write_text("Better so.", "utf-8")
    assert "The file is not the one that was delivered: its hash differs." in verify(output)


def test_verdicts_stay_when_nothing_is_exported_and_go_with_the_next_export(output: Path) -> None:
    page = verify(output)
    conclude(output)
    assert (output / "index.html").read_text("utf-8") == page
    delivered(output, Status.EXPORTED)
    assert "verapdf" not in (output / "index.html").read_text("utf-8")
