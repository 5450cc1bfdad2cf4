"""One run at a time writes to an output folder; the lock of a dead run holds nobody up.

The system gives the lock back when the process that has it ends, however it ends.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from docforge.deliver.files import STATE, plain_errors

_NAME = "lock"


@contextmanager
def exclusive(output: Path, waiting: Callable[[], object]) -> Iterator[None]:
    """Hold `output` for this run; `waiting` is called when another run has it.

    Raises DeliveryFailed when `output` cannot be written to.
    """
    with plain_errors(output, output):
        descriptor = _acquire(output, waiting)
    try:
        yield
    finally:
        _release(output, descriptor)


def _acquire(output: Path, waiting: Callable[[], object]) -> int:
    while True:
        file = output / STATE / _NAME
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o666)
        except FileNotFoundError:  # the run that had it took the folder away just now
            continue
        try:
            _lock(descriptor, waiting)
            if _is_still(descriptor, file):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _lock(descriptor: int, waiting: Callable[[], object]) -> None:
    try:
        import fcntl
    except ImportError:  # Windows has no such locks
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        waiting()
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    except OSError:  # a file system without locks
        return


def _is_still(descriptor: int, file: Path) -> bool:
    """Whether `file` is the one that was locked: the run before took its own away."""
    try:
        return os.path.samestat(os.fstat(descriptor), file.stat())
    except FileNotFoundError:
        return False


def _release(output: Path, descriptor: int) -> None:
    with suppress(OSError):
        if not any(each.name != _NAME for each in (output / STATE).iterdir()):
            (output / STATE / _NAME).unlink()
            (output / STATE).rmdir()
    os.close(descriptor)
