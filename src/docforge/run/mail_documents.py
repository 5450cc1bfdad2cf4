"""What `docforge email` is given, sources or outputs of theirs, to the documents that go into it.

Invariant: a document is as docforge made it; what its errors block, or what somebody edited
since, goes into no e-mail.
"""

import glob
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from docforge import email
from docforge.deliver import EVIDENCE, MANIFEST, ManifestEntry, page_count, read_file, read_manifest
from docforge.errors import DeliveryFailed, DocforgeError, ExitCode, UsageError
from docforge.export import Export, Format, Status, outputs
from docforge.findings import Severity
from docforge.run import batch, local
from docforge.run.placing import named_alike
from docforge.source import SourceFile, find_sources
from docforge.source.names import ascii_name
from docforge.source.options import RunOptions
from docforge.system.processors import processors


class DocumentBlocked(DocforgeError):
    """A document that is kept from being sent."""

    exit_code = ExitCode.BLOCKED


class MailDocuments(Struct, frozen=True):
    """The documents in the order they were named, and what to warn of."""

    pieces: tuple[email.MailDocument, ...]
    warnings: tuple[str, ...]


def gather(paths: Sequence[Path], options: RunOptions) -> MailDocuments:
    """The documents at `paths`, each once; those that are sources are exported by `order`.

    Raises DocforgeError: UsageError, Blocked, or what an export failed with.
    """
    plan = _planned(paths, options)
    named = {file: one for path in paths for file, one in _named(path, plan, options)}
    sources = [one for one in named.values() if isinstance(one, SourceFile)]
    if plan is not None:
        options = replace(options, neighbours=plan.neighbours, translations=plan.translations)
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


def _planned(paths: Sequence[Path], options: RunOptions) -> batch.ExportPlan | None:
    """The sources that `paths` name, with those that say the same in other languages."""
    given = [path for path in paths if not pages_of(path)]
    if not given:
        return None
    beside = (other for path in given if path.is_file() for other in named_alike(path))
    plan = batch.plan([*given, *beside], options.config)
    asked = {place.file for place in find_sources(given, options.config)}
    others = [
        place.root / path
        for place in plan.places
        if place.file in asked
        for path, _ in plan.translations.get(place.path, ())
    ]
    return batch.plan([*given, *others], options.config)


def _named(
    path: Path, plan: batch.ExportPlan | None, options: RunOptions
) -> Iterator[tuple[Path, Path | SourceFile]]:
    """The pages of the outputs, or the sources, that `path` names, each with its translations."""
    if pages := pages_of(path):
        for page in pages:
            yield from ((one.resolve(), one) for one in (page, *_translated(page)))
    elif plan is not None:
        places = {place.file: place for place in plan.places}
        for found in find_sources([path], options.config):
            own = places[found.file]
            others = [name for name, _ in plan.translations.get(own.path, ())]
            alike = (place for place in plan.places if place.path in others)
            yield from ((one.file, one) for one in (own, *alike))


def _translated(page: Path) -> Iterator[Path]:
    """The pages of the translations of the document that `page` is of."""
    found = _entry(page)
    if found is not None and found[1].document is not None:
        folder, entry = found
        known = _manifest(folder)
        for source in entry.document.translations if entry.document else ():
            name = known[source].outputs.get(Format.HTML.extension) if source in known else None
            if name and (folder / name).is_file():
                yield folder / name


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
    made = {rendering.format: rendering.content for rendering in export.renderings}
    folder, stem = export.stem.split("/")[-2:]
    place = f"{export.stem}.{Format.HTML}"
    return email.mail_document(stem, made, export.facts, _pages(made), _tail(folder, stem), place)


def _tail(folder: str, name: str) -> str:
    """The end of a file's name that says how far the document may go (source.names.with_marks)."""
    return name.removeprefix(folder) if name.startswith(f"{folder}-") else ""


def _pages(made: Mapping[Format, bytes]) -> dict[Format, int]:
    return {kind: page_count(content) for kind, content in made.items() if kind.base is Format.PDF}


# --- Outputs -----------------------------------------------------------------------------


def pages_of(path: Path) -> tuple[Path, ...]:
    """The HTML files of the outputs that `path` names; none when it names sources.

    It may be one of the outputs, the folder they lie in, or the output folder with all documents.
    Raises UsageError when the HTML file is missing.
    """
    if path.is_dir():
        name = path.resolve().name
        page = path / f"{name}.{Format.HTML}"
        marked = sorted(path.glob(f"{glob.escape(name)}-*.{Format.HTML}"))
        entries = _manifest(path).values()
        everything = tuple(entry.outputs.get(Format.HTML.extension) for entry in entries)
        if page.is_file() or (not everything and len(marked) == 1):
            return (page,) if page.is_file() else tuple(marked)
        return tuple(path / name for name in everything if name)
    stems = {each.stem_of(path.name): None for each in outputs().values()}
    stems |= {path.name.removesuffix(f".{kind}"): None for kind in EVIDENCE}
    stems.pop(path.name, None)
    pages = [path.with_name(f"{stem}.{Format.HTML}") for stem in stems]
    if not pages:
        return ()
    for page in pages:
        if page.is_file():
            return (page,)
    raise _missing(pages[0])


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
    known = outputs()
    files = {kind: page.with_name(kind.named(page.stem)) for kind in known.values()}
    if found is not None:
        folder, entry = found
        files = {known[kind]: folder / name for kind, name in entry.outputs.items()}
    made = {kind: read_file(file) for kind, file in files.items() if file.is_file()}
    if Format.TEXT not in made:
        raise _missing(page.with_suffix(f".{Format.TEXT}"))
    for kind, content in made.items():
        if found and hashlib.sha256(content).hexdigest() != found[1].sha256.get(kind.key):
            raise DocumentBlocked(
                f"{files[kind].name} is not the file that was exported: it was changed since",
                "Change the source in its place, and export it again.",
            )
    facts = found[1].document if found else None
    tail = _tail(page.parent.resolve().name, page.stem)
    place = found[1].outputs[Format.HTML.extension] if found else ""
    return email.mail_document(ascii_name(page.stem), made, facts, _pages(made), tail, place)


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
        yield f"{name} is a draft: it has errors and claims no standard. The e-mail says so."


def _missing(file: Path) -> UsageError:
    return UsageError(
        f"{file} is missing: the message is made from it",
        "Export the document again, in all formats.",
    )
