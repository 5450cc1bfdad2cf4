"""The HTML part: what mail programs keep."""

import re
from email import message_from_bytes, policy

import tinyhtml5
from briefings import briefing, draft, piece


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


def test_text_from_right_to_left_has_its_tables_at_the_right() -> None:
    text = html(draft(briefing(piece("دليل", stem="dalil", lang="ar"))))
    assert re.search(r'<th scope="col" style="[^"]*text-align: right', text)
