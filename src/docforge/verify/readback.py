"""Reads finished outputs back and compares each with its document.

Invariant: a file that cannot be read back has not passed.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from io import BytesIO
from types import MappingProxyType
from typing import Protocol

from msgspec import Struct

from docforge import __version__
from docforge.conformance import Standing
from docforge.document import Asset, Document
from docforge.export import Format, Rendering
from docforge.findings import Finding, Outcome, Severity, Verdict, Where
from docforge.style import Style, Words
from docforge.verify.as_styled import as_styled
from docforge.verify.compare import compare
from docforge.verify.drawn_pictures import (
    ShownPicture,
    adorned,
    is_blank,
    shown_pictures,
    strange_pictures,
    without_blank,
)
from docforge.verify.entries import EntryKind, Outline, OutlineEntry, plain
from docforge.verify.expected_text import expected_outline
from docforge.verify.large_letters import small_letters
from docforge.verify.outline import outline
from docforge.verify.outline.claims import claims_of
from docforge.verify.outline.head import head
from docforge.verify.outline.named import named_places
from docforge.verify.outline.package import package
from docforge.verify.readers.page_starts import page_starts_of, settled_pages
from docforge.verify.tolerances import carried, settled
from docforge.verify.undrawn import as_shown

JUDGE = "read-back"
UNREADABLE = "RBK005"
WITHOUT_PAGES = "EPB002"
BEYOND_PAGE = "PDF005"


def read_back(
    document: Document, style: Style, renderings: Sequence[Rendering], standing: Standing
) -> tuple["Proof", ...]:
    """One proof a rendering, in order; raises nothing.

    `standing` says what the files may claim.
    """
    words = style.words(document.meta.lang)
    stated = outline(document, style)
    assets = {
        hashlib.sha256(asset.data).hexdigest(): asset
        for asset in (*document.assets, *style.brand.assets)
    }
    pages: Outline = ()
    proofs: dict[Format, Proof] = {}

    def expected(each: Rendering, actual: Outline) -> Outline:
        nonlocal pages
        match each.format.base:
            case Format.HTML:
                return (*stated, *head(document, style))
            case Format.EPUB:
                marked = _marked(each, pages)
                labels = [entry.text for entry in marked]
                said = package(document, style, stated, standing, labels)
                return settled_pages((*stated, *said, *marked), actual)
            case Format.TEXT:
                return expected_outline(document, words, style.brand)
            case Format.PDF:
                pages = page_starts_of(actual)
                shown = as_shown(document, stated, actual)
                # The title in the metadata is words, of formulas those that are spoken.
                rest = stated if shown is document else (stated[0], *outline(shown, style)[1:])
                named = named_places(document, rest, actual)
                return (*rest, *claims_of(actual, standing), *named)
            case _:
                return stated

    # What a book says of the pages of the PDF is compared with the PDF.
    for each in sorted(renderings, key=lambda each: each.format is Format.EPUB):
        proofs[each.format] = judge(
            partial(expected, each),
            each.format,
            each.content,
            words,
            style,
            told=_places_told(each),
            assets=assets,
        )
    return tuple(proofs[each.format] for each in renderings)


def _places_told(rendering: Rendering) -> bool:
    """Whether a finding has told that something lies where it cannot be read: off its page."""
    return any(found.code == BEYOND_PAGE for found in rendering.findings)


def _marked(book: Rendering, pages: Outline) -> Outline:
    """The pages that a book has to mark: those of a PDF of several, unless it says why not."""
    is_told = any(found.code == WITHOUT_PAGES for found in book.findings)
    return pages if len(pages) > 1 and not is_told else ()


class Proof(Struct, frozen=True):
    """What came of reading one file; `outline` is a hash of what was read, "" without any."""

    format: Format
    verdict: Verdict
    outline: str = ""


def judge(
    expected: Callable[[Outline], Outline],
    kind: Format,
    content: bytes,
    words: Words,
    style: Style,
    *,
    told: bool = False,
    assets: Mapping[str, Asset] = MappingProxyType({}),
) -> Proof:
    """Whether the file `content`, as it is read, says what is `expected` of it.

    `style` has the fonts that the letters of a PDF are drawn with, and its sheets; `assets` are the
    pictures that it may show, by the hashes of their bytes. `told` says that a finding has named
    what leaves its page: what is peculiar there is no fault of docforge beside it.
    """
    try:
        actual = reader(kind)(content, words)
        seen = tuple(e for e in actual if not told or e.kind is not EntryKind.PECULIARITY)
        stated = expected(actual)
        drawn: Outline = ()
        if kind.reader == Format.PDF.reader:
            pictures = shown_pictures(stated, actual, assets)
            visible = tuple(each for each in pictures if not is_blank(each))
            drawn = _drawn_otherwise(content, style, visible)
            seen = as_styled(adorned(seen, stated, assets), style)
            seen = seen if visible == pictures else without_blank(seen)
        findings = compare(*settled(carried(stated, kind), carried((*seen, *drawn), kind)), kind)
        if kind is Format.LARGE_PRINT:
            findings = (*findings, *small_letters(content))
    except Exception as error:  # whatever a broken file does to a reader, it has not passed
        failed = Verdict(_label(kind), __version__, Outcome.FAILED, (_unreadable(kind, error),))
        return Proof(kind, failed)
    failed_on = any(found.severity is Severity.ERROR for found in findings)
    outcome = Outcome.FAILED if failed_on else Outcome.PASSED
    return Proof(kind, Verdict(_label(kind), __version__, outcome, findings), digest(actual))


def _drawn_otherwise(content: bytes, style: Style, pictures: Sequence[ShownPicture]) -> Outline:
    import pikepdf

    from docforge.verify.drawn_formulas import strange_formulas
    from docforge.verify.drawn_letters import strange_letters
    from docforge.verify.drawn_pages import strange_sheets
    from docforge.verify.traced_pages import TracedPages

    with pikepdf.open(BytesIO(content)) as pdf:
        traced = TracedPages(pdf)
        found = (
            *strange_letters(pdf, style.fonts),
            *strange_sheets(pdf, style.page),
            *strange_pictures(pictures, traced),
            *strange_formulas(pdf, traced, style.page),
        )
    return tuple(OutlineEntry(EntryKind.PECULIARITY, plain(text)) for text in found)


def digest(outline: Outline) -> str:
    """A hash of an outline, by which a file that is read again is known to say the same."""
    lines = ([str(e.kind), e.text, *map("=".join, e.facts), "/".join(e.within)] for e in outline)
    return hashlib.sha256("\n".join("\t".join(line) for line in lines).encode()).hexdigest()


def read_again(kind: Format, content: bytes, words: Words) -> Outline:
    """What the file `content` says. Raises whatever a broken file brings about."""
    return reader(kind)(content, words)


class Read(Protocol):
    """What the module of every reader offers, as `read`: what is in the file, in its order."""

    def __call__(self, content: bytes, words: Words) -> Outline: ...


def reader(kind: Format) -> Read:
    """The reader of a format, imported only when it is asked for."""
    read: Read = import_module(kind.reader).read
    return read


def _label(kind: Format) -> str:
    return f"{JUDGE} {kind}"


def _unreadable(kind: Format, error: Exception) -> Finding:
    return Finding(
        UNREADABLE,
        Severity.ERROR,
        f"The {kind.label} could not be read back ({type(error).__name__}).",
        Where(""),
        "This is a fault of docforge: please report it. No file is delivered but as a draft.",
    )
