"""One rich message as a finished draft, and how its parts are changed as accidents change them."""

import io
from email import message_from_string, policy
from email.message import EmailMessage
from email.quoprimime import body_encode
from functools import cache

import pikepdf
from msgspec.structs import replace
from PIL import Image
from proving import finished

from docforge import email
from docforge.email.covering import note_paragraphs, paragraph_elements
from docforge.export import FORMATS, DocumentFacts, Format
from docforge.findings import Finding
from docforge.media.formulas.drawing import FormulaDrawing
from docforge.style import load_words
from docforge.verify.mail import MailOrder, prove

NOTE = "Dear all,\nhere are 12 pages.\n\nYours, Ann"
_TO, _CC = ("Ann Lee <ann@example.org>", "bo@example.org"), ("archive@example.org",)
_FORMATS = (Format.PDF, Format.EPUB, Format.TEXT)
_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"/>'


def drawn(svg: bytes, width: int, height: int) -> bytes:
    """A picture that is another one for each drawing and size."""
    shade = sum(svg) % 256
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), (shade, 90, 120)).save(buffer, "PNG")
    return buffer.getvalue()


def formula(mathml: str) -> FormulaDrawing:
    return FormulaDrawing(_SVG + mathml.encode(), 2.0, 1.0, 0.25)


@cache
def _piece() -> email.MailDocument:
    outputs = {kind: finished(kind) for kind in FORMATS.values()}
    with pikepdf.open(io.BytesIO(outputs[Format.PDF])) as pdf:
        pages = {Format.PDF: len(pdf.pages)}
    facts = DocumentFacts("Autumn briefing", "en-GB", "ltr", "2026-11-24", "press@example.org")
    return email.mail_document("autumn", outputs, facts, pages, place="autumn/autumn.html")


def _other() -> email.MailDocument:
    """The same document under another name, for messages with several."""
    one = _piece()
    copies = {kind: bytes(bytearray(content)) for kind, content in one.outputs.items()}
    return replace(one, stem="spring", place="spring/spring.html", outputs=copies)


@cache
def briefing(kind: str) -> email.Briefing:
    """What is sent: "one" whole document, a "marked" one, the "summary" of one, or "several"."""
    pieces = (_piece(), _other()) if kind == "several" else (_piece(),)
    if kind == "marked":
        pieces = (replace(pieces[0], facts=replace(pieces[0].facts, marks=("Draft",))),)
    note = note_paragraphs(NOTE)
    return email.Briefing(
        title="Two briefings" if kind == "several" else "Autumn briefing",
        lang="en-GB",
        pieces=pieces,
        attachments=email.attached(pieces, _FORMATS),
        words=load_words("en-GB"),
        accent="#0b4f6c",
        note=note,
        note_elements=paragraph_elements(note, "ltr"),
        body=email.Body.SUMMARY if kind == "summary" else email.Body.WHOLE,
        neighbours=email.neighbours_of(pieces, "", _FORMATS),
    )


@cache
def draft(kind: str) -> bytes:
    people = email.recipients(_TO, _CC, {})
    sender = email.address("Press desk <press@example.org>")
    return email.compose(briefing(kind), sender, people, email.Studio(drawn, formula)).content


@cache
def order(kind: str) -> MailOrder:
    """The same as it was ordered."""
    made, people = briefing(kind), email.recipients(_TO, _CC, {})
    return MailOrder(
        title=made.title,
        lang=made.lang,
        words=made.words,
        sender=email.address("Press desk <press@example.org>"),
        to=people.to,
        cc=people.cc,
        documents=made.pieces,
        formats=_FORMATS,
        body=made.body,
        draw=drawn,
        draw_formula=formula,
        note=NOTE,
    )


def found(content: bytes, kind: str) -> tuple[Finding, ...]:
    """What read-back says of a message."""
    return prove(content, order(kind))


def read(content: bytes) -> EmailMessage:
    message = message_from_string(content.decode(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def part_of(content: bytes, name: str) -> EmailMessage:
    """The part "html", "plain", or the one of a file whose name ends so."""
    for part in read(content).walk():
        file = part.get_filename()
        if part.get_content_type() == f"text/{name}" and file is None:
            return part
        if file is not None and file.endswith(name):
            return part
    raise AssertionError(name)


def changed(content: bytes, name: str, old: str, new: str) -> bytes:
    """`content` with other words in one part of it, encoded as before."""
    payload = str(part_of(content, name).get_payload())
    part = part_of(content, name)
    written = part.get_payload(decode=True)
    assert isinstance(written, bytes)
    text = written.decode().replace("\r\n", "\n")
    assert old in text, old
    encoded = body_encode(
        text.replace(old, new, 1).encode().decode("latin-1"), maxlinelen=76, eol="\r\n"
    )
    lines = payload.replace("\r\n", "\n").replace("\n", "\r\n")
    assert content.decode().count(lines) >= 1
    return content.decode().replace(lines, encoded, 1).encode()
