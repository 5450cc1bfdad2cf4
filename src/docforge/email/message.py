"""A briefing to an RFC 5322 message that opens as a draft.

Invariant: no time, no chance: dates come from the documents, identifiers and boundaries from a
hash of what the message holds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from hashlib import sha256
from xml.etree.ElementTree import Element

from docforge.email import covering
from docforge.email.addresses import Recipients
from docforge.email.body import Draw, Picture, html_part
from docforge.email.headers import header_block
from docforge.email.pieces import Attachment, MailDocument
from docforge.export import Format
from docforge.style import Words

# Two blank lines stand before a document, as before a heading in it.
_SEPARATOR = "\n\n\n"


@dataclass(frozen=True, slots=True)
class Briefing:
    """What goes into one e-mail, or into a zip in its place.

    `note` and `note_elements` are the covering note, twice; it is in `lang`, as is the list of
    what is attached.
    """

    subject: str
    lang: str
    pieces: tuple[MailDocument, ...]
    attachments: tuple[Attachment, ...]
    words: Words
    note: tuple[str, ...] = ()
    note_elements: tuple[Element, ...] = field(default=(), repr=False)


def compose(
    briefing: Briefing, sender: Address, people: Recipients, draw: Draw
) -> tuple[bytes, dict[str, int]]:
    """The message, and what each part weighs before encoding, in bytes, by its name.

    `draw` makes PNG of SVG. Raises UsageError when a header would hold a line break.
    """
    text = text_part(briefing)
    html, pictures = _html(briefing, draw)
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
    return head + message.as_bytes(), _weights(briefing, text, html, pictures)


def text_part(briefing: Briefing) -> str:
    """The covering note, then each document's plain text output."""
    contact = covering.contact_of(briefing.pieces)
    first = covering.as_text(briefing.note, briefing.attachments, contact, briefing.words)
    texts = [one.outputs[Format.TEXT].decode() for one in briefing.pieces]
    return _SEPARATOR.join(part.strip("\n") for part in (first, *texts)) + "\n"


def _html(briefing: Briefing, draw: Draw) -> tuple[str, tuple[Picture, ...]]:
    head = covering.as_elements(
        briefing.subject,
        briefing.note_elements,
        briefing.attachments,
        covering.contact_of(briefing.pieces),
        briefing.words,
        briefing.lang,
    )
    return html_part(list(head), briefing.pieces, briefing.lang, draw)


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
