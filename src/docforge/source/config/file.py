"""docforge.toml: found, checked as a whole, and merged into settings for each source.

It is strict: every problem is told at once, each with its place and what to write instead.
"""

import os
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace
from pydantic import Field, ValidationError, field_validator
from pydantic_core import ErrorDetails

from docforge.errors import UsageError
from docforge.source.config.brand import BrandTable, brand_table
from docforge.source.config.globs import matches
from docforge.source.config.limits import DEFAULT_LIMITS, Limits
from docforge.source.config.lint import DEFAULT_LINT, Lint
from docforge.source.config.mail import DEFAULT_MAIL, Mail
from docforge.source.config.problems import sentence
from docforge.source.config.settings import FrozenTable, Settings, key_names
from docforge.source.config.trust import DEFAULT_TRUST, NO_TRUST, Trust
from docforge.source.config.values import Folder
from docforge.source.files import NotAFile, read_file
from docforge.source.invisible import without_invisible

FILE_NAME = "docforge.toml"
# Systems that do not care for capitals call files NEWS.MD, too.
_INCLUDE = ("**/*.[Mm][Dd]", "**/*.[Mm][Aa][Rr][Kk][Dd][Oo][Ww][Nn]")


def default_include() -> tuple[str, ...]:
    """The globs of sources where nothing names others."""
    return _INCLUDE


# What names all of a kind may name none of it.
_EVERY = re.compile(r"(?:\./)?\*\*/\*\.[\w\[\]]+")
_LARGEST = 1_000_000  # bytes


class _Input(FrozenTable):
    folder: Folder = Field(".", validate_default=True)
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


class Defaults(Settings):
    """Settings for many documents at once."""

    @field_validator("title", "subtitle", "slug", "evaluated_by", "evaluated_on", mode="before")
    @classmethod
    def _of_one_document(cls, value: object) -> object:
        raise ValueError("belongs to one document: move it to its front matter")


class Override(Defaults):
    """Settings for the sources whose path matches one of `paths` (globs)."""

    paths: tuple[str, ...] = Field(min_length=1)


class _File(FrozenTable):
    input: _Input = Field({}, validate_default=True)
    document: Defaults = Defaults()
    override: tuple[Override, ...] = ()
    limits: Limits = DEFAULT_LIMITS
    lint: Lint = DEFAULT_LINT
    email: Mail = DEFAULT_MAIL
    trust: Trust = DEFAULT_TRUST
    brand: dict[str, Any] = Field(default_factory=dict)


class Config(Struct, frozen=True):
    """docforge.toml as read. `folder` is the input folder that globs and paths begin at.

    `file` is None when there is no docforge.toml; then `folder` is None too, and each path
    given on the command line is its own input folder. `unused` are files of that name that lie
    with sources which are not trusted.
    """

    file: Path | None = None
    folder: Path | None = None
    include: tuple[str, ...] = _INCLUDE
    exclude: tuple[str, ...] = ()
    defaults: Settings = field(default_factory=Settings)
    overrides: tuple[Override, ...] = ()
    limits: Limits = DEFAULT_LIMITS
    lint: Lint = DEFAULT_LINT
    email: Mail = DEFAULT_MAIL
    trust: Trust = DEFAULT_TRUST
    brand: BrandTable | None = None
    unused: tuple[Path, ...] = ()

    def is_trusted(self, path: str) -> bool:
        """Whether the source at `path` may say how it is read, judged and sent."""
        return not any(matches(pattern, path) for pattern in self.trust.untrusted)

    def settings(self, path: str) -> Settings:
        """The settings of the source at `path` before its front matter; the last match wins."""
        settings = Settings().under(self.defaults)
        for override in self.overrides:
            if any(matches(pattern, path) for pattern in override.paths):
                settings = settings.under(override)
        return settings

    def selects(self, path: str) -> bool:
        """Whether include and exclude pick `path` (relative to `folder`)."""
        picked = any(matches(pattern, path) for pattern in self.include)
        return picked and not any(matches(pattern, path) for pattern in self.exclude)

    def unmatched(self, paths: Collection[str]) -> Iterator[str]:
        """What is wrong with each entry of include that names none of `paths`."""
        for pattern in self.include:
            if _EVERY.fullmatch(pattern) or any(matches(pattern, path) for path in paths):
                continue
            yield f"{self.file}: input.include: “{pattern}” fits no file{_meant(pattern, paths)}"


def _meant(pattern: str, paths: Collection[str]) -> str:
    folder = f"{pattern.rstrip('/')}/"
    if any(path.startswith(folder) for path in paths):
        return f": it is a folder; write “{folder}**/*.md”"
    close = get_close_matches(pattern, paths, 1, 0.7)
    return f"; did you mean “{close[0]}”?" if close else ""


def load_config(start: Path, *, named: Path | None = None, untrusted: bool = False) -> Config:
    """The configuration `named`, or the nearest docforge.toml at or above `start`, or defaults.

    With `untrusted`, no source is trusted, and only a configuration that is named counts. One
    that lies with sources which another above it does not trust never counts. Raises UsageError
    that lists every problem of the file.
    """
    found = _found(start)
    if named is not None:
        config = _read(named)
        unused = [file for file in found if not named.exists() or not file.samefile(named)]
    elif untrusted:
        config, unused = Config(), found
    else:
        unused = [file for at, file in enumerate(found) if _is_distrusted(file, found[at + 1 :])]
        nearest = next((file for file in found if file not in unused), None)
        config = _read(nearest) if nearest else Config()
    if untrusted:
        return replace(config, trust=NO_TRUST, unused=tuple(unused))
    # Whoever names a configuration means it in place of others: nothing has to be said of them.
    return replace(config, unused=tuple(unused) if named is None else ())


