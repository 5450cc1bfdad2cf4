"""What is read as it was typed has no finding of the ledger: a false alarm blocks a document."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from docforge.document import Language, Text
from docforge.parse import parse
from docforge.source import SourceFile, SourceText, source_of
from docforge.source.config import Settings
from docforge.verify.ledger import account

HERE = Path(__file__).parent
TESTS = HERE.parents[1]
PICTURES = (TESTS / "parse").resolve()
_PARSED = re.compile(r"^={3,} ([^\n]+)\n(.*?)^-{3} document\n", re.M | re.S)
_LINTED = re.compile(r"^=== ([^\n]+)\n(.*?)(?=^--- |^=== |\Z)", re.M | re.S)
# Documents that are broken: of what they hold, browsers and pandoc make something else.
BROKEN = {"tags that swallow what follows are refused", "stray and crossed tags"}


def sources() -> Iterator[object]:
    for file in sorted((TESTS / "parse" / "cases").glob("*.txt")):
        for title, source in _PARSED.findall(file.read_text("utf-8")):
            if title not in BROKEN:
                yield pytest.param(source, id=f"{file.stem}: {title}")
    for file in (*sorted((TESTS / "lint" / "cases").glob("*.txt")), HERE / "legitimate.txt"):
        for title, source in _LINTED.findall(file.read_text("utf-8")):
            yield pytest.param(source, id=f"{file.stem}: {title}")


def told(text: str, settings: Settings | None = None) -> list[str]:
    origin = SourceFile("a/source.md", PICTURES / "source.md", PICTURES, "a/source/source")
    settings = settings or Settings(title="A title", lang="en-GB")
    source = source_of(origin, SourceText(text, ""), settings)
    parsed = parse(source, {"a/source.md": "a/source/source", "a/other.md": "a/other/other"})
    found = account(source, parsed.document, (*source.findings, *parsed.findings))
    return [f"{f.where.line}:{f.where.column} {f.code} {f.message}" for f in found]


@pytest.mark.sampled(4)
@pytest.mark.parametrize("source", [*sources()])
def test_the_ledger_is_silent(source: str) -> None:
    assert told(source) == []


def test_the_languages_of_words_in_a_title_are_the_ones_that_were_typed() -> None:
    origin = SourceFile("a/source.md", PICTURES / "source.md", PICTURES, "a/source/source")
    settings = Settings(title="[Ἰλιάς]{lang=GRC} and [Odyssee]{lang='de'}", lang="en-GB")
    source = source_of(origin, SourceText("Text.\n", ""), settings)
    whole = parse(source, {}).document
    assert account(source, whole, ()) == ()
    for title in (
        (Text("Ἰλιάς and Odyssee"),),
        (Language((Text("Ἰλιάς"),), "el", "ltr"), *whole.meta.title[1:]),
        (Language((Text("Ἰλιάς and"),), "grc", "ltr"), Text(" "), *whole.meta.title[2:]),
    ):
        broken = replace(whole, meta=replace(whole.meta, title=title))
        assert "LED003" in [found.code for found in account(source, broken, ())], title
