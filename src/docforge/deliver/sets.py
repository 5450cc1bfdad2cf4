"""A document's outputs are one set: all new or all old, and after a kill the next run sees to it.

New files are written aside, then a line in the journal says that they hold, then they are
renamed into place.
"""

import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from docforge.deliver import journal
from docforge.deliver.files import STATE, UNFINISHED, plain_errors
from docforge.deliver.manifest import EVIDENCE, Entry
from docforge.export import Export, Format, Status

# What may lie in a document's folder and is docforge's: what a run does not make is taken away.
_KINDS = (*map(str, Format), *EVIDENCE)


def deliver(output: Path, export: Export, entry: Entry, told: Mapping[str, Any]) -> None:
    """Write the outputs of `export` below `output`; `entry` and `told` go into the journal.

    The files in a document's folder are one set: a format that this run did not make is taken
    away, since it would tell readers something older. A document that is blocked or failed
    changes nothing. Raises DeliveryFailed.
    """
    with plain_errors(output / export.stem, output):
        if export.status in (Status.EXPORTED, Status.DRAFT):
            _replace(output, export, entry, told)
        else:
            journal.append(output, journal.JournalLine(export.source, entry, told))


def forget(output: Path, source: str) -> None:
    """Have the next `conclude` take away what was delivered of `source`. Raises DeliveryFailed."""
    with plain_errors(output, output):
        journal.append(output, journal.JournalLine(source, None))


def settle(output: Path) -> None:
    """Finish what a killed run began, and take away what it left over. Raises DeliveryFailed."""
    with plain_errors(output, output):
        journal.mend(output)
        for line in journal.read(output):
            aside = output / STATE / line.aside
            if line.aside and aside.is_dir():
                # What cannot be finished is found by its hashes, and exported again.
                with suppress(OSError):
                    _put(aside / "new", _targets(output, line.stem), line.entry or {})
        for left in (*(output / STATE).glob("set-*"), *output.glob(f"{UNFINISHED}*")):
            shutil.rmtree(left) if left.is_dir() else left.unlink()


def _replace(output: Path, export: Export, entry: Entry, told: Mapping[str, Any]) -> None:
    targets = _targets(output, export.stem)
    (output / export.stem).parent.mkdir(parents=True, exist_ok=True)
    (output / STATE).mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix="set-", dir=output / STATE))
    try:
        _stage(export, targets, aside)
        line = journal.JournalLine(export.source, entry, told, export.stem, aside.name)
        start = journal.append(output, line)
        try:
            _put(aside / "new", targets, entry)
        except OSError:
            journal.cut(output, start)
            _put_back(aside / "old", targets)
            raise
    except OSError:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _targets(output: Path, stem: str) -> dict[str, Path]:
    return {kind: output / f"{stem}.{kind}" for kind in _KINDS}


def _stage(export: Export, targets: Mapping[str, Path], aside: Path) -> None:
    """Write what is new to `aside`, beside what it takes the place of."""
    (aside / "new").mkdir()
    (aside / "old").mkdir()
    for rendering in export.renderings:
        (aside / "new" / rendering.format).write_bytes(rendering.content)
    for kind, content in export.evidence:
        (aside / "new" / kind).write_bytes(content)
    for kind, target in targets.items():
        if target.exists():
            _keep(target, aside / "old" / kind)


def _put(new: Path, targets: Mapping[str, Path], entry: Mapping[str, Any]) -> None:
    """Rename what is in `new` into place and remove what `entry` does not name; may be repeated."""
    for kind, target in targets.items():
        if (new / kind).exists():
            os.replace(new / kind, target)
        elif kind not in entry["sha256"]:
            target.unlink(missing_ok=True)


def _put_back(old: Path, targets: Mapping[str, Path]) -> None:
    for kind, target in targets.items():
        if (old / kind).exists():
            os.replace(old / kind, target)
        else:
            target.unlink(missing_ok=True)


def _keep(file: Path, copy: Path) -> None:
    try:
        os.link(file, copy)
    except OSError:  # a file system without hard links
        shutil.copy2(file, copy)
