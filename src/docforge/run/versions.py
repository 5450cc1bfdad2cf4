"""The versions of everything that shapes the bytes of outputs: the same ones, the same files."""

import hashlib
import platform
import sys
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from docforge import __version__
from docforge.errors import ToolFailed, ToolMissing
from docforge.system.libraries import library_version
from docforge.system.processes import run

# What reads sources, lays out and writes, and what of its foundations shows in outputs.
PACKAGES = (
    "anyascii",
    "babel",
    "cssselect2",
    "ebooklib",
    "fontpkg-fira-sans",
    "fontpkg-ibm-plex-mono",
    "fonttools",
    "latex2mathml",
    "lxml",
    "markdown-it-py",
    "mdit-py-plugins",
    "msgspec",
    "pikepdf",
    "pillow",
    "pydantic",
    "pydyf",
    "pygments",
    "pypandoc-binary",
    "pypdfium2",
    "pyphen",
    "pyyaml",
    "tinycss2",
    "tinyhtml5",
    "weasyprint",
    "ziafont",
    "ziamath",
)
_LIBRARIES = ("Pango", "HarfBuzz", "HarfBuzz subset")
_ABSENT = "none"


def versions() -> Mapping[str, str]:
    """What is installed here, by name; "none" for what is not. Asks pandoc itself, too."""
    from docforge.parse import pandoc

    return {**installed(), "pandoc": _first_line([pandoc.program(), "--version"])}


@cache
def installed() -> Mapping[str, str]:
    """As `versions`, as far as it is known at once.

    Fonts are one entry, a hash of their names and versions: letters that the style's own
    fonts lack are drawn with whatever font the machine has.
    """
    return {
        "docforge": f"{__version__} {_own_files()}",
        "Python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "system": f"{platform.system()} {platform.machine()}",
        **{name: _package(name) for name in PACKAGES},
        **{name: library_version(name) or _ABSENT for name in _LIBRARIES},
        "fonts": _fonts(),
    }


def _own_files() -> str:
    """A hash of docforge's own code and data: it may have been changed where it is installed."""
    found = hashlib.sha256()
    package = Path(__file__).parents[1]
    for file in sorted(package.rglob("*.*")):
        inner = file.relative_to(package)
        if file.is_file() and not {"__pycache__", "styles"} & set(inner.parts):
            found.update(inner.as_posix().encode() + b"\0" + file.read_bytes())
    return found.hexdigest()[:12]


def _package(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return _ABSENT


def _first_line(command: list[str]) -> str:
    return _said(command).split("\n")[0]


def _fonts() -> str:
    listed = sorted(_said(["fc-list", ":", "family", "style", "fontversion"]).split("\n"))
    return hashlib.sha256("\n".join(listed).encode()).hexdigest()[:12]


def _said(command: list[str]) -> str:
    try:
        return run(command).stdout
    except (ToolMissing, ToolFailed):
        return _ABSENT
