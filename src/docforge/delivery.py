"""Writes what was exported: a document's outputs as one set, and the manifest of all.

Each set is written aside first and put in place by renaming, so nobody sees half of one, and
whatever goes wrong, what an earlier run delivered is whole.
"""

import errno
import hashlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from docforge import __version__
from docforge.errors import DeliveryFailed
from docforge.export import Export, Format, Status
from docforge.findings import Severity

MANIFEST = "manifest.json"
# A document as it stands in the manifest.
Entry = dict[str, Any]
# Files that say what was checked; they belong to the set.
EVIDENCE = ("evidence.json", "earl.jsonld")
_OF_OUTPUTS = ("outputs", "evidence", "sha256", "bytes", "pages", "claims")


def deliver(export: Export, output: Path) -> Entry:
    """Write the renderings of `export` below `output` and say what the manifest says of it.

    The files in a document's folder are one set: a format that this run did not make is taken
    away, since it would tell readers something older. A document that is blocked or failed
    changes nothing. Raises DeliveryFailed.
    """
    if export.status in (Status.EXPORTED, Status.DRAFT):
        made = {str(rendering.format): rendering.content for rendering in export.renderings}
        made |= dict(export.evidence)
        kinds = (*map(str, Format), *EVIDENCE)
        wanted = {output / f"{export.stem}.{kind}": made.get(kind) for kind in kinds}
        with _plain_errors(output / export.stem, output):
            _replace_set(wanted, (output / export.stem).parent)
    return _entry(export)


def _entry(export: Export) -> Entry:
    renderings = sorted(
        export.renderings, key=lambda rendering: list(Format).index(rendering.format)
    )
    contents = {str(rendering.format): rendering.content for rendering in renderings}
    return {
        "source": export.source,
        "digest": export.digest,
        "status": str(export.status),
        "outputs": {kind: f"{export.stem}.{kind}" for kind in contents},
        "evidence": [f"{export.stem}.{kind}" for kind, _ in export.evidence if contents],
        "sha256": {kind: hashlib.sha256(data).hexdigest() for kind, data in contents.items()},
        "bytes": {kind: len(data) for kind, data in contents.items()},
        "pages": _pages(contents),
        "findings": {str(severity): export.count(severity) for severity in Severity},
        "claims": sorted({claim for rendering in renderings for claim in rendering.claims}),
    }


def _pages(contents: Mapping[str, bytes]) -> dict[str, int]:
    """How many pages the PDF has, when there is one that can be opened."""
    if Format.PDF not in contents:
        return {}
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(contents[Format.PDF])) as pdf:
            return {str(Format.PDF): len(pdf.pages)}
    except pikepdf.PdfError:
        return {}


def read_file(file: Path) -> bytes:
    """What an earlier run wrote to `file`; empty when it wrote none. Raises DeliveryFailed."""
    with _plain_errors(file, file.parent):
        return file.read_bytes() if file.exists() else b""


def write_file(file: Path, content: bytes) -> None:
    """Write `content` to `file`, whole or not at all. Raises DeliveryFailed."""
    write_files(file.parent, {file.name: content})


