"""Sources are read by another process: what hangs, grows or is no file harms nobody else."""

import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from docforge.errors import UnreadableSource
from docforge.export import Failure, Format
from docforge.run import batch, local, reading
from docforge.source import read_text
from docforge.source.config import Config
from docforge.source.options import RunOptions

GOOD = "---\ntitle: T\nlang: en-GB\n---\n\nText.\n"


def _work(word: str) -> str:
    match word:
        case "hang":
            time.sleep(60)
        case "die":
            os.kill(os.getpid(), 9)
        case "grow":
            return str(len(bytearray(2_000_000_000)))
        case "refuse":
            raise UnreadableSource("No.", "Ask again.")
        case "break":
            raise KeyError("a bug")
    return f"{word} {os.getpid()}"


def _words(*words: str, seconds: float = 30.0) -> list[str]:
    found = reading.read_each(_work, words, seconds=seconds)
    return [one.message if isinstance(one, Failure) else one.split()[0] for one in found]


def test_another_process_answers_in_order_and_stays_for_the_next() -> None:
    (first, second), (third,) = (reading.read_each(_work, one) for one in ("ab", "c"))
    pids = {str(one).split()[1] for one in (first, second, third)}
    assert len(pids) == 1
    assert pids != {str(os.getpid())}


@pytest.mark.slow
def test_what_hangs_dies_grows_or_refuses_costs_nobody_else_an_answer() -> None:
    assert _words("a", "hang", "b", seconds=15) == ["a", "It took longer than 15 seconds", "b"]
    told = _words("a", "die", "b", "grow", "c", "refuse", "d", "break", "e")
    assert [told[index] for index in (0, 2, 4, 6, 8)] == ["a", "b", "c", "d", "e"]
    assert told[1] == "The process that read it ended"
    assert "memory" in told[3]
    assert told[5] == "No."
    assert told[7].startswith("This is a bug in docforge: KeyError")


def test_memory_is_bounded_beyond_what_the_process_began_with() -> None:
    (found,) = reading.read_each(_limit, ["x"], memory=300_000_000)
    assert 300_000_000 < int(str(found)) < 5_000_000_000


def _limit(_: str) -> int:
    return resource.getrlimit(resource.RLIMIT_AS)[0]


# --- Odd files ---------------------------------------------------------------------------


def _fifo(file: Path) -> None:
    os.mkfifo(file)


def _device(file: Path) -> None:
    try:
        os.mknod(file, 0o600 | 0o020000, os.makedev(1, 5))  # /dev/zero never ends
    except PermissionError:
        pytest.skip("only root may make devices")


def _socket(file: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(file))


def _folder(file: Path) -> None:
    file.mkdir()


def _dangling(file: Path) -> None:
    file.symlink_to(file.with_name("gone.md"))


def _circle(file: Path) -> None:
    file.symlink_to(file)


def _longer_circle(file: Path) -> None:
    other = file.with_suffix(".other")
    other.symlink_to(file)
    file.symlink_to(other)


def _link_out(file: Path) -> None:
    secret = file.parents[2] / "secret.md"
    secret.write_text(GOOD)
    file.symlink_to(secret)


def _link_to_device(file: Path) -> None:
    file.symlink_to("/dev/zero")


def _link_to_folder(file: Path) -> None:
    (file.parent / "sub").mkdir()
    file.symlink_to("sub")


def _endless(file: Path) -> None:
    with file.open("wb") as stream:
        stream.truncate(1 << 40)  # a sparse file: a terabyte that takes no room


ODD: dict[Callable[[Path], None], str] = {
    _fifo: "named pipe",
    _device: "device",
    _socket: "socket",
    _folder: "folder",
    _dangling: "does not exist",
    _circle: "back to itself",
    _longer_circle: "back to itself",
    _link_out: "outside the input folder",
    _link_to_device: "outside the input folder",
    _link_to_folder: "folder",
    _endless: "larger than 2 MB|without text",
}


@pytest.mark.parametrize("make", ODD, ids=lambda make: make.__name__)
def test_what_is_no_file_is_told_and_the_others_are_planned(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    folder = tmp_path / "in"
    (folder / "b").mkdir(parents=True)
    (folder / "a.md").write_text("---\nslug: other\n---\n")
    make(folder / "b/b.md")
    plan = batch.plan([folder], Config())
    assert [place.path for place in plan.places] == ["a.md", "b/b.md"]
    assert [place.stem for place in plan.places] == ["other/other", "b/b/b"]
    with pytest.raises(UnreadableSource, match=ODD[make]):
        read_text(plan.places[1])
    if not (folder / "b/b.md").is_dir():
        alone = batch.plan([folder / "b/b.md"], Config())
        assert [place.path for place in alone.places] == ["b.md"]


@pytest.mark.slow
def test_an_export_with_all_of_them_delivers_the_others(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    for make in ODD:
        (folder / make.__name__).mkdir(parents=True)
        make(folder / make.__name__ / "b.md")
    (folder / "a.md").write_text(GOOD)
    plan = batch.plan([folder], Config())
    options = RunOptions(Config(), plan.neighbours, (Format.TEXT,))
    results = batch.run(plan.places, options, tmp_path / "out", local.executor(2))
    codes = [one.export.failure.exit_code if one.export.failure else 0 for one in results]
    assert sorted(codes) == [0] + [3] * len(ODD)


# --- The process that reads nothing ------------------------------------------------------

_AUDITED = """
import os, sys
opened = []
def hook(event, arguments):
    # --fix writes what another process has mended.
    is_read = event == "open" and not (arguments[2] or 0) & os.O_WRONLY
    if is_read and isinstance(arguments[0], str | os.PathLike):
        opened.append(os.fspath(arguments[0]))
sys.addaudithook(hook)
from docforge.cli import main
mine = os.getpid()
try:
    main()
finally:
    if os.getpid() == mine:
        names = [name for name in opened if isinstance(name, str)
                 and name.endswith((".md", ".png")) and "/in/" in name]
        print("OPENED", names, file=sys.stderr)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        ["lint", "in"],
        ["lint", "--fix", "in"],
        ["export", "in", "--formats", "txt", "-o", "out"],
        ["export", "in", "--formats", "txt", "-o", "out", "--draft", "-v"],
        ["email", "in/a.md", "--from", "a@example.org", "--to", "b@example.org"],
    ],
    ids=" ".join,
)
def test_no_command_opens_a_source_itself(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.md").write_text(f"{GOOD}\nSee [here](b.md).\n")
    (tmp_path / "in/b.md").write_text(f"{GOOD}\n![](a.png)\n")
    (tmp_path / "in/a.png").write_bytes(Path("tests/parse/pixel.png").read_bytes())
    os.mkfifo(tmp_path / "in/c.md")
    said = []
    for _ in range(2):  # the second time, much is unchanged
        done = subprocess.run(
            [sys.executable, "-c", _AUDITED, *command],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
            env={**os.environ, "PYTHONPATH": os.path.abspath("src")},
        )
        said.append(done.stderr)
        assert "Traceback" not in done.stderr
    for stderr in said:
        (line,) = [line for line in stderr.split("\n") if line.startswith("OPENED")]
        assert line == "OPENED []"
