"""Numbers stand in one line with the word that they belong to, wherever a line ends."""

import io
from itertools import pairwise

import pypdfium2
import pytest
from every_node import inlines, p

from docforge.conformance import FAULTLESS
from docforge.document import Document, External, Link, Meta, Paragraph, Text
from docforge.formats.pdf import render
from docforge.style import load_style
from docforge.style.joined import is_joined

STYLE = load_style("briefing")
SENTENCES = {
    "en": "the grant of £5 million under Article 5 (see page 7) ends on 12 March 2026 at 20 °C, "
    "or ring +44 20 7946 0018 by then, ",
    "de": "die 5 Millionen nach Seite 7 werden am 12. März gegen 15 Uhr gezahlt, ",
    "fr": "les 5 millions de la page 7 sont versés le 12 mars, ",
    "cy": "y 5 miliwn ar dudalen 7 o’r tudalen 9 ar 12 Mawrth, ",
}


def lines_of(document: Document) -> list[list[str]]:
    pdf = pypdfium2.PdfDocument(io.BytesIO(render(document, STYLE, standing=FAULTLESS).content))
    lines = [line for page in pdf for line in page.get_textpage().get_text_range().splitlines()]
    return [line.split() for line in lines if line.strip()]


@pytest.mark.parametrize("lang", SENTENCES)
def test_no_line_ends_between_a_number_and_its_word(lang: str) -> None:
    paragraphs = tuple(p("x" * length + " " + SENTENCES[lang] * 6) for length in range(1, 24))
    lines = lines_of(Document(Meta(inlines("title"), lang), paragraphs))
    assert len(lines) > 100
    cut = [(a, b) for (*_, a), (b, *_) in pairwise(lines) if is_joined(a, b, lang)]
    assert cut == []


def test_a_number_behind_a_link_is_not_cut_either() -> None:
    address = Link((Text("formats@harbours.example.gov.uk"),), External("https://example.org/"))
    blocks = tuple(
        Paragraph((Text("x" * length + " "), address, Text(" or 01632 960 101, or by post")))
        for length in range(1, 40)
    )
    lines = lines_of(Document(Meta(inlines("title"), "en"), blocks))
    cut = [(a, b) for (*_, a), (b, *_) in pairwise(lines) if is_joined(a, b, "en")]
    assert cut == []


def test_a_line_may_end_before_the_day_of_a_month() -> None:
    words = "Repairs to the breakwater of Port Merrow will now begin on {}Monday 23 November 2026."
    paragraphs = tuple(p(words.format("x" * length + " ")) for length in range(1, 16))
    lines = lines_of(Document(Meta(inlines("title"), "en"), paragraphs))
    assert any(line[-1] == "Monday" for line in lines)


def test_a_line_is_not_left_half_empty_for_them() -> None:
    word = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
    lines = lines_of(Document(Meta(inlines("title"), "de"), (p(f"aus {word} 2016 " * 12),)))
    assert any(is_joined(a, b, "de") for (*_, a), (b, *_) in pairwise(lines))
