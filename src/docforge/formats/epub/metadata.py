"""What the package says of itself: Dublin Core and accessibility facts.

Invariant: law 4. Every fact is computed from the document (EPUB Accessibility 1.1, 2.2 and
2.3; schema.org accessibility vocabulary), and conformance is stated only when it is claimed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from docforge.document import (
    Decorative,
    Document,
    Heading,
    Image,
    Math,
    plain_text,
    walk,
)
from docforge.formats.epub.xhtml import xml_text
from docforge.style import Words

CONFORMANCE = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
# W3C date and time formats (NOTE-datetime): a year, a month or a day.
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_NO_DAY = "2000-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Statement:
    """One metadata element: a Dublin Core name ("dc:title") or a `meta` property."""

    name: str
    value: str
    ident: str = ""
    refines: str = ""
    lang: str = ""


def claims_conformance(document: Document, claim: bool) -> bool:
    """Whether conformance is stated: a claim needs someone who vouches for it (2.4.2)."""
    return claim and bool(xml_text(document.meta.organisation).strip())


def metadata(document: Document, words: Words, *, claim: bool) -> tuple[Statement, ...]:
    """All statements in their order; values are never empty and never break XML."""
    claimed = claims_conformance(document, claim)
    statements = [*_dublin_core(document), *_accessibility(document, words, claimed)]
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


def _dublin_core(document: Document) -> Iterator[Statement]:
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


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the document holds, as far as accessibility facts depend on it."""

    images: tuple[Image, ...]
    formulas: tuple[Math, ...]
    has_headings: bool

    @property
    def are_described(self) -> bool:
        return all(image.alt is not None for image in self.images)


def _facts(document: Document) -> _Facts:
    nodes = tuple(walk(document))
    return _Facts(
        # A decorative image shows nothing that a reader could miss; a missing one shows nothing.
        tuple(n for n in nodes if isinstance(n, Image) and not isinstance(n.alt, Decorative)),
        tuple(n for n in nodes if isinstance(n, Math)),
        any(isinstance(n, Heading) for n in nodes),
    )


def _accessibility(document: Document, words: Words, claimed: bool) -> Iterator[Statement]:
    facts = _facts(document)
    modes = ["textual", *(["visual"] if any(i.asset for i in facts.images) else [])]
    for mode in modes:
        yield Statement("schema:accessMode", mode)
    # "textual" alone says that everything is there as text.
    sufficient = "textual" if facts.are_described else ",".join(modes)
    yield Statement("schema:accessModeSufficient", sufficient)
    for feature in _features(facts):
        yield Statement("schema:accessibilityFeature", feature)
    # Images are stills and there is neither script, sound nor film.
    yield Statement("schema:accessibilityHazard", "none")
    summary = " ".join(words[key] for key in _summary(facts, claimed))
    lang = "" if words.lang == document.meta.lang else words.lang
    yield Statement("schema:accessibilitySummary", summary, lang=lang)


def _features(facts: _Facts) -> Iterator[str]:
    yield from ("tableOfContents", "readingOrder", "displayTransformability", "ARIA")
    if facts.has_headings:
        yield "structuralNavigation"
    if facts.images and facts.are_described:
        yield "alternativeText"
    if facts.formulas and all(formula.mathml is not None for formula in facts.formulas):
        yield "MathML"
        if all(formula.spoken for formula in facts.formulas):
            yield "describedMath"


def _summary(facts: _Facts, claimed: bool) -> Iterator[str]:
    """Keys of the sentences for readers (EPUB Accessibility 1.1, 2.2)."""
    if facts.are_described:
        yield "summary-text"
    if facts.images:
        yield "summary-images-described" if facts.are_described else "summary-images-undescribed"
    if "describedMath" in _features(facts):
        yield "summary-formulas"
    yield "summary-navigation"
    if claimed:
        yield "summary-claim"


def _conformance(document: Document) -> Iterator[Statement]:
    """EPUB Accessibility 1.1, 2.4: the standard met, who says so, and since when."""
    meta = document.meta
    yield Statement("dcterms:conformsTo", CONFORMANCE, "conformance")
    yield Statement("a11y:certifiedBy", meta.organisation, "certifier", "conformance")
    if _first_day(meta.date):
        yield Statement("dcterms:date", meta.date, refines="certifier")
