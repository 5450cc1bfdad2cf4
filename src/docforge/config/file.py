"""docforge.toml: found, checked as a whole, and merged into settings for each source.

It is strict: every problem is told at once, each with its place and what to write instead.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from docforge.config.settings import OTHER_NAMES, READERS, Settings, Value
from docforge.errors import UsageError

FILE_NAME = "docforge.toml"
_INCLUDE = ("**/*.md", "**/*.markdown")
_TABLES = ("input", "document", "override", "limits")
# What can only be true of one document is no default for all of them.
_ONE_DOCUMENT_ONLY = ("title", "subtitle", "slug")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost; each is named in the message when it is reached.

    Sizes in megabytes (10^6 bytes), time in seconds of wall clock, memory of its process.
    """

    source_mb: float = 10
    image_mb: float = 20
    seconds: float = 120
    memory_mb: float = 4096


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Override:
    """Settings for the sources whose path matches one of `paths` (globs)."""

    paths: tuple[str, ...]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Config:
    """docforge.toml as read. `folder` is the input folder that globs and paths begin at.

    `file` is None when there is no docforge.toml; then `folder` is None too, and each path
    given on the command line is its own input folder.
    """

    file: Path | None = None
    folder: Path | None = None
    include: tuple[str, ...] = _INCLUDE
    exclude: tuple[str, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()
    limits: Limits = DEFAULT_LIMITS

    def settings(self, path: str) -> Settings:
        """The settings of the source at `path` before its front matter; the last match wins."""
        settings = replace(Settings(), **self.defaults)
        for override in self.overrides:
            if any(matches(pattern, path) for pattern in override.paths):
                settings = replace(settings, **override.values)
        return settings

    def selects(self, path: str) -> bool:
        """Whether include and exclude pick `path` (relative to `folder`)."""
        picked = any(matches(pattern, path) for pattern in self.include)
        return picked and not any(matches(pattern, path) for pattern in self.exclude)


@cache
def _glob(pattern: str) -> re.Pattern[str]:
    """`**` stands for any number of folders; `*`, `?` and `[…]` stay inside one name."""
    parts = re.split(r"(\*\*/|/\*\*$|\*\*|\*|\?|\[!?[^\]/]+\])", pattern)
    known = {"**/": "(?:.+/)?", "/**": "/.+", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    expression = [
        known.get(part) or (part.replace("[!", "[^") if part[:1] == "[" else re.escape(part))
        for part in parts
    ]
    return re.compile("".join(expression))


def matches(pattern: str, path: str) -> bool:
    """Whether the glob `pattern` names `path` (relative, forward slashes)."""
    return _glob(pattern.removeprefix("./")).fullmatch(path) is not None


def load_config(start: Path) -> Config:
    """The nearest docforge.toml at or above `start`, or defaults when there is none.

    Raises UsageError that lists every problem of the file.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (file := folder / FILE_NAME).is_file():
            return _read(file)
    return Config()


def _read(file: Path) -> Config:
    try:
        source = file.read_text(encoding="utf-8-sig")
        data = tomllib.loads(source)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{file}: cannot be read: {reason}", "Correct the file.") from error
    checker = _Checker(file, source)
    config = checker.config(data)
    if checker.problems:
        raise UsageError("\n".join(checker.problems), f"Correct {FILE_NAME} and run again.")
    return config


class _Checker:
    """Walks the file's tables, keeping what is right and noting what is not."""

    def __init__(self, file: Path, source: str) -> None:
        self.file = file
        self.lines = source.splitlines()
        self.problems: list[str] = []

    def config(self, data: Mapping[str, Any]) -> Config:
        for key in data:
            if key not in _TABLES:
                self.unknown("", key, _TABLES)
        table = self.table(data, "input")
        self.known_only("input", table, ("folder", "include", "exclude"))
        return Config(
            file=self.file,
            folder=self.folder(table),
            include=self.globs("input", "include", table) or _INCLUDE,
            exclude=self.globs("input", "exclude", table),
            defaults=self.document(self.table(data, "document")),
            overrides=tuple(self.overrides(data.get("override", []))),
            limits=self.limits(self.table(data, "limits")),
        )

    def table(self, data: Mapping[str, Any], name: str) -> dict[str, Any]:
        table = data.get(name, {})
        if isinstance(table, dict):
            return table
        self.note(name, "", f"must be a table: write [{name}] on a line of its own")
        return {}

    def folder(self, table: Mapping[str, Any]) -> Path:
        name = table.get("folder", ".")
        folder = self.file.parent / str(name)
        if not isinstance(name, str) or not folder.is_dir():
            self.note("input", "folder", f"names no folder: {name}")
        return folder.resolve()

    def globs(self, place: str, key: str, table: Mapping[str, Any]) -> tuple[str, ...]:
        value = table.get(key, [])
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.note(place, key, 'must be a list of patterns, such as ["**/*.md"]')
        return ()

    def document(self, table: Mapping[str, Any]) -> dict[str, Any]:
        values = self.values("document", table)
        for key in _ONE_DOCUMENT_ONLY:
            if values.pop(key, None) is not None:
                self.note("document", key, "belongs to one document: move it to its front matter")
        return values

    def overrides(self, entries: object) -> Iterator[Override]:
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            self.note("override", "", "must be written [[override]], once for each override")
            return
        for number, entry in enumerate(entries, 1):
            place = f"override {number}"
            paths = self.globs(place, "paths", entry)
            if not entry.get("paths"):
                self.note(place, "", "has no paths: name the sources it is for")
            rest = {key: value for key, value in entry.items() if key != "paths"}
            yield Override(paths, self.values(place, rest))

    def values(self, place: str, table: Mapping[str, Any]) -> dict[str, Any]:
        """The settings in a table; two names of one key count as that key."""
        values: dict[str, Any] = {}
        for key, value in table.items():
            name = OTHER_NAMES.get(key, key)
            reader = self.resource_root if name == "resource_root" else READERS.get(name)
            if reader is None:
                self.unknown(place, key, (*READERS, "resource_root"))
                continue
            self.keep(values, place, key, name, reader, value)
        return values

    def keep(
        self,
        values: dict[str, Any],
        place: str,
        key: str,
        name: str,
        reader: Callable[[Value], object],
        value: Value,
    ) -> None:
        try:
            values[name] = reader(value)
        except ValueError as error:
            self.note(place, key, str(error))

    def resource_root(self, value: Value) -> Path:
        folder = self.file.parent / str(value)
        if not isinstance(value, str) or not folder.is_dir():
            raise ValueError(f"names no folder: {value}")
        return folder.resolve()

    def limits(self, table: Mapping[str, Any]) -> Limits:
        known = Limits.__dataclass_fields__
        self.known_only("limits", table, tuple(known))
        right = {}
        for key, value in table.items():
            if key not in known:
                continue
            if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
                self.note("limits", key, "must be a number above 0")
                continue
            right[key] = value
        return Limits(**right)

    def known_only(self, place: str, table: Mapping[str, Any], known: tuple[str, ...]) -> None:
        for key in table:
            if key not in known:
                self.unknown(place, key, known)

    def unknown(self, place: str, key: str, known: tuple[str, ...]) -> None:
        close = get_close_matches(key, known, 1)
        meant = f"did you mean {close[0]}?" if close else f"known are {', '.join(known)}"
        self.note(place, key, f"is not a key of docforge; {meant}")

    def note(self, place: str, key: str, problem: str) -> None:
        name = ".".join(filter(None, (place, key)))
        line = _line_of(self.lines, place, key)
        self.problems.append(f"{self.file}{f':{line}' if line else ''}: {name} {problem}")


def _line_of(lines: list[str], place: str, key: str) -> int:
    """The line where `key` stands in the table `place` ("override 2" is the second), or 0."""
    table, overrides = "", 0
    for number, line in enumerate(lines, 1):
        if header := re.match(r"\s*\[+\s*([\w-]+)", line):
            table = header[1]
            overrides += table == "override"
            table = f"override {overrides}" if table == "override" else table
            if place in ("", table) and key in ("", header[1]):
                return number
        elif table == place and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
            return number
    return 0
