"""Every hostile source ends as its case says: quickly, in little memory, and with nothing active.

The quick suite makes what is cheap, and the full one all formats of every case.
"""

import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from attacking import (
    CASES,
    CPU_SECONDS,
    MEBIBYTES,
    Case,
    attack,
    every_format,
    lay_out,
    read_case,
)

from docforge import gate
from docforge.errors import ExitCode
from docforge.export import Export, Format

FILES = sorted(CASES.glob("*.toml"))
# Known by its line: to read all cases as TOML takes a second before any test begins.
HEAVY = [file for file in FILES if "\nheavy = true" in file.read_text("utf-8")]
LIGHT = [file for file in FILES if file not in HEAVY]
# What stands in the files that hostile sources ask for.
_SECRETS = re.compile(rb"root:[x*]?:0:0|PATH=/")


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def judge(case: Case, folder: Path, formats: Sequence[Format]) -> None:
    seen = attack(lay_out(case, folder), formats)
    assert seen.export is not None, "the process was ended by a signal"
    assert (outcome(seen.export), missing(case, seen.export)) == (case["outcome"], [])
    assert_unharmed(seen.export)
    assert (seen.cpu <= CPU_SECONDS, seen.mebibytes <= MEBIBYTES) == (True, True), seen


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
@pytest.mark.parametrize("file", LIGHT, ids=lambda file: file.stem)
def test_a_hostile_source_ends_as_it_must(file: Path, folder: Path) -> None:
    judge(read_case(file), folder, (Format.HTML, Format.TEXT))


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_hostile_source_ends_as_it_must_in_every_format(file: Path, folder: Path) -> None:
    judge(read_case(file), folder, every_format())


def test_there_are_cases_of_every_class() -> None:
    classes = {file.stem.partition("-")[0] for file in FILES}
    assert classes == {
        *("tex", "front", "notes", "deep", "table", "html", "link", "image", "picture", "raw"),
        "sign",
    }
    assert len(FILES) >= 120
