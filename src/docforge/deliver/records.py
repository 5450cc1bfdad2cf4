"""What manifest, journal and report say of a document, and the one form that each has as JSON.

Invariant: decoding gives back what was encoded; a damaged record raises `DamagedRecord`, and
nothing half-read goes on. Keys are added to, never renamed; one that is not known is left out.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, TypeAdapter, ValidationError

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


@dataclass(frozen=True, slots=True)
class ManifestEntry:
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


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """What the report says of a document: its entry in the manifest, and all that was found.

    `picture` is its first page as PNG in base64, "" where none was drawn.
    """

    entry: ManifestEntry
    findings: tuple[Finding, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    failure: Failure | None = None
    picture: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class JournalLine:
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


def _with_findings(record: object) -> object:
    """A VerdictRecord in the shape of a Verdict."""
    if not isinstance(record, Mapping) or not isinstance(record.get("findings"), list):
        return record
    return {**record, "findings": list(map(_with_where, record["findings"]))}


# For pydantic: what the encoders write, read back and validated.
StoredFinding = Annotated[Finding, BeforeValidator(_with_where)]
StoredVerdict = Annotated[Verdict, BeforeValidator(_with_findings)]


@dataclass(frozen=True, slots=True)
class _Found:
    """What a report has as JSON besides the entry."""

    findings: tuple[StoredFinding, ...]
    verdicts: tuple[StoredVerdict, ...]
    failure: Failure | None = None
    picture: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the journal as JSON; without an entry, the source is gone."""

    source: str
    entry: Json | None
    told: Json
    stem: str
    aside: str


@dataclass(frozen=True, slots=True)
class _Manifest:
    documents: tuple[ManifestEntry, ...]


@dataclass(frozen=True, slots=True)
class _Reports:
    documents: tuple[Json, ...]


@cache
def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    """What reads and writes a kind of record: it takes long to make, and few runs need all."""
    return TypeAdapter(kind)


# --- To JSON -----------------------------------------------------------------------------


def encode_documents(documents: list[Json]) -> Json:
    """A whole manifest or report."""
    return {"docforge": __version__, "documents": documents}


def encode_entry(entry: ManifestEntry) -> Json:
    """An entry of the manifest; what it does not know is left out."""
    encoded: Json = _adapter(ManifestEntry).dump_python(entry, mode="json", exclude_none=True)
    return encoded


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
    found = _valid(_Found, data)
    return DocumentReport(entry, found.findings, found.verdicts, found.failure, found.picture)


def decode_line(data: object) -> JournalLine:
    """The line that `encode_line` made `data` of. Raises DamagedRecord."""
    line = _valid(_Line, data)
    report = None if line.entry is None else decode_report(line.told)
    return JournalLine(line.source, report, line.stem, line.aside)


def _valid(kind: type[T], data: object) -> T:
    try:
        valid: T = _adapter(kind).validate_python(data)  # type: ignore[arg-type]  # it is hashable
        return valid
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        message = first["msg"][:1].lower() + first["msg"][1:]
        raise DamagedRecord(f"{place}: {message}" if place else message) from error
