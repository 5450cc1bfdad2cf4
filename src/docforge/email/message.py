"""A briefing to an RFC 5322 message that opens as a draft.

Invariant: no time, no chance: dates come from the documents, identifiers and boundaries from a
hash of what the message holds.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from hashlib import sha256

from msgspec import Struct

from docforge.email import covering
from docforge.email.addresses import Recipients
from docforge.email.body import html_part
from docforge.email.briefing import Briefing
from docforge.email.choice import LONGEST, Body, beginning, from_most_to_least
from docforge.email.element_lines import element_lines
from docforge.email.headers import header_block
from docforge.email.neighbours import lead
from docforge.email.pictures import Picture, Studio
from docforge.email.pieces import Attachment, MailDocument, marks_of
from docforge.email.plain_text import in_a_message
from docforge.export import Format
from docforge.style import load_words

# Two blank lines stand before a document, as before a heading in it.
_SEPARATOR = "\n\n\n"


class _WholeNames(policy.EmailPolicy):
    """Names of files in one piece: not all mail programs join pieces again (RFC 2231, 3)."""

    def fold_binary(self, name: str, value: str) -> bytes:
        """The field as bytes, in lines."""
        kind, semicolon, named = str(value).partition("; ")
        if name != "Content-Disposition" or not semicolon:
            return super().fold_binary(name, value)
        return f"{name}: {kind};\r\n {named}\r\n".encode("ascii")


class Message(Struct, frozen=True):
    """A finished draft; `weights` are the bytes of each part before encoding, by its name.

    `body` is what it shows of the documents.
    """

    content: bytes
    weights: Mapping[str, int]
    body: Body


def compose(briefing: Briefing, sender: Address, people: Recipients, studio: Studio) -> Message:
    """The message, with as much of the documents as mail programs show of what is wanted.

    Raises UsageError when a header would hold a line break.
    """
    body, html, pictures = _fitting(briefing, studio)
    text = text_part(briefing, body)
    message = EmailMessage(policy=policy.SMTP)
    mark = _mark(briefing, (sender, *people.to, *people.cc), text, html)
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    for picture in pictures:
        _relate(message, picture)
    for one in briefing.attachments:
        _attach(message, one)
    _fix_boundaries(message, mark)
    dates = (one.facts.date for one in briefing.pieces)
    head = header_block(sender, people, briefing.subject, dates, mark)
    weights = _weights(briefing, text, html, pictures)
    return Message(head + message.as_bytes(policy=_WholeNames(linesep="\r\n")), weights, body)


def _fitting(briefing: Briefing, studio: Studio) -> tuple[Body, str, tuple[Picture, ...]]:
    """The most of the documents that is shown whole, as HTML; the covering note in any case."""
    tried = from_most_to_least(briefing.body)
    for body in tried:
        html, pictures = html_part(briefing, body, studio)
        if len(html.encode()) <= LONGEST:
            break
    return body, html, pictures


def text_part(briefing: Briefing, body: Body) -> str:
    """The covering note, and `body` of each document as plain text, in the order of the HTML."""
    documents = [] if body is Body.NOTE else [_text(briefing, one, body) for one in briefing.pieces]
    attached = "\n\n".join(covering.attached_text(briefing, body))
    if briefing.is_one_document and documents:
        marks = briefing.marks_above(documents[0])
        parts = ["\n\n".join((*marks, *briefing.note)), *documents, attached]
    else:
        head = (*marks_of(briefing.pieces), *briefing.note, attached)
        parts = ["\n\n".join(filter(None, head)), *documents]
    return _SEPARATOR.join(part.strip("\n") for part in parts if part) + "\n"


def _text(briefing: Briefing, one: MailDocument, body: Body) -> str:
    if body is Body.WHOLE:
        return in_a_message(one.outputs[Format.TEXT].decode(), load_words(one.facts.lang))
    head, main = one.page.find("body/header"), one.page.find("body/main")
    assert main is not None, "a page has a main part"
    block = [part for part in (() if head is None else head) if part.get("class") != "masthead"]
    shown = [deepcopy(part) for part in (*block, *beginning(main))]
    for node in (node for part in shown for node in part.iter() if node.tag == "a"):
        lead(node, one.place, briefing.neighbours)
    return "\n\n".join(element_lines(shown))


def _relate(message: EmailMessage, picture: Picture) -> None:
    *_, html = message.iter_parts()
    assert isinstance(html, EmailMessage), "the last alternative is the HTML part"
    main, _, sub = picture.media_type.partition("/")
    name = f"{picture.cid.partition('@')[0]}.{'jpg' if sub == 'jpeg' else sub}"
    html.add_related(
        picture.content,
        maintype=main,
        subtype=sub,
        cid=f"<{picture.cid}>",
        disposition="inline",
        filename=name,
    )


def _attach(message: EmailMessage, one: Attachment) -> None:
    if one.format is Format.TEXT:
        message.add_attachment(
            one.content.decode(), cte="quoted-printable", filename=one.name, subtype="plain"
        )
    else:
        main, _, sub = one.format.media_type.partition("/")
        message.add_attachment(one.content, maintype=main, subtype=sub, filename=one.name)


# --- The same bytes ----------------------------------------------------------------------


def _mark(briefing: Briefing, people: Iterable[Address], text: str, html: str) -> str:
    said = [
        briefing.subject,
        *map(str, people),
        text,
        html,
        *(f"{one.name} {sha256(one.content).hexdigest()}" for one in briefing.attachments),
    ]
    return sha256("\0".join(said).encode()).hexdigest()[:32]


def _fix_boundaries(message: EmailMessage, mark: str) -> None:
    multiparts = (part for part in message.walk() if part.is_multipart())
    for number, part in enumerate(multiparts, 1):
        # "=_" cannot stand in quoted-printable or base64 (RFC 2045, 6.7).
        part.set_boundary(f"=_docforge-{mark}-{number}")


def _weights(
    briefing: Briefing, text: str, html: str, pictures: Sequence[Picture]
) -> dict[str, int]:
    weights = {"text part": len(text.encode()), "HTML part": len(html.encode())}
    if pictures:
        weights["images of the HTML part"] = sum(len(one.content) for one in pictures)
    return weights | {one.name: len(one.content) for one in briefing.attachments}
