"""A draft, an embargo and a classification stand where they must: read-back misses none of them."""

import re
from io import BytesIO

import pikepdf
import pytest
from further_breaks import repacked
from marked import made, marked, proof
from msgspec.structs import replace

from docforge.conformance import FAULTLESS
from docforge.document.restrictions import FREE
from docforge.export import FORMATS, Format
from docforge.findings import Outcome
from docforge.formats import renderer
from docforge.gate import check
from docforge.style import load_style

EMBARGO = "Embargoed until 1 December 2026, 00:01 (London)"
LINES = (EMBARGO, "Draft", "OFFICIAL-SENSITIVE")
# What is done to a page or a chapter: the text that is replaced (once), and what stands instead.
MARKUP = [
    ("embargo lost", f'<p class="restriction">{EMBARGO}</p>', ""),
    ("embargo at another time", "00:01 (London)", "10:00 (London)"),
    ("draft lost", '<p class="restriction">Draft</p>', ""),
    ("draft as any paragraph", '<p class="restriction">Draft</p>', "<p>Draft</p>"),
    ("classification lost", '<p class="restriction">OFFICIAL-SENSITIVE</p>', ""),
    ("kind lost", '<p class="kind">Guidance</p>', ""),
    ("kind another one", ">Guidance<", ">Speech<"),
    ("version lost", '<p class="version"><span class="label">Version:</span> 2</p>', ""),
    ("label lost", '<span class="label">Published:</span> ', ""),
    ("other language lost", "Cymraeg", ""),
    ("other language unsaid", 'hreflang="ar" lang="ar"', 'hreflang="ar"'),
]
BOOK = [
    *MARKUP[:-1],
    ("other language leads elsewhere", "https://example.org/fund.ar.html", "https://example.com/"),
]
PAGE = [
    ("rights lost", re.compile(r'<meta name="dcterms.accessRights"[^>]*>\n'), ""),
    ("embargo lost in the head", re.compile(r'<meta name="dcterms.available"[^>]*>\n'), ""),
    ("type lost", re.compile(r'<meta name="dcterms.type"[^>]*>\n'), ""),
    ("other language leads elsewhere", 'href="../fund.ar/', 'href="../fund.fa/'),
    ("language of a link", 'hreflang="ar"', 'hreflang="fa"'),
]
TEXT = [
    ("embargo lost", f"{EMBARGO}\n\n", ""),
    ("draft lost", "Draft\n\n", ""),
    ("classification lost", "OFFICIAL-SENSITIVE\n\n", ""),
    ("kind lost", "Guidance\n\n", ""),
    ("version lost", "Version: 2\n\n", ""),
    ("other language lost", ", Cymraeg (fund.cy-drafft.txt)", ""),
]
PACKAGE = [
    ("rights lost", re.compile(r'<meta property="dcterms:accessRights"[^/]*/meta>'), ""),
    ("embargo lost", re.compile(r'<meta property="dcterms:available"[^/]*/meta>'), ""),
    ("type lost", re.compile(r"<dc:type>[^/]*/dc:type>"), ""),
    ("version lost", re.compile(r'<meta property="schema:version"[^/]*/meta>'), ""),
]


def changed(content: bytes, old: str | re.Pattern[str], new: str) -> bytes:
    pattern = re.compile(re.escape(old)) if isinstance(old, str) else old
    text, count = pattern.subn(new, content.decode(), count=1)
    assert count, f"{old} is not there"
    return text.encode()


@pytest.mark.parametrize("kind", FORMATS.values(), ids=str)
def test_a_marked_document_is_proven_and_passes_the_gate(kind: Format) -> None:
    assert proof(kind, made(kind)).verdict.findings == ()
    assert check(kind, made(kind), "fund/fund") == ()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lang", "direction"),
    [("ar", "rtl"), ("he", "rtl"), ("hi", "ltr"), ("ja", "ltr"), ("xx", "ltr")],
)
def test_a_marked_document_is_proven_in_every_script(lang: str, direction: str) -> None:
    document = marked(lang, direction)
    for kind in FORMATS.values():
        content = renderer(kind)(document, load_style("briefing"), standing=FAULTLESS).content
        assert proof(kind, content, document).verdict.findings == (), kind
        assert check(kind, content, "fund/fund") == (), kind


@pytest.mark.parametrize(("name", "old", "new"), [*MARKUP, *PAGE], ids=lambda part: str(part)[:30])
def test_a_page_that_lost_a_mark_is_caught(name: str, old: str | re.Pattern[str], new: str) -> None:
    broken = changed(made(Format.HTML), old, new)
    assert proof(Format.HTML, broken).verdict.outcome is Outcome.FAILED, name


@pytest.mark.parametrize(("name", "old", "new"), BOOK, ids=lambda part: str(part)[:30])
def test_a_book_that_lost_a_mark_is_caught(name: str, old: str, new: str) -> None:
    broken = repacked(made(Format.EPUB), "EPUB/title.xhtml", lambda held: changed(held, old, new))
    assert proof(Format.EPUB, broken).verdict.outcome is Outcome.FAILED, name


@pytest.mark.parametrize(("name", "old", "new"), PACKAGE, ids=lambda part: str(part)[:30])
def test_a_package_that_lost_a_mark_is_caught(name: str, old: re.Pattern[str], new: str) -> None:
    broken = repacked(made(Format.EPUB), "EPUB/content.opf", lambda held: changed(held, old, new))
    assert proof(Format.EPUB, broken).verdict.outcome is Outcome.FAILED, name


@pytest.mark.parametrize(("name", "old", "new"), TEXT, ids=lambda part: str(part)[:30])
def test_a_text_that_lost_a_mark_is_caught(name: str, old: str, new: str) -> None:
    broken = changed(made(Format.TEXT), old, new)
    assert proof(Format.TEXT, broken).verdict.outcome is Outcome.FAILED, name


# --- The PDF -----------------------------------------------------------------------------


def without_mark(page: int) -> bytes:
    """The PDF without what one of its pages says of the document."""
    with pikepdf.open(BytesIO(made(Format.PDF))) as pdf:
        content = pdf.pages[page].Contents.read_bytes()
        artifact = re.compile(rb"<<[^>]*/Subtype /Watermark[^>]*>>\s*BDC.*?EMC", re.DOTALL)
        kept, count = artifact.subn(b"<</Type /Layout>> BDC EMC", content)
        assert count, "the page says nothing of the document"
        pdf.pages[page].Contents = pdf.make_stream(kept)
        saved = BytesIO()
        pdf.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize("page", [0, 1])
def test_a_page_of_a_pdf_that_does_not_say_it_is_caught(page: int) -> None:
    verdict = proof(Format.PDF, without_mark(page)).verdict
    assert any("line on every page" in found.message for found in verdict.findings)


def test_a_pdf_that_says_on_its_pages_what_nobody_said_is_caught() -> None:
    free = replace(marked(), meta=replace(marked().meta, restrictions=FREE))
    assert proof(Format.PDF, made(Format.PDF), free).verdict.outcome is Outcome.FAILED


def test_every_page_of_the_pdf_shows_every_mark() -> None:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(made(Format.PDF))
    assert len(pdf) > 1
    for page in pdf:
        shown = " ".join(page.get_textpage().get_text_bounded().split())
        assert all(line in shown for line in LINES), shown[:200]
