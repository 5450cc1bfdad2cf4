"""Beginnings of documents and covering notes in the plain part: nothing that is read is lost."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from briefings import STUDIO, briefing, piece
from msgspec.structs import replace

from docforge.email import Body, Neighbours
from docforge.email.body import html_part
from docforge.email.element_lines import element_lines
from docforge.email.message import text_part
from docforge.run.mail_note import covering_note


def lines(markup: str) -> tuple[str, ...]:
    return element_lines(list(ElementTree.fromstring(f"<div>{markup}</div>")))


def test_a_table_is_said_with_its_caption() -> None:
    table = "<table><caption>Ferries</caption><tr><th>Route</th><td>4</td></tr></table>"
    assert lines(table) == ("Ferries", "Route; 4")


def test_a_table_in_a_cell_is_said_once() -> None:
    inner = "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"
    assert lines(f"<table><tbody><tr><td>{inner}</td><td>c</td></tr></tbody></table>") == (
        "a; b; c",
    )


def test_a_table_without_words_leaves_no_blank_lines() -> None:
    assert lines("<p>a</p><table><tr><td/></tr></table><p>b</p>") == ("a", "b")


def test_a_formula_is_said_in_its_words() -> None:
    math = '<math alttext="x squared"><msup><mi>x</mi><mn>2</mn></msup></math>'
    assert lines(f"<p>Let {math} be.</p>") == ("Let x squared be.",)


def test_items_have_the_labels_that_were_typed() -> None:
    assert lines('<ol type="a" start="3"><li>one</li><li>two</li></ol>') == ("c. one\nd. two",)
    assert lines('<ol type="i" class="parentheses"><li>one</li></ol>') == ("(i) one",)


def test_places_where_lines_may_end_are_left_out() -> None:
    assert lines("<p>Kultur\u00adgut, ភាសា\u200bខ្មែរ</p>") == ("Kulturgut, ភាសាខ្មែរ",)


def test_code_ends_its_lines_where_its_words_end() -> None:
    assert lines("<pre>\n  a  \n b </pre>") == ("  a\n b",)


def test_no_space_stays_where_the_mark_of_a_note_goes() -> None:
    mark = '<a role="doc-noteref" href="#n"><sup>1</sup></a>'
    assert lines(f"<p>Text and {mark}.</p>") == ("Text and.",)


def test_the_title_of_a_summary_has_no_mark_of_a_note() -> None:
    one = piece()
    title = one.page.find("body/header/h1")
    assert title is not None
    title.append(ElementTree.fromstring('<a role="doc-noteref" href="#n"><sup>1</sup></a>'))
    html, _ = html_part(briefing(one, body=Body.SUMMARY), Body.SUMMARY, STUDIO)
    assert "[1]" not in html


def test_a_summary_names_the_attachment_that_a_link_means() -> None:
    one = replace(piece(main='<p>See <a href="../b/b.html">b</a>.</p>'), place="a/a.html")
    near = Neighbours("", {"b/b.html": "2026-b.pdf"})
    text = text_part(replace(briefing(one), neighbours=near), Body.SUMMARY)
    assert "See b (2026-b.pdf)." in text
    near = Neighbours("https://example.org/", {})
    text = text_part(replace(briefing(one), neighbours=near), Body.SUMMARY)
    assert "See b (https://example.org/b/b.html)." in text


def test_sides_of_cells_stay_in_a_passage_that_runs_the_other_way() -> None:
    cell = '<table><tr><td class="right">1</td></tr></table>'
    both = briefing(piece("دليل", stem="dalil", lang="ar"), piece(main=cell))
    html, _ = html_part(both, Body.WHOLE, STUDIO)
    assert "text-align: right" in html[html.index('<div lang="en-GB"') :]


def test_a_covering_note_is_the_same_when_less_is_shown() -> None:
    math = '<math alttext="x squared"><msup><mi>x</mi><mn>2</mn></msup></math>'
    item = f'<ol class="parenthesis"><li>one {math}</li></ol>'
    made = replace(briefing(piece()), note_elements=(ElementTree.fromstring(item),))
    first, pictures = html_part(made, Body.NOTE, STUDIO)
    assert html_part(made, Body.NOTE, STUDIO) == (first, pictures)
    assert len(pictures) == 1


@pytest.mark.slow
def test_notes_of_a_covering_note_are_words_in_both_parts(tmp_path: Path) -> None:
    file = tmp_path / "note.md"
    file.write_text("Yours[^1], as agreed.\n\n[^1]: A note.\n", "utf-8")
    made = covering_note(file, "en")
    assert made.paragraphs[0].startswith("Yours[1], as agreed")
    assert made.paragraphs[-1] == "1. A note."
    assert not [link for part in made.elements for link in part.iter("a")]
