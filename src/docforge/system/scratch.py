"""A folder for temporary files that is gone after the run, however the run ends.

Workers are ended without a last word, and libraries then leave files behind. So they get a
folder of the run's; the run removes it, or, when it was killed, the next one.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from docforge.errors import SystemRefused

_PREFIX = "docforge-run-"


@contextmanager
def scratch() -> Iterator[Path]:
    """A new folder for temporary files, which nobody else may look into.

    Raises SystemRefused when there is no place for temporary files.
    """
    try:
        place = Path(tempfile.gettempdir())
        _tidy(place)
        made = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=place))
    except OSError as error:
        raise SystemRefused(
            "There is no folder for temporary files that may be written to",
            "Set TMPDIR to one.",
        ) from error
    try:
        held = _held(made)
        made.mkdir(mode=0o700, exist_ok=True)  # a run that began just now may have tidied it away
        try:
            yield made
        finally:
            if held is not None:
                os.close(held)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def use(folder: Path) -> None:
    """Have this process, and the programs that it starts, keep temporary files in `folder`.

    It is their home, too, when they have none: some libraries do not load without one.
    """
    tempfile.tempdir = str(folder)
    os.environ["TMPDIR"] = str(folder)
    os.environ.setdefault("HOME", str(folder))


def _tidy(place: Path) -> None:
    """Remove what killed runs of the same person left in `place`."""
    for left in place.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if left.lstat().st_uid != os.getuid() or left.is_symlink():
                continue
            held = _held(left)
            if held is not None:
                shutil.rmtree(left, ignore_errors=True)
                os.close(held)


def _held(folder: Path) -> int | None:
    """A lock on `folder`, which ends with this process; None when another one has it."""
    try:
        import fcntl
    except ImportError:  # Windows has no such locks
        return None
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor
