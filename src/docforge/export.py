"""What a source becomes: the table of formats, a source's renderings, and how it ended."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, ClassVar, Literal

from msgspec import Struct
from msgspec.structs import replace

from docforge.conformance import Withheld
from docforge.findings import Finding, Severity, Verdict

# In the output folder: what was made of which source, and of what.
MANIFEST = "manifest.json"


class Format(Struct, frozen=True):
    """A format that documents are exported to, written as its extension.

    `name` stands alone, as what a link leads to; `label` within a sentence; `word` is the key of
    its name in a style's words, "" where all languages say `name`. `rendition`, `reader` and
    `gate` are modules, named and not imported, since each is costly; workers import them once.
    The first makes a file with `render` (`formats.Render`), the second reads it back with `read`
    (`verify.readback.Read`), the third says with `examine` what may not stand in it
    (`gate.mail.Check`).
    `sets_type` says that making it needs the shared libraries that set type.
    `mail_rank` is its place among the files of an e-mail; 0 where mail gateways quarantine it,
    so that only a zip holds it.
    `edition` is "" for the standard outputs; else it ends the file's name, and names the style
    that lies over the document's own.
    """

    name: str
    extension: str
    label: str
    media_type: str
    rendition: str
    reader: str
    gate: str
    sets_type: bool = False
    mail_rank: int = 0
    word: str = ""
    edition: str = ""

    HTML: ClassVar["Format"]
    EPUB: ClassVar["Format"]
    PDF: ClassVar["Format"]
    TEXT: ClassVar["Format"]
    LARGE_PRINT: ClassVar["Format"]

    @property
    def key(self) -> str:
        """What the manifest and the verdicts call it: "pdf", "pdf-large-print"."""
        return f"{self.extension}-{self.edition}" if self.edition else self.extension

    @property
    def base(self) -> "Format":
        """The standard format that this is an edition of, or itself."""
        return FORMATS[self.extension] if self.edition else self

    def named(self, stem: str) -> str:
        """The name of the file beside the document's others: "autumn-large-print.pdf"."""
        return f"{stem}{self._end}"

    def stem_of(self, name: str) -> str:
        """The stem in a name that `named` made."""
        return name.removesuffix(self._end)

    @property
    def _end(self) -> str:
        return f"-{self.edition}.{self.extension}" if self.edition else f".{self.extension}"

    def __str__(self) -> str:
        return self.key

    def __reduce__(self) -> tuple[Callable[..., "Format"], tuple[object, ...]]:
        """What travels to a worker is there the same row again, so that `is` holds."""
        return _row, tuple(getattr(self, name) for name in self.__struct_fields__)


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
    sets_type=True,  # on its cover
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
    sets_type=True,
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
Format.LARGE_PRINT = replace(
    Format.PDF,
    name="large-print PDF",
    label="large-print PDF",
    word="large-print",
    edition="large-print",
)
# The editions that a document may have beside its standard outputs, by name.
EDITIONS: Mapping[str, Format] = {each.edition: each for each in (Format.LARGE_PRINT,)}


def outputs() -> Mapping[str, Format]:
    """Whatever may be made of a document, by key, in order: each format and its editions."""
    return {
        each.key: each
        for standard in FORMATS.values()
        for each in (standard, *(one for one in EDITIONS.values() if one.base is standard))
    }


def _row(*values: Any) -> Format:
    made = Format(*values)
    known = outputs().get(made.key, made)
    return known if known == made else made


class PageStart(Struct, frozen=True):
    """Where the page `label` of a paginated output begins in the document.

    In the block of that number (`formats.markup.text_blocks`), behind so many `letters` of it;
    `following` are the next ones.
    """

    label: str
    block: int
    letters: int
    following: str


class Rendering(Struct, frozen=True):
    """One finished output as bytes, with the conformance it claims and what it could not carry.

    `claimable` is what a file of its kind claims when nothing speaks against it. `findings` follow
    law 3: a construct that this format does not carry is a finding. `pages` is 0 where the format
    has none; `page_starts` are those on which text begins or goes on.
    """

    format: Format
    content: bytes
    claims: tuple[str, ...] = ()
    claimable: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    pages: int = 0
    page_starts: tuple[PageStart, ...] = ()


class Status(StrEnum):
    """How a document ended; the values stand in the manifest."""

    EXPORTED = "exported"
    DRAFT = "draft"
    UNCHANGED = "unchanged"
    BLOCKED = "blocked"
    FAILED = "failed"


class Failure(Struct, frozen=True):
    """Why a document failed, with the exit code it stands for.

    `trace` is the stack of a bug, for its report; no output carries it.
    """

    message: str
    hint: str
    exit_code: int
    trace: str = ""


class Dependency(Struct, frozen=True):
    """What a document was told when it asked for something beside its source.

    An "asset" by its address: the hash of the file, or why it cannot be used. A "document" by
    its path: the stem of its outputs, "" for none. A "style" by its name: its hash.
    """

    kind: Literal["asset", "document", "style"]
    name: str
    said: str


class DocumentFacts(Struct, frozen=True):
    """What a document says of itself, for whoever lists or sends its outputs.

    `title` is plain text on one line; `lang` a BCP 47 tag; `date` as its outputs have it;
    `contact` the line that tells readers whom to ask for more, `formats` the one that tells how
    to ask for another format, "" where the contact does. `marks` say how far it may go, in its own
    words; `embargo` is what `str` of its Embargo writes, "" without one; `translations` are the
    sources that say the same in other languages.
    """

    title: str
    lang: str
    dir: Literal["ltr", "rtl"] = "ltr"
    date: str = ""
    contact: str = ""
    formats: str = ""
    marks: tuple[str, ...] = ()
    embargo: str = ""
    translations: tuple[str, ...] = ()


class Export(Struct, frozen=True, eq=False):
    """One source's way through the pipeline.

    `source` is the source's path relative to the input folder, with forward slashes;
    `stem` the path of its outputs without extension, relative to the output folder
    ("2026/autumn/autumn"); `digest` is "sha256:" and the source's hash. `withheld` are the
    claims that its files do not make, and why. `evidence` are
    files that say what was checked, as (extension, content). `seconds` is how long it took:
    people are told, no output carries it. `dependencies` is all that it was made from besides its
    source and the order; a document that failed has none, and no `facts`. `first_page` is a small
    picture of the PDF's first page as PNG, where somebody asked for one.
    """

    source: str
    stem: str
    digest: str
    status: Status
    renderings: tuple[Rendering, ...] = ()
    findings: tuple[Finding, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    failure: Failure | None = None
    withheld: tuple[Withheld, ...] = ()
    evidence: tuple[tuple[str, bytes], ...] = ()
    seconds: float = 0.0
    dependencies: tuple[Dependency, ...] = ()
    facts: DocumentFacts | None = None
    first_page: bytes = b""

    # How long it took makes it no other one.
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Export) and self._compared == other._compared

    def __hash__(self) -> int:
        return hash(self._compared)

    @property
    def _compared(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self.__struct_fields__ if name != "seconds")

    def count(self, severity: Severity) -> int:
        """How many findings of that severity there are."""
        return sum(finding.severity is severity for finding in self.findings)
