"""`docforge watch`, run as users run it: what a change touches is made anew, and nothing else."""

import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_cli import GOOD

from docforge.run.changes import matters

ROOT = Path(__file__).parents[2]
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'
    '<rect width="40" height="20" fill="teal"/></svg>'
)
TOLD = re.compile(r"^\d\d:\d\d:\d\d (\S+\.md): .* \(\d+\.\d s", re.MULTILINE)


class Watch:
    """A running `docforge watch` and what it has said so far."""

    def __init__(self, folder: Path) -> None:
        self.said = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "docforge", "watch", "input", "--formats", "txt"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def hear(self, wanted: str) -> str:
        """What is said up to the line that has `wanted` in it."""
        assert self.process.stdout is not None
        deadline = time.monotonic() + 60
        while wanted not in self.said and time.monotonic() < deadline:
            if select.select([self.process.stdout], [], [], 0.2)[0]:
                self.said += os.read(self.process.stdout.fileno(), 65536).decode()
        assert wanted in self.said
        end = (self.said + "\n").index("\n", self.said.index(wanted)) + 1
        heard, self.said = self.said[:end], self.said[end:]
        return heard


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "input").mkdir()
    (tmp_path / "docforge.toml").write_text('[input]\nfolder = "input"\n')
    (tmp_path / "input" / "a.md").write_text(GOOD + "\n![A box](box.svg)\n")
    (tmp_path / "input" / "b.md").write_text(GOOD)
    (tmp_path / "input" / "box.svg").write_text(SVG)
    return tmp_path


@pytest.fixture
def watch(folder: Path) -> Iterator[Watch]:
    running = Watch(folder)
    with running.process:
        yield running
        running.process.kill()


@pytest.mark.slow
def test_a_change_exports_what_it_touches_and_says_when(folder: Path, watch: Watch) -> None:
    started = watch.hear("2 documents: 2 exported.")
    assert TOLD.findall(started) == ["a.md", "b.md"]

    (folder / "input" / "b.md").write_text(GOOD + "More.\n")
    assert TOLD.findall(watch.hear("b/b.txt")) == ["b.md"]
    (folder / "input" / "box.svg").write_text(SVG.replace("teal", "navy"))
    assert TOLD.findall(watch.hear("a/a.txt")) == ["a.md"]
    (folder / "docforge.toml").write_text(
        '[input]\nfolder = "input"\n[document]\norganisation = "Office"\n'
    )
    assert TOLD.findall(watch.hear("b/b.txt")) == ["a.md", "b.md"]
    assert "Office" in (folder / "output" / "a" / "a.txt").read_text()

    watch.process.send_signal(signal.SIGINT)
    watch.hear("Watching has ended.")
    assert watch.process.wait(60) == 0


@pytest.mark.slow
def test_nothing_that_breaks_on_the_way_ends_it(folder: Path, watch: Watch) -> None:
    watch.hear("2 documents: 2 exported.")
    (folder / "input" / "a.md").write_bytes(b"\xff\xfe\x00")
    assert TOLD.findall(watch.hear("not UTF-16 throughout")) == ["a.md"]
    (folder / "input" / "a.md").write_text(GOOD)
    watch.hear("a.md: exported")

    (folder / "docforge.toml").write_text("[docment]\n")
    watch.hear("did you mean document?")
    (folder / "docforge.toml").write_text('[input]\nfolder = "input"\n')
    watch.hear("2 documents: 2 unchanged.")

    (folder / "input").rename(folder / "elsewhere")
    watch.hear("no file or folder named input")
    (folder / "elsewhere").rename(folder / "input")
    watch.hear("2 documents: 2 unchanged.")
    (folder / "input" / "c.md").write_text(GOOD)
    assert TOLD.findall(watch.hear("c/c.txt")) == ["c.md"]


def test_outputs_and_hidden_files_are_no_changes() -> None:
    folders, output = [Path("/project/input"), Path("/.hidden/more")], Path("/project/input/out")
    assert matters(Path("/project/input/a.md"), folders, output)
    assert matters(Path("/project/input"), folders, output)
    assert matters(Path("/.hidden/more/a.md"), folders, output)
    assert not matters(Path("/project/input/.a.md.swp"), folders, output)
    assert not matters(Path("/project/input/.git/index"), folders, output)
    assert not matters(Path("/project/input/out/a/a.pdf"), folders, output)
    assert not matters(Path("/project/a.md"), folders, output)


def test_outputs_may_lie_among_the_sources() -> None:
    folders = [Path("/project/input")]
    for output in ("/project", "/project/input"):
        assert matters(Path("/project/input/a.md"), folders, Path(output))
