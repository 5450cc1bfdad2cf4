"""A thousand documents that nobody would write, in every full test; scripts/fuzz makes more.

What they have shown stands in `cases/`, one file each, and is checked first.
"""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from checking import fault
from fuzz import ALL, Search, own_sources, search

CASES = sorted(Path(__file__).parent.joinpath("cases").glob("*.md"))


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_a_search_has_shown_is_mended(case: Path, weasyprint_warnings: list[str]) -> None:
    assert fault(_text(case), ALL) == ""
    weasyprint_warnings.clear()  # of letters that no font has


def _text(case: Path) -> str:
    with case.open(encoding="utf-8", newline="") as file:
        return file.read()


def searched() -> Search:
    return search(1000, 20261126, own_sources())


@pytest.mark.slow
def test_a_thousand_documents_come_to_findings_or_to_outputs_that_read_back(
    weasyprint_warnings: list[str],
) -> None:
    # In a process of its own, so that the same documents are made whatever ran before.
    with ProcessPoolExecutor(1, get_context("spawn")) as fresh:
        found = fresh.submit(searched).result()
    weasyprint_warnings.clear()  # what cannot be laid out is a finding of its document
    assert found.tried == 1000
    assert {kind: text for kind, (text, _) in found.found.items()} == {}


def test_a_fault_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The search must be able to fail."""

    def broken(*arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("docforge.checking.parse", broken)
    assert "ZeroDivisionError" in fault("---\ntitle: T\nlang: en\n---\n\nText.\n", ALL)


def test_a_document_that_keeps_the_processor_busy_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*arguments: object) -> None:
        while True:
            pass

    monkeypatch.setattr("docforge.checking.parse", endless)
    monkeypatch.setattr("checking.CPU_SECONDS", 0.2)
    assert fault("---\ntitle: T\nlang: en\n---\n\nText.\n", ALL) == "slow"
