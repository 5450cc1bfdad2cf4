"""What a house puts on a document is proven like the document: each of these breaks is caught."""

from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
import pytest
from every_node import DOCUMENT, p
from housing import house_style
from msgspec.structs import replace

from docforge.conformance import FAULTLESS
from docforge.document import Document
from docforge.export import FORMATS, Format, Rendering
from docforge.findings import Outcome
from docforge.formats import renderer
from docforge.style import Style
from docforge.style.brand import HouseText
from docforge.verify.gated import gated
from docforge.verify.readback import read_back

ENGLISH = replace(DOCUMENT, meta=replace(DOCUMENT.meta, contact=""))
WELSH = replace(ENGLISH, meta=replace(ENGLISH.meta, lang="cy"))
ARABIC = replace(ENGLISH, meta=replace(ENGLISH.meta, lang="ar", dir="rtl"))
# What is broken is what the house says, whatever the document has.
PLAIN = replace(ENGLISH, blocks=(p("A paragraph. " * 40),) * 12, notes=())

# What is done to a page or a book: the text that is replaced (once), and what stands there instead.
BREAKS = {
    "masthead gone": ('<p class="masthead">', "<p>"),
    "logo's description changed": ('alt="Crest of the Harbours Office"', 'alt="Crest"'),
    "logo without its description": ('alt="Crest of the Harbours Office"', 'alt=""'),
    "partner's description changed": ('alt="Funded by', 'alt="Paid by'),
    "name changed": ("<span>Harbours and", "<span>Ports and"),
    "name gone": ("<span>Harbours and Coasts Office</span>", ""),
    "logo larger": ('height="53"', 'height="530"'),
    "logo as a partner": ('class="logo"', 'class="partner"'),
    "picture for another ground": ("prefers-color-scheme: dark", "prefers-color-scheme: light"),
    "contact elsewhere": ("press@harbours.example.org", "press@example.net"),
    "way to other formats gone": ("01632 960 100", ""),
    "line at the end changed": ('class="foot">Harbours', 'class="foot">Ports'),
    "line at the end gone": ('<p class="foot">Harbours and Coasts Office</p>', ""),
    "accessibility not told": ("everybody to be able", "everybody"),
}


@cache
def rendered(document: Document, kind: Format, style: Style) -> bytes:
    return renderer(kind)(document, style, standing=FAULTLESS).content


def is_caught(document: Document, kind: Format, content: bytes, style: Style) -> bool:
    """Whether read-back or the last gate refuses the file."""
    (proof,) = read_back(document, style, [Rendering(kind, content)], standing=FAULTLESS)
    passed = [proof.verdict.outcome, gated(kind, content, "a/a").outcome]
    return passed != [Outcome.PASSED, Outcome.PASSED]


@pytest.mark.slow
@pytest.mark.parametrize("document", [ENGLISH, WELSH, ARABIC], ids=["en", "cy", "ar"])
@pytest.mark.parametrize("kind", FORMATS.values(), ids=str)
def test_a_house_is_on_every_output_and_read_back(kind: Format, document: Document) -> None:
    style = house_style()
    made = rendered(document, kind, style)
    (proof,) = read_back(document, style, [Rendering(kind, made)], standing=FAULTLESS)
    assert [found.message for found in proof.verdict.findings] == []
    assert [found.message for found in gated(kind, made, "a/a").findings] == []
    # And what is there is asked for: without the house, it would be too much.
    assert is_caught(document, kind, made, replace(style, brand=type(style.brand)()))


@pytest.mark.parametrize("change", BREAKS)
def test_a_broken_house_on_a_page_is_caught(change: str) -> None:
    style, (old, new) = house_style(), BREAKS[change]
    page = rendered(PLAIN, Format.HTML, style).decode()
    assert old in page
    assert is_caught(PLAIN, Format.HTML, page.replace(old, new, 1).encode(), style)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("change", BREAKS)
def test_a_broken_house_in_a_book_is_caught(change: str) -> None:
    old, new = (text.encode() for text in BREAKS[change])

    def broken(name: str, held: bytes) -> bytes:
        return held.replace(old, new, 1) if name.endswith(".xhtml") else held

    assert repacked(broken) != repacked(lambda name, held: held)
    assert is_caught(PLAIN, Format.EPUB, repacked(broken), house_style())


def test_a_book_that_is_only_packed_again_is_not_caught() -> None:
    assert not is_caught(PLAIN, Format.EPUB, repacked(lambda name, held: held), house_style())


@pytest.mark.parametrize("name", ["logo.svg", "logo-dark.svg", "partner.png"])
def test_another_picture_is_caught(name: str) -> None:
    style = house_style()
    stem = PurePosixPath(name).stem
    (asset,) = (a for a in style.brand.assets if a.name.rpartition("-")[0] == stem)
    other = next(a for a in style.brand.assets if a is not asset)

    def broken(file: str, held: bytes) -> bytes:
        return other.data if file.endswith(asset.name) else held

    assert is_caught(PLAIN, Format.EPUB, repacked(broken), style)


def repacked(change: Callable[[str, bytes], bytes]) -> bytes:
    """The book with each file changed."""
    target = BytesIO()
    whole = BytesIO(rendered(PLAIN, Format.EPUB, house_style()))
    with ZipFile(whole) as book, ZipFile(target, "w", ZIP_DEFLATED) as made:
        for info in book.infolist():
            made.writestr(info, change(info.filename, book.read(info)))
    return target.getvalue()


def test_a_logo_of_a_pdf_is_a_figure_with_its_description() -> None:
    style = house_style()
    made = rendered(PLAIN, Format.PDF, style)
    with pikepdf.open(BytesIO(made)) as pdf:
        alts = [
            str(each.Alt)
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
        ]
        assert alts[:2] == ["Crest of the Harbours Office", "Funded by the Coastal Repair Fund"]
        figure = next(
            each
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/Alt") == alts[0]
        )
        figure.Alt = pikepdf.String("Crest")
        broken = BytesIO()
        pdf.save(broken)
    assert is_caught(PLAIN, Format.PDF, broken.getvalue(), style)


def test_a_foot_that_is_not_on_every_page_is_caught() -> None:
    style = house_style()
    with pikepdf.open(BytesIO(rendered(PLAIN, Format.PDF, style))) as pdf:
        assert len(pdf.pages) > 1
        contents = pdf.pages[1].Contents.read_bytes()
        assert b"/Footer" in contents
        pdf.pages[1].Contents.write(contents.replace(b"/Footer", b"/Header"))
        broken = BytesIO()
        pdf.save(broken)
    (proof,) = read_back(
        PLAIN, style, [Rendering(Format.PDF, broken.getvalue())], standing=FAULTLESS
    )
    assert any("foot of every page" in found.message for found in proof.verdict.findings)


@pytest.mark.slow
def test_another_foot_is_caught() -> None:
    style = house_style()
    other = replace(style, brand=replace(style.brand, footer=HouseText((("", "Ports"),))))
    for kind in FORMATS.values():
        assert is_caught(PLAIN, kind, rendered(PLAIN, kind, other), style)
