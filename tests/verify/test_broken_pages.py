"""Books whose pages are not those of the PDF beside them: read-back catches every one."""

from functools import cache

import pytest
from every_node import DOCUMENT, inlines, p
from further_breaks import repacked
from msgspec.structs import replace

from docforge.conformance import FAULTLESS
from docforge.document import Document, Heading
from docforge.export import Format, Rendering
from docforge.findings import Finding, Outcome, Severity, Where
from docforge.formats import epub, pdf
from docforge.style import load_style
from docforge.verify.readback import read_back

STYLE = load_style("briefing")
LONG = replace(
    DOCUMENT,
    blocks=(
        Heading(2, inlines("Words"), "words"),
        *(p(f"Paragraph {n}. {'Word after word. ' * 50}") for n in range(12)),
    ),
    notes=(),
)
WITH_EVERY_NODE = replace(LONG, blocks=(*DOCUMENT.blocks, *LONG.blocks[1:]), notes=DOCUMENT.notes)
NAV, TEXT, OPF = "EPUB/nav.xhtml", "EPUB/text-001.xhtml", "EPUB/content.opf"
MARK = '<span id="df-page-3" role="doc-pagebreak" epub:type="pagebreak" aria-label="3" />'
LINE = '<li><a href="text-001.xhtml#df-page-3">3</a></li>'
END = '</ol></nav><nav epub:type="landmarks"'
FEATURE = '<meta property="schema:accessibilityFeature">pageNavigation</meta>'
SOURCE = '<meta property="pageBreakSource">Autumn briefing (PDF)</meta>'

BREAKS = {
    "mark gone": (TEXT, MARK, ""),
    "mark of another page": (TEXT, 'aria-label="3"', 'aria-label="4"'),
    "mark elsewhere": (TEXT, MARK, "", "<p>Paragraph 1.", f"<p>{MARK}Paragraph 1."),
    "mark with words": (TEXT, MARK, MARK.replace(" />", ">Page 3</span>")),
    "marks exchanged": (
        *(TEXT, 'id="df-page-2"', 'id="df-page-X"', 'id="df-page-3"', 'id="df-page-2"'),
        *('id="df-page-X"', 'id="df-page-3"'),
    ),
    "page not listed": (NAV, LINE, ""),
    "page listed twice": (NAV, LINE, LINE * 2),
    "page leads elsewhere": (NAV, "text-001.xhtml#df-page-3", "text-001.xhtml#df-page-4"),
    "page leads to no mark": (NAV, "#df-page-3", "#df-page-300"),
    "page under another number": (NAV, "#df-page-3\">3<", "#df-page-3\">iii<"),
    "pages out of order": (NAV, LINE, "", END, f"{LINE}{END}"),
    "title of the list": (NAV, ">Pages</h2>", ">Sheets</h2>"),
    "feature not told": (OPF, FEATURE, ""),
    "source not told": (OPF, SOURCE, ""),
    "source is another": (OPF, "(PDF)<", "(print)<"),
    "summary without pages": (OPF, " Page numbers are those of the PDF.", ""),
}  # fmt: skip


@cache
def printed(document: Document = LONG) -> Rendering:
    return pdf.render(document, STYLE, standing=FAULTLESS)


@cache
def book(document: Document = LONG) -> Rendering:
    pages = printed(document).page_starts
    return epub.render(document, STYLE, standing=FAULTLESS, pages=pages)


def passes(made: Rendering, *beside: Rendering, document: Document = LONG) -> bool:
    proofs = read_back(document, STYLE, [made, *beside], FAULTLESS)
    return all(proof.verdict.outcome is Outcome.PASSED for proof in proofs)


def broken(part: str, *changes: str) -> Rendering:
    def change(held: bytes) -> bytes:
        text = held.decode()
        for old, new in zip(changes[::2], changes[1::2], strict=True):
            assert old in text
            text = text.replace(old, new, 1)
        return text.encode()

    return replace(book(), content=repacked(book().content, part, change))


@pytest.mark.parametrize(
    "document",
    [LONG, pytest.param(WITH_EVERY_NODE, marks=pytest.mark.slow)],
    ids=["words", "every node"],
)
def test_the_book_beside_its_pdf_passes(document: Document) -> None:
    assert passes(book(document), printed(document), document=document)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("changes", BREAKS.values(), ids=BREAKS)
def test_a_break_of_the_pages_is_caught(changes: tuple[str, ...]) -> None:
    assert not passes(broken(*changes), printed())


REPEATED = "The same words again and again, so that no place is known by what stands around it. "


@cache
def repeated() -> Document:
    """Pages of which each begins with the words that all others begin with."""
    return replace(LONG, blocks=(LONG.blocks[0], *(p(REPEATED * 4) for _ in range(26))))


@pytest.mark.parametrize("paragraphs", [1, -1, 6])
def test_a_page_that_begins_at_another_place_of_the_same_words_is_caught(paragraphs: int) -> None:
    pdf_of, book_of = printed(repeated()), book(repeated())
    assert passes(book_of, pdf_of, document=repeated())

    def change(held: bytes) -> bytes:
        before, mark, after = held.decode().partition(MARK)
        assert mark
        texts = (before + after).split("<p>")
        place, into = before.count("<p>"), len(before) - before.rfind("<p>") - 3
        one = texts[place + paragraphs]
        texts[place + paragraphs] = f"{one[:into]}{mark}{one[into:]}"
        return "<p>".join(texts).encode()

    moved = replace(book_of, content=repacked(book_of.content, TEXT, change))
    assert not passes(moved, pdf_of, document=repeated())


def test_a_book_that_marks_no_pages_of_the_pdf_beside_it_is_caught() -> None:
    bare = epub.render(LONG, STYLE, standing=FAULTLESS)
    assert passes(bare)
    assert not passes(bare, printed())


def test_a_book_that_says_why_it_has_no_pages_passes() -> None:
    told = Finding("EPB002", Severity.NOTE, "x", Where(""))
    bare = epub.render(LONG, STYLE, standing=FAULTLESS)
    assert passes(replace(bare, findings=(*bare.findings, told)), printed())


def test_pages_without_a_pdf_are_caught() -> None:
    assert not passes(book())
    assert printed().format is Format.PDF
