"""What a batch may take as a whole: documents, their size, time, and memory of all workers.

Each limit names its key; the memory is shared out before a worker starts, so that all of them
together, with the pandoc that each starts, stay within it.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from docforge.errors import ExitCode, UsageError
from docforge.export import Failure
from docforge.source import MEGABYTE, SourceFile
from docforge.source.config import Limits

_SHARE_OF_MACHINE = 0.75
# Fewer workers are better than some that cannot hold a long document.
_LEAST_MB = 1024.0


def refuse_many(count: int, limits: Limits) -> None:
    """Raises UsageError when there are more documents than a batch may have."""
    if count > limits.batch_documents:
        raise UsageError(
            f"There are {count:,} sources, and a batch may have {limits.batch_documents:,}",
            "Export a part of them, or raise batch_documents under [limits] in docforge.toml.",
        )


def refuse_large(places: Sequence[SourceFile], limits: Limits) -> None:
    """Raises UsageError when the sources are larger together than a batch may be."""
    total = sum(place.size for place in places) / MEGABYTE
    if total > limits.batch_mb:
        raise UsageError(
            f"The sources have {total:,.1f} MB together, and a batch may have "
            f"{limits.batch_mb:,g} MB",
            "Export a part of them, or raise batch_mb under [limits] in docforge.toml.",
        )


def too_late(place: SourceFile) -> Failure:
    """A document whose turn did not come in the time of its batch."""
    return Failure(
        f"{place.path} was not exported: the batch took longer than "
        f"{place.limits.batch_seconds:,g} seconds",
        "The same command goes on with the rest; or raise batch_seconds under [limits] in "
        "docforge.toml.",
        ExitCode.TOOL_FAILED,
    )


def share(limits: Limits, jobs: int) -> tuple[int, float]:
    """How many workers there is memory for, `jobs` at most, and the megabytes of each."""
    total = limits.batch_memory_mb or _machine_mb() * _SHARE_OF_MACHINE
    jobs = max(1, min(jobs, int(total // min(limits.memory_mb, _LEAST_MB))))
    return jobs, min(limits.memory_mb, total / jobs)


def for_thread(limits: Limits, megabytes: float | None, threads: int) -> Limits:
    """`limits` for one of the `threads` of a Dask worker, each with a process of its own.

    They share what the worker may have, `megabytes`, or three quarters of the machine when it
    has no limit, and no more than a batch may have.
    """
    machine = _machine_mb() * _SHARE_OF_MACHINE
    total = min(limits.batch_memory_mb or machine, megabytes or machine)
    return limits.model_copy(update={"batch_memory_mb": total / threads})


def _machine_mb() -> float:
    """The memory of this machine, or of the container that this process runs in."""
    sizes = [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")]
    with suppress(OSError, ValueError):  # no container, or one without a limit ("max")
        sizes.append(int(Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii")))
    return min(sizes) / MEGABYTE
