"""What lies in an output folder and was not delivered: files beside a document's, and links.

Invariant: what docforge delivers are regular files that the manifest names; nothing is followed
out of the folder, and nothing is changed.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from docforge.deliver.files import STATE, UNFINISHED
from docforge.deliver.manifest import EVIDENCE, files_of
from docforge.deliver.records import ManifestEntry

# What systems put into each folder that somebody looks at.
_OF_SYSTEMS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


def strangers(
    output: Path, documents: Iterable[ManifestEntry], told: Iterable[str] = ()
) -> Iterator[str]:
    """The names in `output` of what was not delivered there, in order.

    The folders of documents hold nothing else; anywhere, evidence is that of a document, and a
    file of a document, or one of those that are `told` of all, is no link. Raises nothing.
    """
    own = {name: entry for entry in documents for name in files_of(entry)}
    folders = {PurePosixPath(name).parent for name in own}
    yield from sorted(name for name in (*own, *told) if _is_astray(output, name))
    within = folders | {above for folder in folders for above in folder.parents}
    yield from sorted(
        name.as_posix()
        for name, is_folder in _names(output)
        if name.as_posix() not in own
        and (not is_folder or name not in within)
        and _is_strange(name, is_folder=is_folder, folders=folders)
    )


def _is_astray(output: Path, name: str) -> bool:
    """Whether a name leads out of the folder, or to a file that lies elsewhere."""
    place = PurePosixPath(name)
    return place.is_absolute() or ".." in place.parts or (output / place).is_symlink()


def _names(output: Path) -> Iterator[tuple[PurePosixPath, bool]]:
    """All below a folder, with whether it is a folder."""
    for folder, names, files in os.walk(output):
        place = PurePosixPath(Path(folder).relative_to(output).as_posix())
        if STATE in names:
            names.remove(STATE)
        yield from ((place / name, True) for name in names)
        yield from ((place / name, False) for name in files)


def _is_strange(name: PurePosixPath, *, is_folder: bool, folders: set[PurePosixPath]) -> bool:
    if name.parent in folders and name.parent != PurePosixPath():
        return name.name not in _OF_SYSTEMS and not name.name.startswith(UNFINISHED)
    return not is_folder and name.name.endswith(tuple(f".{kind}" for kind in EVIDENCE))
