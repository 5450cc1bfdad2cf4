"""What a process may use, and how the kernel is told of it."""

import contextlib
import resource

from msgspec import Struct


class ProcessLimits(Struct, frozen=True):
    """What a process may use. `seconds` is wall time; for a `Conversation`, of one answer.

    `memory_mb` bounds the address space. It is None for programs that reserve far more than
    they use (Java, Node, Chromium): those get a limit of their own on their command line.
    `processor_seconds` is time that the processor worked, however busy the machine is.
    """

    seconds: float = 60.0
    output_bytes: int = 16 * 1024 * 1024
    memory_mb: int | None = None
    processor_seconds: int | None = None


DEFAULT_LIMITS = ProcessLimits()


def bound(pid: int, limits: ProcessLimits) -> None:
    """Have the kernel hold the process `pid` to its limits of memory and processor."""
    if not hasattr(resource, "prlimit"):
        return
    with contextlib.suppress(ProcessLookupError):  # it is done already
        if limits.memory_mb is not None:
            size = limits.memory_mb * 1024 * 1024
            _lower(pid, resource.RLIMIT_AS, size, size)
        if limits.processor_seconds is not None:
            seconds = limits.processor_seconds
            _lower(pid, resource.RLIMIT_CPU, seconds, seconds + 1)


def _lower(pid: int, kind: int, soft: int, hard: int) -> None:
    """Lower a limit; one that is lower already (`ulimit -t`) nobody may raise."""
    _, highest = resource.prlimit(pid, kind)
    if highest != resource.RLIM_INFINITY:
        soft, hard = min(soft, highest), min(hard, highest)
    resource.prlimit(pid, kind, (soft, hard))
