"""External judges of what was exported: one module a judge, one line here to register it.

A judge that is missing, hangs, dies or prints nonsense is NOT_RUN, which is never PASSED.
"""

from docforge.verify.judges.ace import ACE
from docforge.verify.judges.asking import ask, probe
from docforge.verify.judges.axe import AXE
from docforge.verify.judges.contract import Judge
from docforge.verify.judges.epubcheck import EPUBCHECK
from docforge.verify.judges.nu import NU
from docforge.verify.judges.verapdf import VERAPDF

JUDGES: dict[str, Judge] = {
    "verapdf": VERAPDF,
    "epubcheck": EPUBCHECK,
    "ace": ACE,
    "axe": AXE,
    "nu": NU,
}

__all__ = ["JUDGES", "Judge", "ask", "probe"]
