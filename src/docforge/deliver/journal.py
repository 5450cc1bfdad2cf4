"""What a run has done so far, one line of JSON a document, until the manifest says it all.

A line is written before its set is put in place, so that whoever finds the journal of a killed
run can finish the set. A line that is cut off never happened.
"""

import errno
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from docforge.deliver.files import STATE, make_folders, sync_folder
from docforge.deliver.records import JournalLine, decode_line, encode_line

_NAME = "journal.jsonl"


def append(output: Path, line: JournalLine) -> int:
    """Add `line`, whole or not at all, and say where it begins. Raises OSError."""
    make_folders(output / STATE)
    data = json.dumps(encode_line(line), ensure_ascii=False).encode() + b"\n"
    with (output / STATE / _NAME).open("ab", buffering=0) as stream:
        start = stream.tell()
        try:
            written = stream.write(data)
            if written != len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(stream.fileno())
        except BaseException:
            stream.truncate(start)
            raise
    if not start:
        sync_folder(output / STATE)
    return start


def cut(output: Path, start: int) -> None:
    """Take back the line that begins at `start`, and what may follow it."""
    os.truncate(output / STATE / _NAME, start)


def read(output: Path) -> tuple[JournalLine, ...]:
    """The whole lines of the journal in `output`, in order; none when there is no journal."""
    return tuple(_lines(_bytes(output)))


def _lines(data: bytes) -> Iterator[JournalLine]:
    for line in data.split(b"\n")[:-1]:
        # What cannot be read never happened: its document is exported again.
        with suppress(ValueError):
            yield decode_line(json.loads(line))


def mend(output: Path) -> None:
    """Take away a last line that is cut off."""
    data = _bytes(output)
    if data and not data.endswith(b"\n"):
        cut(output, data.rfind(b"\n") + 1)


def exists(output: Path) -> bool:
    """Whether something was done that the manifest does not say yet."""
    return (output / STATE / _NAME).exists()


def remove(output: Path) -> None:
    """Forget the journal: the manifest says it all."""
    (output / STATE / _NAME).unlink(missing_ok=True)


def _bytes(output: Path) -> bytes:
    try:
        return (output / STATE / _NAME).read_bytes()
    except FileNotFoundError:
        return b""
