"""Contents, broken in known ways: read-back catches every one."""

from io import BytesIO

import pikepdf
import pytest
from every_node import MATHML, inlines, p
from msgspec.structs import replace
from pdf_breaking import Break, all_of
from pdf_breaks_said import label, type_of_label
from pikepdf import String

from docforge.conformance import FAULTLESS
from docforge.document import Document, Heading, Math, Meta
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


# What is done to the contents of a page, once, and what stands there instead.
PAGE_BREAKS = {
    "words before a line": ('<li><a href="#one">', '<li>Buy now <a href="#one">'),
    "words behind a line": (">One</a>", ">One</a> Buy now"),
    "paragraph in a line": ('<li><a href="#one">', '<li><p>Buy now</p><a href="#one">'),
    "picture in a line": ('<li><a href="#one">', '<li><img src="x" alt="Buy now"><a href="#one">'),
    "line that leads nowhere": ("</ol></nav>", "<li>Buy now</li></ol></nav>"),
    "line in small capitals": (">One</a>", '><span class="small-caps">One</span></a>'),
    "empty line": ('<li><a href="#one">', '<li></li><li><a href="#one">'),
    "list in a line": (">One</a>", ">One</a><ul><li>Buy now</li></ul>"),
    "list beside the lines": ("</ol></nav>", "</ol><ul><li>Buy now</li></ul></nav>"),
    "paragraph beside the lines": ("</ol></nav>", "</ol><p>Buy now</p></nav>"),
    "words beside the lines": ("</ol></nav>", "</ol>Buy now</nav>"),
    "quotation beside the lines": ("</ol></nav>", "</ol><blockquote><p>x</p></blockquote></nav>"),
    "table beside the lines": (
        "</ol></nav>",
        '</ol><div class="table-scroll"><table><tbody><tr><td>x</td></tr></tbody></table></div>'
        "</nav>",
    ),
    "rule beside the lines": ("</ol></nav>", "</ol><hr></nav>"),
    "heading beside the lines": ("</ol></nav>", '</ol><h3 id="x">Buy now</h3></nav>'),
    "lines that begin elsewhere": ('<ol><li><a href="#one">', '<ol start="7"><li><a href="#one">'),
}


@pytest.fixture(scope="module")
def page() -> str:
    return renderer(Format.HTML)(DOCUMENT, STYLE, standing=FAULTLESS).content.decode()


def test_a_page_with_whole_contents_passes(page: str) -> None:
    assert outcome(Rendering(Format.HTML, page.encode())) is Outcome.PASSED


@pytest.mark.parametrize("name", PAGE_BREAKS)
def test_broken_contents_of_a_page_are_caught(page: str, name: str) -> None:
    old, new = PAGE_BREAKS[name]
    assert old in page
    broken = Rendering(Format.HTML, page.replace(old, new, 1).encode())
    assert outcome(broken) is Outcome.FAILED


@pytest.fixture(scope="module")
def made() -> Rendering:
    return renderer(Format.PDF)(DOCUMENT, STYLE, standing=FAULTLESS)


def outcome(made: Rendering, document: Document = DOCUMENT) -> Outcome:
    (proof,) = read_back(document, STYLE, [made], standing=FAULTLESS)
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


def test_a_line_of_the_contents_with_another_formula_is_caught() -> None:
    formula = Math("x", False, MATHML, "E equals m c squared")
    blocks = (Heading(2, (formula,), "one"), *DOCUMENT.blocks[1:])
    document = replace(DOCUMENT, blocks=blocks)
    made = renderer(Format.HTML)(document, STYLE, standing=FAULTLESS).content.decode()
    assert outcome(Rendering(Format.HTML, made.encode()), document) is Outcome.PASSED
    assert "<mn>2</mn>" in made
    broken = made.replace("<mn>2</mn>", "<mn>3</mn>", 1)  # in the contents, not in the heading
    assert outcome(Rendering(Format.HTML, broken.encode()), document) is Outcome.FAILED
