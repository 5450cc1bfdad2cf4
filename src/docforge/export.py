"""What a source became: its renderings, what was found, and how it ended."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from docforge.findings import Finding, Severity, Verdict


class Format(StrEnum):
    """The formats a document is exported to; the value is the file's extension."""

    HTML = "html"
    EPUB = "epub"
    PDF = "pdf"
    TEXT = "txt"


@dataclass(frozen=True, slots=True)
class Rendering:
    """One finished output as bytes, with the conformance it claims and what it could not carry.

    `findings` follow law 3: a construct that this format does not carry is a finding.
    """

    format: Format
    content: bytes = field(repr=False)
    claims: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


class Status(StrEnum):
    """How a document ended; the values stand in the manifest."""

    EXPORTED = "exported"
    DRAFT = "draft"
    UNCHANGED = "unchanged"
    BLOCKED = "blocked"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a document failed, with the exit code it stands for.

    `trace` is the stack of a bug, for its report; no output carries it.
    """

    message: str
    hint: str
    exit_code: int
    trace: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Dependency:
    """What a document was told when it asked for something beside its source.

    An "asset" by its address: the hash of the file, or why it cannot be used. A "document" by
    its path: the stem of its outputs, "" for none. A "style" by its name: its hash.
    """

    kind: Literal["asset", "document", "style"]
    name: str
    said: str


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What a document says of itself, for whoever lists or sends its outputs.

    `title` is plain text on one line; `lang` a BCP 47 tag; `date` as its outputs have it;
    `contact` the line that tells readers whom to ask for more.
    """

    title: str
    lang: str
    dir: Literal["ltr", "rtl"] = "ltr"
    date: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Export:
    """One source's way through the pipeline.

    `source` is the source's path relative to the input folder, with forward slashes;
    `stem` the path of its outputs without extension, relative to the output folder
    ("2026/autumn/autumn"); `digest` is "sha256:" and the source's hash. `evidence` are
    files that say what was checked, as (extension, content). `seconds` is how long it took:
    people are told, no output carries it. `dependencies` is all that it was made from besides its
    source and the order; a document that failed has none, and no `facts`.
    """

    source: str
    stem: str
    digest: str
    status: Status
    renderings: tuple[Rendering, ...] = ()
    findings: tuple[Finding, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    failure: Failure | None = None
    evidence: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)
    seconds: float = field(default=0.0, compare=False)
    dependencies: tuple[Dependency, ...] = field(default=(), repr=False)
    facts: DocumentFacts | None = None

    def count(self, severity: Severity) -> int:
        """How many findings of that severity there are."""
        return sum(finding.severity is severity for finding in self.findings)
