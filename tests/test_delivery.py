"""Delivery: whole sets or nothing, and a manifest that only says what is true."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from docforge import delivery
from docforge.errors import DeliveryFailed
from docforge.export import Export, Failure, Format, Rendering, Status
from docforge.findings import Finding, Severity, Where


def exported(
    formats: Sequence[Format] = tuple(Format),
    text: str = "one",
    source: str = "2026/autumn.md",
    stem: str = "2026/autumn/autumn",
) -> Export:
    renderings = tuple(
        Rendering(kind, f"{text} {kind}".encode(), (f"C-{kind}",)) for kind in formats
    )
    finding = Finding("SRC001", Severity.WARNING, "message", Where(source))
    return Export(source, stem, f"sha256:{text}", Status.EXPORTED, renderings, (finding,))


def ended(status: Status) -> Export:
    failure = Failure("message", "hint", 3) if status is Status.FAILED else None
    return Export("2026/autumn.md", "2026/autumn/autumn", "sha256:two", status, failure=failure)


def contents(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): file.read_text()
        for file in folder.rglob("*")
        if file.is_file()
    }


def documents(output: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((output / "manifest.json").read_text())["documents"]
    return found


def test_outputs_lie_where_the_stem_says(tmp_path: Path) -> None:
    delivery.deliver(exported(), tmp_path)
    assert contents(tmp_path) == {
        f"2026/autumn/autumn.{kind}": f"one {kind}" for kind in ("html", "epub", "pdf", "txt")
    }


def test_a_format_that_is_not_made_again_is_taken_away(tmp_path: Path) -> None:
    delivery.deliver(exported(), tmp_path)
    (tmp_path / "2026/autumn/mine.txt").write_text("kept")
    delivery.deliver(exported([Format.PDF], "two"), tmp_path)
    assert contents(tmp_path) == {
        "2026/autumn/autumn.pdf": "two pdf",
        "2026/autumn/mine.txt": "kept",
    }


@pytest.mark.parametrize("status", [Status.BLOCKED, Status.FAILED])
def test_a_document_without_outputs_leaves_what_is_there(tmp_path: Path, status: Status) -> None:
    delivery.record(tmp_path, [delivery.deliver(exported([Format.PDF]), tmp_path)])
    delivery.record(tmp_path, [delivery.deliver(ended(status), tmp_path)])
    assert (tmp_path / "2026/autumn/autumn.pdf").read_text() == "one pdf"
    (entry,) = documents(tmp_path)
    assert entry["status"] == status
    assert entry["outputs"] == {"pdf": "2026/autumn/autumn.pdf"}
    assert entry["claims"] == ["C-pdf"]
    assert (entry["digest"], entry["outputs_from"]) == ("sha256:two", "sha256:one")


@pytest.mark.parametrize("failing", range(4))
def test_a_failure_half_way_puts_the_earlier_set_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    delivery.deliver(exported([Format.HTML, Format.PDF]), tmp_path)
    before = contents(tmp_path)
    real, calls = os.replace, 0

    def replace(source: Path, target: Path) -> None:
        nonlocal calls
        calls += 1
        if calls == failing + 1:
            raise OSError(28, "No space left on device")
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(DeliveryFailed) as told:
        delivery.deliver(exported(text="two"), tmp_path)
    assert "disk is full" in told.value.hint
    assert contents(tmp_path) == before


def test_a_failure_while_writing_aside_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery.deliver(exported(), tmp_path)
    before = contents(tmp_path)

    def write_bytes(file: Path, data: bytes) -> int:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "write_bytes", write_bytes)
    with pytest.raises(DeliveryFailed, match=r"2026/autumn/autumn could not be written"):
        delivery.deliver(exported(text="two"), tmp_path)
    assert contents(tmp_path) == before


def test_without_hard_links_the_earlier_set_is_safe_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(source: Path, target: Path) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    delivery.deliver(exported(), tmp_path)
    delivery.deliver(exported(text="two"), tmp_path)
    assert contents(tmp_path)["2026/autumn/autumn.pdf"] == "two pdf"


def test_a_file_in_the_way_of_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "2026").write_text("in the way")
    with pytest.raises(DeliveryFailed) as told:
        delivery.deliver(exported(), tmp_path)
    assert "in the way" in told.value.hint
    assert str(tmp_path) not in told.value.message + told.value.hint


def test_the_manifest_is_sorted_and_keeps_earlier_documents(tmp_path: Path) -> None:
    second = exported([Format.TEXT], source="b.md", stem="b/b")
    first = exported([Format.TEXT], source="a.md", stem="a/a")
    delivery.record(tmp_path, [delivery.deliver(second, tmp_path)])
    delivery.record(tmp_path, [delivery.deliver(first, tmp_path)])
    once = (tmp_path / "manifest.json").read_bytes()
    delivery.record(tmp_path, [delivery.deliver(first, tmp_path)])
    assert (tmp_path / "manifest.json").read_bytes() == once
    assert [entry["source"] for entry in documents(tmp_path)] == ["a.md", "b.md"]
    assert documents(tmp_path)[0] == {
        "source": "a.md",
        "digest": "sha256:one",
        "status": "exported",
        "outputs": {"txt": "a/a.txt"},
        "evidence": [],
        "sha256": {"txt": "c917e20bb79715751673f3a96d8b4550e37ebdb98ff9eba509ec892747db3bf8"},
        "bytes": {"txt": 7},
        "pages": {},
        "findings": {"error": 0, "warning": 1, "note": 0},
        "claims": ["C-txt"],
    }


def test_outputs_of_a_document_with_a_new_slug_are_taken_away(tmp_path: Path) -> None:
    delivery.record(tmp_path, [delivery.deliver(exported([Format.PDF]), tmp_path)])
    renamed = exported([Format.PDF], stem="2026/hydref/hydref")
    delivery.record(tmp_path, [delivery.deliver(renamed, tmp_path)])
    assert sorted(contents(tmp_path)) == ["2026/hydref/hydref.pdf", "manifest.json"]
    assert not (tmp_path / "2026/autumn").exists()


def test_a_manifest_cannot_make_files_elsewhere_go(tmp_path: Path) -> None:
    victim = tmp_path / "victim.pdf"
    victim.write_text("kept")
    output = tmp_path / "out"
    entry = delivery.deliver(exported([Format.PDF]), output)
    delivery.record(output, [{**entry, "outputs": {"pdf": "../victim.pdf"}}])
    delivery.record(output, [entry])
    assert victim.read_text() == "kept"


def test_an_output_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(DeliveryFailed) as told:
        delivery.deliver(exported(), tmp_path / "out")
    assert "in the way" in told.value.hint


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"documents": [1]}'])
def test_a_file_that_is_no_manifest_is_not_replaced(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(DeliveryFailed, match="cannot be read as a manifest"):
        delivery.record(tmp_path, [])
    assert (tmp_path / "manifest.json").read_text() == text
