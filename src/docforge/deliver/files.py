"""Single files of the output folder: read, hashed, written whole, and failures told in words.

Nothing outside the output folder is touched, whatever a manifest says.
"""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from docforge.errors import DeliveryFailed

# Where a run keeps what is only its own; gone when the run is over.
STATE = ".docforge"
# How files begin that are not finished yet; the next run takes away what a killed one left.
UNFINISHED = ".docforge-"
_CHUNK = 1 << 20
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
    errno.EXDEV: "A link leads to another disk: put the output folder there with --output.",
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
        if file.exists() and not file.is_file():
            raise DeliveryFailed(
                f"{file.name} is no file, and cannot be read", "Move it out of the output folder."
            )
        return file.read_bytes() if file.exists() else b""


def write_file(file: Path, content: bytes) -> None:
    """Write `content` to `file`, whole or not at all, and for good. Raises DeliveryFailed."""
    with plain_errors(file, file.parent):
        make_folders(file.parent)
        unfinished = file.with_name(f"{UNFINISHED}{os.getpid()}")
        try:
            write_durably(unfinished, content)
            os.replace(unfinished, file)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        sync_folder(file.parent)


def write_durably(file: Path, content: bytes) -> None:
    """Write `content` to `file` and have it on the disk before anything follows. Raises OSError."""
    with file.open("wb", buffering=0) as stream:
        if stream.write(content) != len(content):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Have the names in `folder` on the disk before anything follows.

    Without effect where a system or a file system has no such call for folders.
    """
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def make_folders(folder: Path) -> None:
    """Make `folder` and those above it, for good. Raises OSError."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for each in missing:
        sync_folder(each.parent)


def hash_of(file: str | Path) -> str:
    """The SHA-256 of a file as the manifest has it; "" when it cannot be read."""
    try:
        # Opened without waiting, and read no further than it is long now.
        descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with open(descriptor, "rb", buffering=0) as stream:
            about, found = os.fstat(descriptor), hashlib.sha256()
            left = about.st_size if stat.S_ISREG(about.st_mode) else 0
            while left > 0 and (chunk := stream.read(min(left, _CHUNK))):
                found.update(chunk)
                left -= len(chunk)
            return found.hexdigest()
    except OSError:
        return ""
