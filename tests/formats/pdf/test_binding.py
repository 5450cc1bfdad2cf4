"""What WeasyPrint declares of C libraries is read ahead; what is not known is read as it comes."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from docforge.formats.pdf.weasyprint.binding import _ReadAlready

SCRIPT = Path(__file__).parents[3] / "scripts" / "weasyprint-declarations"
# In a process of its own: it is about what is imported first.
_IMPORTED = "import sys, docforge.formats.pdf; print('pycparser' in sys.modules)"
_MADE_AGAIN = (
    f"from runpy import run_path; made = run_path({str(SCRIPT)!r});"
    "print(made['declared']() == made['FILE'].read_text(encoding='utf-8'))"
)


def _printed(code: str) -> str:
    command = [sys.executable, "-c", f"import sys; sys.path[:0] = {sys.path!r}; {code}"]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


@pytest.mark.slow
def test_what_is_read_ahead_is_what_is_declared() -> None:
    assert _printed(_MADE_AGAIN).splitlines()[-1] == "True"


@pytest.mark.slow
def test_no_c_is_read_to_set_type() -> None:
    assert _printed(_IMPORTED).strip() == "False"


def test_what_is_not_known_is_left_to_cffi() -> None:
    ffi: Any = _ReadAlready()
    ffi.cdef("int abs (int number);")
    ffi.cdef("int toupper (int letter);")
    library = ffi.dlopen(None)
    assert (library.abs(-3), library.toupper(ord("a"))) == (3, ord("A"))
