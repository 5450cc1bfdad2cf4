"""Opens regular files only, and reads no more of one than was asked for.

A pipe, a device or a socket is never opened: opening it may wait for ever, or do something.
"""

import errno
import os
import stat
from pathlib import Path

_KINDS = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFDIR: "a folder",
}
_REASONS = {
    errno.ELOOP: "a link that leads back to itself",
    errno.ENOENT: "a link to a file that does not exist",
}


class NotAFile(Exception):
    """There is something of that name that is no regular file; the text says what it is."""


def read_file(file: Path, most: int) -> bytes:
    """The first `most` bytes of `file`, and one more when there is more.

    Raises NotAFile, and OSError when it cannot be opened or read.
    """
    try:
        _refuse(os.stat(file).st_mode)
        # It may have become something else since: then at least nothing waits for it.
        descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        if file.is_symlink() and error.errno in _REASONS:
            raise NotAFile(_REASONS[error.errno]) from error
        raise
    with open(descriptor, "rb") as stream:
        _refuse(os.fstat(descriptor).st_mode)
        return stream.read(most + 1)


def _refuse(mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise NotAFile(_KINDS.get(stat.S_IFMT(mode), "no regular file"))
