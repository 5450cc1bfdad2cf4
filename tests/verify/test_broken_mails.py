"""E-mail drafts broken in known ways: read-back catches every one."""

import re
from collections.abc import Callable

import pytest
from mailing import changed, draft, found, part_of

# What is done to the HTML part: name, the text that is replaced (once), and what stands instead.
IN_HTML = [
    ("word changed", "An opening paragraph", "An closing paragraph"),
    ("amount changed", "57 million", "51 million"),
    ("number of a date changed", "24 November 2026", "25 November 2026"),
    ("word of the note changed", "here are 12 pages", "here are 21 pages"),
    ("line of the note joined", "Dear all,<br>here", "Dear all, here"),
    ("note dropped", '<p style="margin: 0 0 14px 0">Yours, Ann</p>', ""),
    ("space lost", "Autumn briefing</h1>", "Autumnbriefing</h1>"),
    ("text added", "An opening paragraph.", "An opening paragraph. Buy now!"),
    ("paragraph added", "<h2", "<p>Buy now!</p><h2"),
    ("heading dropped", ">Set apart<", "><"),
    ("title changed", "Autumn briefing</h1>", "Spring briefing</h1>"),
    ("title of the window changed", "<title>Autumn", "<title>Spring"),
    ("subtitle dropped", "For the press", ""),
    ("link leads elsewhere", "https://example.org/rates", "https://example.com/rates"),
    ("link to another address for mail", "mailto:press@", "mailto:press2@"),
    ("link to another number", "tel:+44201234567", "tel:+44201234568"),
    ("link unlinked", '<a href="https://example.org/rates">Rates</a>', "Rates"),
    ("link added", "<span>lost</span>", '<a href="https://example.org/">lost</a>'),
    ("link around other words", ">Rates</a>, ", ">Rates, </a>"),
    ("name of another attachment", "<span>spring</span>", "<span>spring (2026.pdf)</span>"),
    ("description lost", 'alt="A blue bar"', 'alt=""'),
    ("description gone", 'alt="A blue bar"', ""),
    ("description changed", "Rain fell most in May", "Rain fell most in June"),
    ("formula said otherwise", "E equals m c squared", "E equals m"),
    ("picture without breadth", 'width="40"', 'width="4"'),
    ("picture squeezed", "; width: 50%", "; width: 1%"),
    ("another picture", "cid:95e54cbfcc29a34a", "cid:57c5b0ba802ba3aa"),
    ("picture from elsewhere", "cid:95e54cbfcc29a34a@docforge.invalid", "https://e.org/a.png"),
    ("picture that is no part", "cid:95e54cbfcc29a34a", "cid:95e54cbfcc29a34b"),
    ("ornament with words", 'alt="" width="1"', 'alt="Rain" width="1"'),
    ("language of the message lost", '<html lang="en-GB"', "<html"),
    ("another language of the message", '<html lang="en-GB"', '<html lang="de"'),
    ("language of a passage lost", '<span lang="cy">Swy', "<span>Swy"),
    ("language of a passage changed", 'lang="ar"', 'lang="fa"'),
    ("direction of a passage lost", 'lang="ar" dir="rtl"', 'lang="ar"'),
    ("direction of the message", '<html lang="en-GB" dir="ltr"', '<html lang="en-GB" dir="rtl"'),
    ("scope lost", '<th scope="row"', "<th"),
    ("scope of a column lost", '<th scope="col"', "<th"),
    ("frame of a cell lost", " border: 1px solid #767676; vertical-align", " vertical-align"),
    ("rank not seen", "font-size: 21px; ", ""),
    ("lines of code run together", "; white-space: pre-wrap", ""),
    ("ground of a picture lost", "background-color: #ffffff; color: #1b2127", ""),
    ("scope changed", '<th scope="col"', '<th scope="row"'),
    ("scope of a group lost", 'scope="rowgroup"', 'scope="row"'),
    ("caption lost", "Population</caption>", "</caption>"),
    ("cell dropped", ">57 million</td>", "></td>"),
    ("span of a cell lost", 'rowspan="2" ', ""),
    ("side of a cell changed", 'text-align: left">57', 'text-align: right">57'),
    ("amount may break", "; white-space: nowrap", ""),
    ("number of a list changed", '<ol start="9"', '<ol start="8"'),
    ("numbering changed", '<ol type="a"', '<ol type="A"'),
    ("numbers hidden", '<ol start="9" style="', '<ol start="9" style="list-style-type: none; '),
    ("item numbered by itself", '<li style="margin: 0 0 4px 0"><p', '<li value="4"><p'),
    ("item dropped", '<li style="margin: 0 0 4px 0">Bread</li>', ""),
    ("state of a task changed", ">Done:<", ">To do:<"),
    ("state of a task as text", '<span style="font-weight: bold">Done:', "<span>Done:"),
    ("mark of a note lost", "<span><sup>[2]</sup></span>", ""),
    ("mark of another note", "<sup>[2]</sup>", "<sup>[1]</sup>"),
    ("mark not raised", "<sup>[2]</sup>", "[2]"),
    ("note dropped from the notes", "The second.", ""),
    ("expansion lost", ' title="National Audit Office"', ""),
    ("deletion unmarked", "<del>12</del>", "12"),
    ("emphasis lost", "<em>stressed</em>", "stressed"),
    ("lowered figure", "CO<sub>2</sub>", "CO2"),
    ("end of a line lost", "<br>A new line", " A new line"),
    ("line of code lost", "<span>print</span>(<span>2</span>)\n", ""),
    ("code moved to the right", "\n<span>print</span>(", "\n  <span>print</span>("),
    ("frame of a warning lost", "; padding: 10px 14px; border: 1px solid #767676", ""),
    ("label of a warning lost", "<span>Warning</span>", ""),
    ("rule lost", '<hr style="margin: 24px 0">', ""),
    ("contact lost", "Contact:", ""),
    ("size of an attachment", "PDF, ", "PDF, 9"),
    ("pages of an attachment", " pages; EPUB", "0 pages; EPUB"),
    ("format not listed", "; plain text", ""),
    ("whom to ask lost", "If you need another format:", ""),
    ("hidden", '<p style="margin: 0 0 14px 0">An', '<p style="display: none">An'),
    ("hidden by an attribute", '<p style="margin: 0 0 14px 0">An', "<p hidden>An"),
    ("kept from screen readers", "<em>", '<em aria-hidden="true">'),
    ("said otherwise", "<em>", '<em aria-label="unstressed">'),
    ("not visible", 'margin: 0 0 14px 0">An', 'visibility: hidden">An'),
    ("off screen", 'margin: 0 0 14px 0">An', 'margin: 0 0 0 -9999px">An'),
    ("moved away", 'margin: 0 0 14px 0">An', 'position: absolute; left: -999em">An'),
    ("tiny", 'margin: 0 0 14px 0">An', 'font-size: 1px">An'),
    ("no height", 'margin: 0 0 14px 0">An', 'height: 0; overflow: hidden">An'),
    ("white letters", 'margin: 0 0 14px 0">An', 'color: #ffffff">An'),
    ("hidden from Outlook", 'margin: 0 0 14px 0">An', 'mso-hide: all">An'),
    ("capitals", 'margin: 0 0 14px 0">An', 'text-transform: uppercase">An'),
    ("ground of marked words lost", "background-color: #fff1b8; ", ""),
    ("hidden words added", "<h2", '<span style="font-size: 0">Buy</span><h2'),
    ("sheet that hides", "CanvasText; }", "CanvasText; } p { display: none; }"),
    ("sheet added", "</body>", "<style>p { display: none }</style></body>"),
    ("script added", "</body>", "<script>alert(1)</script></body>"),
    ("comment added", "</body>", "<!-- for Bob --></body>"),
    ("frame added", "</body>", '<iframe src="https://example.org/"></iframe></body>'),
    ("field added", "</body>", "<input>"),
    ("refreshed", "<title>", '<meta http-equiv="refresh" content="0; url=//e.org/"><title>'),
    ("base added", "<title>", '<base href="https://example.org/"><title>'),
    ("charset of the page lost", '<meta charset="utf-8">', ""),
]