def write_files(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files into `folder` by name, all of them or none. Raises DeliveryFailed."""
    with _plain_errors(folder / next(iter(contents)), folder):
        _replace_set({folder / name: content for name, content in contents.items()}, folder)


# --- One set of files --------------------------------------------------------------------


def _replace_set(wanted: Mapping[Path, bytes | None], folder: Path) -> None:
    """Make the files in `folder` as `wanted` says (None: not there), all of them or none."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".docforge-", dir=folder) as aside:
        new, old = Path(aside, "new"), Path(aside, "old")
        new.mkdir()
        old.mkdir()
        for target, content in wanted.items():
            if content is not None:
                (new / target.name).write_bytes(content)
            if target.exists():
                _keep(target, old / target.name)
        try:
            for target, content in wanted.items():
                _put(new / target.name if content is not None else None, target)
        except OSError:
            for target in wanted:
                _put(old / target.name if (old / target.name).exists() else None, target)
            raise


def _put(file: Path | None, target: Path) -> None:
    if file is None:
        target.unlink(missing_ok=True)
    else:
        os.replace(file, target)


def _keep(file: Path, copy: Path) -> None:
    try:
        os.link(file, copy)
    except OSError:  # a file system without hard links
        shutil.copy2(file, copy)


@contextmanager
def _plain_errors(place: Path, output: Path) -> Iterator[None]:
    """Tell an OSError as DeliveryFailed, in words."""
    try:
        yield
    except OSError as error:
        name = place.relative_to(output).as_posix()
        hints = {
            errno.ENOSPC: "The disk is full: make room and run again.",
            errno.EDQUOT: "Your share of the disk is used up: make room and run again.",
            errno.EACCES: "You may not write there: choose another folder with --output.",
            errno.EPERM: "You may not write there: choose another folder with --output.",
            errno.EROFS: "That disk is read-only: choose another folder with --output.",
            errno.ENOTDIR: "A file is in the way of a folder: move it, or choose another folder.",
            errno.EEXIST: "A file is in the way of a folder: move it, or choose another folder.",
            errno.EISDIR: "A folder is in the way of a file: move it, or choose another folder.",
            errno.ENAMETOOLONG: "The name is too long: give the document a shorter slug.",
        }
        raise DeliveryFailed(
            f"{name} could not be written: {error.strerror}",
            hints.get(error.errno or 0, "What an earlier run delivered is still there."),
        ) from error


# --- The manifest ------------------------------------------------------------------------


def read_manifest(output: Path) -> dict[str, Entry]:
    """The documents of the manifest in `output`, by source; empty when there is none.

    Raises DeliveryFailed when the file is not a manifest.
    """
    if not (output / MANIFEST).exists():
        return {}
    try:
        with _plain_errors(output / MANIFEST, output):
            text = (output / MANIFEST).read_text(encoding="utf-8")
        return {entry["source"]: entry for entry in json.loads(text)["documents"]}
    except (ValueError, KeyError, TypeError) as error:
        raise DeliveryFailed(
            f"{MANIFEST} in the output folder cannot be read as a manifest of docforge",
            "Move it away and run again, or choose another folder with --output.",
        ) from error


def record(output: Path, entries: Iterable[Entry]) -> None:
    """Put `entries` into the manifest, beside the documents of earlier runs.

    Raises DeliveryFailed.
    """
    documents = read_manifest(output)
    abandoned: set[str] = set()
    for entry in entries:
        earlier = documents.get(entry["source"], {})
        documents[entry["source"]] = _merged(entry, earlier)
        abandoned.update(_files(earlier))
    manifest = {
        "docforge": __version__,
        "documents": [documents[source] for source in sorted(documents)],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    with _plain_errors(output / MANIFEST, output):
        _replace_set({output / MANIFEST: text.encode()}, output)
        used = {name for entry in documents.values() for name in _files(entry)}
        _take_away(output, abandoned - used)


def _files(entry: Entry) -> tuple[str, ...]:
    return (*entry.get("outputs", {}).values(), *entry.get("evidence", ()))


def _merged(entry: Entry, earlier: Entry) -> Entry:
    """`entry`, or with what an earlier run delivered and this one left in place."""
    if entry["outputs"] or not earlier.get("outputs"):
        return entry
    kept = {key: earlier[key] for key in _OF_OUTPUTS if key in earlier}
    return {**entry, **kept, "outputs_from": earlier.get("outputs_from", earlier["digest"])}


def _take_away(output: Path, names: Iterable[str]) -> None:
    """Remove outputs that the manifest no longer names: their document was renamed."""
    for name in sorted(names):
        file = output / name
        is_ours = file.suffix[1:] in list(Format) or name.endswith(EVIDENCE)
        if is_ours and file.resolve().is_relative_to(output.resolve()):
            file.unlink(missing_ok=True)
            with suppress(OSError):  # other documents live in it
                file.parent.rmdir()
