"""Files that no document has any more go, those of one folder at once.

A file that is not the one that was delivered stays, and so does one outside the output folder,
whatever a manifest says.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from docforge.deliver import folders
from docforge.deliver.files import hash_of


def take_away(output: Path, abandoned: Mapping[str, str]) -> tuple[str, ...]:
    """Remove the files in `abandoned` (names with hashes), and the folders they leave empty.

    Gives the names of those that stay. Raises OSError.
    """
    going: dict[Path, list[str]] = {}
    stay: list[str] = []
    for name, sha256 in sorted(abandoned.items()):
        file = output / name
        if not _is_inside(file, output) or (file.is_file() and hash_of(file) != sha256):
            stay.append(name)
        elif file.is_file():
            going.setdefault(file.parent.resolve(), []).append(file.name)
    for folder, names in going.items():
        _empty(output, folder, names)
        with suppress(OSError):  # other documents live in it
            for empty in _upwards(folder, output):
                empty.rmdir()
    return tuple(stay)


def _is_inside(file: Path, output: Path) -> bool:
    return file.resolve().is_relative_to(output.resolve())


def _empty(output: Path, folder: Path, names: list[str]) -> None:
    if folder == output.resolve():
        for name in names:
            (folder / name).unlink()
        return
    with folders.aside(output) as place:
        if folders.is_empty(folder, names):
            folders.take(place, folder)
        else:
            folders.stage(place, folder, {}, names)
            folders.put(output, place, folder, names)


def _upwards(folder: Path, output: Path) -> Iterator[Path]:
    top = output.resolve()
    for each in (folder, *folder.parents):
        if each == top:
            return
        if each.exists():
            yield each
