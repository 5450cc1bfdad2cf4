"""A briefing to an RFC 5322 message that opens as a draft.

Invariant: no time, no chance: dates come from the documents, identifiers and boundaries from a
hash of what the message holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import policy
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from hashlib import sha256
from xml.etree.ElementTree import Element

from docforge.email import covering
from docforge.email.addresses import Recipients, header_text
from docforge.email.body import Draw, Picture, html_part
from docforge.email.pieces import MEDIA_TYPES, Attachment, Piece
from docforge.export import Format
from docforge.style import Words

# Two blank lines stand before a document, as before a heading in it.
_SEPARATOR = "\n\n\n"
_FOLD = ",\r\n "


@dataclass(frozen=True, slots=True)
class Briefing:
    """What goes into one e-mail. `note` and `note_elements` are the covering note, twice."""

    subject: str
    pieces: tuple[Piece, ...]
    attachments: tuple[Attachment, ...]
    recipients: Recipients
    words: Words
    note: tuple[str, ...] = ()
    note_elements: tuple[Element, ...] = field(default=(), repr=False)


def compose(briefing: Briefing, draw: Draw) -> tuple[bytes, dict[str, int]]:
    """The message, and what each part weighs before encoding, in bytes, by its name.

    `draw` makes PNG of SVG. Raises UsageError when a header would hold a line break.
    """
    text = text_part(briefing)
    html, pictures = _html(briefing, draw)
    message = EmailMessage(policy=policy.SMTP)
    mark = _mark(briefing, text, html)
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    for picture in pictures:
        _relate(message, picture)
    for one in briefing.attachments:
        _attach(message, one)
    _fix_boundaries(message, mark)
    content = _headers(briefing, mark) + message.as_bytes()
    return content, _weights(briefing, text, html, pictures)


def text_part(briefing: Briefing) -> str:
    """The covering note, then each document's plain text output."""
    contact = covering.contact_of(briefing.pieces)
    first = covering.as_text(briefing.note, briefing.attachments, contact, briefing.words)
    texts = [one.outputs[Format.TEXT].decode() for one in briefing.pieces]
    return _SEPARATOR.join(part.strip("\n") for part in (first, *texts)) + "\n"


def _html(briefing: Briefing, draw: Draw) -> tuple[str, tuple[Picture, ...]]:
    first = briefing.pieces[0]
    head = covering.as_elements(
        briefing.subject,
        briefing.note_elements,
        briefing.attachments,
        covering.contact_of(briefing.pieces),
        briefing.words,
        first.lang,
    )
    return html_part(list(head), briefing.pieces, first.lang, first.dir, draw)


def _headers(briefing: Briefing, mark: str) -> bytes:
    """The header block, folded; names and subject as encoded words (RFC 2047).

    The standard library's own folding drops blanks between encoded words in Python 3.11.
    """
    people = briefing.recipients
    day = _day(briefing.pieces)
    fields = {
        "X-Unsent": "1",
        "From": _mailbox(people.sender) if people.sender else "",
        "To": _FOLD.join(map(_mailbox, people.to)),
        "Cc": _FOLD.join(map(_mailbox, people.cc)),
        "Subject": _encoded(header_text(briefing.subject, "subject"), len("Subject: ")),
        "Date": format_datetime(day) if day else "",
        "Message-ID": f"<{mark}@docforge.invalid>",
    }
    lines = [f"{name}: {value}\r\n" for name, value in fields.items() if value]
    return "".join(lines).encode()


def _encoded(text: str, before: int = 0) -> str:
    charset = "us-ascii" if text.isascii() else "utf-8"
    return Header(text, charset, header_name="x" * before).encode(linesep="\r\n")


def _mailbox(address: Address) -> str:
    """The address after its name; letters outside ASCII before the @ stay (RFC 6531)."""
    if address.display_name.isascii():
        return str(address)
    return f"{_encoded(address.display_name)} <{address.addr_spec}>"


def _day(pieces: Sequence[Piece]) -> datetime | None:
    """The latest date of the documents; without any the mail program sets one on sending."""
    days = []
    for one in pieces:
        try:
            days.append(datetime.fromisoformat(one.date).replace(tzinfo=UTC))
        except ValueError:
            continue
    return max(days, default=None)


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
        main, _, sub = MEDIA_TYPES[one.format].partition("/")
        message.add_attachment(one.content, maintype=main, subtype=sub, filename=one.name)


# --- The same bytes ----------------------------------------------------------------------


def _mark(briefing: Briefing, text: str, html: str) -> str:
    people = briefing.recipients
    said = [
        *map(str, (briefing.subject, people.sender, *people.to, "", *people.cc)),
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
