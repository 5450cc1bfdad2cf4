"""What a source becomes: the table of formats, a source's renderings, and how it ended."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, ClassVar, Literal

from docforge.findings import Finding, Severity, Verdict


@dataclass(frozen=True, slots=True)
class Format:
    """A format that documents are exported to, written as its extension.

    `name` stands alone, as what a link leads to; `label` within a sentence; `word` is the key of
    its name in a style's words, "" where all languages say `name`. `rendition`, `reader` and
    `gate` are modules, named and not imported, since each is costly; workers import them once.
    The first makes a file with `render` (`formats.Render`), the second reads it back with `read`
    (`verify.readback.Read`), the third says with `examine` what may not stand in it
    (`gate.mail.Check`).
    `mail_rank` is its place among the files of an e-mail; 0 where mail gateways quarantine it,
    so that only a zip holds it.
    """

    name: str
    extension: str
    label: str
    media_type: str
    rendition: str
    reader: str
    gate: str
    mail_rank: int = 0
    word: str = ""

    HTML: ClassVar["Format"]
    EPUB: ClassVar["Format"]
    PDF: ClassVar["Format"]
    TEXT: ClassVar["Format"]

    def __str__(self) -> str:
        return self.extension

    def __reduce__(self) -> tuple[Callable[..., "Format"], tuple[object, ...]]:
        """What travels to a worker is there the same row again, so that `is` holds."""
        return _row, tuple(getattr(self, each.name) for each in fields(self))


Format.HTML = Format(
    name="HTML",
    extension="html",
    label="HTML",
    media_type="text/html",
    rendition="docforge.formats.html",
    reader="docforge.verify.readers.html",
    gate="docforge.gate.html",
)
Format.EPUB = Format(
    name="EPUB",
    extension="epub",
    label="EPUB",
    media_type="application/epub+zip",
    rendition="docforge.formats.epub",
    reader="docforge.verify.readers.epub",
    gate="docforge.gate.epub",
    mail_rank=2,
)
Format.PDF = Format(
    name="PDF",
    extension="pdf",
    label="PDF",
    media_type="application/pdf",
    rendition="docforge.formats.pdf",
    reader="docforge.verify.readers.pdf",
    gate="docforge.gate.pdf",
    mail_rank=1,
)
Format.TEXT = Format(
    name="text",
    extension="txt",
    label="plain text",
    media_type="text/plain",
    rendition="docforge.formats.text",
    reader="docforge.verify.readers.text",
    gate="docforge.gate.text",
    mail_rank=3,
    word="plain-text",
)
# All formats by extension, in the order in which outputs are made and listed.
FORMATS: Mapping[str, Format] = {
    each.extension: each for each in (Format.HTML, Format.EPUB, Format.PDF, Format.TEXT)
}


def _row(*values: Any) -> Format:
    made = Format(*values)
    known = FORMATS.get(made.extension, made)
    return known if known == made else made


@dataclass(frozen=True, slots=True)
class Rendering:
    """One finished output as bytes, with the conformance it claims and what it could not carry.

    `findings` follow law 3: a construct that this format does not carry is a finding. `pages` is 0
    where the format has none.
    """

    format: Format
    content: bytes = field(repr=False)
    claims: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    pages: int = 0


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
