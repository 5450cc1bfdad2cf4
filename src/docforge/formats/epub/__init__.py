"""Document to EPUB 3.3, accessible by EPUB Accessibility 1.1 and with the facts that 1.2 asks for.

Invariant: every claim and accessibility fact in the package is computed from the document;
nothing in the file needs anything outside it.
"""

from collections.abc import Iterator, Sequence

from docforge.document import Document, Link, Sibling, walk
from docforge.export import Format, Rendering
from docforge.findings import Finding, Severity, Where
from docforge.formats.epub.chapters import Chapter, chapters
from docforge.formats.epub.metadata import CONFORMANCE, claims_conformance, metadata
from docforge.formats.epub.navigation import contents, navigation
from docforge.formats.epub.package import Resource, SpinePlace, write
from docforge.formats.epub.tables import let_reflow
from docforge.formats.epub.xhtml import SHEET
from docforge.formats.markup import MarkupTarget, build, formula_element
from docforge.style import Style

FORMAT = Format.EPUB
_XHTML = "application/xhtml+xml"


def render(document: Document, style: Style, *, claim: bool) -> Rendering:
    """The document as an EPUB file.

    `claim` states conformance to EPUB Accessibility 1.1, provided that an organisation vouches
    for it. A link to another document that has no absolute address is a finding (EPB001).
    """
    words = style.words(document.meta.lang)
    findings = tuple(dict.fromkeys(_unreachable(document)))
    target = MarkupTarget(
        image_source=lambda asset: f"images/{asset.name}",
        formula=formula_element,
        sibling=lambda sibling: sibling.url,
    )
    built = build(document, words, target, style.page, toc_from=style.toc_from)
    markup = let_reflow(built, words)
    texts = chapters(document, markup, words)
    toc = contents(texts)
    nav = navigation(document, words, texts, toc)
    resources = (
        *_text_files(texts),
        # Reading systems offer it at any time: in the text it would only be read twice. The
        # landmark that leads to it needs it in the spine.
        Resource("nav.xhtml", _XHTML, nav, ("nav",), SpinePlace.ASIDE),
        Resource(SHEET, "text/css", style.epub_css.encode()),
        *(Resource(f"images/{a.name}", a.media_type, a.data) for a in document.assets),
    )
    content = write(document, metadata(document, words, claim=claim), resources, toc)
    claims = (CONFORMANCE,) if claims_conformance(document, claim) else ()
    return Rendering(FORMAT, content, claims, findings)


def _text_files(texts: Sequence[Chapter]) -> Iterator[Resource]:
    for text in texts:
        properties = ("mathml",) if text.has_formulas else ()
        yield Resource(text.name, _XHTML, text.content, properties, place=SpinePlace.IN_ORDER)


def _unreachable(document: Document) -> Iterator[Finding]:
    """Links that a book cannot hold: another document's file is not in it."""
    for node in walk(document):
        match node:
            case Link(_, Sibling(stem, _, None), position):
                yield Finding(
                    "EPB001",
                    Severity.NOTE,
                    f"The EPUB cannot link to “{stem}”: it shows the link's words only.",
                    Where("", position.line, position.column),
                    "Set base_url in docforge.toml, so that the link has an absolute address.",
                )
            case _:
                pass
