"""A document's folder gives way to a new version of itself in one step.

The new version is a whole folder: what docforge made, and links to the files and folders of
others that lie in the old one. Nobody who looks sees files of two versions side by side, and
what is seen is on the disk, also after power fails.
"""

import errno
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from docforge.deliver.files import STATE, sync_folder, write_durably
from docforge.system.exchange import exchange

_ASIDE = "set-"
# Names in a folder aside: the new version, the one it takes the place of, and which that is.
_NEW, _OLD, _TARGET = "new", "old", "target"


@contextmanager
def aside(output: Path) -> Iterator[Path]:
    """A folder that nobody looks into, for as long as a version is in work."""
    (output / STATE).mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=output / STATE))
    try:
        yield made
    except Exception:
        shutil.rmtree(made, ignore_errors=True)
        raise
    shutil.rmtree(made, ignore_errors=True)


def stage(
    place: Path, folder: Path, files: Mapping[str, bytes], without: Collection[str] = ()
) -> None:
    """Make in `place` the version of `folder` with `files` and with what others put there.

    What bears a name in `without` is not taken over. Raises OSError.
    """
    new = place / _NEW
    new.mkdir()
    for name, content in files.items():
        write_durably(new / name, content)
    if folder.is_dir():
        _take_over(folder, new, {*files, *without})
    sync_folder(new)
    sync_folder(place)


def staged(place: Path, name: str) -> Path:
    """The file `name` of the version in `place`."""
    return place / _NEW / name


def is_empty(folder: Path, without: Collection[str]) -> bool:
    """Whether nothing lies in `folder` but what bears a name in `without`."""
    with os.scandir(folder) as entries:
        return all(entry.name in without for entry in entries)


def put(output: Path, place: Path, folder: Path, mine: Collection[str]) -> None:
    """Let the version in `place` take the place of `folder`; names in `mine` are docforge's.

    Where the system cannot exchange folders, the old one goes a moment before the new one
    comes; whoever is killed in between leaves it to `finish`. Raises OSError.
    """
    new, old = place / _NEW, place / _OLD
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    if not os.path.lexists(folder):
        os.rename(new, folder)
    elif exchange(new, folder):
        os.rename(new, old)
    else:
        way = os.path.relpath(folder, output.resolve())
        write_durably(place / _TARGET, os.fsencode(way))
        os.rename(folder, old)
        try:
            os.rename(new, folder)
        except OSError:
            os.rename(old, folder)
            raise
    sync_folder(folder.parent)
    if old.is_dir():
        _rescue(old, folder, mine)


def take(place: Path, folder: Path) -> None:
    """Take `folder` away, at once. Raises OSError."""
    os.rename(folder, place / _OLD)
    sync_folder(folder.parent)


def left(output: Path) -> list[Path]:
    """The folders aside that killed runs left in `output`."""
    return sorted((output / STATE).glob(f"{_ASIDE}*"))


def finish(output: Path, place: Path) -> None:
    """Put the version in `place` where the old one has gone from already. Raises OSError."""
    try:
        folder = output.resolve() / os.fsdecode((place / _TARGET).read_bytes())
    except OSError:
        return
    if not os.path.lexists(folder) and (place / _NEW).is_dir():
        os.rename(place / _NEW, folder)


# --- What others put there ---------------------------------------------------------------


def _take_over(folder: Path, new: Path, without: Collection[str]) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            is_folder = entry.is_dir(follow_symlinks=False)
            if entry.name not in without:
                _carry_over(entry, is_folder, new / entry.name)
            elif is_folder:
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), entry.path)
    was, now = folder.stat(), new.stat()
    if (was.st_uid, was.st_gid) != (now.st_uid, now.st_gid):
        with suppress(OSError):  # whoever may not give folders away made this one
            os.chown(new, was.st_uid, was.st_gid)
    shutil.copymode(folder, new)


def _carry_over(entry: os.DirEntry[str], is_folder: bool, target: Path) -> None:
    if is_folder:
        target.mkdir()
        _take_over(Path(entry.path), target, ())
        sync_folder(target)
        return
    try:
        os.link(entry.path, target, follow_symlinks=False)
    except FileExistsError:  # where capitals do not count, it is a file of the new version
        return
    except OSError:  # a file system without hard links
        shutil.copy2(entry.path, target, follow_symlinks=False)


def _rescue(old: Path, folder: Path, mine: Collection[str]) -> None:
    """Keep what somebody saved in the old version while the new one was being made."""
    with os.scandir(old) as entries:
        for entry in entries:
            kept = folder / entry.name
            if entry.name in mine:
                continue
            if entry.is_dir(follow_symlinks=False) and kept.is_dir():
                _rescue(Path(entry.path), kept, ())
            elif not os.path.lexists(kept) or _is_newer(entry, kept):
                os.replace(entry.path, kept)


def _is_newer(entry: os.DirEntry[str], kept: Path) -> bool:
    was, now = entry.stat(follow_symlinks=False), kept.lstat()
    return was.st_ino != now.st_ino and was.st_mtime_ns > now.st_mtime_ns
