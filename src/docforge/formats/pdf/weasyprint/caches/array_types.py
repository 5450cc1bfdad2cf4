"""Types of arrays by what they hold, where WeasyPrint names each by its length as well.

cffi reads the name of a type that it has not met as C, behind all that WeasyPrint declares, and
keeps it for ever: 3 milliseconds for each length, of which each font of each document has two.
Invariant: an array is as long as what it is filled with.
"""

import re
from typing import Any

from weasyprint.text.ffi import ffi

_SIZED = re.compile(r"(\w+)\[\d+\]")


class ArrayTypes:
    """cffi as WeasyPrint uses it, but for the names of types."""

    def __getattr__(self, name: str) -> Any:
        return getattr(ffi, name)

    def new(self, kind: str, *filling: Any) -> Any:
        """What `ffi.new` makes of the type `kind`."""
        sized = _SIZED.fullmatch(kind)
        return ffi.new(f"{sized[1]}[]" if sized and filling else kind, *filling)
