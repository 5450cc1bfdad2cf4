"""A style's folder, and those that it extends: what each one says, from the first to its own.

Invariant: a file of a style comes from its own folder, and a message names it without the
folders of this machine.
"""

import os
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from docforge.style.keys import WrongValue, meant
from docforge.style.places import line_of

SHEETS = ("screen.css", "print.css", "epub.css")
_DATA = "style.toml"
_LARGEST = 1_000_000  # bytes of a text of a style
LARGEST_ASSET = 10_000_000  # bytes of a picture or a font


class StyleFolder(Struct, frozen=True):
    """Where a style lies; `bounds` is what its links may not leave, None for shipped ones."""

    name: str
    path: Path
    bounds: Path | None

    def file(self, name: str) -> Path:
        """The file `name`. Raises ValueError for one that leads out or is no file."""
        file = self.path / name
        real = Path(os.path.realpath(file))
        if self.bounds is not None and not real.is_relative_to(self.bounds):
            raise ValueError(f"{name} leads out of the project: a style has its own files")
        if file.exists() and not file.is_file():  # a pipe would be waited for
            raise ValueError(f"{name} is no file")
        return file

    def text(self, name: str) -> str:
        """The text of the file `name`. Raises ValueError or OSError when it cannot be read."""
        file = self.file(name)
        if file.exists() and file.stat().st_size > _LARGEST:
            raise ValueError(f"{name} is larger than {_LARGEST // 1000} kB")
        return file.read_text(encoding="utf-8")

    def read(self, name: str) -> bytes:
        """The bytes of a picture or font in this folder. Raises ValueError or OSError."""
        file = self.file(name)
        if not Path(os.path.realpath(file)).is_relative_to(os.path.realpath(self.path)):
            raise ValueError("it lies outside the folder of its style")
        content = file.read_bytes()
        if len(content) > LARGEST_ASSET:
            raise ValueError(f"it is larger than {LARGEST_ASSET // 1_000_000} MB")
        return content


class Layer(Struct, frozen=True):
    """What one style says itself: its table, the text of that, and its sheets by name.

    `name` is the style's, and `where` the file of the table for people; `read` gives the bytes
    of a file that the table names, and raises ValueError or OSError. `is_shipped` says that it
    comes with docforge.
    """

    name: str
    where: str
    table: Mapping[str, Any]
    text: str
    sheets: Mapping[str, str]
    read: Callable[[str], bytes]
    is_shipped: bool = False

    def has(self, key: str) -> bool:
        """Whether the table says `key` ("letters.title")."""
        found: Any = self.table
        for part in key.split("."):
            if not isinstance(found, Mapping) or part not in found:
                return False
            found = found[part]
        return True


Find = Callable[[str], StyleFolder]


def layers_of(folder: StyleFolder, find: Find, known: Sequence[str]) -> tuple[Layer, ...]:
    """The layers of the style in `folder`, the style that extends no other one first.

    `find` gives the folder of one of the `known` styles. Raises ValueError or OSError.
    """
    chain: list[Layer] = []
    names: list[str] = []
    place: StyleFolder | None = folder
    while place is not None:
        names.append(place.name)
        layer = _layer(place)
        chain.append(layer)
        base = layer.table.get("extends")
        if base is None:
            place = None
        elif base in names:
            circle = " extends ".join([*names[names.index(base) :], base])
            raise placed(WrongValue("extends", f"goes in a circle: {circle}"), chain[::-1])
        elif base not in known:
            wrong = WrongValue("extends", f"“{base}” is no style; {meant(str(base), known)}")
            raise placed(wrong, chain[::-1])
        else:
            place = find(str(base))
    return tuple(chain[::-1])


def _layer(folder: StyleFolder) -> Layer:
    text = folder.text(_DATA)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{folder.name}/{_DATA}: {error}") from error
    sheets = dict(_sheets(folder, is_whole="extends" not in table))
    where, is_shipped = f"{folder.name}/{_DATA}", folder.bounds is None
    return Layer(folder.name, where, table, text, sheets, folder.read, is_shipped)


def _sheets(folder: StyleFolder, *, is_whole: bool) -> Iterator[tuple[str, str]]:
    """A style that extends another one has sheets only where it wants to."""
    for name in SHEETS:
        if is_whole or os.path.lexists(folder.path / name):
            yield name, folder.text(name)


def placed(wrong: WrongValue, layers: Sequence[Layer]) -> ValueError:
    """`wrong` with the file and line of the last layer that says its key."""
    layer = next((each for each in reversed(layers) if each.has(wrong.key)), layers[-1])
    return placed_in(wrong, layer)


def placed_in(wrong: WrongValue, layer: Layer) -> ValueError:
    """`wrong` with the file of `layer` and the line in it."""
    line = line_of(layer.text, wrong.key, wrong.item)
    return ValueError(f"{layer.where}{f':{line}' if line else ''}: {wrong}")


def merged(tables: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Tables over each other: of a table each key, of anything else the last one counts."""
    whole: dict[str, Any] = {}
    for table in tables:
        for key, value in table.items():
            before = whole.get(key)
            if isinstance(before, Mapping) and isinstance(value, Mapping):
                whole[key] = merged([before, value])
            else:
                whole[key] = value
    return whole
