"""How many processors there are for this process; importing it costs nothing."""

import os


def processors() -> int:
    """How many documents at a time this machine has processors for."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