# The same by patterns, where an element has a beginning and an end.
OF_ELEMENTS = [
    ("heading one rank off", r"<h2([^>]*>Words</)h2", r"<h3\1h3"),
    ("heading as a paragraph", r"<h2[^>]*>(Tables</)h2", r"<p>\1p"),
    ("title as a part", r"<h1([^>]*>Autumn briefing</)h1", r"<h2\1h2"),
    ("paragraph as a heading", r"<p[^>]*>(An opening paragraph.</)p", r"<h2>\1h2"),
    ("header cell as data", r'<th scope="col"([^>]*>Country</)th', r"<td\1td"),
    ("data as a header cell", r"<td([^>]*>57 million</)td", r"<th\1th"),
    ("row dropped", r"<tr><th[^>]*>Wales.*?</tr>", ""),
    ("rows swapped", r"(<tr><th[^>]*>England.*?</tr>)(<tr>.*?</tr>)", r"\2\1"),
    ("foot of a table as its body", r"<tfoot>(.*?)</tfoot>", r"<tbody>\1</tbody>"),
    ("table as text", r"<table[^>]*>.*?</table>", "<p>Population</p>"),
    ("list without numbers", r'<ol type="a" start="3"([^>]*>.*?</)ol', r"<ul\1ul"),
    ("list taken apart", r"<li[^>]*>(apple)</li><li[^>]*>", r"<li>\1 "),
    ("term as description", r"<dt[^>]*>(Duty</)dt", r"<dd>\1dd"),
    ("quotation as text", r"<blockquote[^>]*>(.*?)</blockquote>", r"\1"),
    ("code as text", r"<pre[^>]*><code[^>]*>(.*?)</code></pre>", r"<p>\1</p>"),
    ("figure without its caption", r"<figcaption.*?</figcaption>", ""),
    (
        "figure taken apart",
        r"<figure[^>]*>(.*?)<figcaption[^>]*>(.*?)</figcaption></figure>",
        r"<p>\1</p><p>\2</p>",
    ),
    ("struck out", r"<em>stressed</em>", "<em><s>stressed</s></em>"),
    ("in quotation marks", r"<em>stressed</em>", "<em><q>stressed</q></em>"),
    ("picture dropped", r"and an image <img[^>]*>", "and an image "),
    ("pictures swapped", r"(<img[^>]*A blue bar[^>]*>)(.*?)(<img[^>]*Rain[^>]*>)", r"\3\2\1"),
    ("sections swapped", r"(<h3.*?)(<h2[^>]*>Tables.*?)(?=<h2)", r"\2\1"),
    (
        "language of the message's part",
        r'lang="en-GB"( dir="ltr" style="max-width)',
        r'lang="cy"\1',
    ),
    ("no language", r'<p style="margin: 0 0 14px 0">An', '<p lang="">An'),
    ("a title that nobody sees", r"<a href", '<a title="Buy now!" href'),
    ("a remark above the page", r"(<!DOCTYPE html>)", r"\1<!-- for Bob -->"),
    ("no document type", r"<!DOCTYPE html>\n", ""),
    ("note above the title moved below", r"(<p[^>]*>Yours, Ann</p>)(.*?</h1>)", r"\2\1"),
    (
        "list of files moved up",
        r"(<p[^>]*>Dear all.*?)(<div[^>]*><h2[^>]*>Attached.*?</div>)",
        r"\2\1",
    ),
]

