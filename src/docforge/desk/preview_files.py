"""What became of a text that somebody looks at, with its files in a folder of their own."""

from pathlib import Path

from msgspec import Struct

from docforge.export import DocumentFacts, Export, Failure, Format, Status
from docforge.findings import Finding
from docforge.source import digest_of


class Preview(Struct, frozen=True):
    """What became of a text. `folder` holds its files, named by their formats.

    `number` grows with each new preview of the document. It `is_whole` when all formats were
    tried.
    """

    number: int
    digest: str
    folder: Path
    status: Status
    findings: tuple[Finding, ...]
    failure: Failure | None
    facts: DocumentFacts | None
    formats: tuple[Format, ...] = ()
    pages: int = 0
    is_whole: bool = False

    def file(self, kind: Format) -> Path:
        """Where its output of that format lies."""
        return self.folder / f"document.{kind}"


def write_preview(above: Path, text: str, number: int, made: Export, *, is_whole: bool) -> Preview:
    """The preview of what was made of `text`, with its files in a folder of its own."""
    preview = preview_of(above, text, number, made, is_whole=is_whole)
    preview.folder.mkdir(parents=True, exist_ok=True)
    for one in made.renderings:
        preview.file(one.format).write_bytes(one.content)
    return preview


def preview_of(above: Path, text: str, number: int, made: Export, *, is_whole: bool) -> Preview:
    return Preview(
        number=number,
        digest=digest_of(text.encode()),
        folder=above / f"{number}{'-whole' if is_whole else ''}",
        status=made.status,
        findings=made.findings,
        failure=made.failure,
        facts=made.facts,
        formats=tuple(one.format for one in made.renderings),
        pages=max((one.pages for one in made.renderings), default=0),
        is_whole=is_whole,
    )
