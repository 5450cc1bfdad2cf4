"""Outputs on their way into an e-mail: only as docforge made them, and with their doubts told."""

import shutil
from pathlib import Path

import pytest
from briefings import facts, piece
from msgspec.structs import replace

from docforge import deliver
from docforge.deliver import report
from docforge.errors import UsageError
from docforge.export import FORMATS, Export, Format, Rendering, Status
from docforge.findings import Finding, Severity, Where
from docforge.run.mail_documents import DocumentBlocked, MailDocuments, gather
from docforge.run.reporting import conclude
from docforge.source.config import Config
from docforge.source.options import RunOptions

# Not what the page says, so that it shows where an e-mail has it from.
FACTS = replace(facts(), title="Harbour news of autumn")
ERROR = Finding("IMG001", Severity.ERROR, "no description", Where("harbour.md", 7, 1))


def delivered(folder: Path, status: Status, findings: tuple[Finding, ...] = ()) -> Path:
    outputs = piece().outputs.items() if status is not Status.BLOCKED else ()
    renderings = tuple(Rendering(kind, content) for kind, content in outputs)
    stem = "news/harbour/harbour"
    export = Export("harbour.md", stem, "sha256:1", status, renderings, findings, facts=FACTS)
    entry = deliver.entry_of(export)
    deliver.deliver(folder, export, report.report_of(export, entry))
    conclude(folder)
    return folder / "news" / "harbour"


def gathered(*paths: Path) -> MailDocuments:
    return gather(paths, RunOptions(Config(), {}))


@pytest.mark.parametrize("name", ["", "harbour.pdf", "harbour.txt", "harbour.evidence.json"])
def test_a_folder_or_one_of_its_files_stands_for_the_document(tmp_path: Path, name: str) -> None:
    folder = delivered(tmp_path, Status.EXPORTED)
    found = gathered(folder / name)
    assert [(one.stem, one.facts, one.pages) for one in found.pieces] == [
        ("harbour", FACTS, {Format.PDF: 2})
    ]
    assert found.warnings == ()


def test_the_output_folder_stands_for_all_its_documents(tmp_path: Path) -> None:
    delivered(tmp_path, Status.EXPORTED)
    assert [one.stem for one in gathered(tmp_path).pieces] == ["harbour"]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_that_was_edited_by_hand_is_not_sent(tmp_path: Path, kind: str) -> None:
    folder = delivered(tmp_path, Status.EXPORTED)
    with (folder / f"harbour.{kind}").open("ab") as file:
        file.write(b" ")
    with pytest.raises(DocumentBlocked, match=f"harbour.{kind} is not the file that was exported"):
        gathered(folder)


def test_a_draft_may_be_sent_and_is_told(tmp_path: Path) -> None:
    found = gathered(delivered(tmp_path, Status.DRAFT, (ERROR,)))
    assert [warning.partition(":")[0] for warning in found.warnings] == ["harbour is a draft"]


def test_what_a_blocked_export_left_in_place_is_told(tmp_path: Path) -> None:
    delivered(tmp_path, Status.EXPORTED)
    (warning,) = gathered(delivered(tmp_path, Status.BLOCKED, (ERROR,))).warnings
    assert warning.startswith("harbour is from an earlier version of its source")


def test_a_moved_output_folder_is_as_good_and_a_document_out_of_it_is_not(tmp_path: Path) -> None:
    delivered(tmp_path / "output", Status.EXPORTED)
    shutil.move(tmp_path / "output", tmp_path / "elsewhere")
    moved = tmp_path / "elsewhere" / "news" / "harbour"
    assert gathered(moved).warnings == ()
    shutil.move(moved, tmp_path / "harbour")
    found = gathered(tmp_path / "harbour")
    (warning,) = found.warnings
    assert "in no manifest.json" in warning
    # Only what HTML says in its head is known, and that is no contact.
    assert [one.facts for one in found.pieces] == [replace(facts(), contact="")]


def test_a_manifest_of_something_else_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"name": "A website"}', "utf-8")
    assert gathered(delivered(tmp_path / "output", Status.EXPORTED)).warnings == ()


def test_a_page_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>Hello</p>", "utf-8")
    (tmp_path / "a.txt").write_text("Hello", "utf-8")
    with pytest.raises(UsageError, match="no page that docforge made"):
        gathered(tmp_path / "a.html")


def test_a_document_that_is_named_twice_is_sent_once(tmp_path: Path) -> None:
    folder = delivered(tmp_path, Status.EXPORTED)
    assert len(gathered(folder, folder / "harbour.pdf", folder / "harbour.html").pieces) == 1


def test_without_its_html_a_document_cannot_be_sent(tmp_path: Path) -> None:
    folder = delivered(tmp_path, Status.EXPORTED)
    (folder / "harbour.html").unlink()
    with pytest.raises(UsageError, match=r"harbour.html is missing"):
        gathered(folder / "harbour.pdf")