# The same in the plain part.
IN_TEXT = [
    ("word of the text changed", "An opening paragraph", "A closing paragraph"),
    ("amount of the text changed", "57 million", "51 million"),
    ("address of a link changed", "[1] https://example.org/rates", "[1] https://example.com/"),
    ("number of a link changed", "Rates [1]", "Rates [2]"),
    ("heading in the text lost", "\n\nTables\n", "\n"),
    ("heading with its rank", "\n\nTables\n", "\n\nHeading 2: Tables\n"),
    ("heading run into the text", "\n\nTables\n", "\nTables\n"),
    ("item's number changed", "9. First", "8. First"),
    ("items swapped", "- Done: Publish\n- To do", "- To do: Publish\n- Done"),
    ("cell without its header", "People: 57", "57"),
    ("description in the text lost", "[Image: A blue bar]", ""),
    ("description of a figure changed", "most in May", "most in June"),
    ("note in the text lost", "[Note 2] The second.", "The second."),
    ("deletion in the text unmarked", "[deleted: 12]", "12"),
    ("indentation lost", "  c. apple", "c. apple"),
    ("line of the covering note lost", "Yours, Ann\n", ""),
    ("lines of the covering note joined", "Dear all,\nhere", "Dear all, here"),
    ("list of files changed", "EPUB, ", "EPUB, 9"),
    ("list of files lost", "\nAttached\n", "\n"),
    ("words added at the end", "If you need another format", "Buy now! If you need another"),
    ("text of an earlier version", "An opening paragraph.\n", "An opening.\n\nIt was open.\n"),
    ("text moved", "Rates [1], https://example.org/, ", "https://example.org/, Rates [1], "),
    ("accents lost", "CO₂", "CO?"),
]

