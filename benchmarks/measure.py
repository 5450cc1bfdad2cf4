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
    _adopt_orphans()
    begun = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    total = Cost(failed=int(process.returncode != 0)) + _spent(used)
    with suppress(ChildProcessError):
        while True:
            total += _spent(os.wait4(-1, 0)[2])
    return replace(total, wall=time.perf_counter() - begun)


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
