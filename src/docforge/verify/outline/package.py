"""What the package of an EPUB must say, from the document and the style alone.

Invariant: law 4. Metadata, accessibility facts and claims are worked out a second time here.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import date

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
from docforge.style import Style, Words
from docforge.style.restrictions import running_text
from docforge.style.screen_fonts import book_sheet, screen_fonts
from docforge.verify.entries import (
    OBJECT,
    EntryKind,
    Outline,
    OutlineEntry,
    facts_of,
    plain,
    unseen,
)
from docforge.verify.outline.head import digest

_CLAIM = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_NO_DAY = "2000-01-01"
# XML 1.0, 2.2: what a file cannot hold.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def package(
    document: Document,
    style: Style,
    text: Outline,
    standing: Standing,
    pages: Sequence[str] = (),
) -> Iterator[OutlineEntry]:
    """Every statement of the package, in the order of names, then its files and its navigation.

    `text` is the outline of the document, whose title block is on the cover; `pages` are the
    labels of the PDF's pages, when the book lists them.
    """
    meta, words = document.meta, style.words(document.meta.lang)
    yield _entry(
        "package", version="3.0", dir=meta.dir, lang=meta.lang, identifier=document.identifier
    )
    stated = list(_conformance(document, standing))
    said = [*_bibliography(document, words)]
    said += [*_accessibility(document, style, standing, bool(stated), bool(pages)), *stated]
    # The order of names says nothing; that of those who wrote it does.
    yield from sorted((entry for entry in said if entry.fact("value")), key=lambda e: e.text)
    yield _entry("pages", direction=meta.dir)
    yield from _files(document, style)
    yield from _cover(document, words, text)
    yield from _navigation(document, words, pages)
    yield _shown("title of the text", plain_text(document.meta.title))


def _entry(name: str, **facts: object) -> OutlineEntry:
    return OutlineEntry(EntryKind.STATEMENT, name, facts_of(**facts))


def _said(name: str, value: str, **facts: str) -> OutlineEntry:
    """A statement of the package, in which kinds of spaces are one."""
    return _entry(name, value=_tidy(value), unseen=unseen(_tidy(value)), **facts)


def _shown(name: str, value: str, **facts: str) -> OutlineEntry:
    """Words that are shown, with the kinds of spaces that they have."""
    return _entry(name, value=_tidy(value), unseen=unseen(_NOT_XML.sub("", value)), **facts)


def _tidy(text: str) -> str:
    return " ".join(_NOT_XML.sub("", text).split())


def _first_day(written: str) -> str:
    """The first day of an ISO date, "" for anything else."""
    try:
        day = date.fromisoformat(f"{written}-01-01"[:10])
    except ValueError:
        return ""
    return day.isoformat() if _DAY.fullmatch(written) else ""


def _bibliography(document: Document, words: Words) -> Iterator[OutlineEntry]:
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
    yield _said("type", words[KINDS[meta.kind].word] if meta.kind else "")
    yield _said("dcterms:accessRights", running_text(meta.restrictions, words))
    embargo = meta.restrictions.embargo
    yield _said("dcterms:available", "" if embargo is None else embargo.iso)
    yield _said("dcterms:replaces", meta.replaces)
    yield _said("schema:version", meta.version)


def _accessibility(
    document: Document, style: Style, standing: Standing, claimed: bool, paged: bool
) -> Iterator[OutlineEntry]:
    """What reading systems and shops tell of it (EPUB Accessibility 1.1, 2.2)."""
    words, brand = style.words(document.meta.lang), style.brand
    logos = {"logo": brand.logo, "partner": brand.partner}
    shown = [logo for part in brand.masthead if (logo := logos.get(part)) is not None]
    has_logo = any(logo.description for logo in shown)
    nodes = list(walk(document))
    images = [n for n in nodes if isinstance(n, Image) and not isinstance(n.alt, Decorative)]
    formulas = [n for n in nodes if isinstance(n, Math)]
    described = all(image.alt is not None for image in images)
    described = described and not standing.fails("WCAG 1.1.1")
    drawn = bool(formulas) and all(formula.mathml is not None for formula in formulas)
    spoken = drawn and all(formula.spoken for formula in formulas)
    modes = ["textual", *(["visual"] if has_logo or any(image.asset for image in images) else [])]
    yield from (_said("schema:accessMode", mode) for mode in modes)
    yield _said("schema:accessModeSufficient", "textual" if described else ",".join(modes))
    features = {
        "tableOfContents": True,
        "readingOrder": True,
        "displayTransformability": True,
        "ARIA": True,
        "structuralNavigation": any(isinstance(n, Heading) for n in nodes),
        "alternativeText": (has_logo or bool(images)) and described,
        "MathML": drawn,
        "describedMath": spoken,
        "pageBreakMarkers": paged,
        "pageNavigation": paged,
    }
    for feature, is_there in features.items():
        if is_there:
            yield _said("schema:accessibilityFeature", feature)
    yield _said("schema:accessibilityHazard", "none")
    if paged:
        yield _said("pageBreakSource", f"{_tidy(plain_text(document.meta.title))} (PDF)")
    told = {
        "summary-text": described,
        "summary-images-described": (has_logo or bool(images)) and described,
        "summary-images-undescribed": (has_logo or bool(images)) and not described,
        "summary-formulas": spoken,
        "summary-navigation": True,
        "summary-pages": paged,
        "summary-claim": claimed,
    }
    summary = " ".join(words[key] for key, holds in told.items() if holds)
    lang = "" if words.lang == document.meta.lang else words.lang
    yield _said("schema:accessibilitySummary", summary, lang=lang)


def _conformance(document: Document, standing: Standing) -> Iterator[OutlineEntry]:
    """EPUB Accessibility 1.1, 2.4: the standard met, who has evaluated it, and when."""
    evaluation = document.meta.evaluation
    if evaluation is None or not _tidy(evaluation.by) or not standing.kept([_CLAIM]):
        return
    yield _said("dcterms:conformsTo", _CLAIM)
    yield _said("a11y:certifiedBy", evaluation.by, of=_CLAIM)
    yield _said("dcterms:date", evaluation.on, of=_tidy(evaluation.by))


_XHTML = "application/xhtml+xml"


def _files(document: Document, style: Style) -> Iterator[OutlineEntry]:
    """What is in the book besides its text, by name."""
    yield _entry("file", href="cover.xhtml", kind=_XHTML, linear="yes")
    yield _entry("file", href="nav.xhtml", kind=_XHTML, properties="nav", linear="no")
    yield _entry("file", href="style.css", kind="text/css", content=digest(book_sheet(style)))
    yield _entry("file", href="toc.ncx", kind="application/x-dtbncx+xml", properties="ncx")
    yield _entry("file", href="cover.png", kind="image/png", properties="cover-image")
    for font in sorted(screen_fonts(style), key=lambda font: font.name):
        content = hashlib.sha256(font.content).hexdigest()
        yield _entry("file", href=f"fonts/{font.name}", kind="font/woff", content=content)
    pictures = {asset.name: asset for asset in (*document.assets, *style.brand.assets)}
    for _, asset in sorted(pictures.items()):
        yield _entry("file", href=f"images/{asset.name}", kind=asset.media_type)


# Links to translations, which stand in the title block, too, lead nowhere on a picture.
_NOT_ON_THE_COVER = frozenset({"translations"})


def _cover(document: Document, words: Words, text: Outline) -> Iterator[OutlineEntry]:
    """What the cover says, which is what the title block says."""
    title = plain_text(document.meta.title)
    yield _shown("title of the cover", f"{words['cover']} – {title}")
    yield _entry(
        "cover",
        value=plain(_tidy(" – ".join(filter(None, _title_block(text))))),
        file="cover.png",
        role="doc-cover",
        kind="cover",
        size="800 × 1200",
        drawn="800 × 1200",
        shown="yes",
    )


def _title_block(text: Outline) -> Iterator[str]:
    """Its lines, with the descriptions of logos in their place."""
    for place, entry in enumerate(text):
        is_title = entry.kind is EntryKind.HEADING and entry.fact("level") == "1"
        if is_title:
            yield entry.fact("said") or entry.text
        elif entry.fact("part") not in ("", *_NOT_ON_THE_COVER):
            said = [e.text for e in text[place:] if e.kind is EntryKind.IMAGE and e.text]
            parts = entry.text.split(OBJECT)
            yield "".join(map("".join, zip(parts, [*said[: len(parts) - 1], ""], strict=True)))


def _navigation(document: Document, words: Words, pages: Sequence[str]) -> Iterator[OutlineEntry]:
    """The navigation document's own words, the pages and the landmarks (EPUB 3.3, 7.4)."""
    title = f"{words['contents']} – {plain_text(document.meta.title)}"
    own = "" if words.lang == document.meta.lang else words.lang
    yield _shown("title of the contents", title)
    yield _shown("navigation", words["contents"], lang=own)
    if pages:
        yield _shown("navigation", words["pages"], lang=own)
    yield _shown("navigation", words["landmarks"], lang=own)
    yield from (_shown("page", label, target=f"#df-page-{label}") for label in pages)
    has_text = document.blocks or document.notes or document.meta.contact
    text = "text-001.xhtml" if has_text else "title.xhtml"
    places = {
        "cover": ("cover.xhtml", "cover"),
        "titlepage": ("title.xhtml", "title-page"),
        "toc": ("#df-toc", "contents"),
        "bodymatter": (text, "main-text"),
    }
    if document.notes:
        places["endnotes"] = ("#df-notes", "notes")
    for kind, (target, key) in places.items():
        yield _shown("landmark", words[key], kind=kind, target=target, lang=own)
