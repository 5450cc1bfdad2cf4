"""Temporary files of a run go with it, also when it was killed."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from docforge.system.scratch import scratch

KILLED = """
import os, pathlib
from docforge.system.scratch import scratch
with scratch() as folder:
    (folder / "left").mkdir()
    os.kill(os.getpid(), 9)
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_the_folder_goes_with_what_is_in_it(place: Path) -> None:
    with scratch() as folder:
        (folder / "one").write_text("two")
        assert folder.stat().st_mode & 0o777 == 0o700
    assert list(place.iterdir()) == []


def test_what_a_killed_run_left_goes_with_the_next_one(place: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", KILLED], env={**os.environ, "TMPDIR": str(place)}, check=False
    )
    assert ended.returncode == -9
    assert len(list(place.glob("docforge-run-*/left"))) == 1
    with scratch() as folder:
        assert list(place.iterdir()) == [folder]


def test_folders_of_other_runs_and_of_others_stay(place: Path) -> None:
    (place / "elsewhere").mkdir()
    (place / "docforge-run-link").symlink_to("elsewhere")
    with scratch() as one, scratch() as other:
        assert {each.name for each in place.iterdir()} == {
            *("elsewhere", "docforge-run-link", one.name, other.name)
        }
