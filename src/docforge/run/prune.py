"""Documents whose sources are gone: told, and their outputs removed when that is asked for.

A source is gone only when its own input folder was looked into and has no such file; one that
is there and merely not asked for is not.
"""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from docforge import deliver
from docforge.run.reporting import conclude
from docforge.source import SourceFile, names_below


class Pruned(Struct, frozen=True):
    """The sources whose outputs were removed, and the files that stay because of a change."""

    sources: tuple[str, ...]
    kept: tuple[str, ...]


def folder_mark(root: Path, output: Path) -> str:
    """Tells the input folder `root` from others without naming it: the manifest is public."""
    way = os.path.relpath(root, output.resolve())
    return hashlib.sha256(os.fsencode(way)).hexdigest()[:12]


def gone(places: tuple[SourceFile, ...], output: Path) -> tuple[str, ...]:
    """Sources of the manifest in `output` that the input folders of `places` have no more.

    Raises DeliveryFailed when the manifest cannot be read.
    """
    roots = {folder_mark(root, output): root for root in {place.root for place in places}}
    asked = {place.path for place in places}
    missing = {
        source: roots[mark]
        for source, entry in deliver.read_manifest(output).items()
        if (mark := entry.input_folder) in roots and source not in asked
    }
    there = {root: names_below(root) for root in set(missing.values())}
    return tuple(
        source
        for source, root in missing.items()
        if source not in there[root] and not (root / source).is_file()
    )


def prune(places: tuple[SourceFile, ...], output: Path, waiting: Callable[[], object]) -> Pruned:
    """Remove what was delivered of `gone` sources, from folder, manifest and report.

    A file that is not as it was delivered stays. Raises DeliveryFailed.
    """
    with deliver.exclusive(output, waiting):
        deliver.recover(output)
        sources = gone(places, output)
        for source in sources:
            deliver.forget(output, source)
        return Pruned(sources, conclude(output) if sources else ())
