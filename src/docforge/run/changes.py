"""Changes to what documents are made from, as files are saved.

Watching begins before the first change is asked for, so that none is missed; and it is begun
anew each time, so that folders may be replaced, vanish and come back.
"""

import os
from collections.abc import Generator, Sequence
from pathlib import Path

from watchfiles import watch

from docforge.errors import UsageError
from docforge.source.config import Config

# Milliseconds. An editor that saves touches files several times: a pause ends a change.
_PAUSE, _LONGEST = 100, 2000
_GLANCE = 200  # between two looks at which folders are there


def watched_folders(paths: Sequence[Path], config: Config) -> tuple[Path, ...]:
    """Where there is what documents are made from; none of them has to exist."""
    given = [path if path.is_dir() else path.parent for path in paths]
    roots = [one.resource_root for one in (config.defaults, *config.overrides)]
    beside = [config.file, config.file.parent / "styles"] if config.file else []
    found = [*given, *paths, config.folder, *roots, *beside]
    return tuple(dict.fromkeys(Path(os.path.realpath(path)) for path in found if path))


def changes(folders: Sequence[Path], output: Path) -> Generator[None, None, None]:
    """Stops once when `folders` are watched, and once for each change to what is in them."""
    there = [folder for folder in folders if folder.exists()]
    events = watch(
        *there,
        watch_filter=lambda _, name: matters(Path(name), there, output),
        debounce=_LONGEST,
        step=_PAUSE,
        rust_timeout=_GLANCE,
        yield_on_timeout=True,
    )
    try:
        next(events)
    except OSError as error:  # too many folders for the system, or one that may not be read
        raise UsageError(
            f"The folders cannot be watched: {error.strerror or error}",
            "Set WATCHFILES_FORCE_POLLING=1 in the environment to look at the files instead.",
        ) from error
    yield
    for changed in events:
        if changed or there != [folder for folder in folders if folder.exists()]:
            yield


def matters(file: Path, folders: Sequence[Path], output: Path) -> bool:
    """Whether documents may be made from `file`: not when it is hidden, or an output."""
    return any(_matters_in(folder, file, output) for folder in folders)


def _matters_in(folder: Path, file: Path, output: Path) -> bool:
    if not file.is_relative_to(folder):
        return False
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    # Where outputs lie among the sources, each round sees those of the one before, and ends.
    among_sources = folder.is_relative_to(output)
    return not hidden and (among_sources or not file.is_relative_to(output))
