"""One document on its way into an e-mail: its outputs, and what its page says of it.

Invariant: everything comes from the outputs, so that a draft says what the attachments say.
"""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import pikepdf
import tinyhtml5

from docforge.document import Direction
from docforge.errors import UsageError
from docforge.export import Format

MEDIA_TYPES: Mapping[Format, str] = {
    Format.HTML: "text/html",
    Format.EPUB: "application/epub+zip",
    Format.PDF: "application/pdf",
    Format.TEXT: "text/plain",
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")
_LONGEST_NAME = 60
# The covering note's name in a zip, without its extension.
NOTE = "message"


@dataclass(frozen=True, slots=True)
class MailDocument:
    """A document's outputs; `date` is as its front matter has it, `stem` is an ASCII name.

    `contact` is the line of its footer, `mailbox` the first e-mail address in that.
    """

    stem: str
    title: str
    lang: str
    dir: Direction
    date: str
    contact: str
    mailbox: str
    page: Element = field(repr=False)
    outputs: Mapping[Format, bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of an e-mail; `pages` is 0 where the format has none."""

    name: str
    format: Format
    title: str
    lang: str
    content: bytes = field(repr=False)
    pages: int = 0


def piece(stem: str, outputs: Mapping[Format, bytes]) -> MailDocument:
    """The document whose outputs are `outputs`, with HTML among them.

    Raises UsageError when they are not docforge's.
    """
    page = tinyhtml5.parse(outputs[Format.HTML], namespace_html_elements=False)
    title = page.find("head/title")
    if title is None or page.find("body/main") is None:
        raise UsageError(
            f"{stem}.html is no page that docforge made", "Name a Markdown source or its outputs."
        )
    return MailDocument(
        stem=stem,
        title=" ".join("".join(title.itertext()).split()),
        lang=page.get("lang", "en"),
        dir="rtl" if page.get("dir") == "rtl" else "ltr",
        date=next((meta.get("content") for meta in page.iter("meta") if _is_date(meta)), ""),
        contact=_contact(page),
        mailbox=_mailbox(page),
        page=page,
        outputs=outputs,
    )


def _is_date(meta: Element) -> bool:
    return meta.get("name") == "dcterms.date"


def _contact(page: Element) -> str:
    line = page.find("body/footer/p")
    if line is None:
        return ""
    # The first element holds docforge's own word, which the e-mail says in its own way.
    label, *rest = line
    parts = [label.tail or "", *("".join(part.itertext()) + (part.tail or "") for part in rest)]
    return "".join(parts).strip()


def _mailbox(page: Element) -> str:
    links = (link.get("href", "") for link in page.iterfind("body/footer//a"))
    found = (link for link in links if link.startswith("mailto:"))
    return unquote(next(found, "").removeprefix("mailto:").partition("?")[0])


def attached(pieces: Sequence[MailDocument], formats: Sequence[Format]) -> tuple[Attachment, ...]:
    """The outputs in `formats`, under names that are short, ASCII and different."""
    return tuple(
        Attachment(
            name=f"{name}.{kind}",
            format=kind,
            title=one.title,
            lang=one.lang,
            content=one.outputs[kind],
            pages=_pages(one.outputs[kind]) if kind is Format.PDF else 0,
        )
        for one, name in zip(pieces, _names(pieces), strict=True)
        for kind in formats
        if kind in one.outputs
    )


def _names(pieces: Sequence[MailDocument]) -> Iterator[str]:
    taken = {NOTE}
    for one in pieces:
        day = _DAY.match(one.date)
        name = f"{day[0]}-{one.stem}" if day and day[0] not in one.stem else one.stem
        if len(name) > _LONGEST_NAME:
            name = name[:_LONGEST_NAME].rstrip("-._")
        number, free = 2, name
        while free.lower() in taken:
            free, number = f"{name}-{number}", number + 1
        taken.add(free.lower())
        yield free


def _pages(content: bytes) -> int:
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return len(pdf.pages)
    except pikepdf.PdfError:
        return 0
