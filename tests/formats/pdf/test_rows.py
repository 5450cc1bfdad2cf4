"""Tables that a page has no room for, as rows under their headers: seen, tagged and compared."""

from functools import cache
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from markup_samples import cell, text
from msgspec.structs import replace

from docforge.conformance import FAULTLESS
from docforge.document import Document, Meta, Row, Scope, Table
from docforge.export import Format, Rendering
from docforge.formats.pdf import render
from docforge.style import load_style
from docforge.verify.gated import gated
from docforge.verify.readback import read_back

STYLE = load_style("large-print")
HEADS = [
    *("Harbour", "Passengers in 2024", "Passengers in 2025", "Vehicles in 2024"),
    *("Vehicles in 2025", "Remarks of the harbour master on all that went wrong in both years"),
]


def row(*words: str, scope: Scope | None = None) -> Row:
    cells = [replace(cell(word), scope=scope) for word in words]
    return Row(tuple(cells))


def document(lang: str = "en") -> Document:
    head = row(*HEADS, scope=Scope.COLUMN)
    body = [row(f"Port {n}", "1,200,345", "1,410,998", "340,112", "361,220", "None") for n in "AB"]
    table = Table(text("Ships"), (head,), (tuple(body),), ())
    return Document(Meta(text("Ships"), lang, "rtl" if lang == "ar" else "ltr"), (table,))


@cache
def made(lang: str = "en") -> bytes:
    return render(document(lang), STYLE, standing=FAULTLESS).content


def messages(content: bytes, lang: str = "en") -> list[str]:
    (proof,) = read_back(document(lang), STYLE, [Rendering(Format.PDF, content)], FAULTLESS)
    return [found.message for found in proof.verdict.findings]


def seen(content: bytes) -> str:
    """What the glyphs of all pages say."""
    pdf = pypdfium2.PdfDocument(content)
    pages = [page.get_textpage().get_text_range() for page in pdf]
    return " ".join(" ".join(pages).split())


@pytest.mark.parametrize("lang", ["en", "ar", "ja"])
def test_a_table_as_rows_is_read_back_and_passes_the_gate(lang: str) -> None:
    assert messages(made(lang), lang) == []
    assert gated(Format.PDF, made(lang), "a").findings == ()


def test_each_cell_is_seen_behind_the_words_of_its_header() -> None:
    told = seen(made())
    assert told.count("Passengers in 2024:") == told.count("wrong in both years:") == 2


def test_the_page_stays_as_it_lies() -> None:
    with pikepdf.open(BytesIO(made())) as pdf:
        boxes = [[float(side) for side in page.MediaBox] for page in pdf.pages]
    assert all(box[2] < box[3] < 850 for box in boxes)


def test_the_words_of_headers_are_tagged_once() -> None:
    with pikepdf.open(BytesIO(made())) as pdf:
        heads = [
            one
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/TH"
        ]
    assert len(heads) == len(HEADS)


def test_other_words_before_a_cell_are_caught() -> None:
    """A header that no table has, in the place of one that is said again."""
    other = document()
    table = other.blocks[0]
    assert isinstance(table, Table)
    changed = replace(table, head=(row("Harbour", *HEADS[:0:-1], scope=Scope.COLUMN),))
    content = render(replace(other, blocks=(changed,)), STYLE, standing=FAULTLESS).content
    assert messages(content)


def test_a_label_that_says_what_no_cell_says_is_caught() -> None:
    with pikepdf.open(BytesIO(made())) as pdf:
        page = pdf.pages[0]
        stream = page.Contents.read_bytes()
        mark = b"/Artifact\n<</Type /Pagination>>\nBDC"
        assert mark in stream
        said = mark + b"\n/Span\n<</ActualText (Ferries in 1999: )>>\nBDC"
        at = stream.index(mark)
        end = stream.index(b"EMC", at)
        page.Contents.write(
            stream[:at] + said + stream[at + len(mark) : end] + b"EMC\n" + stream[end:]
        )
        broken = BytesIO()
        pdf.save(broken)
    assert any("Ferries in 1999" in message for message in messages(broken.getvalue()))
