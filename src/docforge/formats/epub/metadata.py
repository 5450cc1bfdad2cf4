"""What the package says of itself: Dublin Core and accessibility facts.

Invariant: law 4. Every fact is computed from the document (EPUB Accessibility 1.1, 2.2 and
2.3; schema.org accessibility vocabulary), and conformance is stated only when it is claimed.
"""

import re
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from docforge.conformance import Standing
from docforge.document import (
    Decorative,
    Document,
    Heading,
    Image,
    Math,
    plain_text,
    walk,
)
from docforge.document.kinds import KINDS
from docforge.formats.epub.xhtml import xml_text
from docforge.style import Brand, Style, Words
from docforge.style.masthead import masthead
from docforge.style.restrictions import running_text

CONFORMANCE = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
# W3C date and time formats (NOTE-datetime): a year, a month or a day.
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_NO_DAY = "2000-01-01T00:00:00Z"


class Statement(Struct, frozen=True):
    """One metadata element: a Dublin Core name ("dc:title") or a `meta` property."""

    name: str
    value: str
    ident: str = ""
    refines: str = ""
    lang: str = ""


def claims_conformance(document: Document, standing: Standing) -> bool:
    """Whether conformance is stated: a claim needs someone who has evaluated it (2.4.2)."""
    evaluation = document.meta.evaluation
    return bool(evaluation and xml_text(evaluation.by).strip() and standing.kept((CONFORMANCE,)))


def metadata(
    document: Document, style: Style, standing: Standing, *, has_pages: bool
) -> tuple[Statement, ...]:
    """All statements in their order; values are never empty and never break XML.

    `has_pages` says that the pages of the PDF are marked and listed.
    """
    claimed = claims_conformance(document, standing)
    said = _accessibility(document, style, standing, claimed, has_pages)
    words = style.words(document.meta.lang)
    statements = [*_dublin_core(document, words), *said]
    if claimed:
        statements += _conformance(document)
    tidy = ((each, " ".join(xml_text(each.value).split())) for each in statements)
    return tuple(
        Statement(each.name, value, each.ident, each.refines, each.lang)
        for each, value in tidy
        if value
    )


def modified(document: Document) -> str:
    """The document's day as `dcterms:modified` wants it; without one a fixed day (law 6)."""
    first = _first_day(document.meta.date)
    return f"{first.isoformat()}T00:00:00Z" if first else _NO_DAY


def _first_day(written: str) -> date | None:
    """The first day that an ISO date covers, None for anything else."""
    if not _DATE.fullmatch(written):
        return None
    try:
        return date.fromisoformat(f"{written}-01-01"[:10])
    except ValueError:
        return None


def _dublin_core(document: Document, words: Words) -> Iterator[Statement]:
    meta = document.meta
    yield Statement("dc:identifier", document.identifier, "id")
    yield Statement("dc:title", plain_text(meta.title), "title")
    yield Statement("title-type", "main", refines="title")
    if meta.subtitle:
        yield Statement("dc:title", meta.subtitle, "subtitle")
        yield Statement("title-type", "subtitle", refines="subtitle")
    yield Statement("dc:language", meta.lang)
    for number, author in enumerate(meta.authors, start=1):
        yield Statement("dc:creator", author, f"creator-{number}")
    yield Statement("dc:publisher", meta.organisation)
    if _first_day(meta.date):
        yield Statement("dc:date", meta.date)
    yield Statement("dc:description", meta.description)
    for keyword in meta.keywords:
        yield Statement("dc:subject", keyword)
    if meta.kind:
        yield Statement("dc:type", words[KINDS[meta.kind].word])
    yield Statement("dcterms:accessRights", running_text(meta.restrictions, words))
    if meta.restrictions.embargo is not None:
        yield Statement("dcterms:available", meta.restrictions.embargo.iso)
    yield Statement("dcterms:replaces", meta.replaces)
    yield Statement("schema:version", meta.version)


