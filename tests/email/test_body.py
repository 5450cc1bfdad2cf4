"""The HTML part: what mail programs keep."""

import re
from base64 import b64encode
from email import message_from_bytes, policy
from email.message import EmailMessage
from xml.etree import ElementTree

import pytest
import tinyhtml5
from briefings import MAIN, STUDIO, briefing, draft, drawn, piece
from msgspec.structs import replace

from docforge.email import Body, Studio, address, compose, neighbours_of, recipients, usual
from docforge.email import shown as told_of
from docforge.email.adapting import adapt
from docforge.email.body import html_part
from docforge.email.covering import note_paragraphs, paragraph_elements
from docforge.email.element_lines import element_lines
from docforge.email.plain_text import in_a_message
from docforge.export import Format
from docforge.formats.markup import element
from docforge.style import load_words


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
    assert len(cids) == 3  # and a formula
    assert "image/svg+xml" not in {part.get_content_type() for part in message.walk()}


def test_links_that_only_work_beside_other_files_become_words() -> None:
    text = html(draft(briefing()))
    assert 'href="https://example.org/"' in text
    assert "other.html" not in text
    assert "<sup>[1]</sup>" in text
    assert 'alt="x squared"' in text
    assert "<math" not in text
    assert "<details" not in text


def ranks(text: str) -> list[str]:
    tree = tinyhtml5.parse(text, namespace_html_elements=False)
    return [node.tag for node in tree.iter() if re.fullmatch("h[1-6]", str(node.tag))]


def test_there_is_one_first_heading_whatever_is_in_it() -> None:
    assert ranks(html(draft(briefing()))) == ["h1", "h2", "h2", "h3"]
    same = html(draft(briefing(subject="Harbour news")))
    assert ranks(same) == ["h1", "h2", "h2"]


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
        "<p>Yours,<br/>Ann</p><ol start='3'><li>three</li></ol>"
        "<table><tr><th>Route</th><th>Trips</th></tr><tr><td>Sandry</td><td>4</td></tr></table>"
        "</div>"
    )
    assert element_lines(list(note)) == (
        "See the site (https://example.org/) and b.",
        "- one\n- two\n  more",
        "A quay",
        "Yours,\nAnn",
        "3. three",
        "Route; Trips\nSandry; 4",
    )


def text(content: bytes) -> str:
    body = message_from_bytes(content, policy=policy.default).get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def test_a_covering_note_keeps_its_lines_in_both_parts() -> None:
    note = note_paragraphs("Dear all,\nthe news.\n\nYours,\n  Ann")
    assert note == ("Dear all,\nthe news.", "Yours,\nAnn")
    content = draft(briefing(note=note))
    assert text(content).startswith("Dear all,\nthe news.\n\nYours,\nAnn\n")
    assert "Dear all,<br>the news.</p>" in html(content)


def test_a_covering_note_in_other_letters_than_the_message_keeps_its_direction() -> None:
    (english, arabic) = paragraph_elements(("Dear all,\nhello.", "أهلا"), "rtl")
    assert (english.get("dir"), arabic.get("dir")) == ("ltr", None)


def test_a_document_is_not_parted_from_its_title() -> None:
    content = draft(briefing(subject="Harbour news"))
    words = ("Dear all", "Harbour news", "Sub", "Part", "Attached")
    for part in (html(content).partition("<body")[2], text(content)):
        places = [part.find(word) for word in words if word in part]
        assert places == sorted(places), part
    assert "Attached" in text(content)


def test_what_is_attached_to_several_documents_stands_before_them() -> None:
    shown = html(draft(briefing()))
    assert shown.index(">Attached<") < shown.index(">Harbour news<", shown.index("<ul"))


def test_headings_are_headings_of_a_mail_in_the_text_part() -> None:
    code = "Code:\n    a\n\n\n    Heading 2: b\n"
    output = f"Harbour news\n\n\nHeading 2: Part\n\nHeading 3: no\n\n{code}"
    said = in_a_message(output, load_words("en"))
    assert said == f"Harbour news\n\n\nPart\n\nHeading 3: no\n\n{code}"


