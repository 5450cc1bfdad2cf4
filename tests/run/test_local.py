"""Worker processes: replaced when they grow, fed the long documents first, never left behind."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from docforge.export import Export, Status
from docforge.run import local, pool, workers
from docforge.run.batch import Finished
from docforge.run.workers import DocumentQuota
from docforge.source import SourceFile
from docforge.source.config import Config, Limits
from docforge.source.options import RunOptions
from docforge.system.processes import conversation

SLEEPER = [sys.executable, "-c", "import os, time; print(os.getpid(), flush=True); time.sleep(60)"]


def work(place: SourceFile, options: RunOptions) -> Export:
    """A stand-in for the pipeline: the source's name says what is to happen."""
    name = Path(place.path).stem
    if "grow" in name:
        _kept.append(bytearray(workers._LARGE))
    if "tool" in name:
        with conversation(SLEEPER) as talk:
            _note(place, f"{os.getpid()} {talk.listen()}")
            time.sleep(60)
    if "hang" in name:
        _note(place, str(os.getpid()))
        while True:  # without a pause in which Python could look for signals of its own
            sum(range(10_000_000))
    if "die" in name:
        os.kill(os.getpid(), signal.SIGKILL)
    if "leave" in name:
        tempfile.mkdtemp()
        subprocess.run(["mktemp", "-d"], check=True, capture_output=True)
    if "slow" in name:
        time.sleep(0.3)
    pid = os.getppid() if "parent" in name else os.getpid()
    return Export(place.path, str(pid), "", Status.EXPORTED)


_kept: list[bytearray] = []


def _note(place: SourceFile, pids: str) -> None:
    """Leave `pids` where the test finds them, all at once."""
    aside = place.file.with_suffix(".new")
    aside.write_text(pids)
    aside.rename(place.file.with_suffix(".pids"))


def places(folder: Path, *names: str, seconds: float = 60) -> list[SourceFile]:
    limits = Limits(seconds=seconds)
    made = [SourceFile(name, folder / name, folder, name, limits) for name in names]
    for place in made:
        place.file.write_text("text")
    return made


def run(sources: list[SourceFile], jobs: int = 1, **options: Finished) -> list[Export]:
    return list(
        local.executor(jobs, work, writable=[sources[0].root], **options)(
            sources, RunOptions(Config(), {}, ())
        )
    )


def noted(place: SourceFile) -> list[int]:
    """The processes that `place` was given to, once they are there."""
    file = place.file.with_suffix(".pids")
    deadline = time.monotonic() + 60
    while not file.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    return [int(pid) for pid in file.read_text().split()]


def are_gone(pids: list[int]) -> bool:
    deadline = time.monotonic() + 60
    while any(map(_is_running, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not any(map(_is_running, pids))


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


# --- Growing -----------------------------------------------------------------------------


@pytest.mark.slow
def test_a_worker_that_has_grown_is_replaced_after_its_document(tmp_path: Path) -> None:
    exports = run(places(tmp_path, "a.md", "b.md", "c-grow.md", "d.md", "e.md"))
    assert {export.status for export in exports} == {Status.EXPORTED}
    first, second, grown, *rest = [export.stem for export in exports]
    assert first == second == grown
    assert len({*rest}) == 1
    assert grown not in rest


@pytest.mark.slow
def test_a_worker_is_replaced_after_many_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "MOST_DOCUMENTS", 2)
    exports = run(places(tmp_path, "a.md", "b.md", "c.md"))
    first, second, third = [export.stem for export in exports]
    assert first == second != third


@pytest.mark.slow
def test_a_worker_that_is_born_large_still_takes_a_document(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "_LARGE", 1)
    assert DocumentQuota(5) > 0
    assert not DocumentQuota(5) > 1


# --- RunOptions -------------------------------------------------------------------------------


def test_long_documents_begin_first_and_are_told_in_their_turn(tmp_path: Path) -> None:
    sources = places(tmp_path, "a.md", "b.md", "c.md", "d.md")
    sources[2] = replace(sources[2], size=500)
    sources[3] = replace(sources[3], size=250)
    finished: list[str] = []
    exports = run(sources, finished=lambda export: finished.append(export.source))
    assert finished == ["c.md", "d.md", "a.md", "b.md"]
    assert [export.source for export in exports] == ["a.md", "b.md", "c.md", "d.md"]


@pytest.mark.slow
def test_workers_do_not_run_far_ahead_of_what_is_told(tmp_path: Path) -> None:
    sources = places(tmp_path, *(f"{number:03}.md" for number in range(60)))
    finished: list[str] = []
    execute = local.executor(1, work, finished=lambda export: finished.append(export.source))
    results = execute(sources, RunOptions(Config(), {}, ()))
    next(results)
    time.sleep(0.5)
    assert len(finished) <= 2 * pool._AHEAD
    results.close()


def test_a_vanished_source_does_not_stop_the_others(tmp_path: Path) -> None:
    sources = places(tmp_path, "a.md", "b.md")
    sources[0].file.unlink()
    assert len(run(sources)) == 2


# --- Ending ------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_document_out_of_time_takes_the_programs_it_started_with_it(tmp_path: Path) -> None:
    (source,) = places(tmp_path, "tool.md", seconds=6)
    (export,) = run([source])
    assert export.status is Status.FAILED
    assert export.seconds == 6
    assert are_gone(noted(source))


PARENT = """
import sys
from pathlib import Path
sys.path[:0] = {path!r}
from test_local import places, run
if __name__ == "__main__":
    run(places(Path({folder!r}), *{names!r}), jobs=2)
"""


@pytest.fixture
def parent(tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A run of two documents that never end: one waits for a program, one never pauses."""
    script = tmp_path / "parent.py"
    names = ("a-tool.md", "b-hang.md")
    script.write_text(PARENT.format(path=sys.path, folder=str(tmp_path), names=names))
    process = subprocess.Popen([sys.executable, str(script)])
    yield process
    process.kill()
    process.wait()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing can promise it")
def test_a_killed_run_leaves_no_process_behind(
    tmp_path: Path, parent: "subprocess.Popen[bytes]"
) -> None:
    pids = [pid for name in ("a-tool", "b-hang") for pid in noted(_place(tmp_path, name))]
    assert len(pids) == 3
    parent.kill()
    assert are_gone(pids)


@pytest.mark.slow
def test_a_killed_worker_takes_its_program_with_it_and_fails_its_document_only(
    tmp_path: Path,
) -> None:
    tool, other = places(tmp_path, "a-tool.md", "b-slow.md")
    pids: list[int] = []

    def kill(export: Export) -> None:
        pids.extend(noted(tool))
        os.kill(pids[0], signal.SIGKILL)

    results = local.executor(2, work, finished=kill, writable=[tmp_path])(
        [tool, other], RunOptions(Config(), {}, ())
    )
    assert [export.status for export in results] == [Status.FAILED, Status.EXPORTED]
    assert are_gone(pids)


def _place(folder: Path, name: str) -> SourceFile:
    return SourceFile(f"{name}.md", folder / f"{name}.md", folder, name)


@pytest.mark.slow
def test_nothing_stays_in_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    ended = list(local.executor(1, work)(places(tmp_path, "leave"), RunOptions(Config(), {}, ())))
    assert [export.status for export in ended] == [Status.EXPORTED]
    assert list(temporary.iterdir()) == []
