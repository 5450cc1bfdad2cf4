"""What a command costs: processor time, wall time and peak memory, with all its children."""

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


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
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - begun
    return Cost(
        used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024, int(process.returncode != 0)
    )


def seconds_in(step: Callable[[], object]) -> float:
    """Processor seconds that `step` takes in this process."""
    begun = time.process_time()
    step()
    return time.process_time() - begun


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table; numbers with one or two decimals."""
    lines = [heads, ["---", *["--:"] * (len(heads) - 1)], *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}" if value < 10 else f"{value:.0f}"
    return str(value)
