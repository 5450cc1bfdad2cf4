"""Streams: compressed once, though pydyf asks for them again to make the file's identifier.

Invariant: a stream is asked for when it is written and changes no more.
"""

from typing import Any

import pydyf

_data = pydyf.Stream.data


def data(stream: Any) -> bytes:
    """A stream as it stands in the file."""
    if not hasattr(stream, "written"):
        stream.written = _data.fget(stream)
    written: bytes = stream.written
    return written
