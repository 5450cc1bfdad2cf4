"""A chart is proven in every format: its picture to the byte, its words, its forms for screens."""

import re
from functools import cache

import pytest
from further_breaks import repacked
from reading_sources import document_of

from docforge.conformance import FAULTLESS
from docforge.document import Document
from docforge.export import FORMATS, Format, Rendering
from docforge.findings import Outcome
from docforge.formats import renderer
from docforge.gate import check
from docforge.style import load_style
from docforge.style.charts import with_charts
from docforge.verify.readback import Proof, read_back

SOURCE = """---
title: Ports
lang: {lang}
---

Table: Value added[^1] {{.chart kind={kind}}}

| Industry | 2024 | 2025 |
|---|---:|---:|
| Fishing | 405 | -41 |
| Tourism | 1,085 | |

[^1]: A note.
"""
# What is done to a page or a chapter, once, and what stands there instead.
BREAKS = [
    ("picture lost", r"<picture>.*?</picture>", ""),
    ("description lost", 'alt="All figures are in the table."', 'alt=""'),
    ("title lost", "Bar chart: Value added", ""),
    ("title of another kind", "Bar chart:", "Line chart:"),
    ("table lost", r"<caption>Value added.*?</caption>", ""),
    ("form for narrow screens lost", r'<source media="\(max-width: 30em\)"[^>]*>', ""),
    ("words in the picture", "<picture>", "<picture>Buy now"),
    ("words behind the picture's image", "</picture>", " Buy now</picture>"),
    (
        "forms behind the picture",
        r"<picture>(.*?)(<img [^>]*>)</picture>",
        r"<picture>\2\1</picture>",
    ),
    ("form for another screen", r'"\(max-width: 30em\)"', '"(prefers-color-scheme: dark)"'),
]


@cache
def drawn(kind: str = "bar", lang: str = "en") -> Document:
    return with_charts(document_of(SOURCE.format(kind=kind, lang=lang)), load_style("briefing"))


def made(format_: Format, document: Document) -> bytes:
    return renderer(format_)(document, load_style("briefing"), standing=FAULTLESS).content


def proof(format_: Format, content: bytes, document: Document) -> Proof:
    rendering = Rendering(format_, content)
    return read_back(document, load_style("briefing"), [rendering], FAULTLESS)[0]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["bar", "line", "stacked"])
@pytest.mark.parametrize("lang", ["en", "ar", "haw"])
def test_a_chart_is_proven_and_passes_the_gate(kind: str, lang: str) -> None:
    document = drawn(kind, lang)
    for format_ in FORMATS.values():
        content = made(format_, document)
        assert proof(format_, content, document).verdict.findings == (), format_
        assert check(format_, content, "ports/ports") == (), format_


@pytest.mark.parametrize(("name", "old", "new"), BREAKS, ids=[each[0] for each in BREAKS])
def test_a_page_with_a_broken_chart_is_caught(name: str, old: str, new: str) -> None:
    text = made(Format.HTML, drawn()).decode()
    broken = re.sub(old, new, text, count=1, flags=re.DOTALL)
    assert broken != text
    assert proof(Format.HTML, broken.encode(), drawn()).verdict.outcome is Outcome.FAILED


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("name", "old", "new"), BREAKS, ids=[each[0] for each in BREAKS])
def test_a_book_with_a_broken_chart_is_caught(name: str, old: str, new: str) -> None:
    def change(held: bytes) -> bytes:
        broken = re.sub(old, new, held.decode(), count=1, flags=re.DOTALL)
        assert broken.encode() != held
        return broken.encode()

    book = repacked(made(Format.EPUB, drawn()), "EPUB/text-001.xhtml", change)
    assert proof(Format.EPUB, book, drawn()).verdict.outcome is Outcome.FAILED


def test_a_chart_of_other_numbers_is_caught() -> None:
    other = with_charts(
        document_of(SOURCE.format(kind="bar", lang="en").replace("405", "504")),
        load_style("briefing"),
    )
    chart = next(asset for asset in other.assets if asset.name.startswith("chart-"))
    own = next(asset for asset in drawn().assets if asset.name.startswith("chart-"))
    book = repacked(made(Format.EPUB, drawn()), f"EPUB/images/{own.name}", lambda held: chart.data)
    assert proof(Format.EPUB, book, drawn()).verdict.outcome is Outcome.FAILED


def test_plain_text_says_the_table_and_not_its_picture() -> None:
    text = made(Format.TEXT, drawn()).decode()
    assert "Table: Value added" in text
    assert "chart" not in text.lower()


def test_a_document_without_a_chart_stays_as_it_is() -> None:
    document = document_of(SOURCE.format(kind="bar", lang="en").replace("{.chart kind=bar}", ""))
    assert with_charts(document, load_style("briefing")) is document
