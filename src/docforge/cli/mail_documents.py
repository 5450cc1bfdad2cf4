"""What `docforge email` is given, sources or outputs of theirs, to the documents that go into it.

Invariant: a document is as docforge made it; what its errors block, or what somebody edited
since, goes into no e-mail.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from docforge import email
from docforge.cli.options import processors
from docforge.deliver import EVIDENCE, MANIFEST, ManifestEntry, page_count, read_file, read_manifest
from docforge.errors import DeliveryFailed, DocforgeError, ExitCode, UsageError
from docforge.export import FORMATS, Export, Format, Status
from docforge.findings import Severity
from docforge.run import batch, local
from docforge.source import SourceFile
from docforge.source.names import ascii_name
from docforge.source.options import RunOptions


class DocumentBlocked(DocforgeError):
    """A document that is kept from being sent."""

    exit_code = ExitCode.BLOCKED


@dataclass(frozen=True, slots=True)
class MailDocuments:
    """The documents in the order they were named, and what to warn of."""

    pieces: tuple[email.MailDocument, ...]
    warnings: tuple[str, ...]


def gather(paths: Sequence[Path], options: RunOptions) -> MailDocuments:
    """The documents at `paths`, each once; those that are sources are exported by `order`.

    Raises DocforgeError: UsageError, Blocked, or what an export failed with.
    """
    named = {file: one for path in paths for file, one in _named(path, options)}
    sources = [one for one in named.values() if isinstance(one, SourceFile)]
    if sources:
        given = [path for path in paths if not pages_of(path)]
        options = replace(options, neighbours=batch.plan(given, options.config).neighbours)
    pieces: list[email.MailDocument] = []
    warnings: list[str] = []
    with closing(local.executor(processors())(sources, options)) as exports:
        for one in named.values():
            if isinstance(one, SourceFile):
                pieces.append(_exported(next(exports)))
            else:
                entry = _entry(one)
                pieces.append(_delivered(one, entry))
                warnings += _doubts(one, entry)
    return MailDocuments(tuple(pieces), tuple(warnings))


def _named(path: Path, options: RunOptions) -> Iterator[tuple[Path, Path | SourceFile]]:
    """The pages of the outputs, or the sources, that `path` names, with their files."""
    if pages := pages_of(path):
        yield from ((page.resolve(), page) for page in pages)
    else:
        yield from ((place.file, place) for place in batch.plan([path], options.config).places)


def _exported(export: Export) -> email.MailDocument:
    if export.failure is not None:
        failed = DocforgeError(export.failure.message, export.failure.hint)
        failed.exit_code = ExitCode(export.failure.exit_code)
        raise failed
    if export.status is not Status.EXPORTED:
        raise DocumentBlocked(
            f"{export.source} has errors, and what has errors is not sent",
            "docforge export shows them.",
        )
    outputs = {rendering.format: rendering.content for rendering in export.renderings}
    stem = export.stem.rpartition("/")[2]
    return email.mail_document(stem, outputs, export.facts, _pages(outputs))


def _pages(outputs: Mapping[Format, bytes]) -> int:
    return page_count(outputs[Format.PDF]) if Format.PDF in outputs else 0


# --- Outputs -----------------------------------------------------------------------------


def pages_of(path: Path) -> tuple[Path, ...]:
    """The HTML files of the outputs that `path` names; none when it names sources.

    It may be one of the outputs, the folder they lie in, or the output folder with all documents.
    Raises UsageError when the HTML file is missing.
    """
    if path.is_dir():
        page = path / f"{path.resolve().name}.{Format.HTML}"
        entries = _manifest(path).values()
        everything = (entry.outputs.get(Format.HTML.extension) for entry in entries)
        return (page,) if page.is_file() else tuple(path / name for name in everything if name)
    kinds = (f".{kind}" for kind in (*FORMATS, *EVIDENCE))
    kind = next((kind for kind in kinds if path.name.endswith(kind)), None)
    if kind is None:
        return ()
    page = path.with_name(f"{path.name.removesuffix(kind)}.{Format.HTML}")
    if not page.is_file():
        raise _missing(page)
    return (page,)


def _entry(page: Path) -> tuple[Path, ManifestEntry] | None:
    """The output folder that `page` lies in, and what its manifest says of the document."""
    for folder in page.absolute().parents:
        name = page.absolute().relative_to(folder).as_posix()
        for entry in _manifest(folder).values():
            if entry.outputs.get(Format.HTML.extension) == name:
                return folder, entry
    return None


def _manifest(folder: Path) -> Mapping[str, ManifestEntry]:
    try:
        return read_manifest(folder)
    except DeliveryFailed:  # websites have files of that name, too
        return {}


def _delivered(page: Path, found: tuple[Path, ManifestEntry] | None) -> email.MailDocument:
    files = {kind: page.with_suffix(f".{kind}") for kind in FORMATS.values()}
    if found is not None:
        folder, entry = found
        files = {FORMATS[kind]: folder / name for kind, name in entry.outputs.items()}
    outputs = {kind: read_file(file) for kind, file in files.items() if file.is_file()}
    if Format.TEXT not in outputs:
        raise _missing(page.with_suffix(f".{Format.TEXT}"))
    for kind, content in outputs.items():
        if found and hashlib.sha256(content).hexdigest() != found[1].sha256.get(kind.extension):
            raise DocumentBlocked(
                f"{files[kind].name} is not the file that was exported: it was changed since",
                "Change the source in its place, and export it again.",
            )
    facts = found[1].document if found else None
    return email.mail_document(ascii_name(page.stem), outputs, facts, _pages(outputs))


def _doubts(page: Path, found: tuple[Path, ManifestEntry] | None) -> Iterator[str]:
    name = page.stem
    if found is None:
        yield (
            f"{name} is in no {MANIFEST}: docforge cannot tell whether its files are as they "
            "were exported, nor whom its readers may ask."
        )
    elif found[1].outputs_from:
        yield (
            f"{name} is from an earlier version of its source: the last export was "
            f"{found[1].status}."
        )
    elif found[1].count(Severity.ERROR):
        yield f"{name} is a draft: it has errors and claims no standard. The readers are not told."


def _missing(file: Path) -> UsageError:
    return UsageError(
        f"{file} is missing: the message is made from it",
        "Export the document again, in all formats.",
    )
