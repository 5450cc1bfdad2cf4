"""What the package of an EPUB must say, from the document and the style alone.

Invariant: law 4. Metadata, accessibility facts and claims are worked out a second time here.
"""

import re
from collections.abc import Iterator
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
from docforge.style import Style, Words
from docforge.verify.entries import EntryKind, OutlineEntry, facts_of
from docforge.verify.outline.head import digest

_CLAIM = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_NO_DAY = "2000-01-01"
# XML 1.0, 2.2: what a file cannot hold.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def package(document: Document, style: Style, *, claim: bool) -> Iterator[OutlineEntry]:
    """Every statement of the package, in the order of names, then its files and its navigation."""
    meta, words = document.meta, style.words(document.meta.lang)
    yield _entry(
        "package", version="3.0", dir=meta.dir, lang=meta.lang, identifier=document.identifier
    )
    claimed = claim and bool(_tidy(meta.organisation))
    said = [*_bibliography(document), *_accessibility(document, words, claimed)]
    said += _conformance(document) if claimed else ()
    # The order of names says nothing; that of those who wrote it does.
    yield from sorted((entry for entry in said if entry.fact("value")), key=lambda e: e.text)
    yield _entry("pages", direction=meta.dir)
    yield from _files(document, style)
    yield from _navigation(document, words)


def _entry(name: str, **facts: object) -> OutlineEntry:
    return OutlineEntry(EntryKind.STATEMENT, name, facts_of(**facts))


def _said(name: str, value: str, **facts: str) -> OutlineEntry:
    return _entry(name, value=_tidy(value), **facts)


def _tidy(text: str) -> str:
    return " ".join(_NOT_XML.sub("", text).split())


def _first_day(written: str) -> str:
    """The first day of an ISO date, "" for anything else."""
    try:
        day = date.fromisoformat(f"{written}-01-01"[:10])
    except ValueError:
        return ""
    return day.isoformat() if _DAY.fullmatch(written) else ""


def _bibliography(document: Document) -> Iterator[OutlineEntry]:
    """Dublin Core (EPUB 3.3, 5.5)."""
    meta, title = document.meta, _tidy(plain_text(document.meta.title))
    day = _first_day(meta.date)
    yield _said("dcterms:modified", f"{day or _NO_DAY}T00:00:00Z")
    yield _said("identifier", document.identifier)
    yield _said("title", title)
    yield _said("title-type", "main", of=title)
    if _tidy(meta.subtitle):
        yield _said("title", meta.subtitle)
        yield _said("title-type", "subtitle", of=_tidy(meta.subtitle))
    yield _said("language", meta.lang)
    yield from (_said("creator", author) for author in meta.authors)
    yield _said("publisher", meta.organisation)
    yield _said("date", meta.date if day else "")
    yield _said("description", meta.description)
    yield from (_said("subject", keyword) for keyword in meta.keywords)


def _accessibility(document: Document, words: Words, claimed: bool) -> Iterator[OutlineEntry]:
    """What reading systems and shops tell of it (EPUB Accessibility 1.1, 2.2)."""
    nodes = list(walk(document))
    images = [n for n in nodes if isinstance(n, Image) and not isinstance(n.alt, Decorative)]
    formulas = [n for n in nodes if isinstance(n, Math)]
    described = all(image.alt is not None for image in images)
    drawn = bool(formulas) and all(formula.mathml is not None for formula in formulas)
    spoken = drawn and all(formula.spoken for formula in formulas)
    modes = ["textual", *(["visual"] if any(image.asset for image in images) else [])]
    yield from (_said("schema:accessMode", mode) for mode in modes)
    yield _said("schema:accessModeSufficient", "textual" if described else ",".join(modes))
    features = {
        "tableOfContents": True,
        "readingOrder": True,
        "displayTransformability": True,
        "ARIA": True,
        "structuralNavigation": any(isinstance(n, Heading) for n in nodes),
        "alternativeText": bool(images) and described,
        "MathML": drawn,
        "describedMath": spoken,
    }
    for feature, is_there in features.items():
        if is_there:
            yield _said("schema:accessibilityFeature", feature)
    yield _said("schema:accessibilityHazard", "none")
    told = {
        "summary-text": described,
        "summary-images-described": bool(images) and described,
        "summary-images-undescribed": not described,
        "summary-formulas": spoken,
        "summary-navigation": True,
        "summary-claim": claimed,
    }
    summary = " ".join(words[key] for key, holds in told.items() if holds)
    lang = "" if words.lang == document.meta.lang else words.lang
    yield _said("schema:accessibilitySummary", summary, lang=lang)


def _conformance(document: Document) -> Iterator[OutlineEntry]:
    """EPUB Accessibility 1.1, 2.4: the standard met, who says so, and since when."""
    meta = document.meta
    yield _said("dcterms:conformsTo", _CLAIM)
    yield _said("a11y:certifiedBy", meta.organisation, of=_CLAIM)
    if _first_day(meta.date):
        yield _said("dcterms:date", meta.date, of=_tidy(meta.organisation))


def _files(document: Document, style: Style) -> Iterator[OutlineEntry]:
    """What is in the book besides its text, by name."""
    yield _entry(
        "file", href="nav.xhtml", kind="application/xhtml+xml", properties="nav", linear="no"
    )
    yield _entry("file", href="style.css", kind="text/css", content=digest(style.epub_css))
    yield _entry("file", href="toc.ncx", kind="application/x-dtbncx+xml", properties="ncx")
    for asset in sorted(document.assets, key=lambda asset: asset.name):
        yield _entry("file", href=f"images/{asset.name}", kind=asset.media_type)


def _navigation(document: Document, words: Words) -> Iterator[OutlineEntry]:
    """The navigation document's own words, and the landmarks (EPUB 3.3, 7.4.4)."""
    title = f"{words['contents']} – {plain_text(document.meta.title)}"
    own = "" if words.lang == document.meta.lang else words.lang
    yield _said("title of the contents", title)
    yield _said("navigation", words["contents"], lang=own)
    yield _said("navigation", words["landmarks"], lang=own)
    places = {"toc": ("#df-toc", "contents"), "bodymatter": ("text-001.xhtml", "main-text")}
    if document.notes:
        places["endnotes"] = ("#df-notes", "notes")
    for kind, (target, key) in places.items():
        yield _said("landmark", words[key], kind=kind, target=target, lang=own)
