"""Finds the sources that files and folders name; what they hold is not looked into."""

import os
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from docforge.errors import UsageError
from docforge.source.bundle import SourceBundle
from docforge.source.config import DEFAULT_LIMITS, Config, Limits
from docforge.source.names import IsTwin, ascii_name, output_stem, stem_of

MEGABYTE = 1_000_000
_ENDINGS = (".md", ".markdown")


class SourceFile(Struct, frozen=True, eq=False):
    """Where a source lies: `path` is what people see; `file` and `root` are absolute.

    `stem` is where its outputs go, relative to the output folder and without extension;
    `digest` is as in Source, and "" for what has not been read or cannot be; so is `size`, its
    bytes, 0.
    What `is_trusted` may say how it is read, judged and sent.
    With a `bundle`, the source and its files are read from that, and from nowhere else.
    """

    path: str
    file: Path
    root: Path
    stem: str
    limits: Limits = DEFAULT_LIMITS
    bundle: SourceBundle | None = None
    digest: str = ""
    size: int = 0
    is_trusted: bool = True

    # The same place is meant, wherever its bytes are read from.
    def __eq__(self, other: object) -> bool:
        return isinstance(other, SourceFile) and self._compared == other._compared

    def __hash__(self) -> int:
        return hash(self._compared)

    @property
    def _compared(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self.__struct_fields__ if name != "bundle")


def find_sources(paths: Sequence[Path], config: Config) -> tuple[SourceFile, ...]:
    """The sources that `paths` (files or folders) name, each once, in order of their paths.

    A folder gives what include and exclude select in it; a file is taken as it is. Raises
    UsageError when a path does not exist, nothing is found or an entry of include names nothing.
    """
    twins = _Twins()
    found = {
        place.file: place
        for path in paths
        for place in _below(Path(os.path.abspath(path)), config, twins)
    }
    _refuse_unmatched(paths, config)
    if not found:
        raise UsageError(
            f"No sources found in {', '.join(map(str, paths))}",
            "Name a Markdown file or a folder, or look at [input] include in docforge.toml.",
        )
    return tuple(sorted(found.values(), key=lambda place: (place.path, str(place.file))))


def _refuse_unmatched(paths: Sequence[Path], config: Config) -> None:
    """Raise UsageError for entries of include that no file of the input folder fits."""
    if config.folder is None or not any(path.is_dir() for path in paths):
        return
    names = names_below(config.folder)
    if problems := tuple(config.unmatched(names)):
        raise UsageError(
            "\n".join(problems),
            "Correct input.include, or take out what is no longer there. Between [ and ] stands "
            "one character of several; ? stands for any one.",
        )


class _Twins:
    """Which names beside a source would become the same in ASCII as its own.

    Each folder is listed once, however many sources it has.
    """

    def __init__(self) -> None:
        self._listed: dict[str, Counter[str]] = {}

    def among(self, root: Path) -> IsTwin:
        """Whether a path below `root` has such a neighbour, and is not in ASCII itself."""
        return lambda path: not path.rpartition("/")[2].isascii() and self._has(root, path)

    def _has(self, root: Path, path: str) -> bool:
        folder, _, name = path.rpartition("/")
        place = os.path.join(root, folder)
        if place not in self._listed:
            try:
                stems = {unicodedata.normalize("NFC", stem_of(one)) for one in os.listdir(place)}
            except OSError:
                stems = set()
            self._listed[place] = Counter(ascii_name(stem).lower() for stem in stems)
        return self._listed[place][ascii_name(stem_of(name)).lower()] > 1


def _below(path: Path, config: Config, twins: _Twins) -> Iterator[SourceFile]:
    root = _input_folder(path, config)
    if path.is_dir():
        for file in _walk(path.resolve(), lambda folder: config.selects(_relative(folder, root))):
            name = _relative(file, root)
            if config.selects(name):
                yield _place(name, file, root, config, twins)
    elif os.path.lexists(path):  # what is no file is told by whoever tries to read it
        file = path.parent.resolve() / path.name
        yield _place(_relative(file, root), file, root, config, twins)
    else:
        raise UsageError(f"{path.name}: there is no such file or folder", "Check the name.")


def _input_folder(path: Path, config: Config) -> Path:
    """The configured input folder when `path` lies in it; else the folder that was given."""
    resolved = path.resolve() if path.is_dir() else path.parent.resolve()
    if config.folder is not None and resolved.is_relative_to(config.folder):
        return config.folder
    return resolved


def _walk(
    folder: Path, is_taken_for_file: Callable[[Path], bool] = lambda folder: False
) -> Iterator[Path]:
    """Every visible file below `folder`; linked folders are not entered.

    So is a folder whose name ends as a source's and that `is_taken_for_file`.
    """
    for name, folders, files in os.walk(folder):
        folders[:] = sorted(inner for inner in folders if not inner.startswith("."))
        named = [Path(name, inner) for inner in folders if inner.lower().endswith(_ENDINGS)]
        yield from filter(is_taken_for_file, named)
        yield from (Path(name, file) for file in sorted(files) if not file.startswith("."))


def _relative(file: Path, root: Path) -> str:
    """The path that people see: composed accents, and a sign for bytes that are not UTF-8."""
    name = os.fsencode(file.relative_to(root).as_posix()).decode("utf-8", "replace")
    return unicodedata.normalize("NFC", name)


def names_below(root: Path) -> frozenset[str]:
    """The paths of all visible files in the input folder `root`, as findings name them."""
    return frozenset(_relative(file, root) for file in _walk(root))


def _place(path: str, file: Path, root: Path, config: Config, twins: _Twins) -> SourceFile:
    stem = output_stem(path, is_twin=twins.among(root))
    trusted = config.is_trusted(path)
    return SourceFile(path, file, root, stem, config.limits, is_trusted=trusted)