class _Facts(Struct, frozen=True):
    """What the document holds, as far as accessibility facts depend on it."""

    images: tuple[Image, ...]
    formulas: tuple[Math, ...]
    has_headings: bool
    has_logo: bool
    are_described: bool

    @property
    def has_pictures(self) -> bool:
        return self.has_logo or any(image.asset for image in self.images)


def _facts(document: Document, brand: Brand, standing: Standing) -> _Facts:
    nodes = tuple(walk(document))
    # A decorative image shows nothing that a reader could miss; a missing one shows nothing.
    images = tuple(n for n in nodes if isinstance(n, Image) and not isinstance(n.alt, Decorative))
    return _Facts(
        images,
        tuple(n for n in nodes if isinstance(n, Math)),
        any(isinstance(n, Heading) for n in nodes),
        # A house's logo has a description, or is decorative.
        any(part.logo and part.said.text for part in masthead(brand, document.meta.lang)),
        # A description such as “image” or “IMG_4021.jpg” is none (WCAG 2.2, 1.1.1).
        all(image.alt is not None for image in images) and not standing.fails("WCAG 1.1.1"),
    )


def _accessibility(
    document: Document, style: Style, standing: Standing, claimed: bool, has_pages: bool
) -> Iterator[Statement]:
    words, facts = style.words(document.meta.lang), _facts(document, style.brand, standing)
    modes = ["textual", *(["visual"] if facts.has_pictures else [])]
    for mode in modes:
        yield Statement("schema:accessMode", mode)
    # "textual" alone says that everything is there as text.
    sufficient = "textual" if facts.are_described else ",".join(modes)
    yield Statement("schema:accessModeSufficient", sufficient)
    pages = ("pageBreakMarkers", "pageNavigation") if has_pages else ()
    for feature in (*_features(facts), *pages):
        yield Statement("schema:accessibilityFeature", feature)
    # Images are stills and there is neither script, sound nor film.
    yield Statement("schema:accessibilityHazard", "none")
    if has_pages:
        # What says in words which edition it is: there is no number for it.
        yield Statement("pageBreakSource", f"{plain_text(document.meta.title)} (PDF)")
    summary = " ".join(words[key] for key in _summary(facts, claimed, has_pages))
    lang = "" if words.lang == document.meta.lang else words.lang
    yield Statement("schema:accessibilitySummary", summary, lang=lang)


def _features(facts: _Facts) -> Iterator[str]:
    yield from ("tableOfContents", "readingOrder", "displayTransformability", "ARIA")
    if facts.has_headings:
        yield "structuralNavigation"
    if (facts.images or facts.has_logo) and facts.are_described:
        yield "alternativeText"
    if facts.formulas and all(formula.mathml is not None for formula in facts.formulas):
        yield "MathML"
        if all(formula.spoken for formula in facts.formulas):
            yield "describedMath"


def _summary(facts: _Facts, claimed: bool, has_pages: bool) -> Iterator[str]:
    """Keys of the sentences for readers (EPUB Accessibility 1.1, 2.2)."""
    if facts.are_described:
        yield "summary-text"
    if facts.images or facts.has_logo:
        yield "summary-images-described" if facts.are_described else "summary-images-undescribed"
    if "describedMath" in _features(facts):
        yield "summary-formulas"
    yield "summary-navigation"
    if has_pages:
        yield "summary-pages"
    if claimed:
        yield "summary-claim"


def _conformance(document: Document) -> Iterator[Statement]:
    """EPUB Accessibility 1.1, 2.4: the standard met, who says so, and since when."""
    evaluation = document.meta.evaluation
    yield Statement("dcterms:conformsTo", CONFORMANCE, "conformance")
    if evaluation is not None:
        yield Statement("a11y:certifiedBy", evaluation.by, "certifier", "conformance")
        yield Statement("dcterms:date", evaluation.on, refines="certifier")
