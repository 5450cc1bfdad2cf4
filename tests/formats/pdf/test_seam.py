"""The seam to WeasyPrint: patches end with the document, and caches change nothing."""

import weasyprint
from every_node import DOCUMENT

from docforge.formats.pdf import render
from docforge.formats.pdf.weasyprint import ALL_CACHES, NO_CACHES, Caches
from docforge.style import load_style

STYLE = load_style("briefing")


def test_weasyprint_is_whole_again_after_a_document() -> None:
    before = (weasyprint.pdf.Stream, weasyprint.pdf.add_tags, weasyprint.draw.draw_text)
    render(DOCUMENT, STYLE, claim=True)
    assert before == (weasyprint.pdf.Stream, weasyprint.pdf.add_tags, weasyprint.draw.draw_text)


def test_the_caches_change_no_byte() -> None:
    cached = render(DOCUMENT, STYLE, claim=True, caches=ALL_CACHES)
    assert cached == render(DOCUMENT, STYLE, claim=True, caches=NO_CACHES)


def test_each_cache_is_used_and_can_be_left_out() -> None:
    whole = render(DOCUMENT, STYLE, claim=True)
    assert len(ALL_CACHES.laying_out) > 3
    for left_out in {patch.replacement for patch in ALL_CACHES.laying_out}:
        kept = tuple(p for p in ALL_CACHES.laying_out if p.replacement is not left_out)
        caches = Caches(kept, ALL_CACHES.painting)
        assert render(DOCUMENT, STYLE, claim=True, caches=caches) == whole, left_out
