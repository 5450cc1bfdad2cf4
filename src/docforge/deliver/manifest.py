"""The manifest: every document of the output folder, of this run and of earlier ones.

What the journal says counts as said, so that the manifest of a killed run is never behind.
"""

import hashlib
import io
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from msgspec.structs import replace

from docforge.deliver import journal
from docforge.deliver.abandoned import take_away
from docforge.deliver.files import plain_errors, read_file, write_file
from docforge.deliver.records import (
    DocumentReport,
    ManifestEntry,
    decode_manifest,
    encode_documents,
    encode_entry,
)
from docforge.errors import DeliveryFailed
from docforge.export import MANIFEST, Export, Format, outputs
from docforge.findings import Severity
from docforge.shown import as_json

# Files that say what was checked; they belong to the set.
EVIDENCE = ("evidence.json", "earl.jsonld")


def entry_of(export: Export) -> ManifestEntry:
    """What the manifest says of `export`."""
    order = list(outputs())
    renderings = sorted(export.renderings, key=lambda made: order.index(made.format.key))
    contents = {rendering.format.key: rendering.content for rendering in renderings}
    evidence = dict(export.evidence) if contents else {}
    paged = [rendering for rendering in renderings if rendering.format.base is Format.PDF]
    pages = {each.format.key: page_count(each.content) for each in paged}
    return ManifestEntry(
        source=export.source,
        digest=export.digest,
        status=export.status,
        outputs={each.format.key: each.format.named(export.stem) for each in renderings},
        evidence=tuple(f"{export.stem}.{kind}" for kind in evidence),
        sha256={
            kind: hashlib.sha256(data).hexdigest() for kind, data in (contents | evidence).items()
        },
        bytes={kind: len(data) for kind, data in contents.items()},
        pages={kind: count for kind, count in pages.items() if count},
        findings={severity: export.count(severity) for severity in Severity},
        claims=tuple(sorted({claim for rendering in renderings for claim in rendering.claims})),
        withheld=export.withheld,
        document=export.facts,
    )


def page_count(pdf: bytes) -> int:
    """How many pages `pdf` has; 0 when it cannot be opened."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            return len(opened.pages)
    except pikepdf.PdfError:
        return 0


def files_of(entry: ManifestEntry) -> dict[str, str]:
    """The name of every delivered file of `entry`, with its SHA-256; "" when that is unknown."""
    evidence = {
        name: entry.sha256.get(kind, "")
        for name in entry.evidence
        for kind in EVIDENCE
        if name.endswith(f".{kind}")
    }
    return {name: entry.sha256.get(kind, "") for kind, name in entry.outputs.items()} | evidence


def read_manifest(output: Path) -> dict[str, ManifestEntry]:
    """The documents of the manifest in `output`, by source; empty when there is none.

    Raises DeliveryFailed when the file is not a manifest.
    """
    documents, _ = _folded(output)
    return documents


def reported(output: Path) -> dict[str, DocumentReport]:
    """What the journal has to tell the report of each source."""
    return {line.source: line.report for line in journal.read(output) if line.report}


def is_concluded(output: Path, reports: Iterable[str]) -> bool:
    """Whether the manifest and `reports` are there and say everything that was done."""
    files = (MANIFEST, *reports)
    return not journal.exists(output) and all((output / name).exists() for name in files)


def conclude(
    output: Path, report: Callable[[dict[str, ManifestEntry]], Mapping[str, bytes]]
) -> tuple[str, ...]:
    """Write the manifest and the files of its `report`, and remove what no document has any more.

    Gives the names of files that should go and stay, because somebody changed them. Whoever is
    killed here leaves the journal, from which it is done again. Raises DeliveryFailed.
    """
    documents, abandoned = _folded(output)
    with plain_errors(output / MANIFEST, output):
        stay = take_away(output, abandoned)
    manifest = manifest_bytes(documents.values())
    for name, content in {MANIFEST: manifest, **report(documents)}.items():
        write_file(output / name, content)
    with plain_errors(output / MANIFEST, output):
        journal.remove(output)
    return stay


def _folded(output: Path) -> tuple[dict[str, ManifestEntry], dict[str, str]]:
    """The documents, and the files (with hashes) that they had and have no more."""
    documents = _read(output)
    abandoned: dict[str, str] = {}
    for line in journal.read(output):
        earlier = documents.pop(line.source, None)
        abandoned |= files_of(earlier) if earlier else {}
        if line.report is not None:
            documents[line.source] = _merged(line.report.entry, earlier)
    documents = _without_lost_names(documents)
    used = {name for entry in documents.values() for name in files_of(entry)}
    return documents, {name: sha for name, sha in abandoned.items() if name not in used}


def _without_lost_names(documents: Mapping[str, ManifestEntry]) -> dict[str, ManifestEntry]:
    """`documents` without outputs of an earlier run whose names another document has taken."""
    owned = {
        name for entry in documents.values() if not entry.outputs_from for name in files_of(entry)
    }
    return {
        source: _without_outputs(entry)
        if entry.outputs_from and owned & files_of(entry).keys()
        else entry
        for source, entry in documents.items()
    }


def _without_outputs(entry: ManifestEntry) -> ManifestEntry:
    return replace(
        entry,
        outputs={},
        evidence=(),
        sha256={},
        bytes={},
        pages={},
        claims=(),
        withheld=(),
        document=None,
        outputs_from=None,
    )


def _merged(entry: ManifestEntry, earlier: ManifestEntry | None) -> ManifestEntry:
    """`entry`, or with what an earlier run delivered and this one left in place."""
    if entry.outputs or earlier is None or not earlier.outputs:
        return entry
    return replace(
        entry,
        outputs=earlier.outputs,
        evidence=earlier.evidence,
        sha256=earlier.sha256,
        bytes=earlier.bytes,
        pages=earlier.pages,
        claims=earlier.claims,
        withheld=earlier.withheld,
        document=earlier.document,
        outputs_from=earlier.outputs_from or earlier.digest,
    )


def manifest_bytes(entries: Iterable[ManifestEntry]) -> bytes:
    """A manifest of `entries`, as it is written."""
    ordered = sorted(entries, key=lambda entry: entry.source)
    manifest = encode_documents(list(map(encode_entry, ordered)))
    return (as_json(manifest, indent=2) + "\n").encode()


def is_as_written(output: Path) -> bool:
    """Whether the manifest in `output` is what this version writes of what it reads there.

    One that is not there counts as such; one of another version does not: it could hold anything,
    and the evidence beside it cannot be compared either.
    """
    if not (output / MANIFEST).exists():
        return True
    content = read_file(output / MANIFEST)
    return manifest_bytes(parse_manifest(content).values()) == content


def parse_manifest(content: bytes) -> dict[str, ManifestEntry]:
    """The documents of a manifest by source. Raises ValueError when it is none."""
    try:
        return {entry.source: entry for entry in decode_manifest(json.loads(content))}
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def is_of_another_program(content: bytes) -> bool:
    """Whether `content` is JSON that docforge never wrote: its owner decides where it goes."""
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return isinstance(data, dict) and bool(data) and not data.keys() & {"docforge", "documents"}


def _read(output: Path) -> dict[str, ManifestEntry]:
    if not (output / MANIFEST).exists():
        return {}
    content = read_file(output / MANIFEST)
    try:
        return parse_manifest(content)
    except ValueError as error:
        theirs = is_of_another_program(content)
        raise DeliveryFailed(
            f"{MANIFEST} in the output folder cannot be read as a manifest of docforge: {error}",
            "Move it away and run again, or choose another folder with --output."
            if theirs
            else "Export again: it is set aside then, and made again.",
        ) from error
