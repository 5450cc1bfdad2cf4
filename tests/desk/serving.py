"""A desk in a process of its own, for what asks it from outside: browsers and screen readers."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Served:
    """A desk that runs in a process of its own."""

    address: str
    folder: Path
    process: subprocess.Popen[str]

    @property
    def home(self) -> str:
        return self.address.partition("?")[0].rstrip("/") + "/"


def started(*command: str) -> subprocess.Popen[str]:
    """A command that opens a desk; whoever starts it ends it."""
    return subprocess.Popen(
        [sys.executable, "-m", "docforge", *command, "--no-browser"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"},
    )


def address_of(process: subprocess.Popen[str]) -> str:
    """Where the desk says that it is."""
    assert process.stdout is not None
    told = re.search(r"http\S+", process.stdout.readline())
    assert told is not None, "the desk says where it is"
    return told[0]


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[Served]:
    """`docforge serve` with its projects in `folder`."""
    command = ("serve", str(folder / "projects"), "--port", "0", *options)
    with running_command(folder, *command) as made:
        yield made


@contextmanager
def running_command(folder: Path, *command: str) -> Iterator[Served]:
    """A command that opens a desk, until the end of the block."""
    folder.mkdir(parents=True, exist_ok=True)
    process = started(*command)
    try:
        yield Served(address_of(process), folder, process)
    finally:
        process.terminate()
        process.communicate(timeout=60)
