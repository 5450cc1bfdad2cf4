"""Room for long labels and broad formulas, taken away or given for nothing: read-back sees it."""

from functools import cache

import pytest
from every_node import inlines, items, p
from further_breaks import repacked
from msgspec.structs import replace

from docforge.conformance import FAULTLESS
from docforge.document import Document, List, Math, Meta, Numbering
from docforge.export import Format, Rendering
from docforge.findings import Outcome
from docforge.formats import renderer
from docforge.style import load_style
from docforge.verify.readback import read_back

STYLE = load_style("briefing")
LONG = f"<math><mrow>{'<mi>x</mi><mo>+</mo>' * 14}<mi>y</mi></mrow></math>"
DOCUMENT = Document(
    Meta(inlines("Room"), "en"),
    (
        List(Numbering.LOWER_ROMAN, items("one", "two"), 18),
        List(Numbering.DECIMAL, items("one", "two"), 12345),
        p(Math("x", True, LONG, "x")),
        p(*inlines("It is "), Math("x", False, LONG, "x")),
    ),
    identifier="urn:uuid:00000000-0000-4000-8000-000000000000",
)
TEXT = "EPUB/text-001.xhtml"
# In both formats, and in books alone: name, the text that is replaced once, what stands there.
BREAKS = [
    ("labels leave their page", ' class="label-4"', ""),
    ("numerals leave their page", ' class="label-3"', ""),
    ("room for other labels", "label-4", "label-8"),
    ("room for shorter labels", "label-4", "label-2"),
]
OF_BOOKS = [
    ("formula cut off", "formula fit-24", "formula"),
    ("formula of another breadth", "formula fit-24", "formula fit-6"),
    ("formula made small for nothing", "formula fit-24", "formula fit-96"),
    ("formula broader than any page", "formula fit-24", "formula fit-any"),
    ("formula among words cut off", '<span class="breaks">', "<span>"),
]


@cache
def made(kind: Format) -> Rendering:
    return renderer(kind)(DOCUMENT, STYLE, standing=FAULTLESS)


def outcome(rendering: Rendering) -> Outcome:
    (proof,) = read_back(DOCUMENT, STYLE, [rendering], standing=FAULTLESS)
    return proof.verdict.outcome


def changed(text: str, old: str, new: str) -> bytes:
    assert old in text
    return text.replace(old, new, 1).encode()


@pytest.mark.parametrize("kind", [Format.HTML, Format.EPUB], ids=str)
def test_the_whole_file_passes(kind: Format) -> None:
    assert outcome(made(kind)) is Outcome.PASSED


@pytest.mark.parametrize(("name", "old", "new"), BREAKS, ids=[each[0] for each in BREAKS])
def test_a_page_without_the_room_is_caught(name: str, old: str, new: str) -> None:
    content = changed(made(Format.HTML).content.decode(), old, new)
    assert outcome(Rendering(Format.HTML, content)) is Outcome.FAILED, name


@pytest.mark.parametrize(
    ("name", "old", "new"), [*BREAKS, *OF_BOOKS], ids=[each[0] for each in (*BREAKS, *OF_BOOKS)]
)
def test_a_book_without_the_room_is_caught(name: str, old: str, new: str) -> None:
    book = made(Format.EPUB)
    content = repacked(book.content, TEXT, lambda held: changed(held.decode(), old, new))
    assert outcome(replace(book, content=content)) is Outcome.FAILED, name


def test_a_formula_of_many_words_has_the_room_that_it_needs() -> None:
    words = f"<math><mtext>{' '.join('abcdefghijklmn')}</mtext></math>"
    document = replace(DOCUMENT, blocks=(p(Math("x", True, words, "x")),))
    made_of_it = renderer(Format.EPUB)(document, STYLE, standing=FAULTLESS)
    (proof,) = read_back(document, STYLE, [made_of_it], standing=FAULTLESS)
    assert proof.verdict.outcome is Outcome.PASSED
