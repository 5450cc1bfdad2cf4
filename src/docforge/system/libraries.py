"""Which shared libraries are here: setting type needs some that no Python package brings."""

import ctypes
import ctypes.util
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.resources import files

from msgspec import Struct

from docforge.errors import ToolMissing


class SharedLibrary(Struct, frozen=True):
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


# --- Finding -----------------------------------------------------------------------------

# What the loader of Linux calls the libraries that packages only know by a short name.
_OF_LINUX = {"c": "libc.so.6", "seccomp": "libseccomp.so.2"}


@contextmanager
def found_by_the_loader() -> Iterator[None]:
    """Have packages that are imported meanwhile leave the search for libraries to the loader.

    Where that does not know a name, Python asks ldconfig, gcc and ld, each a program of its own:
    more than eighty of them while WeasyPrint tries the names that its libraries have elsewhere. On
    Linux only: the names that WeasyPrint tries last are those of the loader.
    """
    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: _loaded(name, search)
    try:
        yield
    finally:
        ctypes.util.find_library = search


def _loaded(name: str, search: Callable[[str], str | None]) -> str | None:
    """The file of the library `name` if the loader knows it, or what `search` finds elsewhere."""
    file = _OF_LINUX.get(name)
    if file is None:
        return None
    try:
        ctypes.CDLL(file)
    except OSError:  # another C library than that of GNU
        return search(name)
    return file
