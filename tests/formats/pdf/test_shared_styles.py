"""Documents of one style share what is computed of it, and nothing else."""

from typing import Any

import pytest
from every_node import DOCUMENT, inlines, p
from msgspec.structs import replace
from weasyprint.css import ComputedStyle

from docforge.conformance import FAULTLESS
from docforge.document import Document, Heading, Meta
from docforge.formats.pdf import render
from docforge.formats.pdf.page import sheets_of
from docforge.formats.pdf.weasyprint import NO_CACHES
from docforge.formats.pdf.weasyprint.caches import styles
from docforge.style import Style, load_style

STYLE = load_style("briefing")
META = Meta(inlines("T"), "en")
OTHER = Document(META, (Heading(2, inlines("Quays"), "quays"), p("The harbour."), p("And more.")))


def with_rules(css: str) -> Style:
    return replace(STYLE, print_css=f"{STYLE.print_css}\n{css}")


def printed(document: Document, style: Style) -> bytes:
    return render(document, style, standing=FAULTLESS).content


def test_the_same_document_needs_no_new_styles_but_those_of_its_pages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    printed(OTHER, STYLE)
    made: list[Any] = []

    def counted(above: Any, cascaded: Any, *more: Any) -> Any:
        made.append(computed(above, cascaded, *more))
        return made[-1]

    computed = ComputedStyle
    monkeypatch.setattr(styles, "ComputedStyle", counted)
    printed(OTHER, STYLE)
    assert made
    assert {style.pseudo_type for style in made if "size" not in style.cascaded} == {
        *("@top-left", "@top-right", "@bottom-left", "@bottom-right")
    }


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    "css",
    [
        "",
        "body { overflow: hidden }",
        "p { margin-inline-start: 10vw }",
        "table { border-collapse: collapse } td { padding: 2ch }",
    ],
)
@pytest.mark.slow
def test_a_document_does_not_change_the_next_one(css: str) -> None:
    style = with_rules(css)
    alone = render(OTHER, style, standing=FAULTLESS, caches=NO_CACHES).content
    printed(DOCUMENT, style)
    assert printed(OTHER, style) == printed(OTHER, style) == alone


def test_what_is_reported_of_a_style_is_reported_with_each_document(
    weasyprint_warnings: list[str],
) -> None:
    style = with_rules("p { margin-left: calc(1em * 1em) }")
    first = render(OTHER, style, standing=FAULTLESS).findings
    assert [found.code for found in first] == ["PDF004"]
    assert render(OTHER, style, standing=FAULTLESS).findings == first
    weasyprint_warnings.clear()


@pytest.mark.slow
def test_styles_are_forgotten_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that reads documents all day needs no more memory, and gives the same bytes."""
    whole = printed(OTHER, STYLE)
    monkeypatch.setattr(styles, "_MOST", 0)
    assert printed(OTHER, STYLE) == whole
    printed(DOCUMENT, STYLE)
    printed(OTHER, STYLE)
    assert len(vars(sheets_of(STYLE).fonts)["shared_styles"]) < 30
