"""Lines within one text are those that WeasyPrint makes of it, to the last bit."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from every_node import DOCUMENT, inlines, p, phrase
from msgspec.structs import replace

from docforge.conformance import FAULTLESS
from docforge.document import Document, LineBreak, Meta, PhraseKind, Quotation
from docforge.formats.pdf import render
from docforge.formats.pdf.weasyprint import ALL_CACHES, Caches
from docforge.formats.pdf.weasyprint.caches import lines_of_text
from docforge.formats.pdf.weasyprint.patching import wherever_imported
from docforge.style import load_style

_BRIEFING = load_style("briefing")
# Computed styles are shared by all documents in the same sheets, and are changed here.
STYLE = replace(_BRIEFING, print_css=f"{_BRIEFING.print_css}\n/* of this test alone */")
META = Meta(inlines("T"), "en")
SENTENCE = "The harbour office repairs the long quay (2 m² a day), and that takes time. "
PLACES = ("position_x", "position_y", "width", "height", "baseline", "margin_top", "margin_bottom")


def told(meta: Meta = META) -> Document:
    words = phrase(PhraseKind.STRONG, "Northern")
    blocks = (
        p(SENTENCE * 20, words, f" {SENTENCE * 9}", words),
        Quotation((p(f"  {SENTENCE * 5}", LineBreak(), f"{SENTENCE * 5} "), p("x" * 300))),
        p("Rebuilt/quay-" * 40),
    )
    return Document(meta, blocks)


def places(line: Any) -> Mapping[str, Any]:
    """Where a line and its text stand, and what the text is."""
    (text,) = line.children
    return {
        "line": [getattr(line, name) for name in PLACES],
        "text": [getattr(text, name) for name in PLACES],
        "says": text.text,
        "spacing": text.justification_spacing,
    }


def compared(counts: Counter[str], **properties: str) -> Callable[..., Any]:
    """Makes each line in both ways; the style of the line and its block has `properties`."""

    def next_line(context: Any, lines: Any, at: float, bottom: float, skip: Any, *more: Any) -> Any:
        for style in (lines.style, more[0].style):
            style.update(properties)
        given = (context, lines, at, bottom, skip, *more)
        made = lines_of_text._line_of_text(context, lines, at, skip, more[0])
        line, end = lines_of_text.original(*given)
        counts["lines"] += 1
        if made is not None:
            counts["lines of text"] += 1
            assert (places(made[0]), made[1]) == (places(line), end)
        return line, end

    return next_line


def printed(document: Document, next_line: Callable[..., Any]) -> None:
    others = [p for p in ALL_CACHES.laying_out if p.name != "get_next_linebox"]
    own = wherever_imported(lines_of_text.original, next_line)
    render(document, STYLE, standing=FAULTLESS, caches=Caches((*others, *own), ALL_CACHES.painting))


@pytest.mark.parametrize(
    "properties",
    [
        {},
        {"text_align_all": "center"},
        {"text_align_all": "end", "text_align_last": "center"},
        {"text_align_all": "justify"},
    ],
    ids=str,
)
def test_a_line_of_one_text_is_what_weasyprint_makes_of_it(properties: Mapping[str, str]) -> None:
    counts: Counter[str] = Counter()
    printed(told(), compared(counts, **properties))
    assert counts["lines of text"] > 0.5 * counts["lines"] > 10


def test_lines_of_every_construct_are_what_weasyprint_makes_of_them() -> None:
    counts: Counter[str] = Counter()
    printed(DOCUMENT, compared(counts))
    assert counts["lines of text"] > 0.3 * counts["lines"] > 10


def test_lines_from_right_to_left_are_left_to_weasyprint() -> None:
    counts: Counter[str] = Counter()
    printed(told(replace(META, dir="rtl")), compared(counts))
    assert counts["lines"] > 10
    assert counts["lines of text"] == 0
