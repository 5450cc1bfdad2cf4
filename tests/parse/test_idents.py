"""Idents: one a place, valid everywhere, whatever stands in what they name."""

import re
from pathlib import Path

import pytest

from docforge.document import walk
from docforge.parse import parse
from docforge.source import SourceFile, read_source
from docforge.source.config import Settings

_NAME = re.compile(r"[^\W\d][\w.-]*")


def idents(folder: Path, body: str) -> list[str]:
    file = folder / "a.md"
    file.write_text(f"---\ntitle: T\nlang: en\n---\n\n{body}\n", encoding="utf-8")
    place = SourceFile("a.md", file.resolve(), folder.resolve(), "a/a")
    document = parse(read_source(place, Settings()), {}).document
    groups = (document.blocks, *(note.blocks for note in document.notes))
    named = (getattr(node, "ident", "") for group in groups for node in walk(group))
    return [ident for ident in named if ident]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("# A\n\n# A\n\n# A", ["a", "a-1", "a-2"]),
        ("<h2><a id=q>Quay</a></h2>\n\n<h2><a id=q>Quay</a></h2>", ["quay", "q", "quay-2", "q-2"]),
        ("<h2>A <a href='#a-b'>b</a></h2>", ["a-b"]),
        ("# A [x]{#r} b", ["a-x-b", "r"]),
        ("# [](){#r} x", ["x", "r"]),
        ("::: {#d}\n# x [y]{#d}\n:::", ["d", "x-y", "d-2"]),
        ("<h1>\n\n`{#r}", ["section", "r"]),
        ("# A {#same}\n\n# B {#same}\n\n[c]{#same}", ["same", "same-2", "same-3"]),
        ("# 2026 {#1}\n\n# … {#-}\n\n# é {#é}", ["s-1", "section", "é"]),
        ("# a-2\n\n# a {#a}\n\n[x]{#a}", ["a-2", "a", "a-3"]),
        ("Text[^1].\n\n[^1]: A [note]{#n}.\n\n[n]{#n}", ["n", "n-2"]),
    ],
)
def test_each_place_has_a_name_of_its_own(tmp_path: Path, body: str, expected: list[str]) -> None:
    found = idents(tmp_path, body)
    assert found == expected
    assert all(_NAME.fullmatch(ident) for ident in found)


def test_many_headings_that_say_the_same_take_no_time_of_each_other(tmp_path: Path) -> None:
    assert len(set(idents(tmp_path, "<h2>a</h2>\n\n" * 600))) == 600
