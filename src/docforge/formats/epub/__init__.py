"""Document to EPUB 3.3, accessible by EPUB Accessibility 1.1 and with the facts that 1.2 asks for.

Invariant: every claim and accessibility fact in the package is computed from the document;
nothing in the file needs anything outside it.
"""

from collections.abc import Iterable, Iterator, Sequence

from docforge.conformance import Standing
from docforge.document import Asset, Document, Link, Position, Sibling, walk
from docforge.export import Format, PageStart, Rendering
from docforge.findings import Finding, Severity, Where
from docforge.formats.epub.chapters import Chapter, chapters
from docforge.formats.epub.cover import COVER_PAGE, COVER_PICTURE, cover_page, draw_cover
from docforge.formats.epub.metadata import CONFORMANCE, claims_conformance, metadata
from docforge.formats.epub.navigation import contents, navigation
from docforge.formats.epub.package import Resource, SpinePlace, write
from docforge.formats.epub.pages import mark_pages
from docforge.formats.epub.tables import let_reflow
from docforge.formats.epub.xhtml import SHEET
from docforge.formats.markup import MarkupTarget, build, formula_element
from docforge.formats.markup.text_blocks import text_blocks
from docforge.style import Style
from docforge.style.screen_fonts import MEDIA_TYPE, book_sheet, left_out, screen_fonts

FORMAT = Format.EPUB
_XHTML = "application/xhtml+xml"


def render(
    document: Document, style: Style, *, standing: Standing, pages: Sequence[PageStart] = ()
) -> Rendering:
    """The document as an EPUB file, with a list of the `pages` of the PDF, if there are several.

    Conformance to EPUB Accessibility 1.1 is stated when `standing` keeps the claim, and front
    matter names who has evaluated the document. A link to another document that has no absolute
    address is a finding (EPB001), and so is a page whose beginning is not found (EPB002): then
    there is no list of pages.
    """
    words = style.words(document.meta.lang)
    findings = [*dict.fromkeys(_unreachable(document)), *left_out(style, "book")]
    target = MarkupTarget(
        image_source=lambda asset: f"images/{asset.name}",
        formula=formula_element,
        sibling=lambda sibling: sibling.url,
    )
    built = build(document, style, target)
    shown = pages if len(pages) > 1 else ()
    lost = mark_pages(text_blocks(built), shown)
    findings += [] if lost is None else [_without_page(lost)]
    drawn = draw_cover(document, style, built.header)
    markup = let_reflow(built, words)
    texts = chapters(document, markup, words)
    toc = contents(texts)
    nav = navigation(document, words, texts, toc)
    has_pages = bool(shown) and lost is None
    resources = (
        *_text_files(cover_page(document, words, drawn), texts),
        # Reading systems offer it at any time: in the text it would only be read twice. The
        # landmark that leads to it needs it in the spine.
        Resource("nav.xhtml", _XHTML, nav, ("nav",), SpinePlace.ASIDE),
        Resource(SHEET, "text/css", book_sheet(style).encode()),
        Resource(COVER_PICTURE, "image/png", drawn.picture, ("cover-image",)),
        *(Resource(f"fonts/{f.name}", MEDIA_TYPE, f.content) for f in screen_fonts(style)),
        *(Resource(f"images/{a.name}", a.media_type, a.data) for a in _pictures(document, style)),
    )
    statements = metadata(document, style, standing, has_pages=has_pages)
    content = write(document, statements, resources, toc)
    claims = (CONFORMANCE,) if claims_conformance(document, standing) else ()
    return Rendering(FORMAT, content, claims, (CONFORMANCE,), tuple(findings))


def _pictures(document: Document, style: Style) -> Iterable[Asset]:
    """The document's pictures and those of its house, each once."""
    return {asset.name: asset for asset in (*document.assets, *style.brand.assets)}.values()


def _text_files(cover: bytes, texts: Sequence[Chapter]) -> Iterator[Resource]:
    yield Resource(COVER_PAGE, _XHTML, cover, place=SpinePlace.IN_ORDER)
    for text in texts:
        properties = ("mathml",) if text.has_formulas else ()
        yield Resource(text.name, _XHTML, text.content, properties, place=SpinePlace.IN_ORDER)


def _without_page(lost: PageStart) -> Finding:
    return Finding(
        "EPB002",
        Severity.NOTE,
        f"The EPUB has no list of pages: it is not known where page {lost.label} of the PDF "
        f"begins in it (“{lost.following}”).",
        Where(""),
        "Readers find places by the contents. Please report it, with the document.",
    )


def _unreachable(document: Document) -> Iterator[Finding]:
    """Links that a book cannot hold: another document's file is not in it."""
    for one in document.meta.translations:
        if one.target.url is None:
            yield _not_linked(one.target.stem, Position(1, 1))
    for node in walk(document):
        match node:
            case Link(_, Sibling(stem, _, None), position):
                yield _not_linked(stem, position)
            case _:
                pass


def _not_linked(stem: str, position: Position) -> Finding:
    return Finding(
        "EPB001",
        Severity.NOTE,
        f"The EPUB cannot link to “{stem}”: it shows the link's words only.",
        Where("", position.line, position.column),
        "Set base_url in docforge.toml, so that the link has an absolute address.",
    )