# What is done to the message itself: name, a pattern, and what stands in its place.
IN_BYTES = [
    ("subject changed", r"Subject: Autumn", "Subject: Spring"),
    ("subject dropped", r"Subject: [^\r]*\r\n", ""),
    ("subject twice", r"(Subject: [^\r]*\r\n)", r"\1\1"),
    ("sender changed", r"From: Press desk <press@", "From: Press desk <pres@"),
    ("sender's name lost", r"From: Press desk <press@example.org>", "From: press@example.org"),
    ("recipient lost", r"To: Ann Lee <ann@example.org>,\r\n ", "To: "),
    ("recipient added", r"(\r\n bo@example.org)", r"\1, eve@example.org"),
    ("copy to nobody", r"Cc: [^\r]*\r\n", ""),
    ("copy in secret", r"(Cc: [^\r]*\r\n)", r"\1Bcc: eve@example.org\r\n"),
    ("answers go elsewhere", r"(Cc: [^\r]*\r\n)", r"\1Reply-To: eve@example.org\r\n"),
    ("receipt asked for", r"(Cc: )", r"Disposition-Notification-To: eve@example.org\r\n\1"),
    ("day changed", r"24 Nov 2026 00", "25 Nov 2026 00"),
    ("day dropped", r"Date: [^\r]*\r\n", ""),
    ("no draft", r"X-Unsent: 1\r\n", ""),
    ("files that hide", r"(Content-Type: multipart/mixed;)", r"Content-Disposition: inline\r\n\1"),
    ("ident lost", r"Message-ID: <[0-9a-f]*@docforge", "Message-ID: <1@docforge"),
    ("no MIME", r"MIME-Version: 1.0\r\n", ""),
    ("charset wrong", r'text/plain; charset="utf-8"', 'text/plain; charset="iso-8859-1"'),
    ("charset of the HTML wrong", r'text/html; charset="utf-8"', 'text/html; charset="us-ascii"'),
    ("encoding wrong", r"quoted-printable", "8bit"),
    ("encoding of a file wrong", r"Encoding: base64", "Encoding: 7bit"),
    ("quoted-printable damaged", r"=E2=82=82", "=E2=82"),
    ("quoted-printable not decoded", r"=E2=82=82", "=3DE2=3D82=3D82"),
    ("soft end of a line lost", r"=\r\n", "\r\n"),
    ("sign of another charset", r"=E2=82=82", "=B2"),
    ("alternatives as mixed", r"multipart/alternative", "multipart/mixed"),
    ("pictures as mixed", r"multipart/related", "multipart/mixed"),
    ("HTML as text", r"text/html;", "text/plain;"),
    ("a file renamed", r'filename="2026-11-24-autumn.pdf"', 'filename="2026-11-24-winter.pdf"'),
    ("end of a name changed", r'-autumn.pdf"', '-autumn.exe"'),
    ("name lost", r'attachment;\r\n filename="2026-11-24-autumn.epub"', "attachment"),
    ("type of a file wrong", r"application/pdf", "application/octet-stream"),
    ("file shown in the text", r"attachment;\r\n filename", "inline;\r\n filename"),
    ("picture as a file", r"inline;", "attachment;"),
    ("ident of a picture lost", r"Content-ID: [^\r]*\r\n", ""),
    ("bytes of a file changed", r"(\r\n\r\nJVBE[^\r]{20})[^\r]{4}", r"\1AAAA"),
    ("bytes of a picture changed", r"(image/png[\s\S]*?\r\n\r\n[^\r]{60})[^\r]{4}", r"\1AAAA"),
    ("file truncated", r"(\r\n\r\nJVBE[^\r]*\r\n)[^-]*", r"\1"),
    ("line of a file lost", r"(\r\n\r\nJVBE[^\r]*\r\n)[^\r]*\r\n", r"\1"),
    ("words before the parts", r"(-1\"\r\n)\r\n--=_", r"\1\r\nBuy now!\r\n--=_"),
    ("words behind the parts", r"(-1--\r\n)", r"\1Buy now!\r\n"),
    ("end of the message lost", r"--=_docforge-[0-9a-f]*-1--\r\n", ""),
    ("description of a part", r"(Content-Type: text/html)", r"Content-Description: a\r\n\1"),
    ("line ends lost", r"\r\n\r\nDear all,\r\n", "\r\n\r\nDear all,\n"),
]


