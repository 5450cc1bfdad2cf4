"""A project: a folder on disk that the command line reads, too.

    NAME/docforge.toml   how its documents are read, and how they look
    NAME/input/          documents and pictures
    NAME/output/         what was exported

What nobody has saved is such a folder among the temporary files of this run, and ends with it.
"""

import os
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from docforge.desk.names import is_source
from docforge.desk.settings import DeskSettings
from docforge.desk.uploads import Refused
from docforge.errors import DocforgeError, UsageError
from docforge.run import batch
from docforge.run.planning import ExportPlan
from docforge.source import SourceFile
from docforge.source.config import Config, load_config
from docforge.source.config.file import FILE_NAME
from docforge.source.config.trust import NO_TRUST
from docforge.source.options import RunOptions


class Missing(DocforgeError):
    """A project or a document that is not there, or not this person's."""


class Project(Struct):
    """One project of one person; `ident` stands in addresses.

    `only` is the one document of a project that is a single file on disk, with its `fixed`
    configuration. `used` is when somebody
    last looked at it, in seconds of the monotonic clock. `refused` is what was left out of the last
    upload; who writes to its folder holds `writing`.
    """

    ident: str
    person: str
    folder: Path
    settings: DeskSettings
    is_saved: bool
    title: str = ""
    only: Path | None = None
    fixed: Config | None = None
    used: float = field(default_factory=time.monotonic)
    refused: tuple[Refused, ...] = ()
    writing: threading.Lock = field(default_factory=threading.Lock)
    _planned: tuple[object, ExportPlan | None, Config] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def name(self) -> str:
        """What people call it."""
        return self.title or self.folder.name

    @property
    def input(self) -> Path:
        """Where its documents are."""
        if self.only is not None:
            return self.folder
        inner = self.folder / "input"
        return inner if inner.is_dir() else self.folder

    @property
    def output(self) -> Path:
        """Where its outputs go."""
        return self.folder / "output"

    @property
    def file(self) -> Path:
        """The project's own docforge.toml."""
        return self.folder / FILE_NAME

    @property
    def is_of_team(self) -> bool:
        """Whether the team's configuration decides, and not the project's own."""
        return self.settings.config is not None

    def options(self) -> RunOptions:
        """How its documents are exported. Raises DocforgeError."""
        plan, config = self._plan()
        return RunOptions(config, plan.neighbours if plan else {})

    def places(self) -> tuple[SourceFile, ...]:
        """Its documents, in order. Raises DocforgeError."""
        plan, _ = self._plan()
        return plan.places if plan else ()

    def place(self, path: str) -> SourceFile:
        """The document at `path`. Raises Missing."""
        found = next((place for place in self.places() if place.path == path), None)
        if found is None:
            raise Missing(f"There is no document {path} in this project")
        return found

    def about(self, path: str = "") -> int:
        """Another number when what lies about the document at `path` is other: pictures,
        neighbours, configuration; without a path, when anything is. Raises Missing."""
        own = str(self.place(path).file) if path else ""
        return hash(tuple(state for state in self._signature() if state[0] != own))

    def material(self) -> int:
        """Another number when a picture or the configuration is other, and no document."""
        return hash(tuple(state for state in self._signature() if not is_source(state[0])))

    def config(self) -> Config:
        """Its configuration. Raises UsageError."""
        if self.fixed is not None:
            return self.fixed
        if self.settings.config is not None:
            team = load_config(self.input, named=self.settings.config)
            return replace(team, folder=None, trust=NO_TRUST)
        return load_config(self.input)

    def _plan(self) -> tuple[ExportPlan | None, Config]:
        with self._lock:
            mark = self._signature()
            if self._planned is None or self._planned[0] != mark:
                config = self.config()
                self._planned = (mark, self._planned_now(config), config)
            return self._planned[1], self._planned[2]

    def _planned_now(self, config: Config) -> ExportPlan | None:
        try:
            return batch.plan([self.only or self.input], config)
        except UsageError:
            if self.only is None and not any(files_of(self.input)):
                return None
            raise

    def _signature(self) -> tuple[tuple[str, int, int], ...]:
        """What changes when a file of the project does."""
        listed = sorted(files_of(self.input)) if self.only is None else [self.only]
        return tuple(state_of(file) for file in (self.file, *listed))


def files_of(folder: Path) -> Iterator[Path]:
    """All visible files below a folder but those in output folders."""
    for name, folders, files in os.walk(folder):
        folders[:] = [inner for inner in folders if not inner.startswith(".") and inner != "output"]
        yield from (Path(name, file) for file in files if not file.startswith("."))


def state_of(file: Path) -> tuple[str, int, int]:
    """What changes when a file does: its name, time (nanoseconds) and size (bytes, -1 for none)."""
    try:
        told = file.stat()
    except OSError:
        return str(file), 0, -1
    return str(file), told.st_mtime_ns, told.st_size


def plain_ident(ident: str) -> str:
    """`ident` when it can be the name of a project's folder, or ""."""
    return ident if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", ident) else ""


def is_project(folder: Path) -> bool:
    """Whether a folder is a project: a visible one, and no link."""
    return folder.is_dir() and not folder.is_symlink() and not folder.name.startswith(".")
