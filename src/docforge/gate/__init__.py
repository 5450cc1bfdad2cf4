"""The last gate: what may stand in a finished file is a list, and each file is read against it.

Invariant (law 10): only bytes are believed. Nothing here knows the rooms that write, or anything
of a document; what cannot be read is refused.
"""

from collections.abc import Iterator, Mapping
from typing import assert_never

from docforge.export import Format
from docforge.gate import mail
from docforge.gate.epub import epub
from docforge.gate.hits import Hit
from docforge.gate.html import page, parsed
from docforge.gate.markup import Place
from docforge.gate.pdf import pdf
from docforge.gate.pictures import in_address
from docforge.gate.text import text
from docforge.gate.vocabulary import surface

__all__ = ["Hit", "check", "check_bundle", "check_message", "check_report"]

# More than this help nobody; one is enough to refuse a file.
_MOST = 20


def check(kind: Format, content: bytes, stem: str) -> tuple[Hit, ...]:
    """What may not stand in the file `content`; () lets it pass.

    `stem` is the path that it will have below the output folder, which no link may leave.
    """
    try:
        return _first(_format(kind, content, Place(stem.count("/"), frozenset(), in_address)))
    finally:
        parsed.cache_clear()


def _format(kind: Format, content: bytes, place: Place) -> Iterator[Hit]:
    match kind:
        case Format.HTML:
            return page(content, surface("page"), place)
        case Format.EPUB:
            return epub(content)
        case Format.PDF:
            return pdf(content, place)
        case Format.TEXT:
            return text(content)
    assert_never(kind)


def check_report(content: bytes) -> tuple[Hit, ...]:
    """What may not stand in the report's page."""
    return _first(page(content, surface("report"), Place(0)))


def check_message(content: bytes) -> tuple[Hit, ...]:
    """What may not stand in an e-mail, its attachments included."""
    return _first(mail.message(content, _BY_TYPE))


def check_bundle(content: bytes) -> tuple[Hit, ...]:
    """What may not stand in a zip of outputs."""
    return _first(mail.bundle(content, _BY_EXTENSION))


def _first(hits: Iterator[Hit]) -> tuple[Hit, ...]:
    found: list[Hit] = []
    for hit in hits:
        if hit not in found:
            found.append(hit)
        if len(found) == _MOST:
            break
    return tuple(found)


def _attached(kind: Format) -> mail.Check:
    """The check of a file that lies in another: a page still holds its pictures itself."""

    def checked(content: bytes, place: Place) -> Iterator[Hit]:
        return _format(kind, content, Place(place.depth, frozenset(), in_address))

    return checked


_BY_EXTENSION: Mapping[str, mail.Check] = {kind.value: _attached(kind) for kind in Format}
_BY_TYPE: Mapping[str, mail.Check] = {
    "application/pdf": _attached(Format.PDF),
    "application/epub+zip": _attached(Format.EPUB),
    "text/plain": _attached(Format.TEXT),
}