def _swapped(content: bytes, one: str, other: str) -> bytes:
    """Two parts whose encoded bodies changed places."""
    first, second = (
        str(part_of(content, name).get_payload()).replace("\r\n", "\n").replace("\n", "\r\n")
        for name in (one, other)
    )
    text = content.decode()
    assert first in text
    assert second in text
    return text.replace(first, "\0").replace(second, first).replace("\0", second).encode()


def _parts_turned(content: bytes) -> bytes:
    """The HTML part before the plain one, which programs then show."""
    mark = re.search(r"--=_docforge-[0-9a-f]*-2\r\n", content.decode())
    assert mark is not None
    before, one, other = content.decode().split(mark[0])
    end = mark[0].strip() + "--"
    other, behind = other.split(end)
    turned = before + mark[0] + other.rstrip("\r\n") + "\r\n" + mark[0] + one
    return f"{turned}{end}{behind}".encode()


def _without(content: bytes, kind: str) -> bytes:
    """The message without its part of that type."""
    pattern = rf"--=_docforge-[0-9a-f]*-1\r\nContent-Type: {re.escape(kind)}\r\n.*?(?=\r\n--=_)\r\n"
    made, count = re.subn(pattern, "", content.decode(), count=1, flags=re.DOTALL)
    assert count == 1
    return made.encode()


def _twice(content: bytes, kind: str) -> bytes:
    pattern = rf"(--=_docforge-[0-9a-f]*-1\r\nContent-Type: {re.escape(kind)}\r\n.*?(?=--=_))"
    made, count = re.subn(pattern, r"\1\1", content.decode(), count=1, flags=re.DOTALL)
    assert count == 1
    return made.encode()


def _paragraphs_swapped(content: bytes) -> bytes:
    one = '<p style="margin: 0 0 14px 0">Two.</p>'
    other = '<p style="margin: 0 0 14px 0">Paragraphs.</p>'
    return changed(content, "html", one + other, other + one)


