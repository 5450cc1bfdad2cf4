"""The last gate: what may stand in a finished file is a list, and each file is read against it.

Invariant (law 10): only bytes are believed. Nothing here knows the rooms that write, or anything
of a document; what cannot be read is refused.
"""

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module

from docforge.export import FORMATS, Format
from docforge.gate import mail
from docforge.gate.hits import Hit
from docforge.gate.html import page, parsed
from docforge.gate.markup import Place
from docforge.gate.pictures import in_address
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
    examine: mail.Check = import_module(kind.gate).examine
    return examine(content, place)


def check_report(content: bytes) -> tuple[Hit, ...]:
    """What may not stand in the report's page."""
    report = surface("report")
    neighbours = (*FORMATS, *report.neighbours)
    return _first(page(content, replace(report, neighbours=neighbours), Place(0)))


def check_message(content: bytes) -> tuple[Hit, ...]:
    """What may not stand in an e-mail, its attachments included."""
    return _first(
        mail.message(
            content,
            {each.media_type: _attached(each) for each in FORMATS.values() if each.mail_rank},
        )
    )


def check_bundle(content: bytes) -> tuple[Hit, ...]:
    """What may not stand in a zip of outputs."""
    return _first(mail.bundle(content, {name: _attached(each) for name, each in FORMATS.items()}))


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
