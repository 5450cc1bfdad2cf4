"""The HTML part: what mail programs keep."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from xml.etree import ElementTree

import tinyhtml5
from briefings import briefing, draft, piece

from docforge.email.covering import spoken


def html(content: bytes) -> str:
    body = message_from_bytes(content, policy=policy.default).get_body(("html",))
    assert body is not None
    return str(body.get_content())


def test_styles_stand_in_attributes_and_nothing_is_fetched_or_run() -> None:
    text = html(draft(briefing()))
    assert 'td style="' in text
    assert "text-align: right" in text
    assert not re.search(r"<script|<link|class=|role=|tabindex|aria-|https?://(?!example)", text)
    assert all(address.startswith("cid:") for address in re.findall(r'src="([^"]*)"', text))


def test_native_elements_carry_the_meaning() -> None:
    text = html(draft(briefing()))
    assert "<caption" in text
    assert '<th scope="col"' in text
    assert 'alt="A teal square"' in text
    assert 'alt="A drawing"' in text
    assert '<html lang="en-GB" dir="ltr">' in text
    assert re.search(r'<body><div lang="en-GB" dir="ltr"', text)


def test_each_image_is_a_part_of_its_own_in_a_format_that_is_shown() -> None:
    message = message_from_bytes(draft(briefing()), policy=policy.default)
    cids = {part["Content-ID"] for part in message.walk() if part["Content-ID"]}
    used = set(re.findall(r'src="cid:([^"]*)"', html(draft(briefing()))))
    assert cids == {f"<{cid}>" for cid in used}
    assert len(cids) == 2
    assert "image/svg+xml" not in {part.get_content_type() for part in message.walk()}


def test_links_that_only_work_beside_other_files_become_words() -> None:
    text = html(draft(briefing()))
    assert 'href="https://example.org/"' in text
    assert "other.html" not in text
    assert "<sup>[1]</sup>" in text
    assert "x squared" in text
    assert "<math" not in text
    assert "<details" not in text


def ranks(text: str) -> list[str]:
    tree = tinyhtml5.parse(text, namespace_html_elements=False)
    return [node.tag for node in tree.iter() if re.fullmatch("h[1-6]", str(node.tag))]


def test_there_is_one_first_heading_whatever_is_in_it() -> None:
    assert ranks(html(draft(briefing()))) == ["h1", "h2", "h2", "h3"]
    same = html(draft(briefing(subject="Harbour news")))
    assert ranks(same) == ["h1", "h2", "h3"]


def test_each_document_says_its_language_and_direction() -> None:
    both = briefing(piece(), piece("دليل", stem="dalil", lang="ar"))
    assert '<div lang="ar" dir="rtl"' in html(draft(both))


def test_header_cells_of_two_documents_do_not_share_their_idents() -> None:
    table = '<table><tr><th id="a">A</th></tr><tr><td headers="a x">1</td></tr></table>'
    text = html(draft(briefing(piece(main=table), piece(main=table, stem="other"))))
    assert re.findall(r' (?:id|headers)="([^"]*)"', text) == [
        "d1-a",
        "d1-a d1-x",
        "d2-a",
        "d2-a d2-x",
    ]


def test_twenty_five_documents_make_one_message_without_clashes() -> None:
    pieces = [piece(f"Part {number}") for number in range(25)]
    message = message_from_bytes(draft(briefing(*pieces)), policy=policy.default)
    assert isinstance(message, EmailMessage)
    names = [part.get_filename() for part in message.iter_attachments()]
    assert len(names) == len({str(name).lower() for name in names}) == 75
    text = message.get_body(("plain",))
    assert text is not None
    assert text.get_content().count("\n- Part ") == 25


def test_text_from_right_to_left_has_its_tables_at_the_right() -> None:
    text = html(draft(briefing(piece("دليل", stem="dalil", lang="ar"))))
    assert re.search(r'<th scope="col" style="[^"]*text-align: right', text)


def test_a_covering_note_in_markdown_is_told_in_the_text_part_too() -> None:
    note = ElementTree.fromstring(
        '<div><p>See <a href="https://example.org/">the site</a> and <a href="../b.html">b</a>.'
        '</p><ul><li>one</li><li><p>two</p><p>more</p></li></ul><p><img alt="A quay"/></p>'
        "<table><tr><th>Route</th><th>Trips</th></tr><tr><td>Sandry</td><td>4</td></tr></table>"
        "</div>"
    )
    assert spoken(note) == (
        "See the site (https://example.org/) and b.",
        "- one\n- two more",
        "A quay",
        "Route Trips Sandry 4",
    )
