"""Chapters, stacked rows and sides of a book, broken in known ways: read-back catches every one."""

import re
from collections.abc import Callable
from functools import cache
from importlib import import_module

import pytest
from every_node import inlines, items, p, td, th
from further_breaks import repacked
from msgspec.structs import replace

from docforge.conformance import FAULTLESS
from docforge.document import Division, Document, Heading, List, Meta, Numbering, Row, Scope, Table
from docforge.export import Format, Rendering
from docforge.findings import Outcome
from docforge.formats import renderer
from docforge.style import load_style
from docforge.verify.gated import gated
from docforge.verify.readback import read_back

STYLE = load_style("briefing")
TABLE = Table(
    inlines("Routes"),
    (Row((th("Route", Scope.COLUMN), th("2025", Scope.COLUMN))),),
    ((Row((th("North", Scope.ROW, rowspan=2), td("105"))), Row((td("205"),))),),
)
TURNED = Division((p("مرحبا"), TABLE, List(Numbering.BULLET, items("واحد"))), "ar", "rtl")
DOCUMENT = Document(
    Meta(inlines("Book"), "en"),
    (
        Heading(2, inlines("One"), "one"),
        p("Words."),
        Heading(3, inlines("Inner"), "inner"),
        TABLE,
        Heading(2, inlines("Two"), "two"),
        TURNED,
    ),
    identifier="urn:uuid:00000000-0000-4000-8000-000000000000",
)
TITLE, FIRST, SECOND = "EPUB/title.xhtml", "EPUB/text-001.xhtml", "EPUB/text-002.xhtml"
PASSAGE = 'lang="ar" dir="rtl"'


def once(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


def turned_word_by_word(start: str, *words: str) -> Callable[[str], str]:
    """The direction of what begins with `start` taken from it and given to each of its words."""

    def change(text: str) -> str:
        before, found, after = text.partition(start)
        assert found
        start_without = start.replace(' dir="rtl"', ' dir="ltr"')
        for word in words:
            assert f">{word}<" in after
            after = after.replace(f">{word}<", f'><span dir="rtl">{word}</span><', 1)
        return f"{before}{start_without}{after}"

    return change


WORDS = ("مرحبا", "Routes", "Route", "2025", "North", "105", "205", "واحد")
BREAKS: dict[str, tuple[str, Callable[[str], str]]] = {
    "chapter named by a heading in it": (FIRST, once('labelledby="one"', 'labelledby="inner"')),
    "words beside a chapter": (FIRST, once("</section>", "</section><p>Words.</p>")),
    "words of a chapter beside it": (
        FIRST,
        lambda text: once("<section", "<p>Words.</p><section")(once("<p>Words.</p>", "")(text)),
    ),
    "last part of a chapter beside it": (
        FIRST,
        lambda text: once("</section></body>", "</body>")(
            once('<div class="reflow', '</section><div class="reflow')(text)
        ),
    ),
    "title block that is none": (TITLE, once(' epub:type="titlepage"', "")),
    "text before its head": (
        FIRST,
        lambda text: re.sub("(<head>.*?</head>)(.*)</html>", r"\2\1</html>", text),
    ),
    "cell above not told": (FIRST, once(' data-above="North"', "")),
    "cell above told otherwise": (FIRST, once('data-above="North"', 'data-above="South"')),
    "cell above told with a sign": (FIRST, once('data-above="North"', 'data-above="North −"')),
    "cell above told where none is": (
        FIRST,
        once('<tr role="row"><th scope="row"', '<tr data-above=" – " role="row"><th scope="row"'),
    ),
    "direction of a table at its words": (SECOND, turned_word_by_word(f"<div {PASSAGE}", *WORDS)),
}


@cache
def book() -> Rendering:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("docforge.formats.epub.chapters"), "LONG", 0)
        return renderer(Format.EPUB)(DOCUMENT, STYLE, standing=FAULTLESS)


def outcome(made: Rendering) -> Outcome:
    (proof,) = read_back(DOCUMENT, STYLE, [made], standing=FAULTLESS)
    passed = gated(made.format, made.content, "a/a")
    return max(proof.verdict.outcome, passed.outcome, key=(Outcome.PASSED, Outcome.FAILED).index)


def test_the_whole_book_passes() -> None:
    assert outcome(book()) is Outcome.PASSED


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_book_is_caught(name: str) -> None:
    part, change = BREAKS[name]
    content = repacked(book().content, part, lambda held: change(held.decode()).encode())
    assert outcome(replace(book(), content=content)) is Outcome.FAILED


def test_a_page_whose_words_alone_run_the_other_way_is_caught() -> None:
    page = renderer(Format.HTML)(DOCUMENT, STYLE, standing=FAULTLESS)
    assert outcome(page) is Outcome.PASSED
    broken = turned_word_by_word(f"<div {PASSAGE}>", *WORDS)(page.content.decode())
    assert outcome(replace(page, content=broken.encode())) is Outcome.FAILED
