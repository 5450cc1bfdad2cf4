"""The contents of a PDF, broken in known ways: read-back catches every one."""

from io import BytesIO

import pikepdf
import pytest
from every_node import inlines, p
from msgspec.structs import replace
from pdf_breaking import Break, all_of
from pdf_breaks_said import label, type_of_label
from pikepdf import String

from docforge.conformance import FAULTLESS
from docforge.document import Document, Heading, Meta
from docforge.export import Format, Rendering
from docforge.findings import Outcome
from docforge.formats import renderer
from docforge.style import load_style
from docforge.verify.readback import read_back

STYLE = load_style("briefing")
DOCUMENT = Document(
    Meta(inlines("Title"), lang="en", toc=True),
    (Heading(2, inlines("One"), "one"), p("Words."), Heading(2, inlines("Two"), "two")),
    identifier="urn:uuid:00000000-0000-4000-8000-000000000000",
)


def _number_in_french(pdf: pikepdf.Pdf) -> None:
    numbers = [node for node in all_of(pdf, "Span") if str(node.P.S) == "/Reference"]
    numbers[0]["/Lang"] = String("fr")


BREAKS: dict[str, Break] = {
    "number of a page": label("Reference", "Span"),
    "type of a number": type_of_label("Reference", "Span", "Lbl"),
    "a number in French": _number_in_french,
}


@pytest.fixture(scope="module")
def made() -> Rendering:
    return renderer(Format.PDF)(DOCUMENT, STYLE, standing=FAULTLESS)


def outcome(made: Rendering) -> Outcome:
    (proof,) = read_back(DOCUMENT, STYLE, [made], standing=FAULTLESS)
    return proof.verdict.outcome


def test_whole_contents_pass(made: Rendering) -> None:
    assert outcome(made) is Outcome.PASSED


@pytest.mark.parametrize("name", BREAKS)
def test_broken_contents_are_caught(made: Rendering, name: str) -> None:
    held = BytesIO()
    with pikepdf.open(BytesIO(made.content)) as pdf:
        BREAKS[name](pdf)
        pdf.save(held)
    assert outcome(replace(made, content=held.getvalue())) is Outcome.FAILED
