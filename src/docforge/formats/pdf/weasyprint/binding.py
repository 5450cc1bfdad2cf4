"""The libraries that WeasyPrint sets type with, bound before anything else of it is imported.

WeasyPrint gives cffi 450 lines of C, which it reads at each import, and again for the name of each
type that it meets. Here they are read already: scripts/weasyprint-declarations does it.
Invariant: what is not word for word what was read is left to cffi.
"""

from hashlib import sha256
from typing import Any

import cffi

from docforge.formats.pdf.weasyprint import declared
from docforge.formats.pdf.weasyprint.patching import Patch, applied
from docforge.system.libraries import found_by_the_loader

_Reading = cffi.FFI


class _ReadAlready:
    """An FFI of cffi whose first declarations are those that were read, or that reads them."""

    _source: Any = None

    def cdef(self, text: str) -> None:
        """Declare what is in `text`, C."""
        is_known = sha256(text.encode()).hexdigest() in declared.DIGESTS
        if self._source is None:
            self._source = declared.ffi if is_known else _Reading()
            for name in dir(self._source):
                if not name.startswith("_") and name != "cdef":
                    setattr(self, name, getattr(self._source, name))
        if self._source is declared.ffi and is_known:
            return
        self._source.cdef(text)


with found_by_the_loader(), applied(Patch(cffi, "FFI", _ReadAlready)):
    import weasyprint.text.ffi  # noqa: F401  # what it binds at its import is what this is for
