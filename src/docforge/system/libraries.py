"""Which shared libraries are here: setting type needs some that no Python package brings."""

import ctypes
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from docforge.errors import ToolMissing


@dataclass(frozen=True, slots=True)
class SharedLibrary:
    """A library by the names it has on Linux, macOS and Windows, and what its absence costs."""

    name: str
    files: tuple[str, ...]
    version: str
    cost: str


@cache
def libraries() -> Mapping[str, SharedLibrary]:
    """All that a PDF and the cover of an EPUB need, by name."""
    text = files("docforge.system").joinpath("libraries.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)["library"]
    return {row["name"]: SharedLibrary(**{**row, "files": tuple(row["files"])}) for row in rows}


@cache
def library_version(name: str) -> str | None:
    """What the library `name` tells of itself; "" for nothing, None when it is not here."""
    library = libraries()[name]
    for file in library.files:
        try:
            loaded = ctypes.CDLL(file)
            if not library.version:
                return ""
            function = getattr(loaded, library.version)
        except (OSError, AttributeError):
            continue
        function.restype = ctypes.c_char_p
        return str(function().decode())
    return None


def missing() -> tuple[SharedLibrary, ...]:
    """The libraries that are not here."""
    return tuple(each for each in libraries().values() if library_version(each.name) is None)


def require() -> None:
    """Raises ToolMissing, in doctor's words, when no type can be set here."""
    for library in missing():
        raise ToolMissing(
            f"{library.name} is missing: {library.cost}",
            "docforge doctor says what else is missing; --formats html,txt needs none of it.",
        )
