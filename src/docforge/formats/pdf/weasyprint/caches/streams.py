"""Objects of a PDF: made into bytes once, though pydyf asks again to make the file's identifier.

Invariant: a stream is asked for when it is written, and while a file is written nothing changes.
"""

from typing import Any

import pydyf

_stream, _dictionary = pydyf.Stream.data, pydyf.Dictionary.data
_write, _to_bytes = pydyf.PDF.write, pydyf._to_bytes

_is_writing = False


def data(stream: Any) -> bytes:
    """A stream as it stands in the file."""
    if not hasattr(stream, "written"):
        stream.written = _stream.fget(stream)
    written: bytes = stream.written
    return written


def dictionary(found: Any) -> bytes:
    """A dictionary as it stands in the file; one that is an object of its own is kept."""
    if not _is_writing or found.number is None:
        made: bytes = _dictionary.fget(found)
        return made
    if not hasattr(found, "written"):
        found.written = _dictionary.fget(found)
    written: bytes = found.written
    return written


def write(pdf: Any, *given: Any, **options: Any) -> None:
    """What `PDF.write` does; meanwhile dictionaries are kept as they were written."""
    global _is_writing
    _is_writing = True
    try:
        _write(pdf, *given, **options)
    finally:
        _is_writing = False


def to_bytes(item: Any) -> bytes:
    """What `pydyf._to_bytes` gives, without asking an integer whether it is anything else."""
    kind = type(item)
    if kind is bytes:
        return item  # type: ignore[no-any-return]  # by its type
    if kind is str or kind is int:
        return str(item).encode("ascii")
    made: bytes = _to_bytes(item)
    return made