def _found(start: Path) -> list[Path]:
    """Every docforge.toml at or above `start`, the nearest first."""
    start = Path(os.path.realpath(start))  # unlike Path.resolve, never stopped by a link's circle
    files = (folder / FILE_NAME for folder in (start, *start.parents))
    return [file for file in files if file.is_file()]


def _is_distrusted(file: Path, above: Sequence[Path]) -> bool:
    """Whether one of `above` says that what lies beside `file` comes from outside."""
    return any(_distrusts(each, file) for each in above)


def _distrusts(above: Path, file: Path) -> bool:
    try:
        data = tomllib.loads(read_file(above, _LARGEST).decode("utf-8-sig"))
        patterns = _File.model_validate(data, context=above.parent).trust.untrusted
        folder = Path(above.parent, data.get("input", {}).get("folder", ".")).resolve()
    except (OSError, NotAFile, ValueError, RecursionError):
        return False  # what is wrong with it is told where it counts
    if not file.is_relative_to(folder):
        return False
    return any(matches(pattern, file.relative_to(folder).as_posix()) for pattern in patterns)


def _read(file: Path) -> Config:
    if not Path(os.path.realpath(file)).is_relative_to(os.path.realpath(file.parent)):
        raise UsageError(
            f"{file} is a link to a file outside its folder", "Put the file itself into the folder."
        )
    try:
        content = read_file(file, _LARGEST)
        if len(content) > _LARGEST:
            raise ValueError(f"it is larger than {_LARGEST // 1000} kB")
        source = content.decode("utf-8-sig")
        data = tomllib.loads(source)
    except RecursionError as error:
        raise UsageError(
            f"{file}: cannot be read: it is nested too deeply", "Correct the file."
        ) from error
    except (OSError, NotAFile, ValueError) as error:  # ValueError is also what tomllib raises
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{file}: cannot be read: {reason}", "Correct the file.") from error
    if unseen := without_invisible(source, str(file))[1]:
        told = (f"{one.where}: {one.message.removesuffix(' is left out')}" for one in unseen)
        raise UsageError("\n".join(told), "Delete it: it can hide what the file says.")
    try:
        said = _File.model_validate(data, context=file.parent)
    except ValidationError as error:
        problems = _problems(error, file, source.splitlines())
        raise UsageError("\n".join(problems), f"Correct {FILE_NAME} and run again.") from error
    return Config(
        file=file,
        folder=said.input.folder,
        include=said.input.include or _INCLUDE,
        exclude=said.input.exclude,
        defaults=said.document,
        overrides=said.override,
        limits=said.limits,
        lint=said.lint,
        email=said.email,
        trust=said.trust,
        brand=brand_table(file, source, said.brand) if said.brand else None,
    )


# --- Problems ----------------------------------------------------------------------------


def _problems(error: ValidationError, file: Path, lines: list[str]) -> Iterator[str]:
    """Each problem once, from the top of the file down."""
    problems = error.errors()
    told = {(_line_of(lines, *_place(problem)), _words(problem)) for problem in problems}
    for line, words in sorted(told):
        yield f"{file}{f':{line}' if line else ''}: {words}"


def _place(problem: ErrorDetails) -> tuple[str, str]:
    """The table, "" for the file itself, and the key in it; "override 2" is the second one."""
    match problem["loc"]:
        case ("override", int(index), key, *_):
            return f"override {index + 1}", str(key)
        case (str(table), str(key), *_):
            return table, key
    return "", str(problem["loc"][0])


def _words(problem: ErrorDetails) -> str:
    table, key = _place(problem)
    unknown = problem["type"] == "extra_forbidden"
    reason = _unknown(table.partition(" ")[0], key) if unknown else sentence(problem)
    return f"{table}.{key} {reason}".removeprefix(".")


TABLES: Mapping[str, type[FrozenTable]] = {
    "": _File,
    "input": _Input,
    "document": Defaults,
    "override": Override,
    "limits": Limits,
    "lint": Lint,
    "email": Mail,
    "trust": Trust,
}


def _unknown(table: str, key: str) -> str:
    known = key_names(TABLES[table])
    if key in known:
        return f"is another name for {known[key]}: keep one of the two"
    close = get_close_matches(key, known, 1)
    meant = f"did you mean {close[0]}?" if close else f"known are {', '.join(known)}"
    return f"is not a key of docforge; {meant}"


_LINE_START = re.compile(r"\s*(?:(\[+)\s*|[\"']?)([\w-]*)")


def _line_of(lines: list[str], place: str, key: str) -> int:
    """The line where `key` stands in the table `place`, or where the table does, or 0."""
    table, overrides, found = "", 0, 0
    for number, line in enumerate(lines, 1):
        brackets, name = _LINE_START.findall(line)[0]
        if brackets and name:
            overrides += name == "override"
            table = f"override {overrides}" if name == "override" else name
        if name == key and place == ("" if brackets else table):
            return number
        if place and (table == place if brackets else name == place and key in line):
            found = number
    return found
