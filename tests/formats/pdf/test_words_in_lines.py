"""Words of Korean stand in one line, and foreign words of Japanese in one line of a heading."""

import io
import re
from itertools import pairwise

import pypdfium2
import pytest
from every_node import inlines, p

from docforge.conformance import FAULTLESS
from docforge.document import (
    Block,
    Document,
    External,
    Heading,
    Inline,
    Link,
    Meta,
    Paragraph,
    Phrase,
    PhraseKind,
    Text,
)
from docforge.formats.pdf import render
from docforge.style import load_style

STYLE = load_style("briefing")
SENTENCE = (
    "항만해안청은 지난 1월의 폭풍으로 무너진 구간(메로항)을 다시 쌓고, GitHub에서 어선과 여객선이 "
    "안전하게 드나들 수 있도록 항로를 준설한다고 밝혔습니다. "
)


def lines_of(lang: str, *blocks: Block) -> list[str]:
    document = Document(Meta(inlines("title"), lang), blocks)
    pdf = pypdfium2.PdfDocument(io.BytesIO(render(document, STYLE, standing=FAULTLESS).content))
    lines = [line for page in pdf for line in page.get_textpage().get_text_range().splitlines()]
    return [line for line in map(str.strip, lines) if line]


def cut(lines: list[str], text: str) -> list[str]:
    """What two lines part though no space parts it in `text`."""
    words = set(text.split())
    ends = ((a.split()[-1], b.split()[0]) for a, b in pairwise(lines))
    return [a + b for a, b in ends if a not in words and any(a + b in word for word in words)]


@pytest.mark.parametrize("shift", range(0, 24, 3))
def test_no_line_ends_within_a_word_of_korean(shift: int) -> None:
    text = "가" * shift + " " + SENTENCE * 4
    assert cut(lines_of("ko", p(text)), text) == []


@pytest.mark.parametrize("shift", range(0, 24, 3))
def test_words_in_strong_type_and_behind_links_are_not_cut_either(shift: int) -> None:
    parts: tuple[Inline, ...] = (Text("가" * shift + " "),)
    text = "가" * shift + " "
    for words in re.findall(r"\S+ \S+ \S+", SENTENCE * 4):
        first, second, third = words.split()
        link = Link((Text(second),), External("https://example.org/"))
        parts += (Text(f"{first} "), Phrase(PhraseKind.STRONG, (link,)), Text(f"은 {third} "))
        text += f"{first} {second}은 {third} "
    assert cut(lines_of("ko", Paragraph(parts)), text) == []


def test_a_word_that_no_line_holds_goes_on_in_the_next() -> None:
    lines = lines_of("ko", p("가" * 200))
    assert len([line for line in lines if "가" in line]) > 2


@pytest.mark.parametrize("shift", range(8))
def test_a_foreign_word_of_a_japanese_heading_is_not_cut(shift: int) -> None:
    words = "メンテナーの為のベストプラクティスとコミュニティのガイドライン"
    lines = lines_of("ja", Heading(2, inlines("あ" * shift + words), "a"), p("本文"))
    heading = [line for line in lines if line not in ("title", "本文")]
    katakana = re.compile("[ァ-ヺー]")
    ends = list(pairwise(heading))
    assert not [a + b for a, b in ends if katakana.match(a[-1]) and katakana.match(b[0])]


@pytest.mark.parametrize("length", range(1, 16))
def test_no_word_of_a_heading_stands_alone_in_its_last_line(length: int) -> None:
    words = "Repairs " + "a" * length + " to the breakwater of Port Merrow begin here"
    heading = Heading(2, inlines(words), "a")
    others = ("title", "Text", "Page 1 of 1")
    lines = [line for line in lines_of("en", heading, p("Text")) if line not in others]
    assert " ".join(lines) == words
    assert len(lines) == 1 or len(lines[-1].split()) > 1
