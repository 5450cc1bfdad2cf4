"""One document on its way into an e-mail: its outputs, and what it says of itself.

Invariant: a source and its outputs give the same; what an e-mail shows is what is attached.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

import tinyhtml5

from docforge.errors import UsageError
from docforge.export import DocumentFacts, Format
from docforge.style.furniture import contact_parts

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")
_LONGEST_NAME = 60
# The covering note's name in a zip, without its extension.
NOTE = "message"


@dataclass(frozen=True, slots=True)
class MailDocument:
    """A document's outputs and what it says of itself; `stem` is an ASCII name.

    `page` is the HTML output, parsed; `pages` is 0 when there is no PDF.
    """

    stem: str
    facts: DocumentFacts
    page: Element = field(repr=False)
    outputs: Mapping[Format, bytes] = field(repr=False)
    pages: int = 0

    @property
    def mailbox(self) -> str:
        """The first e-mail address of its contact, "" when there is none."""
        links = (href for _, href in contact_parts(self.facts.contact))
        found = (href for href in links if href.startswith("mailto:"))
        return next(found, "").removeprefix("mailto:")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of an e-mail; `pages` is 0 where the format has none."""

    name: str
    format: Format
    title: str
    lang: str
    content: bytes = field(repr=False)
    pages: int = 0


def mail_document(
    stem: str, outputs: Mapping[Format, bytes], facts: DocumentFacts | None, pages: int
) -> MailDocument:
    """The document whose outputs are `outputs`, with HTML among them, and a PDF of `pages` pages.

    Without `facts`, when no manifest has them, they are what HTML says in its head; it does not
    say whom to ask. Raises UsageError when the HTML is not docforge's.
    """
    page = tinyhtml5.parse(outputs[Format.HTML], namespace_html_elements=False)
    if page.find("head/title") is None or page.find("body/main") is None:
        raise UsageError(
            f"{stem}.html is no page that docforge made", "Name a Markdown source or its outputs."
        )
    return MailDocument(stem, facts or _facts_of(page), page, outputs, pages)


def _facts_of(page: Element) -> DocumentFacts:
    metadata = {meta.get("name"): meta.get("content", "") for meta in page.iter("meta")}
    return DocumentFacts(
        title=" ".join(page.findtext("head/title", "").split()),
        lang=page.get("lang", "en"),
        dir="rtl" if page.get("dir") == "rtl" else "ltr",
        date=metadata.get("dcterms.date", ""),
    )


def attached(pieces: Sequence[MailDocument], formats: Sequence[Format]) -> tuple[Attachment, ...]:
    """The outputs in `formats`, under names that are short, ASCII and different."""
    return tuple(
        Attachment(
            name=f"{name}.{kind}",
            format=kind,
            title=one.facts.title,
            lang=one.facts.lang,
            content=one.outputs[kind],
            pages=one.pages if kind is Format.PDF else 0,
        )
        for one, name in zip(pieces, _names(pieces), strict=True)
        for kind in formats
        if kind in one.outputs
    )


def _names(pieces: Sequence[MailDocument]) -> Iterator[str]:
    taken = {NOTE}
    for one in pieces:
        day = _DAY.match(one.facts.date)
        name = f"{day[0]}-{one.stem}" if day and day[0] not in one.stem else one.stem
        if len(name) > _LONGEST_NAME:
            name = name[:_LONGEST_NAME].rstrip("-._")
        number, free = 2, name
        while free.lower() in taken:
            free, number = f"{name}-{number}", number + 1
        taken.add(free.lower())
        yield free
