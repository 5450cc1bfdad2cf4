"""Which programs are installed beside docforge, and what cannot be done without them."""

import os
import re
import shutil
from pathlib import Path

from msgspec import Struct

from docforge.errors import ToolFailed, ToolMissing
from docforge.system.process_limits import ProcessLimits
from docforge.system.processes import run


class Program(Struct, frozen=True):
    """How to ask a program for its version, and what cannot be done without it."""

    version_command: tuple[str, ...]
    cost_of_absence: str


class Probe(Struct, frozen=True):
    """Whether a program is there. `version` and `path` are None when it is not."""

    name: str
    version: str | None
    path: Path | None
    cost_of_absence: str


PROGRAMS: dict[str, Program] = {
    "fc-match": Program(("fc-match", "--version"), "The fonts of a PDF cannot be checked."),
    "java": Program(("java", "-version"), "veraPDF, EPUBCheck and Nu cannot judge outputs."),
    "node": Program(("node", "--version"), "axe and Ace cannot judge outputs."),
    "chromium": Program(("chromium", "--version"), "axe and Ace cannot judge outputs."),
    "pdfinfo": Program(("pdfinfo", "-v"), "A PDF's tags are read by one reader less in tests."),
}
_VERSION = re.compile(r"(?<!\d)\d++(?:\.\d++)+")


def probe(name: str) -> Probe:
    """Look for one of `PROGRAMS`; a program that cannot say its version counts as absent."""
    program = PROGRAMS[name]
    found = shutil.which(program.version_command[0])
    if found is None:
        return Probe(name, None, None, program.cost_of_absence)
    try:
        said = run(program.version_command, limits=ProcessLimits(seconds=20))
    except (ToolMissing, ToolFailed):
        return Probe(name, None, None, program.cost_of_absence)
    version = _VERSION.search(said.stdout + said.stderr)
    return Probe(name, version.group() if version else None, Path(found), program.cost_of_absence)


def tools_folder() -> Path:
    """Where scripts/test puts the judges: DOCFORGE_TOOLS, or .tools in the checkout."""
    named = os.environ.get("DOCFORGE_TOOLS")
    return Path(named) if named else Path(__file__).resolve().parents[3] / ".tools"
