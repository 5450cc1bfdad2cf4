"""The last gate: what may stand in a finished file is a list, and each file is read against it.

Invariant (law 10): only bytes are believed. Nothing here knows the rooms that write, or anything
of a document; what cannot be read is refused.
"""

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from msgspec.structs import replace

from docforge.export import FORMATS, Format, outputs
from docforge.gate import data
from docforge.gate.hits import Hit
from docforge.gate.html import page, parsed
from docforge.gate.markup import Place
from docforge.gate.pictures import in_address
from docforge.gate.vocabulary import surface

__all__ = [
    "Hit",
    "check",
    "check_bundle",
    "check_data",
    "check_message",
    "check_report",
    "check_results",
]

if TYPE_CHECKING:
    from docforge.gate.mail import Check

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
    examine: Check = import_module(kind.gate).examine
    return examine(content, place)


def check_report(content: bytes) -> tuple[Hit, ...]:
    """What may not stand in the report's page."""
    report = surface("report")
    neighbours = (*FORMATS, *report.neighbours)
    return _first(
        page(content, replace(report, neighbours=neighbours), Place(0, frozenset(), in_address))
    )


def check_data(content: bytes, kinds: Iterable[str] | None = None) -> tuple[Hit, ...]:
    """What may not stand in the JSON of a report or of evidence of `kinds`, all by default.

    A kind is the key of a format or of an edition: "pdf", "pdf-large-print".
    """
    return _first(data.json_data(content, outputs() if kinds is None else kinds))


def check_results(content: bytes) -> tuple[Hit, ...]:
    """What may not stand in the results as JUnit XML."""
    return _first(data.results(content))


def check_message(content: bytes) -> tuple[Hit, ...]:
    """What may not stand in an e-mail, its attachments included."""
    from docforge.gate import mail

    return _first(
        mail.message(
            content,
            {each.media_type: _attached(each) for each in FORMATS.values() if each.mail_rank},
        )
    )


def check_bundle(content: bytes) -> tuple[Hit, ...]:
    """What may not stand in a zip of outputs."""
    from docforge.gate import mail

    return _first(mail.bundle(content, {name: _attached(each) for name, each in FORMATS.items()}))


def _first(hits: Iterator[Hit]) -> tuple[Hit, ...]:
    found: list[Hit] = []
    for hit in hits:
        if hit not in found:
            found.append(hit)
        if len(found) == _MOST:
            break
    return tuple(found)


def _attached(kind: Format) -> "Check":
    """The check of a file that lies in another: a page still holds its pictures itself."""

    def checked(content: bytes, place: Place) -> Iterator[Hit]:
        return _format(kind, content, Place(place.depth, frozenset(), in_address))

    return checked
