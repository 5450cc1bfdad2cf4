"""A thousand documents that nobody would write, in every full test; scripts/fuzz makes more.

What they have shown stands in `cases/`, one file each, and is checked first.
"""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from checking import fault
from fuzz import ALL, Search, own_sources, search

# Open: faults that nobody has mended yet, each with the shortest source that shows it; who mends
# one moves its source to `cases/`. A bug is never open, nor anything that is not shown here.
OPEN = sorted(Path(__file__).parent.joinpath("open").glob("*.md"))
CASES = sorted(Path(__file__).parent.joinpath("cases").glob("*.md"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_a_search_has_shown_is_mended(case: Path) -> None:
    assert fault(_text(case), ALL) == ""


@pytest.mark.parametrize("case", OPEN, ids=lambda case: case.stem)
def test_what_is_open_is_a_fault_of_read_back(case: Path, weasyprint_warnings: list[str]) -> None:
    assert fault(_text(case), ALL).startswith("RBK003")
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
    known = {fault(_text(file), ALL) for file in OPEN}
    weasyprint_warnings.clear()  # what cannot be laid out is a finding of its document
    assert found.tried == 1000
    assert {kind: text for kind, (text, _) in found.found.items() if kind not in known} == {}


def test_a_fault_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The search must be able to fail."""

    def broken(*arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("docforge.pipeline.parse", broken)
    assert "ZeroDivisionError" in fault("---\ntitle: T\nlang: en\n---\n\nText.\n", ALL)
