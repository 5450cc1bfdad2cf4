"""Long documents: a cover, and the message before the contents."""

import pypdfium2
import pytest
from every_node import inlines, p
from msgspec.structs import replace

from docforge.conformance import FAULTLESS
from docforge.document import Block, CodeBlock, Document, Heading, Meta
from docforge.formats.pdf import cover, render
from docforge.formats.pdf.likely_length import likely_pages
from docforge.formats.pdf.page import page_of
from docforge.formats.pdf.weasyprint import ALL_CACHES
from docforge.style import Style, load_style
from docforge.style.furniture import opening

WORDS = "The board read the report and asked the office to say by May what it would cost. "
SUMMARY = p("In one minute: repairs begin in May.")


def made(style: Style, *blocks: Block) -> list[str]:
    document = Document(Meta(inlines("The plan"), "en"), blocks, identifier="urn:uuid:1")
    content = render(document, style, standing=FAULTLESS).content
    pdf = pypdfium2.PdfDocument(content)
    return [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]


def sections(number: int, length: int = 1) -> list[Block]:
    """`number` sections of about a third of a page, `length` times."""
    made: list[Block] = []
    for count in range(number):
        heading = Heading(2, inlines(f"Part {count}"), f"s{count}")
        made += [heading, *[p(WORDS * 8)] * length]
    return made


@pytest.mark.slow
@pytest.mark.parametrize("length", [1, 2])
def test_a_long_document_has_a_cover_with_its_summary(length: int) -> None:
    """With 2 the words alone tell that it is long; with 1 only its pages do."""
    first, second, *_ = made(load_style("briefing"), SUMMARY, *sections(40, length))
    assert first.startswith("The plan In one minute: repairs begin in May.")
    assert "Part" not in first
    assert second.startswith("The plan Contents Part 0")


@pytest.mark.parametrize("style", ["briefing", "large-print"])
def test_the_message_stands_before_the_contents_of_a_short_document(style: str) -> None:
    first, *_ = made(load_style(style), SUMMARY, *sections(6))
    assert first.startswith("The plan In one minute: repairs begin in May. Contents Part 0")


@pytest.mark.slow
def test_a_style_says_from_how_many_pages_there_is_a_cover() -> None:
    style = load_style("briefing")
    style = replace(style, contents=replace(style.contents, cover=2))
    first, *_ = made(style, SUMMARY, *sections(6))
    assert "Part" not in first


@pytest.mark.parametrize("number", [6, 15], ids=["short", "long"])
def test_what_is_estimated_changes_no_page(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    style = load_style("briefing")
    style = replace(style, contents=replace(style.contents, cover=4))
    estimated = made(style, SUMMARY, *sections(number))
    for guess in (True, False):
        monkeypatch.setattr(cover, "is_probably_long", lambda root, style, guess=guess: guess)
        assert made(style, SUMMARY, *sections(number)) == estimated
    assert ("Part" in estimated[0]) is (number == 6)


@pytest.mark.parametrize("number", [20, 60])
def test_pages_are_estimated_to_a_fifth(number: int) -> None:
    style = load_style("briefing")
    document = Document(Meta(inlines("The plan"), "en"), (SUMMARY, *sections(number)))
    body = page_of(document, style, 220, ALL_CACHES).root.find("body")
    assert body is not None
    assert likely_pages(body, style.page) == pytest.approx(
        len(made(style, *document.blocks)), rel=0.2
    )


def test_without_contents_there_is_no_cover() -> None:
    first, *_ = made(load_style("briefing"), SUMMARY, *[p(WORDS * 8)] * 40)
    assert WORDS.strip() in first


@pytest.mark.parametrize(
    ("blocks", "before"),
    [
        ((SUMMARY, SUMMARY), 2),
        ((), 0),
        ((SUMMARY, p(WORDS * 30)), 0),
        ((SUMMARY, CodeBlock("a")), 0),
    ],
    ids=["short", "nothing", "long", "code"],
)
def test_what_is_long_or_no_text_follows_the_contents(
    blocks: tuple[Block, ...], before: int
) -> None:
    document = Document(Meta(inlines("The plan"), "en"), (*blocks, *sections(6)))
    assert opening(document) == before
    assert opening(replace(document, blocks=blocks)) == 0
