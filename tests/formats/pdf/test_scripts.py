"""The characters of the PDF are those of the source, in its order, in every script.

Readers that follow the tags have to give back the source's characters, one for one. Readers that
follow the places of glyphs find the order of a line with right-to-left letters by rules of their
own: what is forgiven them is said at `_words`. White space, soft hyphens and the normal form of
characters are the same for all.
"""

import ctypes
import io
import re
import shutil
import subprocess
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import tree
from printing import printed

from docforge.conformance import FAULTLESS
from docforge.document import Document, Heading, Paragraph, plain_text, walk
from docforge.export import Rendering
from docforge.findings import Outcome
from docforge.style import load_style
from docforge.verify.readback import read_back

SOURCES = sorted((Path(__file__).parent / "scripts").glob("*.md"))
_DIRECTION_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Letters of one direction.
_WORD = re.compile(r"[a-zA-Z]+|(?:(?![a-zA-Z])[\w\u200c\u200d])+")
_BEYOND_16_BITS = re.compile("[\U00010000-\U0010ffff\ud800-\udfff]")
_MIRRORED = str.maketrans(")]}»", "([{«")


@cache
def _printed(file: Path) -> tuple[Document, Rendering]:
    return printed(file)


def _texts(document: Document) -> Iterator[str]:
    for node in walk(document):
        if isinstance(node, Heading | Paragraph):
            yield plain_text(node.children)


# --- Readers -----------------------------------------------------------------------------


def _by_tags(content: bytes) -> str:
    """By the tags, as pikepdf tells them."""
    return tree.text_of(io.BytesIO(content))


def _by_tags_of_pdfium(content: bytes) -> str:
    """By the tags, as PDFium tells them: the reader of Chrome and Edge."""
    with pypdfium2.PdfDocument(content) as pdf:
        return "\n".join("".join(_by_tags_of_page(page)) for page in pdf)


def _by_tags_of_page(page: Any) -> Iterator[str]:
    texts: dict[int, str] = defaultdict(str)
    shown = page.get_textpage()
    for number in range(pdfium.FPDFPage_CountObjects(page)):
        drawn = pdfium.FPDFPage_GetObject(page, number)
        if pdfium.FPDFPageObj_GetType(drawn) == pdfium.FPDF_PAGEOBJ_TEXT:
            texts[pdfium.FPDFPageObj_GetMarkedContentID(drawn)] += _text(drawn, shown)
    root = pdfium.FPDF_StructTree_GetForPage(page)
    for number in range(pdfium.FPDF_StructTree_CountChildren(root)):
        yield from _below(pdfium.FPDF_StructTree_GetChildAtIndex(root, number), texts)
    pdfium.FPDF_StructTree_Close(root)


def _text(drawn: Any, shown: Any) -> str:
    length = pdfium.FPDFTextObj_GetText(drawn, shown, None, 0)
    buffer = (ctypes.c_ushort * (length // 2))()
    pdfium.FPDFTextObj_GetText(drawn, shown, buffer, length)
    return bytes(buffer).decode("utf-16-le", "surrogatepass").rstrip("\0")


def _below(element: Any, texts: dict[int, str]) -> Iterator[str]:
    for number in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, number)
        if child:
            yield from _below(child, texts)
            continue
        content = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, number)
        # An annotation has no number.
        yield texts[content] if content >= 0 else ""


def _by_places_of_pdfium(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)


def _by_places_of_poppler(content: bytes) -> str:
    command = ["pdftotext", "-", "-"]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()


# Poppler's own reader of tags passes over ActualText.
BY_TAGS: dict[str, Callable[[bytes], str]] = {"pikepdf": _by_tags, "PDFium": _by_tags_of_pdfium}
BY_PLACES: dict[str, Callable[[bytes], str]] = {"PDFium": _by_places_of_pdfium}
if shutil.which("pdftotext"):
    BY_PLACES["poppler"] = _by_places_of_poppler


# --- Comparison --------------------------------------------------------------------------


def _letters(text: str) -> str:
    """`text` without what is the same for all readers: white space, soft hyphens, normal form."""
    return unicodedata.normalize("NFC", "".join(text.replace("\u00ad", "").split()))


def _without_marks(text: str) -> str:
    letters = unicodedata.normalize("NFD", _DIRECTION_MARKS.sub("", text))
    return "".join(letter for letter in letters if not _is_mark(letter))


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter) == "Mn"


def _is_right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


def _words(text: str, reader: str) -> Iterator[str]:
    """What readers by places have to give back of a line with right-to-left letters: its words.

    Order: numbers, punctuation and words of the other direction are put where the reader thinks
    best. Vowel marks: they are read before or after their letter, as they stand left or right of
    it; PDFium takes those that stand high for a line of their own, so that it is not asked for
    words with marks. Direction marks: readers write their own.
    """
    for word in text.split():
        if reader != "PDFium" or not any(map(_is_mark, unicodedata.normalize("NFC", word))):
            yield from _WORD.findall(_without_marks(word))


@pytest.mark.sampled(3)
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
@pytest.mark.parametrize("reader", BY_TAGS)
def test_by_the_tags_every_character_is_read_in_order(reader: str, source: Path) -> None:
    document, rendering = _printed(source)
    read = _letters(BY_TAGS[reader](rendering.content))
    for expected in map(_letters, _texts(document)):
        if reader == "PDFium" and _is_right_to_left(expected):
            # PDFium mirrors brackets in such lines, whatever the glyph says, and turns round the
            # two halves of emoji.
            expected = _BEYOND_16_BITS.sub("", expected.translate(_MIRRORED))
            read = _BEYOND_16_BITS.sub("", read.translate(_MIRRORED))
        assert expected in read


@pytest.mark.sampled(3)
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
@pytest.mark.parametrize("reader", BY_PLACES)
def test_by_their_places_the_words_are_read(reader: str, source: Path) -> None:
    document, rendering = _printed(source)
    read = BY_PLACES[reader](rendering.content)
    for expected in _texts(document):
        if _is_right_to_left(expected):
            letters = _letters(_without_marks(read))
            assert [word for word in _words(expected, reader) if word not in letters] == []
        else:
            assert _letters(expected) in _letters(read)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_read_back_finds_nothing(source: Path) -> None:
    document, rendering = _printed(source)
    (proof,) = read_back(document, load_style("briefing"), [rendering], standing=FAULTLESS)
    assert (proof.verdict.outcome, proof.verdict.findings) == (Outcome.PASSED, ())


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_every_script_has_its_fonts(source: Path) -> None:
    assert _printed(source)[1].findings == ()


def test_every_script_of_the_guide_has_a_source() -> None:
    named = {"ar", "fa", "he", "hi", "ta", "th", "km", "am", "zh", "ja", "ko", "mixed"}
    assert {source.stem for source in SOURCES} == named
