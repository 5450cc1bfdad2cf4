"""One document on its way into an e-mail: its outputs, and what it says of itself.

Invariant: a source and its outputs give the same; what an e-mail shows is what is attached.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element

import tinyhtml5
from msgspec import Struct, field

from docforge.errors import UsageError
from docforge.export import DocumentFacts, Format

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")
_LONGEST_NAME = 60
# The covering note's name in a zip, without its extension.
NOTE = "message"


class MailDocument(Struct, frozen=True):
    """A document's outputs and what it says of itself; `stem` is an ASCII name.

    `page` is the HTML output, parsed; `pages` has no format without pages. `tail` is the end of the
    name that says how far the document may go, and which no shortening takes off. `place` is where
    the page lies in the output folder, "" when nobody knows.
    """

    stem: str
    facts: DocumentFacts
    page: Element
    outputs: Mapping[Format, bytes]
    pages: Mapping[Format, int] = field(default_factory=dict)
    tail: str = ""
    place: str = ""


class Attachment(Struct, frozen=True):
    """A file of an e-mail; `pages` is 0 where the format has none."""

    name: str
    format: Format
    title: str
    lang: str
    content: bytes
    pages: int = 0


def mail_document(
    stem: str,
    outputs: Mapping[Format, bytes],
    facts: DocumentFacts | None,
    pages: Mapping[Format, int],
    tail: str = "",
    place: str = "",
) -> MailDocument:
    """The document whose outputs are `outputs`, with HTML among them, and `pages` of its PDFs.

    Its name, `stem`, ends in `tail`; its page lies at `place` (see MailDocument). Without `facts`,
    when no manifest has them, they are what HTML says of itself; it does not say whom to ask.
    Raises UsageError when the HTML is not docforge's.
    """
    page = tinyhtml5.parse(outputs[Format.HTML], namespace_html_elements=False)
    if page.find("head/title") is None or page.find("body/main") is None:
        raise UsageError(
            f"{stem}.html is no page that docforge made", "Name a Markdown source or its outputs."
        )
    return MailDocument(stem, facts or _facts_of(page), page, outputs, pages, tail, place)


def _facts_of(page: Element) -> DocumentFacts:
    metadata = {meta.get("name"): meta.get("content", "") for meta in page.iter("meta")}
    return DocumentFacts(
        title=" ".join(page.findtext("head/title", "").split()),
        lang=page.get("lang", "en"),
        dir="rtl" if page.get("dir") == "rtl" else "ltr",
        date=metadata.get("dcterms.date", ""),
        marks=tuple(
            " ".join("".join(line.itertext()).split())
            for line in page.iterfind("body/header/p")
            if line.get("class") == "restriction"
        ),
        embargo=metadata.get("dcterms.available", ""),
    )


def attached(pieces: Sequence[MailDocument], formats: Sequence[Format]) -> tuple[Attachment, ...]:
    """The outputs in `formats`, under names that are short, ASCII and different."""
    return tuple(
        Attachment(
            name=kind.named(name),
            format=kind,
            title=one.facts.title,
            lang=one.facts.lang,
            content=one.outputs[kind],
            pages=one.pages.get(kind, 0),
        )
        for one, name in zip(pieces, _names(pieces), strict=True)
        for kind in formats
        if kind in one.outputs
    )


def marks_of(pieces: Iterable[MailDocument]) -> tuple[str, ...]:
    """What the documents say of how far they may go, each once."""
    return tuple(dict.fromkeys(mark for one in pieces for mark in one.facts.marks))


def _names(pieces: Sequence[MailDocument]) -> Iterator[str]:
    taken = {NOTE}
    for one in pieces:
        day = _DAY.match(one.facts.date)
        name = f"{day[0]}-{one.stem}" if day and day[0] not in one.stem else one.stem
        longest = _LONGEST_NAME - max(len(kind.edition) for kind in one.outputs)
        if len(name) > longest:
            # What says how far it may go is not what is left out.
            room = max(longest - len(one.tail), _LONGEST_NAME // 3)
            name = name.removesuffix(one.tail)[:room].rstrip("-._") + one.tail
        number, free = 2, name
        while free.lower() in taken:
            free, number = f"{name}-{number}", number + 1
        taken.add(free.lower())
        yield free