def test_a_formula_is_a_picture_with_its_spoken_words() -> None:
    shown = html(draft(briefing()))
    found = re.search(
        r'<img src="cid:[^"]+" alt="x squared" width="32" height="16" style="([^"]*)', shown
    )
    assert found
    assert "vertical-align: -4px" in found[1]


def test_a_single_letter_is_no_picture() -> None:
    shown = html(draft(briefing(piece(main='<p><math alttext="t"><mi>t</mi></math></p>'))))
    assert ">t</var>" in shown
    assert "<img" not in shown


def test_a_formula_that_nobody_can_draw_is_said() -> None:
    studio = Studio(drawn, lambda mathml: None)
    shown, pictures = html_part(briefing(), Body.WHOLE, studio)
    assert ">x squared</span>" in shown
    assert len(pictures) == 2


def test_the_description_of_a_picture_is_legible_on_its_own_ground() -> None:
    (style,) = set(re.findall(r'alt="A teal square"[^>]*style="([^"]*)"', html(draft(briefing()))))
    assert "background-color: #ffffff" in style
    assert re.search(r"(^|; )color: #1b2127", style)


def test_a_chart_is_carried_in_the_form_that_a_telephone_shows_in_its_own_size() -> None:
    forms = {
        name: "data:image/svg+xml;base64,"
        + b64encode(f'<svg xml:lang="en" width="{width}" height="9"></svg>'.encode()).decode()
        for name, width in (("broad", 640), ("narrow", 320), ("dark", 640), ("narrow-dark", 320))
    }
    screens = {
        "narrow-dark": "(max-width: 30em) and (prefers-color-scheme: dark)",
        "narrow": "(max-width: 30em)",
        "dark": "(prefers-color-scheme: dark)",
    }
    sources = [
        element("source", {"media": query, "srcset": forms[name]})
        for name, query in screens.items()
    ]
    image = element("img", {"src": forms["broad"], "width": "640", "height": "8"})
    figure = element("figure", {}, [element("picture", {}, [*sources, image])])
    adapt(figure)
    (shown,) = figure
    assert shown.attrib == {"src": forms["narrow"], "width": "320", "height": "9"}


def test_no_paragraph_is_left_empty_by_the_ways_back_from_notes() -> None:
    note = '<ol><li><pre>x</pre><p><a role="doc-backlink" href="#r">Back</a></p></li></ol>'
    assert not re.search(r"<p[^>]*>\s*</p>", html(draft(briefing(piece(main=note)))))


def test_labels_stand_out_and_long_words_break() -> None:
    tasks = '<ul class="tasks"><li><span class="task-state">Done:</span> x</li></ul>'
    shown = html(draft(briefing(piece(main=MAIN + tasks))))
    assert re.search(r'<p style="[^"]*font-weight: bold[^>]*>More<', shown)
    assert re.search(r'<span style="font-weight: bold[^>]*>Done:<', shown)
    assert re.search(r"<body><div [^>]*word-wrap: break-word; overflow-wrap: break-word", shown)


LISTS = {
    '<ol class="parenthesis"><li><p>one</p></li><li>two</li></ol>': ["1) one", "2) two"],
    '<ol type="a" class="parentheses" start="3"><li>x</li></ol>': ["(c) x"],
    '<ol type="I" class="parenthesis upper"><li value="4">x</li></ol>': ["IV) x"],
    '<ol class="tasks parenthesis"><li class="task"><span class="task-state">Done:</span> x</li>'
    "</ol>": ["1) Done: x"],
    '<ol type="a"><li>x</li></ol>': ["x"],
    '<ul class="tasks"><li>x</li></ul>': ["x"],
}


@pytest.mark.parametrize("main", LISTS)
def test_labels_of_lists_are_as_they_were_typed(main: str) -> None:
    tree = tinyhtml5.parse(html(draft(briefing(piece(main=main)))), namespace_html_elements=False)
    *_, listed = (node for node in tree.iter() if node.tag in ("ol", "ul"))
    assert ["".join(item.itertext()) for item in listed] == LISTS[main]
    assert ("none" in listed.get("style", "")) == ("parenthes" in main)


