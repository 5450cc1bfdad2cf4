"""The draft as other mail software reads it."""

import asyncio
import smtplib
import socket
from email import message_from_string, policy
from email.message import EmailMessage
from typing import Any

import fast_mail_parser
import pytest
from aiosmtpd.controller import Controller
from briefings import briefing, draft, pdf, piece
from msgspec.structs import replace

from docforge import email
from docforge.errors import UsageError
from docforge.export import Format


def read(content: bytes) -> EmailMessage:
    # Only a string lets the parser see UTF-8 in headers (RFC 6532).
    found = message_from_string(content.decode(), policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def attachments(message: EmailMessage) -> list[tuple[str | None, str]]:
    return [(part.get_filename(), part.get_content_type()) for part in message.iter_attachments()]


NAMES = [
    ("2026-11-12-harbour.pdf", "application/pdf"),
    ("2026-11-12-harbour.epub", "application/epub+zip"),
    ("2026-11-12-harbour.txt", "text/plain"),
]


def test_the_draft_opens_unsent_with_text_html_and_attachments() -> None:
    message = read(draft(briefing()))
    assert message["X-Unsent"] == "1"
    assert message["Date"] == "Thu, 12 Nov 2026 00:00:00 +0000"
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        *3 * ["image/png"],
        "application/pdf",
        "application/epub+zip",
        "text/plain",
    ]
    assert attachments(message) == NAMES
    assert not [defect for part in message.walk() for defect in part.defects]


def test_the_covering_note_lists_what_is_attached() -> None:
    body = read(draft(briefing())).get_body(("plain",))
    assert body is not None
    text = body.get_content().replace("\r\n", "\n")
    assert text.startswith(
        "Dear all.\n\nAttached\n- Harbour news: PDF, 1 kB, 2 pages; EPUB, 1 kB; plain text, 1 kB\n"
    )
    assert "If you need another format: a@example.org\n\n\nHarbour news\n" in text
    assert "Grüße, ضوء." in text


def test_attachments_come_out_as_they_went_in() -> None:
    contents = {
        part.get_filename(): part.get_content()
        for part in read(draft(briefing())).iter_attachments()
    }
    assert contents["2026-11-12-harbour.pdf"] == pdf()
    assert contents["2026-11-12-harbour.epub"] == b"PK epub"
    assert contents["2026-11-12-harbour.txt"] == "Harbour news\r\n\r\nGrüße, ضوء.\r\n"


def test_two_runs_give_the_same_bytes_and_another_text_other_boundaries() -> None:
    assert draft(briefing()) == draft(briefing())
    other = read(draft(briefing(note=("Dear others.",))))
    assert other["Message-ID"] != read(draft(briefing()))["Message-ID"]


def test_lines_keep_to_what_smtp_carries() -> None:
    lines = draft(briefing()).split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert not any(b"\n" in line or b"\r" in line for line in lines)


def test_a_parser_that_shares_nothing_with_pythons_reads_the_same() -> None:
    found = fast_mail_parser.parse_email(draft(briefing(), ("Jörg, Ä <j@example.org>",)))
    assert found.subject == "Autumn briefing"
    (to,) = found.to
    assert (to.display_name, to.address) == ("Jörg, Ä", "j@example.org")
    assert "Grüße, ضوء." in found.text_plain[0]
    assert '<table style="' in found.text_html[0]
    files = [one for one in found.attachments if one.content_id is None]
    assert [(one.filename, one.mimetype) for one in files] == NAMES
    assert files[0].content == pdf()
    assert found.warnings == []


class _Kept:
    """An SMTP handler that keeps what it is given."""

    def __init__(self) -> None:
        self.content = b""
        self.recipients: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        self.content, self.recipients = envelope.original_content, envelope.rcpt_tos
        await asyncio.sleep(0)
        return "250 OK"


@pytest.mark.parametrize("to", ["press@example.org", "jörg@example.org"])
def test_an_smtp_server_takes_it_and_gives_it_back_whole(to: str) -> None:
    kept = _Kept()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Controller(kept, hostname="127.0.0.1", port=port, enable_SMTPUTF8=True)
    sent = draft(briefing(), (to,))
    server.start()
    try:
        with smtplib.SMTP("127.0.0.1", port) as client:
            client.sendmail("desk@example.org", [to], sent, ["SMTPUTF8"])
    finally:
        server.stop()
    assert kept.recipients == [to]
    assert kept.content == sent
    back = read(kept.content)
    assert back["To"].addresses[0].addr_spec == to
    assert attachments(back) == NAMES
    pdfs = [part for part in back.iter_attachments() if part.get_filename() == NAMES[0][0]]
    assert pdfs[0].get_content() == pdf()


def test_internationalised_names_and_addresses_survive() -> None:
    to = ("Łukasz “Ł” Żak <l@example.org>", "نور <noor@example.org>", "jörg@bücher.example")
    addresses = read(draft(briefing(), to))["To"].addresses
    assert [one.display_name for one in addresses] == ["Łukasz “Ł” Żak", "نور", ""]
    assert addresses[2].addr_spec == "jörg@xn--bcher-kva.example"


