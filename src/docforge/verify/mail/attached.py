"""What is attached to an e-mail as ordered: names, files, and what the message says of them."""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import chain, count

from msgspec import Struct

from docforge.export import Format
from docforge.style import Words, sizes
from docforge.verify.mail.order import WHOLE, MailOrder, OrderedDocument

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")
_LONGEST_NAME, _SHORTEST_ROOM = 60, 20
# The name that a zip has for the covering note.
_TAKEN = "message"


class AttachedFiles(Struct, frozen=True):
    """The files of one document, each with its format and its name."""

    document: OrderedDocument
    files: tuple[tuple[Format, str], ...]


def attached_files(order: MailOrder) -> tuple[AttachedFiles, ...]:
    """The files of each document, in the formats that were ordered."""
    found = []
    for document, name in zip(order.documents, _names(order.documents), strict=True):
        kinds = (kind for kind in order.formats if kind in document.outputs)
        found.append(AttachedFiles(document, tuple((kind, kind.named(name)) for kind in kinds)))
    return tuple(found)


def _names(documents: Sequence[OrderedDocument]) -> Iterator[str]:
    """The day and the name of each document, short, and no two alike.

    How far a document may go stands at the end, and no shortening takes it off.
    """
    taken = {_TAKEN}
    for one in documents:
        day = _DAY.match(one.facts.date)
        stem = f"{day[0]}-{one.stem}" if day and day[0] not in one.stem else one.stem
        longest = _LONGEST_NAME - max(len(kind.edition) for kind in one.outputs)
        if len(stem) > longest:
            room = max(longest - len(one.tail), _SHORTEST_ROOM)
            body = stem[: len(stem) - len(one.tail)] if stem.endswith(one.tail) else stem
            stem = body[:room].rstrip("-._") + one.tail
        numbered = (f"{stem}-{number}" for number in count(2))
        free = next(name for name in chain([stem], numbered) if name.lower() not in taken)
        taken.add(free.lower())
        yield free


def names_by_place(order: MailOrder) -> dict[str, str]:
    """The first attachment of each document, by the place of its page."""
    return {
        each.document.place: each.files[0][1]
        for each in attached_files(order)
        if each.files and each.document.place
    }


def said_of_files(each: AttachedFiles, words: Words) -> str:
    """What the list says of the files of a document: formats, sizes, pages."""
    return words["semicolon"].join(
        words["comma"].join(_facts(kind, each.document.outputs[kind], words))
        for kind, _ in each.files
    )


def _facts(kind: Format, content: bytes, words: Words) -> Iterator[str]:
    yield words[kind.word] if kind.word else kind.name
    yield sizes.in_words(len(content), words.lang)
    if kind.base is Format.PDF:
        import pikepdf

        with pikepdf.open(BytesIO(content)) as pdf:
            pages = len(pdf.pages)
        yield words.say("page-count-one" if pages == 1 else "page-count", n=pages)


def whom_to_ask(order: MailOrder) -> str:
    """Whom to ask for another format: a document in the language of the message says it first.

    Nobody, where the documents are shown whole and say it themselves.
    """
    facts = [one.facts for one in order.documents]
    if order.body == WHOLE and any(one.formats for one in facts):
        return ""
    own = [one for one in facts if one.lang == order.lang]
    others = [one for one in facts if one.lang != order.lang]
    said = (one.formats or one.contact for one in (*own, *others))
    return next(filter(None, said), "")


def marks(order: MailOrder) -> tuple[str, ...]:
    """What the documents say of how far they may go, each once."""
    return tuple(dict.fromkeys(mark for one in order.documents for mark in one.facts.marks))


def subject(order: MailOrder) -> str:
    """The title, behind how far the documents may go."""
    said = [mark for mark in marks(order) if mark not in order.title]
    return f"{' · '.join(said)} – {order.title}" if said else order.title
