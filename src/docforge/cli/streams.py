"""Standard streams that never end a run: what nobody can read is told at the end, if at all.

A reader that has gone (`| head`) has had what it wanted; a full disk is a failure. In both
cases the documents are delivered as if somebody had listened.
"""

import errno
import io
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from docforge.errors import DeliveryFailed

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer


class _Deaf(io.RawIOBase):
    """Writes to a descriptor until that fails; then takes everything in and forgets it."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.error: OSError | None = None

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def isatty(self) -> bool:
        return os.isatty(self._descriptor)

    def write(self, data: "Buffer", /) -> int:
        content = memoryview(data).cast("B")
        if self.error is None:
            try:
                return os.write(self._descriptor, content)
            except BlockingIOError:
                raise
            except OSError as error:
                self.error = error
        return len(content)


_deaf: list[_Deaf] = []


def open_streams() -> None:
    """Have standard output and error take everything, also where they are closed or full."""
    _fill_gaps()
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        # What somebody has put in their place is theirs.
        if isinstance(stream, io.TextIOWrapper) and stream is getattr(sys, f"__{name}__"):
            raw = _Deaf(stream.fileno())
            _deaf.append(raw)
            text = io.TextIOWrapper(
                io.BufferedWriter(raw),
                encoding=stream.encoding,
                errors="backslashreplace",  # a terminal that cannot show every letter
                line_buffering=stream.line_buffering or name == "stderr",
            )
            setattr(sys, name, text)


def _fill_gaps() -> None:
    """Open what is closed of the first three descriptors: a file must not take its place."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def close_streams() -> None:
    """Write what is left. Raises DeliveryFailed when something of it found no room."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with suppress(OSError, ValueError):
                stream.flush()
    for raw in _deaf:
        if raw.error is not None and raw.error.errno != errno.EPIPE:
            raise DeliveryFailed(
                f"What docforge says could not be written: {raw.error.strerror}",
                "Make room where its output goes, or let it print to a terminal.",
            )
