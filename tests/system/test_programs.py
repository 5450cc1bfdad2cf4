"""What is installed is looked for, and what does not answer counts as absent."""

import sys
from pathlib import Path

import pytest

from docforge.system.programs import PROGRAMS, Probe, Program, probe, tools_folder


def test_probe_reads_a_version(monkeypatch: pytest.MonkeyPatch) -> None:
    program = Program((sys.executable, "--version"), "Nothing works.")
    monkeypatch.setitem(PROGRAMS, "python", program)
    found = probe("python")
    assert found.version == sys.version.split()[0]
    assert found.cost_of_absence == "Nothing works."


@pytest.mark.parametrize(
    "command",
    [("no-such-program",), (sys.executable, "-c", "raise SystemExit(1)")],
    ids=["missing", "broken"],
)
def test_probe_counts_a_program_that_cannot_say_its_version_as_absent(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PROGRAMS, "thing", Program(command, "No things."))
    assert probe("thing") == Probe("thing", None, None, "No things.")


def test_the_tools_folder_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DOCFORGE_TOOLS", str(tmp_path))
    assert tools_folder() == tmp_path
    monkeypatch.delenv("DOCFORGE_TOOLS")
    assert tools_folder().name == ".tools"
