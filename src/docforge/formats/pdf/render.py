"""Document to PDF: lay out, tag, paint, and say what could not be carried.

Invariant: a file only claims what its profile and the document's findings allow.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from xml.etree.ElementTree import Element

from msgspec import Struct
from msgspec.structs import replace

from docforge.conformance import Standing
from docforge.document import Document, PdfProfile
from docforge.export import Format, Rendering
from docforge.findings import Finding, Severity, Where
from docforge.formats.pdf import cover, glyphs, house_fonts, links
from docforge.formats.pdf.attachments import attach
from docforge.formats.pdf.breaks import Mender
from docforge.formats.pdf.content import assign, cut_off, unpainted
from docforge.formats.pdf.marked_content import MarkedContent
from docforge.formats.pdf.metadata import add_metadata
from docforge.formats.pdf.page import Page, page_of, sheets_of
from docforge.formats.pdf.page_starts import page_starts
from docforge.formats.pdf.profile import Profile, profile_of
from docforge.formats.pdf.references import add_references, targets_of
from docforge.formats.pdf.tables import headers_of
from docforge.formats.pdf.tags import Tags, tags_of
from docforge.formats.pdf.weasyprint import (
    ALL_CACHES,
    Caches,
    Fetch,
    Layout,
    PaintedPages,
    TaggedStream,
    extents_of,
    failed_image,
    lay_out,
    paint,
    unsupported_characters,
    worth_reporting,
)
from docforge.formats.pdf.writer import TreeWriter
from docforge.style import Style

FORMAT = Format.PDF

# The counter styles of labels.css, which put something around their numbers.
_DELIMITED = re.compile(r"-parenthes[ei]s$")
_LIST_NUMBERINGS = {
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    # PDF has no name for a dash; the other sign tells the levels apart.
    "dash": "Circle",
    "decimal": "Decimal",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
    "lower-alpha": "LowerAlpha",
    "lower-latin": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
    "upper-latin": "UpperAlpha",
}


class _Print(Struct, frozen=True):
    content: bytes
    layout: Layout
    tags: Tags


def render(
    document: Document,
    style: Style,
    *,
    standing: Standing,
    profile: PdfProfile = "ua-1",
    image_dpi: int = 220,
    caches: Caches = ALL_CACHES,
) -> Rendering:
    """The document as a PDF. It names the conformance that `standing` keeps; all else is the same.

    Images have `image_dpi` pixels an inch at most, as large as they are printed. `caches` save
    time and change no byte.
    """
    page = page_of(document, style, image_dpi, caches)
    return _rendered(
        page,
        style,
        profile_of(
            profile,
            formulas=bool(page.formulas.drawings),
            source=document.source is not None,
        ),
        standing=standing,
    )


def _rendered(page: Page, style: Style, profile: Profile, *, standing: Standing) -> Rendering:
    printed = _print(page, page.fetch, style, profile, standing=standing)
    missing = unsupported_characters(printed.layout.messages)
    if missing:
        glyphs.substitute(page.root, missing)
        fetch = partial(glyphs.fetch_with_numbers, page.fetch, missing)
        page = replace(page, css=glyphs.numbered(page.css, missing))
        printed = _print(page, fetch, style, profile, standing=standing)
    findings = (
        *glyphs.findings(page.document, missing),
        *house_fonts.findings(page.document, style),
        *_findings(page, printed),
    )
    claims = standing.kept(profile.claims)
    pages = len(printed.layout.document.pages)
    starts = page_starts(printed.tags.root, page.blocks)
    return Rendering(FORMAT, printed.content, claims, profile.claims, findings, pages, starts)


def _print(
    page: Page, fetch: Fetch, style: Style, profile: Profile, *, standing: Standing
) -> _Print:
    layout = _laid_out(page, fetch, style)
    tags = tags_of(page.root, headers_of(page.root, page.origins))
    assign(layout.sequences, tags)
    _number_lists(layout, tags)
    finish = partial(
        _finish, page=page, layout=layout, tags=tags, profile=profile, standing=standing
    )
    content = paint(layout, finish, profile.version, page.document.identifier)
    return _Print(content, layout, tags)


def _laid_out(page: Page, fetch: Fetch, style: Style) -> Layout:
    """The pages, laid out again where some can be filled better."""
    mender = Mender(page.root, page.pictures)
    lay = partial(
        lay_out, page.root, sheets_of(style), page.css, fetch, page.image_dpi, page.caches
    )
    layout, pages = _with_its_cover(page, style, lay)
    before = layout
    while mender.mend(extents_of(layout.document), pages):
        if mender.is_as_before:
            layout = before
            continue
        before, layout = layout, lay()
        pages += len(layout.document.pages)
    return layout


def _with_its_cover(page: Page, style: Style, lay: Callable[[], Layout]) -> tuple[Layout, int]:
    """The pages, with a cover where they are many without it; and how many were laid out."""
    pages = 0
    if cover.is_probably_long(page.root, style) and cover.add_cover(page.root):
        layout = lay()
        pages = len(layout.document.pages)
        if cover.is_long_without(pages, style):
            return layout, pages
        cover.remove_cover(page.root)
    layout = lay()
    pages += len(layout.document.pages)
    if len(layout.document.pages) > style.contents.cover and cover.add_cover(page.root):
        layout = lay()
        pages += len(layout.document.pages)
    return layout, pages


def _finish(
    painted: PaintedPages,
    *,
    page: Page,
    layout: Layout,
    tags: Tags,
    profile: Profile,
    standing: Standing,
) -> None:
    """All that WeasyPrint has not written: links, tags, bookmarks, metadata."""
    _paint_in_reading_order(painted, tags)
    links.add_links(painted, layout, tags)
    add_references(tags)
    objects = TreeWriter(painted.pdf, painted.pages, painted.streams, profile).write(tags.root)
    places = links.Destinations(painted, targets_of(tags), objects if profile.native else {})
    links.aim_links(places, tags)
    links.add_names(places, tags)
    links.add_outline(places, layout, tags)
    attach(painted.pdf, page.document, objects, page.formulas.mathml)
    add_metadata(painted.pdf, page.document.meta, page.words, profile, standing=standing)
    for intent in painted.pdf.catalog["OutputIntents"]:
        intent["S"] = "/GTS_PDFA1"


def _paint_in_reading_order(painted: PaintedPages, tags: Tags) -> None:
    """Let the order of painting be that of the tree (ISO 32000-2, 14.8.2.5.1)."""
    order: dict[TaggedStream, list[MarkedContent]] = {stream: [] for stream in painted.streams}
    for sequence in tags.root.contents():
        if sequence.painted:
            order[sequence.stream].append(sequence)
    for stream, sequences in order.items():
        stream.put_in_order(sequences)


def _number_lists(layout: Layout, tags: Tags) -> None:
    """Say how each list is labelled, as it is drawn (ISO 32000-1, table 347)."""
    for element, node in tags.lists.items():
        styles: Sequence[str] = [layout.list_styles.get(item, "none") for item in element]
        style = _DELIMITED.sub("", styles[0]) if styles else "none"
        numbering = _LIST_NUMBERINGS.get(style, "Unordered")
        node.attribute("List", "ListNumbering", numbering)


def _findings(page: Page, printed: _Print) -> Iterator[Finding]:
    for node in page.formulas.failed:
        yield Finding(
            "PDF002",
            Severity.WARNING,
            f"The formula {node.tex!r} could not be drawn; the PDF shows its TeX.",
            Where("", node.position.line, node.position.column),
            "Write it with simpler commands.",
        )
    for element in unpainted(printed.tags, printed.layout.sequences):
        yield Finding(
            "PDF003",
            Severity.ERROR,
            f"The PDF does not show this text: {_start(element)}",
            page.where(element, printed.tags.order.parents),
            "Look whether the style's print.css hides it, or whether it is too large for a page.",
        )
    for element in cut_off(printed.layout.sequences):
        yield Finding(
            "PDF005",
            Severity.ERROR,
            f"This reaches beyond its page: {_start(element)}",
            page.where(element, printed.tags.order.parents),
            "Give the style's style.toml a larger page-size or a smaller text-size, or split what "
            "is too broad.",
        )
    for message in worth_reporting(printed.layout.messages):
        where = page.where_of_image(failed_image(message))
        yield Finding("PDF004", Severity.WARNING, f"Printing: {message}", where)


def _start(element: Element) -> str:
    text = " ".join(" ".join(element.itertext()).split()) or element.get("alt", element.tag)
    return text if len(text) <= 60 else f"{text[:57]}..."
