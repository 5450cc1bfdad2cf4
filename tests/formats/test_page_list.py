"""The pages of the PDF in the book: each mark stands where the page begins."""

from io import BytesIO
from itertools import chain
from xml.etree.ElementTree import Element, fromstring, tostring
from zipfile import ZipFile

import pypdfium2
import pytest
from every_node import DOCUMENT, inlines, p, td
from msgspec.structs import replace

from docforge.conformance import FAULTLESS
from docforge.document import Document, Heading, Note, NoteReference, Row, Table, Text
from docforge.export import PageStart, Rendering
from docforge.formats import epub, pdf
from docforge.formats.epub.pages import ROLE, letters_of, mark_pages
from docforge.formats.epub.tables import let_reflow
from docforge.formats.markup import MarkupTarget, build, formula_element
from docforge.formats.markup.context import element
from docforge.formats.markup.text_blocks import OBJECT, letters, text_blocks
from docforge.style import load_style

STYLE = load_style("briefing")
TARGET = MarkupTarget(lambda asset: asset.name, formula_element, lambda sibling: None)
EPUB = "{http://www.idpf.org/2007/ops}type"
MARK = '<span id="df-page-2" role="doc-pagebreak" epub:type="pagebreak" aria-label="2" />'


def sentences(count: int) -> str:
    return " ".join(f"Sentence {n} tells of harbours, ferries and tides." for n in range(count))


LONG = replace(
    DOCUMENT,
    blocks=(
        *DOCUMENT.blocks,
        Heading(2, inlines("Further"), "further"),
        p(sentences(60), NoteReference(0, 3)),
        *(p(f"Paragraph {n}. {sentences(6)}") for n in range(12)),
    ),
    notes=(replace(DOCUMENT.notes[0], references=3), *DOCUMENT.notes[1:]),
)


def printed(document: Document) -> Rendering:
    return pdf.render(document, STYLE, standing=FAULTLESS)


def book(document: Document, pages: tuple[PageStart, ...]) -> ZipFile:
    made = epub.render(document, STYLE, standing=FAULTLESS, pages=pages)
    return ZipFile(BytesIO(made.content))


# --- Where a mark is put -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("block", "start", "marked"),
    [
        ("<p>one two three</p>", (3, "twothree"), "<p>one |two three</p>"),
        ("<p>one</p>", (0, "one"), "<p>|one</p>"),
        (
            "<p>one <em>two three</em> four</p>",
            (6, "threefour"),
            "<p>one <em>two |three</em> four</p>",
        ),
        ("<p>one <em>two</em> three</p>", (6, "three"), "<p>one <em>two</em> |three</p>"),
        ("<p>one <img alt='x' /> two</p>", (3, f"{OBJECT}two"), "<p>one |<img alt='x' /> two</p>"),
        ("<p><img alt='' />one two</p>", (3, "two"), "<p><img alt='' />one |two</p>"),
        ("<p>a <math><mi>b</mi></math> c d</p>", (3, "d"), "<p>a <math><mi>b</mi></math> c |d</p>"),
        (
            "<p>one<a role='doc-noteref'><sup>1</sup></a> two</p>",
            (3, "1two"),
            "<p>one|<a role='doc-noteref'><sup>1</sup></a> two</p>",
        ),
        (
            "<li>one<ul><li>two</li></ul> three</li>",
            (3, "three"),
            "<li>one<ul><li>two</li></ul> |three</li>",
        ),
        (
            "<figure><picture><source /><img alt='Bars' /></picture> two</figure>",
            (0, "\ufffctwo"),
            "<figure>|<picture><source /><img alt='Bars' /></picture> two</figure>",
        ),
        # A count that another output has otherwise is mended by the letters.
        ("<p>so it is, so it was</p>", (9, "soitwas"), "<p>so it is, |so it was</p>"),
        ("<p>so it is, so it is</p>", (1, "soit"), "<p>|so it is, so it is</p>"),
    ],
)
def test_a_mark_stands_before_the_letters_of_the_page(
    block: str, start: tuple[int, str], marked: str
) -> None:
    made = fromstring(block)
    assert mark_pages([made], [PageStart("2", 0, *start)]) is None
    expected = fromstring(marked.replace("|", "<b />"))
    assert tostring(made, encoding="unicode").replace(MARK, "<b />") == tostring(
        expected, encoding="unicode"
    )


def test_two_pages_in_one_block_are_both_marked() -> None:
    made = fromstring("<p>one two three four</p>")
    starts = [PageStart("2", 0, 3, "twothree"), PageStart("3", 0, 11, "four")]
    assert mark_pages([made], starts) is None
    assert [(span.get("aria-label"), span.tail) for span in made] == [
        ("2", "two three "),
        ("3", "four"),
    ]


@pytest.mark.parametrize("start", [(0, 3, "five"), (1, 0, "one")], ids=["letters", "block"])
def test_a_page_that_is_not_found_leaves_no_mark_at_all(start: tuple[int, int, str]) -> None:
    made = fromstring("<p>one two</p>")
    lost = PageStart("3", *start)
    assert mark_pages([made], [PageStart("2", 0, 3, "two"), lost]) is lost
    assert len(made) == 0


# Text begins in these, and so may a page. A table, a row and a list hold their parts only.
HOLDERS = frozenset(
    {"p", "li", "dt", "dd", "td", "th", "caption", "figcaption", "figure", "pre", "code", "div"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "a", "abbr", "cite", "del", "dfn", "em"}
    | {"ins", "kbd", "mark", "samp", "small", "span", "strong", "sub", "sup", "u", "var"}
)
BLOCKS = len(text_blocks(build(DOCUMENT, STYLE, TARGET)))


