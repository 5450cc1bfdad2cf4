"""Single files of the output folder: read, hashed, written whole, and failures told in words.

Nothing outside the output folder is touched, whatever a manifest says.
"""

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from docforge.errors import DeliveryFailed

# Where a run keeps what is only its own; gone when the run is over.
STATE = ".docforge"
# How files begin that are not finished yet; the next run takes away what a killed one left.
UNFINISHED = ".docforge-"
_HINTS = {
    errno.ENOSPC: "The disk is full: make room and run again.",
    errno.EDQUOT: "Your share of the disk is used up: make room and run again.",
    errno.EFBIG: "The file is larger than may be written there: use smaller images.",
    errno.EACCES: "You may not write there: choose another folder with --output.",
    errno.EPERM: "You may not write there: choose another folder with --output.",
    errno.EROFS: "That disk is read-only: choose another folder with --output.",
    errno.ENOTDIR: "A file is in the way of a folder: move it, or choose another folder.",
    errno.EEXIST: "A file is in the way of a folder: move it, or choose another folder.",
    errno.EISDIR: "A folder is in the way of a file: move it, or choose another folder.",
    errno.ENAMETOOLONG: "The name is too long: give the document a shorter slug.",
}


@contextmanager
def plain_errors(place: Path, output: Path) -> Iterator[None]:
    """Tell an OSError as DeliveryFailed, in words."""
    try:
        yield
    except OSError as error:
        name = place.relative_to(output).as_posix()
        raise DeliveryFailed(
            f"{name if name != '.' else output.name} could not be written: {error.strerror}",
            _HINTS.get(error.errno or 0, "What an earlier run delivered is still there."),
        ) from error


def read_file(file: Path) -> bytes:
    """What an earlier run wrote to `file`; empty when it wrote none. Raises DeliveryFailed."""
    with plain_errors(file, file.parent):
        return file.read_bytes() if file.exists() else b""


def write_file(file: Path, content: bytes) -> None:
    """Write `content` to `file`, whole or not at all. Raises DeliveryFailed."""
    with plain_errors(file, file.parent):
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_name(f"{UNFINISHED}{os.getpid()}")
        try:
            unfinished.write_bytes(content)
            os.replace(unfinished, file)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise


def hash_of(file: str | Path) -> str:
    """The SHA-256 of a file as the manifest has it; "" when it cannot be read."""
    try:
        with open(file, "rb", buffering=0) as stream:
            return hashlib.sha256(stream.read()).hexdigest()
    except OSError:
        return ""


def take_away(output: Path, name: str, sha256: str) -> bool:
    """Remove an output with the folders that it leaves empty; whether it is gone.

    A file that is not the one that was delivered stays, and so does one outside `output`.
    """
    file, top = output / name, output.resolve()
    if not file.resolve().is_relative_to(top):
        return False
    if file.is_file() and hash_of(file) != sha256:
        return False
    file.unlink(missing_ok=True)
    with suppress(OSError):  # other documents live in it
        for folder in file.resolve().parents:
            if folder == top:
                break
            folder.rmdir()
    return True
