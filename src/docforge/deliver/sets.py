"""A document's outputs are one set: all new or all old, and after a kill the next run sees to it.

A new version of the document's folder is written aside, then a line in the journal says that
it holds, then the folder gives way to it.
"""

import shutil
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from docforge.deliver import folders, journal
from docforge.deliver.files import STATE, UNFINISHED, hash_of, make_folders, plain_errors
from docforge.deliver.manifest import EVIDENCE, files_of
from docforge.deliver.records import DocumentReport, JournalLine, ManifestEntry
from docforge.deliver.repair import repair
from docforge.errors import DeliveryFailed
from docforge.export import Export, Status, outputs


def deliver(output: Path, export: Export, report: DocumentReport) -> None:
    """Write the outputs of `export` below `output`; `report` goes into the journal.

    The files in a document's folder are one set: a format that this run did not make is taken
    away, since it would tell readers something older. A document that is blocked or failed
    changes nothing. Raises DeliveryFailed.
    """
    with plain_errors(output / export.stem, output):
        if export.status in (Status.EXPORTED, Status.DRAFT):
            _replace(output, export, report)
        else:
            journal.append(output, JournalLine(export.source, report))


def forget(output: Path, source: str) -> None:
    """Have the next `conclude` take away what was delivered of `source`. Raises DeliveryFailed."""
    with plain_errors(output, output):
        journal.append(output, JournalLine(source, None))


def recover(output: Path) -> tuple[str, ...]:
    """Finish what a killed run began, and take away what it left over.

    Gives what people have to know: which files of docforge's own were damaged. Raises
    DeliveryFailed.
    """
    with plain_errors(output, output):
        notices = repair(output)
        for place in folders.left(output):
            folders.finish(output, place)
        for line in journal.read(output):
            place = output / STATE / line.aside
            if line.report and line.aside and place.is_dir():
                # What cannot be finished is found by its hashes, and exported again.
                with suppress(OSError):
                    _finish(output, place, line.stem, line.report.entry)
        for left in (*folders.left(output), *output.glob(f"{UNFINISHED}*")):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
    return notices


def _replace(output: Path, export: Export, report: DocumentReport) -> None:
    files = dict(_contents(export))
    folder, names = _folder(output, export.stem), _names(export.stem)
    _refuse_shared(output, export.stem, folder, names)
    make_folders(folder.parent)
    with folders.aside(output) as place:
        folders.stage(place, folder, files, names)
        line = JournalLine(export.source, report, export.stem, place.name)
        start = journal.append(output, line)
        try:
            folders.put(output, place, folder, names)
        except OSError:
            journal.cut(output, start)
            raise


def _contents(export: Export) -> Iterator[tuple[str, bytes]]:
    name = PurePosixPath(export.stem).name
    for rendering in export.renderings:
        yield rendering.format.named(name), rendering.content
    for kind, content in export.evidence:
        yield f"{name}.{kind}", content


def _folder(output: Path, stem: str) -> Path:
    """The document's folder; where its owner has put a link, what that leads to."""
    return (output / stem).parent.resolve()


def _refuse_shared(output: Path, stem: str, folder: Path, names: Collection[str]) -> None:
    """Raises DeliveryFailed where a link leads to a folder outside in which others keep files.

    A set appears by an exchange of the whole folder: below the output folder that is docforge's
    to do, and elsewhere only in a folder for this document alone.
    """
    if folder.is_relative_to(output.resolve()) or not folder.is_dir():
        return
    others = sorted(each.name for each in folder.iterdir() if each.name not in names)
    if others:
        raise DeliveryFailed(
            f"{PurePosixPath(stem).parent} leads by a link to a folder elsewhere, which holds "
            f"other files, such as {others[0]}",
            "docforge replaces a folder as a whole. Let the link lead to a folder of its own.",
        )


def _names(stem: str) -> tuple[str, ...]:
    """What docforge may have in the folder of a document: what it does not make goes."""
    name = PurePosixPath(stem).name
    made = (each.named(name) for each in outputs().values())
    return (*made, *(f"{name}.{kind}" for kind in EVIDENCE))


def _finish(output: Path, place: Path, stem: str, entry: ManifestEntry) -> None:
    """Put the set in place that a killed run had announced, if it had not done so."""
    folder, names = _folder(output, stem), _names(stem)
    hashes = {PurePosixPath(name).name: sha for name, sha in files_of(entry).items()}
    if all(hash_of(folder / name) == sha for name, sha in hashes.items()):
        return
    files = {name: folders.staged(place, name).read_bytes() for name in hashes}
    with folders.aside(output) as again:
        folders.stage(again, folder, files, names)
        folders.put(output, again, folder, names)