@pytest.mark.parametrize("subject", ["a\nBcc: x@example.org", "a\r\n\r\nbody", "a\u2028b", "a\0"])
def test_a_subject_cannot_begin_another_header(subject: str) -> None:
    with pytest.raises(UsageError, match="line break"):
        draft(briefing(subject=subject))


def test_a_title_with_letters_of_many_scripts_stays_one_header() -> None:
    subject = "Häfen und Küsten: دليل خدمات الميناء للقادمين الجدد, 海岸安全须知 " * 3
    message = read(draft(briefing(subject=subject.strip())))
    assert message["Subject"] == subject.strip()


def test_names_of_attachments_are_ascii_short_and_different() -> None:
    pieces = (
        piece(),
        piece("Other", date="2026-11-12T08:00:00+01:00"),
        piece("Long", stem="x" * 90, date="autumn"),
    )
    names = [one.name for one in email.attached(pieces, (Format.PDF,))]
    assert names == ["2026-11-12-harbour.pdf", "2026-11-12-harbour-2.pdf", f"{'x' * 60}.pdf"]


def test_the_longest_name_of_a_file_stands_in_one_piece() -> None:
    """How far a document may go, and that it is in large print, are not left out of it."""
    tail = "-dan-embargo-drafft-OFFICIAL-SENSITIVE"
    one = piece("Long", stem=f"{'x' * 90}{tail}")
    one = replace(one, tail=tail, outputs={**one.outputs, Format.LARGE_PRINT: b"%PDF-1.7"})
    formats = (Format.PDF, Format.LARGE_PRINT)
    made = replace(briefing(one), attachments=email.attached((one,), formats))
    content = draft(made).decode()
    names = [name or "" for name, _ in attachments(read(draft(made)))]
    assert [name.removeprefix(f"2026-11-12-{'x' * 9}") for name in names] == [
        f"{tail}.pdf",
        f"{tail}-large-print.pdf",
    ]
    assert all(f'filename="{name}"' in content for name in names)


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        (("2026-11-12", "2026-10-01"), "Thu, 12 Nov 2026 00:00:00 +0000"),
        (("2026-11-12T23:30:00+05:00",), "Thu, 12 Nov 2026 23:30:00 +0500"),
        (("autumn", "0099-01-01", ""), "Sat, 01 Jan 2000 00:00:00 +0000"),
    ],
)
def test_every_draft_has_a_date_that_no_clock_gave(dates: tuple[str, ...], told: str) -> None:
    pieces = [piece(stem=str(number), date=date) for number, date in enumerate(dates)]
    assert read(draft(briefing(*pieces)))["Date"] == told


# RFC 5322, 3.6: how often each field may stand in a message, at least and at most.
_TIMES = {"Date": (1, 1), "From": (1, 1), "To": (0, 1), "Cc": (0, 1), "Subject": (0, 1)}
_TIMES |= {"Message-ID": (0, 1), "MIME-Version": (1, 1), "X-Unsent": (1, 1)}


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    "to", [(), ("a@example.org",), tuple(f"a{n}@example.org" for n in range(500))]
)
@pytest.mark.parametrize("date", ["2026-11-12", ""])
def test_a_draft_is_a_complete_message(to: tuple[str, ...], date: str) -> None:
    content = draft(briefing(piece(date=date)), to).decode()
    strict = message_from_string(content, policy=policy.strict)
    for name, (least, most) in _TIMES.items():
        assert least <= len(strict.get_all(name, [])) <= most, name
    head = content.partition("\r\n\r\n")[0].split("\r\n")
    assert max(map(len, head)) <= 78
    assert not any(defect for part in strict.walk() for defect in part.defects)


@pytest.mark.parametrize(
    "text", ["=?utf-8?q?x=0D=0ABcc:_y?=", "🎉 " * 60, "word " * 60 + "end", "x" * 300]
)
def test_odd_subjects_and_names_come_back_as_they_are(text: str) -> None:
    content = draft(briefing(subject=text.strip()), (f"{text} <a@example.org>",))
    assert read(content)["Subject"] == text.strip()
    # Python's own parser puts a blank between the encoded words of a name.
    found = fast_mail_parser.parse_email(content)
    assert (found.subject, found.to[0].display_name) == (text.strip(), text.strip())
    assert max(map(len, content.partition(b"\r\n\r\n")[0].split(b"\r\n"))) <= 78


def test_a_document_of_the_notes_name_stands_beside_it_in_a_zip() -> None:
    (one,) = email.attached([piece(stem="message", date="")], (Format.TEXT,))
    assert one.name == "message-2.txt"


def test_a_zip_holds_the_same_and_is_the_same_each_time() -> None:
    made = briefing()
    assert email.bundle(made) == email.bundle(briefing())
