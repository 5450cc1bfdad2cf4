"""What manifest, journal and report say of a document, and the one form that each has as JSON.

Invariant: decoding gives back what was encoded; a damaged record raises `DamagedRecord`, and
nothing half-read goes on. Keys are added to, never renamed; one that is not known is left out.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TypeVar

from msgspec import Struct, ValidationError, convert, field, to_builtins

from docforge import __version__
from docforge.conformance import Withheld
from docforge.export import DocumentFacts, Failure, Status
from docforge.findings import (
    Finding,
    Severity,
    Verdict,
    encode_finding,
    encode_verdict,
)

T = TypeVar("T")
Json = dict[str, object]


class DamagedRecord(ValueError):
    """JSON that docforge did not write, or that somebody edited: what is wrong, and where."""


class ManifestEntry(Struct, frozen=True):
    """A document of the output folder.

    Files are named from the output folder, by format ("pdf", "pdf-large-print"), and `sha256` also
    by kind of evidence ("evidence.json"); `withheld` are claims that the files do not make;
    `bytes` and `pages` are counts. `findings` are counted by severity.
    `document` is what the outputs say of themselves, unless a failure left none.
    The last four are for the next run: the input folder's mark, the hash of all that the document
    was made from, what it asked for by kind of Dependency, and, when this run left an earlier
    run's outputs in place, the digest of the source that they were made from.
    """

    source: str
    digest: str
    status: Status
    outputs: Mapping[str, str]
    evidence: tuple[str, ...] = ()
    sha256: Mapping[str, str] = field(default_factory=dict)
    bytes: Mapping[str, int] = field(default_factory=dict)
    pages: Mapping[str, int] = field(default_factory=dict)
    findings: Mapping[Severity, int] = field(default_factory=lambda: dict.fromkeys(Severity, 0))
    claims: tuple[str, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    document: DocumentFacts | None = None
    input_folder: str | None = None
    inputs: str | None = None
    asked: Mapping[str, tuple[str, ...]] | None = None
    outputs_from: str | None = None

    def count(self, severity: Severity) -> int:
        """How many findings of that severity there were."""
        return self.findings.get(severity, 0)


class DocumentReport(Struct, frozen=True):
    """What the report says of a document: its entry in the manifest, and all that was found.

    `picture` is its first page as PNG in base64, "" where none was drawn.
    """

    entry: ManifestEntry
    findings: tuple[Finding, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    failure: Failure | None = None
    picture: str = ""


class JournalLine(Struct, frozen=True):
    """What became of a source; `report` is None when the source is gone.

    With a set of outputs, `aside` is the folder beside the journal that they are put in place
    from, and `stem` is where they go.
    """

    source: str
    report: DocumentReport | None
    stem: str = ""
    aside: str = ""


def _with_where(record: object) -> object:
    """A FindingRecord in the shape of a Finding; what is none is left for validation."""
    if not isinstance(record, Mapping):
        return record
    where = {key: record[key] for key in ("path", "line", "column") if key in record}
    return {**record, "where": where}


def _with_places(record: object) -> object:
    """A record that has findings, and its verdicts, with each finding in the shape of a Finding."""
    if not isinstance(record, Mapping):
        return record
    shaped = {
        key: list(map(shape, record[key]))
        for key, shape in (("findings", _with_where), ("verdicts", _with_places))
        if isinstance(record.get(key), list)
    }
    return {**record, **shaped}


class _Found(Struct, frozen=True):
    """What a report has as JSON besides the entry."""

    findings: tuple[Finding, ...]
    verdicts: tuple[Verdict, ...]
    failure: Failure | None = None
    picture: str = ""


class _Line(Struct, frozen=True):
    """A line of the journal as JSON; without an entry, the source is gone."""

    source: str
    entry: Json | None
    told: Json
    stem: str
    aside: str


class _Manifest(Struct, frozen=True):
    documents: tuple[ManifestEntry, ...]


class _Reports(Struct, frozen=True):
    documents: tuple[Json, ...]


# --- To JSON -----------------------------------------------------------------------------


def encode_documents(documents: list[Json]) -> Json:
    """A whole manifest or report."""
    return {"docforge": __version__, "documents": documents}


def encode_entry(entry: ManifestEntry) -> Json:
    """An entry of the manifest; what it does not know is left out."""
    encoded: Json = to_builtins(entry)
    return {key: value for key, value in encoded.items() if value is not None}


def encode_report(report: DocumentReport) -> Json:
    """A document of the report: flat, with the counts of findings beside the findings."""
    facts = encode_entry(report.entry)
    counts = facts.pop("findings")
    encoded: Json = {
        "findings": list(map(encode_finding, report.findings)),
        "verdicts": list(map(encode_verdict, report.verdicts)),
        **facts,
        "counts": counts,
    }
    if report.failure is not None:
        encoded["failure"] = {
            "message": report.failure.message,
            "hint": report.failure.hint,
            "exit_code": int(report.failure.exit_code),
        }
    if report.picture:
        encoded["picture"] = report.picture
    return encoded


def encode_line(line: JournalLine) -> Json:
    """A line of the journal."""
    return {
        "source": line.source,
        "entry": encode_entry(line.report.entry) if line.report else None,
        "told": encode_report(line.report) if line.report else {},
        "stem": line.stem,
        "aside": line.aside,
    }


# --- From JSON ---------------------------------------------------------------------------


def decode_manifest(data: object) -> tuple[ManifestEntry, ...]:
    """The documents of a manifest. Raises DamagedRecord."""
    return _valid(_Manifest, data).documents


def decode_reports(data: object) -> Iterator[DocumentReport]:
    """The documents of a report that are whole; the others can be made again.

    Raises DamagedRecord when `data` is no report at all.
    """
    for document in _valid(_Reports, data).documents:
        with suppress(DamagedRecord):
            yield decode_report(document)


def decode_entry(data: object) -> ManifestEntry:
    """The entry that `encode_entry` made `data` of. Raises DamagedRecord."""
    return _valid(ManifestEntry, data)


def decode_report(data: Json) -> DocumentReport:
    """The report that `encode_report` made `data` of. Raises DamagedRecord."""
    entry = decode_entry({**data, "findings": data.get("counts")})
    found = _valid(_Found, _with_places(data))
    return DocumentReport(entry, found.findings, found.verdicts, found.failure, found.picture)


def decode_line(data: object) -> JournalLine:
    """The line that `encode_line` made `data` of. Raises DamagedRecord."""
    line = _valid(_Line, data)
    report = None if line.entry is None else decode_report(line.told)
    return JournalLine(line.source, report, line.stem, line.aside)


def _valid(kind: type[T], data: object) -> T:
    try:
        return convert(data, kind)
    except ValidationError as error:
        message = str(error)  # "Expected `str`, got `int` - at `$.documents[1].digest`"
        raise DamagedRecord(message[:1].lower() + message[1:]) from error