def test_a_list_in_arabic_has_arabic_commas() -> None:
    arabic = piece("دليل", stem="dalil", lang="ar")
    assert "؛" in text(draft(briefing(arabic)))
    assert re.search("PDF، [^;؛]*؛ EPUB، ", text(draft(briefing(arabic))))


LEAD = (
    '<p>First.<a role="doc-noteref" href="#n"><sup>1</sup></a></p>'
    '<div class="callout"><p>Main</p><ul><li>one</li></ul></div>'
)


def test_a_summary_is_what_stands_before_the_first_heading() -> None:
    content = draft(briefing(piece(main=LEAD + MAIN), subject="Harbour news", body=Body.SUMMARY))
    shown = html(content)
    assert "First." in shown
    assert "[1]" not in shown
    assert ">one</li>" in shown
    assert "Part" not in shown
    assert "Harbour news\n\nSub\n\nFirst.\n\nMain\n\n- one\n" in text(content)


@pytest.mark.parametrize("lead", ["", f"<p>{'x' * 4000}</p>"], ids=["none", "too long"])
def test_a_summary_is_the_first_paragraph_where_there_is_no_short_beginning(lead: str) -> None:
    content = draft(briefing(piece(main=lead + MAIN), body=Body.SUMMARY))
    assert ranks(html(content)) == ["h1", "h2", "h2"]
    assert ("See the site" in text(content)) is (lead == "")


def test_a_covering_note_alone_shows_no_document() -> None:
    content = draft(briefing(subject="Harbour news", body=Body.NOTE))
    assert ranks(html(content)) == ["h1", "h2"]
    assert "Part" not in text(content)
    assert "Dear all." in text(content)


@pytest.mark.parametrize(("length", "body"), [(7_000, Body.WHOLE), (9_000, Body.SUMMARY)])
def test_short_documents_are_shown_whole(length: int, body: Body) -> None:
    one = piece()
    outputs = {**one.outputs, Format.TEXT: b"x" * length}
    assert usual([replace(one, outputs=outputs)]) is body


@pytest.mark.parametrize(
    ("main", "body"),
    [
        (f"<h2>Part</h2><p>{'x' * 110_000}</p>", Body.NOTE),
        (f"<p>Short.</p><h2>Part</h2><p>{'x' * 110_000}</p>", Body.SUMMARY),
    ],
)
def test_no_message_shows_more_than_gmail_does(main: str, body: Body) -> None:
    people = recipients(("press@example.org",), (), {})
    made = compose(briefing(piece(main=main)), address("a@example.org"), people, STUDIO)
    assert made.body is body
    assert len(html(made.content).encode()) <= 100_000
    assert "100 kB" in told_of(made.body, Body.WHOLE, asked=True)


@pytest.mark.parametrize(
    ("base", "found"),
    [
        ("https://example.org/", '<a href="https://example.org/a/other.html"'),
        ("", ">another (2026-11-12-other.pdf)</span>"),
    ],
)
def test_a_link_to_a_neighbour_leads_to_its_address_or_names_its_attachment(
    base: str, found: str
) -> None:
    one = replace(piece(), place="a/harbour/harbour.html")
    other = replace(piece(main="<p>x</p>", stem="other"), place="a/other.html")
    formats = (Format.PDF, Format.TEXT)
    made = replace(briefing(one, other), neighbours=neighbours_of((one, other), base, formats))
    assert found in html(draft(made))


def test_whom_to_ask_is_a_link_and_said_in_the_language_of_the_message() -> None:
    arabic = piece("دليل", stem="dalil", lang="ar")
    arabic = replace(arabic, facts=replace(arabic.facts, contact="أو b@example.org"))
    made = html(draft(replace(briefing(arabic, piece()), lang="en-GB")))
    assert '<a href="mailto:a@example.org">a@example.org</a>' in made
    alone = html(draft(replace(briefing(arabic), lang="en-GB")))
    assert re.search('<span dir="rtl">أو <a href="mailto:b@example.org"', alone)
