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

from docforge.deliver.files import STATE, make_folders, read_file, sync_folder, write_durably
from docforge.deliver.records import JournalLine, decode_line, encode_line
from docforge.shown import as_json

NAME = "journal.jsonl"


def append(output: Path, line: JournalLine) -> int:
    """Add `line`, whole or not at all, and say where it begins. Raises OSError."""
    make_folders(output / STATE)
    data = as_json(encode_line(line)).encode() + b"\n"
    with (output / STATE / NAME).open("ab", buffering=0) as stream:
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
    os.truncate(output / STATE / NAME, start)


def read(output: Path) -> tuple[JournalLine, ...]:
    """The whole lines of the journal in `output`, in order; none when there is no journal."""
    return tuple(_lines(_bytes(output)))


def _lines(data: bytes) -> Iterator[JournalLine]:
    for line in data.split(b"\n")[:-1]:
        # What cannot be read never happened: its document is exported again.
        with suppress(ValueError, RecursionError):
            yield decode_line(json.loads(line))


def repair(output: Path) -> bytes:
    """Leave only whole lines that can be read; the journal as it was if others stood in it.

    A last line that is cut off is no damage: so a killed run leaves it. Raises OSError.
    """
    data = _bytes(output)
    *lines, rest = data.split(b"\n")
    whole = [line for line in lines if any(_lines(line + b"\n"))]
    if len(whole) == len(lines) and b"\0" not in rest:
        if rest:
            cut(output, len(data) - len(rest))
        return b""
    write_durably(output / STATE / NAME, b"".join(line + b"\n" for line in whole))
    return data


def exists(output: Path) -> bool:
    """Whether something was done that the manifest does not say yet."""
    return (output / STATE / NAME).exists()


def remove(output: Path) -> None:
    """Forget the journal: the manifest says it all."""
    (output / STATE / NAME).unlink(missing_ok=True)


def _bytes(output: Path) -> bytes:
    return read_file(output / STATE / NAME)
