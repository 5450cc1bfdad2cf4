"""How large a PDF is: a briefing goes out by e-mail to many people."""

import io
from typing import Any

import pikepdf
import pytest
from every_node import inlines, p, phrase, td, th
from PIL import Image as Picture
from PIL import ImageDraw

from docforge.conformance import FAULTLESS
from docforge.document import (
    Asset,
    Block,
    Code,
    Document,
    Figure,
    Heading,
    Image,
    Meta,
    Paragraph,
    PhraseKind,
    Row,
    Scope,
    Table,
)
from docforge.formats.pdf import render
from docforge.style import load_style

PROSE = (
    "The harbour took in more boats than in any year since 1998, and most of them came in May. ",
    phrase(PhraseKind.STRONG, "Two berths were closed"),
    " for repairs from June to September; ",
    phrase(PhraseKind.EMPHASIS, "Small craft"),
    " were sent to the estuary, where fees are lower. Prices are those of 2025. ",
)


def chart() -> bytes:
    """A bar chart as spreadsheets export them: 1,920 by 1,080 pixels, 32 colours, soft edges."""
    image = Picture.new("RGB", (3840, 2160), "white")
    draw = ImageDraw.Draw(image)
    for bar in range(24):
        colour = (20 + bar * 9, 90 + bar * 4, 160 - bar * 3)
        draw.rectangle((120 + bar * 150, 2000 - (bar * 487) % 1700, 230 + bar * 150, 2000), colour)
        draw.text((140 + bar * 150, 2040), f"{bar + 1}", "black", font_size=60)
    buffer = io.BytesIO()
    image.resize((1920, 1080)).save(buffer, "PNG")
    return buffer.getvalue()


def briefing() -> Document:
    head = Row((th("Port", Scope.COLUMN), th("Boats", Scope.COLUMN)))
    rows = tuple(Row((th(port, Scope.ROW), td("1,204"))) for port in ("Merrow", "Sand", "Skerry"))
    picture = Paragraph((Image("Boats by month: most came in May", "chart", "chart.png"),))
    blocks: tuple[Block, ...] = (
        *(p(*PROSE * 2) for _ in range(2)),
        Heading(2, inlines("Boats by month"), "boats"),
        Figure((picture,), inlines("Boats by month")),
        *(p(*PROSE * 2, Code("make all")) for _ in range(2)),
        Heading(2, inlines("Ports"), "ports"),
        Table(inlines("Boats by port"), (head,), (rows,)),
        p(*PROSE),
    )
    assets = (Asset("chart", "image/png", chart(), 1920, 1080),)
    return Document(Meta(inlines("Harbours in 2025"), "en-GB"), blocks, assets=assets)


def font_names(pdf: Any) -> list[str]:
    return [
        str(thing.FontName)
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
    ]


@pytest.mark.slow
def test_briefing_of_two_pages_with_a_chart_is_below_150_kb() -> None:
    content = render(briefing(), load_style("briefing"), standing=FAULTLESS).content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) == 2
    assert len(content) < 150_000


@pytest.mark.slow
def test_each_font_is_there_once_and_only_in_part() -> None:
    with pikepdf.open(
        io.BytesIO(render(briefing(), load_style("briefing"), standing=FAULTLESS).content)
    ) as pdf:
        names = font_names(pdf)
    assert len(names) == len(set(names)) == 4
    assert all(name[7] == "+" for name in names)
