"""Faults of the machine: each ends in a sentence and an exit code, and never in a trace."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="limits and devices of Linux"),
]

SOURCE = Path(__file__).parents[2] / "src"
# Makes libraries whose names hold the words of GONE fail to load, as if they were not installed,
# and the clock stand at the beginning of time when PAST is set.
SITE = """
import ctypes, os, time
gone, real = os.environ.get("GONE", "").split(), ctypes.CDLL
def refuse(name):
    if any(each in str(name) for each in gone):
        raise OSError(f"{name}: cannot open shared object file")
class CDLL(real):
    def __init__(self, name, *rest, **more):
        refuse(name)
        super().__init__(name, *rest, **more)
ctypes.CDLL = CDLL
if gone:
    import cffi
    dlopen = cffi.FFI.dlopen
    def guarded(self, name, flags=0):
        refuse(name)
        return dlopen(self, name, flags)
    cffi.FFI.dlopen = guarded
if "PAST" in os.environ:
    time.time, time.time_ns = (lambda: 0.0), (lambda: 0)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.md").write_text("---\ntitle: T\nlang: en\n---\n\nSome $x^2$ text.\n")
    (tmp_path / "site").mkdir()
    (tmp_path / "site/sitecustomize.py").write_text(SITE)
    return tmp_path


def docforge(
    folder: Path,
    *arguments: str,
    limit: Callable[[], None] | None = None,
    stdout: int = subprocess.PIPE,
    without: str = "",
    **environment: str,
) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if name != without}
    done = subprocess.run(
        [sys.executable, "-m", "docforge", *arguments],
        cwd=folder,
        env={**inherited, "PYTHONPATH": f"{SOURCE}:{folder / 'site'}", **environment},
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=limit,
        check=False,
    )
    assert "Traceback" not in done.stderr + (done.stdout or "")
    assert done.returncode != 70
    return done


EXPORT = ("export", "in", "-o", "out")
QUICK = (*EXPORT, "--formats", "html,txt")


@pytest.mark.parametrize(
    ("library", "told"),
    [
        ("pango-1.0", "No PDF and no EPUB can be made. Install Pango"),
        ("pangoft2", "No PDF and no EPUB can be made. Install Pango"),
        ("harfbuzz-subset", "Install it (on Debian: libharfbuzz-subset0)"),
        ("libharfbuzz.so", "No PDF and no EPUB can be made. Install HarfBuzz"),
        ("fontconfig", "No PDF and no EPUB can be made. Install Fontconfig"),
        ("gobject", "No PDF and no EPUB can be made. Install GLib"),
    ],
)
def test_a_missing_library_is_doctors_sentence(folder: Path, library: str, told: str) -> None:
    done = docforge(folder, *EXPORT, GONE=library)
    assert (done.returncode, told in done.stdout) == (4, True)
    examined = docforge(folder, "doctor", GONE=library)
    assert (examined.returncode, told in examined.stdout) == (4, True)


def test_without_pango_the_other_formats_are_made_and_an_email_is_told(folder: Path) -> None:
    assert docforge(folder, *QUICK, GONE="pango").returncode == 0
    done = docforge(folder, "email", "in/a.md", "--from", "a@example.org", GONE="pango")
    assert done.returncode == 4
    assert "Install Pango" in done.stderr


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_a_full_standard_output_is_told_and_the_documents_are_delivered(
    folder: Path, more: tuple[str, ...]
) -> None:
    with open("/dev/full", "w") as full:
        done = docforge(folder, *QUICK, *more, stdout=full.fileno())
    assert done.returncode == 6
    assert "could not be written: No space left on device" in done.stderr
    assert (folder / "out/a/a.html").exists()


def _closed() -> None:
    os.closerange(0, 3)


def test_closed_streams_change_nothing(folder: Path) -> None:
    assert docforge(folder, *QUICK, limit=_closed).returncode == 0
    assert (folder / "out/a/a.html").read_text().startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("command", [QUICK, ("explain", "all"), ("doctor",), ("lint", "in", "-v")])
def test_a_reader_that_has_gone_changes_nothing(folder: Path, command: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = docforge(folder, *command, stdout=writing)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("number", [12, 16, 20, 32])
def test_few_file_handles_are_enough_or_told(folder: Path, number: int) -> None:
    done = docforge(
        folder, *EXPORT, limit=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (number, number))
    )
    if number >= 32:
        assert done.returncode == 0
    if done.returncode:
        assert done.returncode == 5
        assert "Too many open files" in done.stderr + done.stdout
        assert "ulimit -n" in done.stderr + done.stdout


@pytest.mark.parametrize("megabytes", [120, 200, 300, 400, 800])
def test_little_memory_is_enough_or_told(folder: Path, megabytes: int) -> None:
    room = megabytes * 1_000_000
    done = docforge(
        folder, *EXPORT, limit=lambda: resource.setrlimit(resource.RLIMIT_AS, (room, room))
    )
    if megabytes < 320:
        assert done.returncode == 5
        assert f"The limit of memory is {megabytes} MB" in done.stderr
    else:
        assert done.returncode == 0, done.stderr


def test_no_home_and_no_usable_temporary_folder_change_nothing(folder: Path) -> None:
    assert docforge(folder, *EXPORT, without="HOME").returncode == 0
    done = docforge(folder, *EXPORT, "--force", HOME="/nonexistent", TMPDIR="/nonexistent")
    assert done.returncode == 0


def test_a_clock_that_stands_at_the_beginning_makes_the_same_files(folder: Path) -> None:
    assert docforge(folder, *EXPORT).returncode == 0
    before = {file.name: file.read_bytes() for file in (folder / "out/a").iterdir()}
    assert docforge(folder, *EXPORT, "--force", PAST="1").returncode == 0
    assert {file.name: file.read_bytes() for file in (folder / "out/a").iterdir()} == before


def _ignoring_hangup() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)


@pytest.mark.parametrize("ignored", [False, True])
def test_a_hangup_ends_a_run_in_good_order_unless_it_is_ignored(
    folder: Path, ignored: bool
) -> None:
    for number in range(12):
        (folder / f"in/{number}.md").write_text("---\ntitle: T\nlang: en\n---\n\nText.\n")
    with subprocess.Popen(
        [sys.executable, "-m", "docforge", *QUICK, "-j1"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_ignoring_hangup if ignored else None,
    ) as running:
        while not (folder / "out/.docforge").exists() and running.poll() is None:
            time.sleep(0.01)
        running.send_signal(signal.SIGHUP)
        _, told = running.communicate(timeout=120)
    assert running.returncode == (0 if ignored else 129)
    assert "Traceback" not in told
    assert not (folder / "out/.docforge").exists()
