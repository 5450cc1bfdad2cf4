"""The last gate on e-mails and zips: headers, the HTML part, pictures and what is attached."""

from collections.abc import Mapping
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache

import pytest
from briefings import briefing, draft
from finished_files import finished, lines

from docforge import email, gate
from docforge.export import FORMATS, Format


@cache
def documents() -> tuple[email.MailDocument, ...]:
    outputs: Mapping[Format, bytes] = {kind: finished(kind) for kind in FORMATS.values()}
    return (email.mail_document("autumn", outputs, None, pages={Format.PDF: 2}),)


@cache
def message() -> bytes:
    return draft(briefing(*documents()))


def with_html(old: str, new: str) -> bytes:
    read = message_from_bytes(message(), policy=policy.SMTP)
    (part,) = [part for part in read.walk() if part.get_content_type() == "text/html"]
    assert isinstance(part, EmailMessage)
    text = part.get_content()
    assert old in text
    part.set_content(text.replace(old, new, 1), subtype="html", cte="quoted-printable")
    return read.as_bytes()


def test_a_draft_and_a_zip_pass() -> None:
    assert gate.check_message(message()) == ()
    assert gate.check_bundle(email.bundle(briefing(*documents()))) == ()
    assert gate.check_message(with_html("</body>", "</body>")) == ()


@pytest.mark.slow
@pytest.mark.parametrize("line", lines("html.txt"))
def test_what_may_not_stand_in_the_html_part_is_refused(line: str) -> None:
    assert gate.check_message(with_html("</body>", f"{line}</body>"))


@pytest.mark.slow
@pytest.mark.parametrize("line", lines("addresses.txt"))
def test_an_address_is_refused(line: str) -> None:
    quoted = line.replace('"', "&quot;")
    assert gate.check_message(with_html("</body>", f'<p><a href="{quoted}">x</a></p></body>'))


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    "style",
    [
        "background: url(https://evil.example/t.gif)",
        "background: u\\72l(https://evil.example/t.gif)",
        "behavior: url(x.htc)",
        "width: expression(alert(1))",
        "-moz-binding: url(x)",
        "mso-data-placement: x",
        "color: red; @import url(x)",
        "animation: x 1s",
    ],
)
def test_a_style_is_refused(style: str) -> None:
    assert gate.check_message(with_html("</body>", f'<p style="{style}">x</p></body>'))


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    "header",
    [
        "Bcc: evil@example.org",
        "Reply-To: evil@example.org",
        "Return-Path: evil@example.org",
        "Sender: evil@example.org",
        "Received: from evil",
        "Disposition-Notification-To: evil@example.org",
        "Return-Receipt-To: evil@example.org",
        "X-Confirm-Reading-To: evil@example.org",
        "List-Unsubscribe: <https://evil.example/>",
        "X-Mailer: x",
        "Subject: a second",
        "From: evil@example.org",
        "To: evil@example.org",
        "Content-Location: https://evil.example/",
        "Content-Base: https://evil.example/",
        "Link: <https://evil.example/>; rel=stylesheet",
        "Refresh: 0; url=https://evil.example/",
        "DKIM-Signature: x",
        "Resent-To: evil@example.org",
        "no header",
    ],
)
def test_a_header_is_refused(header: str) -> None:
    double = f"{header}\r\nTo: a@example.org\r\n" if header.startswith("To:") else f"{header}\r\n"
    assert gate.check_message(double.encode() + message())


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('src="cid:', 'src="https://evil.example/'),
        ('src="cid:', 'src="cid:evil'),
        ('src="cid:', 'src="data:image/png;base64,'),
        ('<meta charset="utf-8">', ""),
        ('<meta charset="utf-8">', '<meta charset="utf-7">'),
        ("<title>", '<meta http-equiv="Content-Security-Policy" content="img-src *"><title>'),
        ("<title>", '<meta http-equiv="refresh" content="0"><title>'),
        ("<body>", '<body background="cid:x">'),
        ("<!DOCTYPE html>", "<!DOCTYPE html><!--[if mso]><x><![endif]-->"),
        ("</html>", "</html><script>alert(1)</script>"),
    ],
)
def test_a_html_part_of_another_form_is_refused(old: str, new: str) -> None:
    assert gate.check_message(with_html(old, new))


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("content", "kind", "name"),
    [
        (b"MZ", "application/x-msdownload", "x.exe"),
        (b"<script>", "text/html", "x.html"),
        (b"<svg/>", "image/svg+xml", "x.svg"),
        (b"BEGIN:VCALENDAR", "text/calendar", "x.ics"),
        (b"no pdf", "application/pdf", "x.pdf"),
        (b"no book", "application/epub+zip", "x.epub"),
        (b"\x1b[2J", "text/plain", "x.txt"),
        (b"From: x\r\n\r\nx", "message/rfc822", "x.eml"),
        (b"x", "application/octet-stream", "x.bin"),
        (b"x", "text/plain", "../x.txt"),
        (b"x", "text/plain", "x .txt"),
    ],
)
def test_an_attachment_is_refused(content: bytes, kind: str, name: str) -> None:
    read = message_from_bytes(message(), policy=policy.SMTP)
    main, _, sub = kind.partition("/")
    if main == "message":
        read.add_attachment(message_from_bytes(content, policy=policy.SMTP))
    else:
        read.add_attachment(content, maintype=main, subtype=sub, filename=name)
    assert gate.check_message(read.as_bytes())


@pytest.mark.parametrize("name", ["x.exe", "../x.txt", "x.js", "a/b.txt"])
def test_a_file_of_a_zip_is_refused(name: str) -> None:
    from io import BytesIO
    from zipfile import ZipFile

    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr(name, b"x")
    assert gate.check_bundle(buffer.getvalue())
    assert gate.check_bundle(b"no zip")
