"""The projects of all people: those on disk, and those that nobody has saved."""

import os
import secrets
import shutil
import threading
import time
from contextlib import suppress
from pathlib import Path

from docforge.deliver.files import make_folders, plain_errors, sync_folder
from docforge.desk.project import Missing, Project, files_of, is_project, plain_ident, state_of
from docforge.desk.settings import DeskSettings
from docforge.errors import UsageError
from docforge.source.config import Config
from docforge.source.config.file import FILE_NAME
from docforge.source.names import ascii_name

_UNSAVED = "~"  # begins the idents of what is not saved; no name of a folder does
_TOML = """\
# This project was made by docforge serve; the command line reads it, too.

[input]
folder = "input"

[trust]
# Where its documents come from: ["**"] is outside, [] is your own team.
untrusted = ["**"]
"""


class Projects:
    """The projects of all people: those on disk, and those that nobody has saved."""

    def __init__(self, settings: DeskSettings, scratch: Path) -> None:
        self._settings = settings
        self._scratch = scratch
        self._open: dict[tuple[str, str], Project] = {}
        self._lock = threading.Lock()

    def home(self, person: str) -> Path:
        """The folder whose folders are that person's projects."""
        root = self._settings.projects
        if not self._settings.is_shared:
            return root
        # No two people share a folder: a name that is changed on its way is marked.
        return root / ascii_name(person, marked=ascii_name(person) != person)

    def saved(self, person: str) -> list[Project]:
        """The projects on disk of that person, by name."""
        home = self.home(person)
        with suppress(OSError):
            names = sorted(entry.name for entry in os.scandir(home) if entry.is_dir())
            return [self._on_disk(person, name) for name in names if is_project(home / name)]
        return []

    def unsaved(self, person: str) -> list[Project]:
        """The projects of that person that are not saved, the oldest first."""
        with self._lock:
            return [one for one in self._open.values() if one.person == person and not one.is_saved]

    def open(self, person: str, ident: str) -> Project:
        """The project of that person. Raises Missing."""
        with self._lock:
            project = self._open.get((person, ident))
        if project is None:
            home = self.home(person)
            if ident != plain_ident(ident) or not is_project(home / ident):
                raise Missing("There is no such project")
            project = self._on_disk(person, ident)
        elif not project.folder.is_dir():
            raise Missing("This project is gone from the disk")
        project.used = time.monotonic()
        return project

    def single(self, file: Path, config: Config) -> Project:
        """A project of one file on disk, which stays where it is."""
        name = plain_ident(ascii_name(file.stem)) or "document"
        project = Project(name, "", file.parent, self._settings, True, file.name, file, config)
        self._open["", name] = project
        return project

    def create(self, person: str, title: str) -> Project:
        """A new project that is not saved; the oldest gives way when there are too many."""
        self.tidy()
        mine = self.unsaved(person)
        if len(mine) >= self._settings.person.unsaved:
            self.discard(min(mine, key=lambda one: one.used))
        ident = _UNSAVED + secrets.token_urlsafe(9)
        folder = self._scratch / f"project-{secrets.token_hex(8)}"
        (folder / "input").mkdir(parents=True)
        if self._settings.config is None:
            (folder / FILE_NAME).write_text(_TOML, "utf-8")
        project = Project(ident, person, folder, self._settings, False, title)
        with self._lock:
            self._open[person, ident] = project
        return project

    def save(self, project: Project, name: str) -> Project:
        """Keep `project` on disk under `name`. Raises UsageError and DeliveryFailed."""
        ident = plain_ident(ascii_name(name.strip())) if any(map(str.isalnum, name)) else ""
        if not ident:
            raise UsageError("A project needs a name of letters or digits")
        target = self.home(project.person) / ident
        if os.path.lexists(target):
            raise UsageError(f"There is a project named {ident} already")
        with plain_errors(target, target.parent):
            _move(project.folder, target)
        with self._lock:
            self._open.pop((project.person, project.ident), None)
        return self._on_disk(project.person, ident)

    def discard(self, project: Project) -> None:
        """Forget what is not saved."""
        if not project.is_saved:
            with self._lock:
                self._open.pop((project.person, project.ident), None)
            shutil.rmtree(project.folder, ignore_errors=True)

    def size(self, person: str) -> int:
        """Bytes of what that person has open and has not saved."""
        mine = self.unsaved(person)
        return sum(state_of(file)[2] for one in mine for file in files_of(one.folder))

    def tidy(self) -> None:
        """Forget what is not saved and nobody has looked at for hours."""
        end = time.monotonic() - self._settings.person.hours * 3600
        with self._lock:
            old = [one for one in self._open.values() if not one.is_saved and one.used < end]
        for project in old:
            self.discard(project)

    def _on_disk(self, person: str, ident: str) -> Project:
        with self._lock:
            known = self._open.get((person, ident))
            if known is None:
                folder = self.home(person) / ident
                known = Project(ident, person, folder, self._settings, True)
                self._open[person, ident] = known
            return known


def _move(folder: Path, target: Path) -> None:
    """Move `folder` to `target`, and have it on the disk. Raises OSError."""
    make_folders(target.parent)
    target.mkdir()
    # Renamed as a whole, where that is possible: nobody sees half a project.
    with suppress(OSError):
        target.rmdir()
        folder.rename(target)
    if not target.is_dir():
        shutil.move(folder, target)
    for file in files_of(target):
        _keep(file)
    sync_folder(target.parent)


def _keep(file: Path) -> None:
    """Have what was written among temporary files on the disk before anybody relies on it."""
    with suppress(OSError), file.open("rb") as stream:
        os.fsync(stream.fileno())