@pytest.mark.parametrize("number", range(BLOCKS))
def test_a_page_may_begin_at_every_letter_of_every_container(number: int) -> None:
    """Each mark stands where text may begin, also when tables have been made to reflow."""
    markup = build(DOCUMENT, STYLE, TARGET)
    blocks = text_blocks(markup)
    text = letters_of(blocks[number])
    starts = [PageStart(str(at), number, at, text[at : at + 24]) for at in range(len(text))]
    assert mark_pages(blocks, starts) is None
    reflowing = let_reflow(markup, STYLE.words(DOCUMENT.meta.lang))
    parts = (markup.header, *reflowing.body, markup.notes, markup.footer)
    root = element("body", {}, [part for part in parts if part is not None])
    held = [parent.tag for parent in root.iter() for e in parent if e.get("role") == ROLE]
    assert len(held) == len(starts)
    assert set(held) <= HOLDERS


# --- From the pages of a PDF to those of a book ------------------------------------------


def test_pages_begin_with_what_the_pdf_shows_first_on_them() -> None:
    made = printed(LONG)
    sheets = pypdfium2.PdfDocument(made.content)
    shown = [letters(page.get_textpage().get_text_bounded()) for page in sheets]
    assert [start.label for start in made.page_starts] == [str(n + 1) for n in range(len(shown))]
    assert len(shown) > 4
    for start, text in zip(made.page_starts[1:], shown[1:], strict=True):
        head = letters("Autumn briefing")
        first = text.removeprefix(head)
        assert first.startswith(start.following.partition(OBJECT)[0])


def marks(page: Element) -> list[str]:
    return [e.get("aria-label", "") for e in page.iter() if e.get("role") == "doc-pagebreak"]


def test_the_list_of_pages_leads_to_the_marks_in_order() -> None:
    pages = printed(LONG).page_starts
    made = book(LONG, pages)
    nav = fromstring(made.read("EPUB/nav.xhtml"))
    (listed,) = (e for e in nav.iter() if e.get(EPUB) == "page-list")
    links = [e for e in listed.iter() if e.tag.endswith("}a")]
    assert [link.text for link in links] == [start.label for start in pages]
    for link in links:
        file, _, ident = link.attrib["href"].partition("#")
        page = fromstring(made.read(f"EPUB/{file}"))
        (mark,) = (e for e in page.iter() if e.get("id") == ident)
        assert (mark.get(EPUB), mark.get("aria-label")) == ("pagebreak", link.text)


def test_a_page_that_begins_in_the_contents_begins_in_the_book_with_the_text_behind_them() -> None:
    headings = [Heading(2, inlines(f"Part {n} of many"), f"part-{n}") for n in range(60)]
    meta = replace(LONG.meta, toc=True)
    document = replace(LONG, blocks=tuple(headings), notes=(), meta=meta)
    starts = printed(document).page_starts
    assert starts[0].following.startswith("Autumnbriefing")
    assert starts[1].following.startswith("Part")


@pytest.mark.parametrize("pages", [(), (PageStart("1", 0, 0, "Autumn"),)], ids=["none", "one"])
def test_without_several_pages_nothing_speaks_of_pages(pages: tuple[PageStart, ...]) -> None:
    made = book(DOCUMENT, pages)
    package = made.read("EPUB/content.opf").decode()
    assert "pageBreak" not in package
    assert "pageNavigation" not in package
    assert "page-list" not in made.read("EPUB/nav.xhtml").decode()


def test_the_package_says_whose_pages_they_are() -> None:
    package = book(LONG, printed(LONG).page_starts).read("EPUB/content.opf").decode()
    assert '<meta property="pageBreakSource">Autumn briefing (PDF)</meta>' in package
    for feature in ("pageBreakMarkers", "pageNavigation"):
        assert f'"schema:accessibilityFeature">{feature}<' in package
    assert "Page numbers are those of the PDF." in package


def test_a_page_without_a_place_is_a_finding_and_there_is_no_list() -> None:
    wrong = (PageStart("1", 0, 0, "Autumn"), PageStart("2", 1, 0, "nowhere in it"))
    made = epub.render(DOCUMENT, STYLE, standing=FAULTLESS, pages=wrong)
    assert "EPB002" in [finding.code for finding in made.findings]
    assert "page-list" not in ZipFile(BytesIO(made.content)).read("EPUB/nav.xhtml").decode()


def test_a_page_that_begins_with_a_caption_is_marked_before_the_table() -> None:
    table = Table(inlines("Landings"), (), ((Row((td("1"),)),),))
    blocks = (p("x"), table)
    numbered = [b.tag for b in text_blocks(build(replace(DOCUMENT, blocks=blocks), STYLE, TARGET))]
    start = PageStart("2", numbered.index("caption"), 0, "Landings")
    made = book(replace(DOCUMENT, blocks=blocks), (PageStart("1", 0, 0, "Autumn"), start))
    page = fromstring(made.read("EPUB/text-001.xhtml"))
    (wrapper,) = (e for e in page.iter() if e.get("class", "").startswith("reflow"))
    assert [(e.tag.rpartition("}")[2], e.get("aria-label")) for e in wrapper] == [
        ("span", "2"),
        ("table", None),
    ]
    assert "".join(wrapper.itertext()) == "Landings1"


def test_notes_and_their_links_back_begin_pages_too() -> None:
    notes = tuple(Note((p(sentences(30)),), 1) for _ in range(8))
    text = p(*(each for n in range(8) for each in (Text(f"Word {n}"), NoteReference(n, 1))))
    document = replace(DOCUMENT, blocks=(text,), notes=notes)
    pages = printed(document).page_starts
    assert len(pages) > 2
    made = book(document, pages)
    found = [marks(fromstring(made.read(name))) for name in made.namelist() if "text-0" in name]
    assert list(chain.from_iterable(found)) == [start.label for start in pages[1:]]
