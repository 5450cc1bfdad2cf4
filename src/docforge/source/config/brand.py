"""The table [brand] of docforge.toml as it is written, with the files that it names.

What its keys mean is known to style alone. The files are read here, at once: a document is made
where docforge.toml does not lie.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from docforge.source.files import NotAFile, read_file

_LARGEST = 10_000_000  # bytes of a picture or a font
_KEYS = frozenset({"file", "dark"})


class BrandTable(Struct, frozen=True):
    """`text` is that of the file `name`; `files` are those it names: bytes, or what is wrong."""

    name: str
    text: str
    files: tuple[tuple[str, bytes | str], ...]

    @property
    def table(self) -> Mapping[str, Any]:
        """The table as TOML has it."""
        brand: Mapping[str, Any] = tomllib.loads(self.text)["brand"]
        return brand

    def read(self, name: str) -> bytes:
        """The bytes of a file that the table names. Raises ValueError."""
        content = dict(self.files).get(name, "it is not there")
        if isinstance(content, str):
            raise ValueError(content)
        return content


def brand_table(file: Path, text: str, table: Mapping[str, Any]) -> BrandTable:
    """The table [brand] of the docforge.toml `file`, whose text is `text`."""
    names = sorted(set(_names(table)))
    return BrandTable(file.name, text, tuple((name, _content(file.parent, name)) for name in names))


def _names(value: object) -> Iterator[str]:
    """What the keys of files say, wherever they stand."""
    if isinstance(value, Mapping):
        for key, each in value.items():
            if key in _KEYS and isinstance(each, str):
                yield each
            yield from _names(each)
    elif isinstance(value, list):
        for each in value:
            yield from _names(each)


def _content(folder: Path, name: str) -> bytes | str:
    file = folder / name
    if not Path(os.path.realpath(file)).is_relative_to(os.path.realpath(folder)):
        return "it lies outside the folder of docforge.toml"
    try:
        content = read_file(file, _LARGEST)
    except NotAFile as error:
        return f"it is {error}"
    except (OSError, ValueError) as error:
        return getattr(error, "strerror", None) or "it cannot be opened"
    if len(content) > _LARGEST:
        return f"it is larger than {_LARGEST // 1_000_000} MB"
    return content