WHOLE: dict[str, Callable[[bytes], bytes]] = {
    "two files swapped": lambda content: _swapped(content, ".pdf", ".epub"),
    "bodies swapped": lambda content: _swapped(content, "plain", "html"),
    "text of the file in the message": lambda content: _swapped(content, "plain", ".txt"),
    "parts in another order": _parts_turned,
    "a file left out": lambda content: _without(content, "application/epub+zip"),
    "a file twice": lambda content: _twice(content, "application/pdf"),
    "paragraphs swapped": _paragraphs_swapped,
    "a word in the text file": lambda content: changed(content, ".txt", "57 million", "5 million"),
    "a line more in the text file": lambda content: changed(content, ".txt", "\n\n", "\n\n\n"),
    "cut in the middle": lambda content: content[: len(content) // 2],
    "empty": lambda content: b"",
    "no text in UTF-8": lambda content: content.replace(b"Dear", b"D\xe9ar", 1),
}

# In messages with several documents, a summary, or a mark of how far the document may go.
ELSEWHERE = [
    ("several", "html", "word of the subject", "Two briefings</h1>", "Two papers</h1>"),
    (
        "several",
        "html",
        "language of a document",
        '<div lang="en-GB" dir="ltr" style="border-top',
        '<div lang="cy" dir="ltr" style="border-top',
    ),
    ("several", "html", "name of an attachment", "(2026-11-24-spring.pdf)", "(2026-spring.pdf)"),
    ("several", "html", "name of an attachment lost", " (2026-11-24-spring.pdf)", ""),
    ("several", "html", "cell that names others", 'scope="col"', 'scope="col" headers="x"'),
    ("several", "plain", "documents run together", "\n\n\nAutumn briefing", "\nAutumn briefing"),
    ("several", "plain", "a file not listed", "- Autumn briefing: ", ""),
    ("summary", "html", "word of a summary", "An opening paragraph", "A paragraph"),
    ("summary", "html", "more than a summary", "</body>", "<p>Plain</p></body>"),
    ("summary", "plain", "word of a summary's text", "An opening paragraph", "A paragraph"),
    ("summary", "plain", "subtitle of a summary", "For the press\n\n", ""),
    ("summary", "plain", "rank of a title", "\n\nAutumn briefing\n", "\n\nHeading 1: Autumn\n"),
    ("marked", "html", "mark lost", ">Draft<", "><"),
    ("marked", "html", "frame of a mark lost", "; border: 2px solid #767676", ""),
    ("marked", "html", "mark behind the note", ">Draft<", ">Draft, for Bob<"),
    ("marked", "plain", "mark lost in the text", "Draft\n\n", ""),
]


@pytest.mark.parametrize("kind", ["one", "several", "summary", "marked"])
def test_whole_messages_pass(kind: str) -> None:
    assert found(draft(kind), kind) == ()
    for name in ("html", "plain"):
        assert found(changed(draft(kind), name, "briefing", "briefing"), kind) == ()


def _in_bytes(pattern: str, new: str) -> Callable[[bytes], bytes]:
    def broken(content: bytes) -> bytes:
        made, count = re.subn(pattern, new, content.decode(), count=1)
        assert count == 1, pattern
        return made.encode()

    return broken


def _in_part(part: str, old: str, new: str) -> Callable[[bytes], bytes]:
    return lambda content: changed(content, part, old, new)


def _in_elements(pattern: str, new: str) -> Callable[[bytes], bytes]:
    def broken(content: bytes) -> bytes:
        payload = part_of(content, "html").get_payload(decode=True)
        assert isinstance(payload, bytes)
        text = payload.decode().replace("\r\n", "\n")
        found_there = re.search(pattern, text, re.DOTALL)
        assert found_there is not None, pattern
        return changed(content, "html", found_there[0], found_there.expand(new))

    return broken


BREAKS = [
    *((name, "one", _in_part("html", old, new)) for name, old, new in IN_HTML),
    *((name, "one", _in_elements(pattern, new)) for name, pattern, new in OF_ELEMENTS),
    *((name, "one", _in_part("plain", old, new)) for name, old, new in IN_TEXT),
    *((name, "one", _in_bytes(pattern, new)) for name, pattern, new in IN_BYTES),
    *((name, "one", broken) for name, broken in WHOLE.items()),
    *((name, kind, _in_part(part, old, new)) for kind, part, name, old, new in ELSEWHERE),
]


@pytest.mark.sampled(6)
@pytest.mark.parametrize(("name", "kind", "broken"), BREAKS, ids=[each[0] for each in BREAKS])
def test_a_broken_mail_is_caught(name: str, kind: str, broken: Callable[[bytes], bytes]) -> None:
    content = broken(draft(kind))
    assert content != draft(kind)
    assert found(content, kind), name
