"""The seam to WeasyPrint: patches end with the document, and caches change nothing."""

import pytest
import weasyprint
from every_node import DOCUMENT, inlines, p

from docforge.conformance import FAULTLESS
from docforge.document import Document, Meta, Quotation
from docforge.formats.pdf import render
from docforge.formats.pdf.weasyprint import ALL_CACHES, NO_CACHES, Caches
from docforge.style import load_style

STYLE = load_style("briefing")


def test_weasyprint_is_whole_again_after_a_document() -> None:
    before = (weasyprint.pdf.Stream, weasyprint.pdf.add_tags, weasyprint.draw.draw_text)
    render(DOCUMENT, STYLE, standing=FAULTLESS)
    assert before == (weasyprint.pdf.Stream, weasyprint.pdf.add_tags, weasyprint.draw.draw_text)


def test_the_caches_change_no_byte() -> None:
    cached = render(DOCUMENT, STYLE, standing=FAULTLESS, caches=ALL_CACHES)
    assert cached == render(DOCUMENT, STYLE, standing=FAULTLESS, caches=NO_CACHES)


@pytest.mark.slow
def test_each_cache_is_used_and_can_be_left_out() -> None:
    whole = render(DOCUMENT, STYLE, standing=FAULTLESS)
    assert len(ALL_CACHES.laying_out) > 3
    for left_out in {patch.replacement for patch in ALL_CACHES.laying_out}:
        kept = tuple(p for p in ALL_CACHES.laying_out if p.replacement is not left_out)
        caches = Caches(kept, ALL_CACHES.painting)
        assert render(DOCUMENT, STYLE, standing=FAULTLESS, caches=caches) == whole, left_out


LONG = "Donaudampfschifffahrt " * 120
PARAGRAPHS = {
    "words longer than a line": ("1,000." * 150 + " ") * 8,
    "words and longer ones": (LONG[:900] + "www.example.org/" * 60 + " ") * 3,
    "hyphenated": LONG,
    "without spaces": "港口维修" * 600,
    "right to left": "\u0645\u064a\u0646\u0627\u0621 \u0627\u0644\u0645\u062f\u064a\u0646\u0629 "
    * 200,
    "spaces that do not break": ("a\u00a0b" * 300 + " ") * 3,
    "one letter in a row": "a" * 4000,
    "emoji": "A ship \U0001f6a2 comes \U0001f389, and one more \U0001f6a2. " * 40,
}


@pytest.mark.slow
@pytest.mark.parametrize("text", PARAGRAPHS.values(), ids=PARAGRAPHS)
def test_a_long_paragraph_is_broken_as_without_caches(text: str) -> None:
    """What is looked at of it for a line does not change the line."""
    meta = Meta(inlines("T"), "de")
    told = Document(meta, (p(text), Quotation((p(text, *inlines("x")),))))
    cached = render(told, STYLE, standing=FAULTLESS)
    assert cached == render(told, STYLE, standing=FAULTLESS, caches=NO_CACHES)
