"""What a command costs: processor time, wall time and peak memory, with all its children."""

import ctypes
import os
import resource
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
_PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h
_PAUSE = 0.25  # seconds between two looks at memory


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of processor and of wall clock, peak memory in MiB, and commands that failed."""

    cpu: float = 0.0
    wall: float = 0.0
    peak: float = 0.0
    failed: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(
            self.cpu + other.cpu,
            self.wall + other.wall,
            max(self.peak, other.peak),
            self.failed + other.failed,
        )


def cost_of(command: Sequence[str | Path], folder: Path | None = None) -> Cost:
    """Run `command` to its end; its output is thrown away.

    Memory is that of its largest process: the kernel tells no sum.
    """
    begun = time.perf_counter()
    process = _started(command, folder)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    total = Cost(failed=int(process.returncode != 0)) + _spent(used)
    with suppress(ChildProcessError):
        while True:
            total += _spent(os.wait4(-1, 0)[2])
    return replace(total, wall=time.perf_counter() - begun)


def largest_share(command: Sequence[str | Path], folder: Path | None = None) -> float:
    """Run `command` to its end; the most memory of one of its processes, in MiB (PSS).

    Looked at four times a second; what processes share is counted in equal parts.
    """
    process = _started(command, folder)
    most = 0.0
    while process.poll() is None:
        most = max(most, *map(_share, _below(os.getpid())), 0.0)
        time.sleep(_PAUSE)
    return most


def _started(command: Sequence[str | Path], folder: Path | None) -> subprocess.Popen[bytes]:
    _adopt_orphans()
    return subprocess.Popen(
        [str(part) for part in command],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _below(ancestor: int) -> set[int]:
    """The processes that `ancestor` has started, and those that they have started (proc(5))."""
    parents: dict[int, int] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            behind_name = status.read_text(errors="replace").rpartition(")")[2]
            parents[int(status.parent.name)] = int(behind_name.split()[1])
    found: set[int] = set()
    while more := {one for one, by in parents.items() if by in {ancestor, *found}} - found:
        found |= more
    return found


def _share(process: int) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def _spent(used: resource.struct_rusage) -> Cost:
    return Cost(used.ru_utime + used.ru_stime, 0.0, used.ru_maxrss / 1024)


@cache
def _adopt_orphans() -> None:
    """Processes that outlive their parent become ours (Linux), so that theirs counts too."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def timed(spent: dict[str, float], stage: str, step: Callable[[], T]) -> T:
    """Do `step` and add its processor seconds, those of ended children included, to `stage`."""
    begun = os.times()
    done = step()
    spent[stage] += sum(os.times()[:4]) - sum(begun[:4])
    return done


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table; numbers with one or two decimals."""
    lines = [heads, ["---", *["--:"] * (len(heads) - 1)], *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}" if value < 10 else f"{value:.0f}"
    return str(value)
