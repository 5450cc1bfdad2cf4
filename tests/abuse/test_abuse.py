"""Every hostile source ends as its case says: quickly, in little memory, nothing active in it."""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from attacking import (
    CASES,
    CPU_SECONDS,
    MEBIBYTES,
    Attack,
    Case,
    attack,
    every_format,
    lay_out,
    read_case,
)

from docforge import gate
from docforge.errors import ExitCode
from docforge.export import Export

FILES = sorted(CASES.glob("*.toml"))
_TIMES = 3
# What stands in the files that hostile sources ask for.
_SECRETS = re.compile(rb"root:[x*]?:0:0|PATH=/")


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def quickest(source: Path) -> Attack:
    """What came of a case; one that took too long is tried again: beside other programs a case is
    slower by more than the piece of work is that tells how fast the machine is now.
    """
    for _ in range(_TIMES):
        seen = attack(source, every_format())
        if seen.cpu <= CPU_SECONDS:
            break
    return seen


def outcome(export: Export) -> str:
    """How a document ended: "exported", "blocked" or "failed"."""
    return export.status.value


def missing(case: Case, export: Export) -> list[str]:
    """What the case wants to be told and nobody tells."""
    codes = {found.code for found in export.findings}
    failure = export.failure
    told = " ".join([*(f.message for f in export.findings), failure.message if failure else ""])
    says = case.get("says", "")
    return [code for code in case["codes"] if code not in codes] + (
        [says] if says not in told else []
    )


def assert_unharmed(export: Export) -> None:
    """No bug, nothing outside the list in the outputs, and no file that was not asked for."""
    assert export.failure is None or export.failure.exit_code != ExitCode.BUG, export.failure
    for rendering in export.renderings:
        assert gate.check(rendering.format, rendering.content, export.stem) == ()
        assert not _SECRETS.search(rendering.content)


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_hostile_source_ends_as_it_must(file: Path, folder: Path) -> None:
    case = read_case(file)
    seen = quickest(lay_out(case, folder))
    assert seen.export is not None, "the process was ended by a signal"
    assert (outcome(seen.export), missing(case, seen.export)) == (case["outcome"], [])
    assert_unharmed(seen.export)
    assert (seen.cpu <= CPU_SECONDS, seen.mebibytes <= MEBIBYTES) == (True, True), seen


def test_there_are_cases_of_every_class() -> None:
    classes = {file.stem.partition("-")[0] for file in FILES}
    assert classes == {
        *("tex", "front", "notes", "deep", "table", "html", "link", "image", "picture", "raw"),
        "sign",
    }
    assert len(FILES) >= 120
