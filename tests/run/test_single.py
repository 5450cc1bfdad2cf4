"""One document in a forked process: with the walls, limits and ends of a worker of the pool.

Each test forks from a process of its own: that of the tests may have threads.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from test_local import are_gone, noted, places

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")

_SCRIPT = """
import os, sys
sys.path[:0] = {path!r}
from pathlib import Path
from docforge.run import single
from test_local import places, run
assert single.prepare(())
(made,) = run(places(Path({folder!r}), {name!r}, seconds={seconds}))
stem = made.stem.replace(str(os.getpid()), "mine")
print(made.status, made.seconds, made.failure.message if made.failure else stem)
"""


def _command(folder: Path, name: str, seconds: float = 60) -> list[str]:
    path = [str(Path(__file__).parent), *sys.path]
    code = _SCRIPT.format(path=path, folder=str(folder), name=name, seconds=seconds)
    return [sys.executable, "-c", code]


def _told(folder: Path, name: str, seconds: float = 60) -> str:
    temporary = folder / "temporary"
    temporary.mkdir()
    done = subprocess.run(
        _command(folder, name, seconds),
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    assert list(temporary.iterdir()) == []
    return done.stdout.strip()


@pytest.mark.slow
def test_it_answers_and_leaves_nothing_behind(tmp_path: Path) -> None:
    status, _, pid = _told(tmp_path, "leave.md").split()
    assert status == "exported"
    assert are_gone([int(pid)])


@pytest.mark.slow
def test_out_of_time_it_takes_the_programs_it_started_with_it(tmp_path: Path) -> None:
    told = _told(tmp_path, "tool.md", seconds=6)
    assert told == "failed 6.0 tool.md took longer than 6 seconds"
    assert are_gone(noted(places(tmp_path, "tool.md")[0]))


@pytest.mark.slow
def test_how_it_died_is_told(tmp_path: Path) -> None:
    told = _told(tmp_path, "die.md")
    assert told.endswith("The process that exported die.md ended with signal 9")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a-tool.md", "b-hang.md"])
def test_a_killed_run_leaves_no_process_behind(tmp_path: Path, name: str) -> None:
    with subprocess.Popen(_command(tmp_path, name)) as parent:
        pids = noted(places(tmp_path, name)[0])
        parent.kill()
    assert are_gone(pids)


@pytest.mark.slow
def test_it_is_forked_from_the_process_that_asks(tmp_path: Path) -> None:
    assert _told(tmp_path, "parent.md").endswith("mine")
