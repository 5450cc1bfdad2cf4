"""Books in the engines of two readers: Foliate's, and epub.js, which readers in browsers use.

They lay out each text at three sizes (a phone with letters of 24 pixels, a tablet with two columns,
a desktop), and tell what they know of the book: cover, contents, landmarks, pages, direction.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from judging import BUILD, SourceSet, export, source_sets

from docforge.system.programs import tools_folder

pytestmark = pytest.mark.judges
HERE = Path(__file__).parent
NODE = tools_folder() / "node" / "node_modules"
OPTIONS = ("--formats", "pdf,epub")
(SAMPLES, *_) = source_sets()
ARABIC = "ar/dalil-alzuwwar.md"


@cache
def books() -> Mapping[str, Path]:
    """The samples and the tables, each with its PDF, by source."""
    tables = BUILD / "book-readers-in"
    shutil.rmtree(tables, ignore_errors=True)
    tables.mkdir(parents=True)
    shutil.copy(HERE / "tables.md", tables)
    sets = (
        SourceSet("book-readers", SAMPLES.folder, SAMPLES.files, OPTIONS),
        SourceSet("book-readers-tables", tables, ("tables.md",), OPTIONS),
    )
    found: dict[str, Path] = {}
    for each in sets:
        folder = each.output("first")
        shutil.rmtree(folder, ignore_errors=True)
        for source, entry in export(each, "first", jobs=2).items():
            found[source] = folder / entry["outputs"]["epub"]
    return found


@cache
def told(program: str) -> Mapping[str, Any]:
    """What a program says of each book, by source."""
    browser = os.environ.get("PUPPETEER_EXECUTABLE_PATH") or shutil.which("chromium") or ""
    environment = {**os.environ, "NODE_PATH": str(NODE), "PUPPETEER_EXECUTABLE_PATH": browser}
    script = HERE / "programs" / f"{program}.cjs"
    done = subprocess.run(
        ["node", str(script), *map(str, books().values())],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)
    return {source: answers[str(path)] for source, path in books().items()}


SOURCES = (*SAMPLES.files, "tables.md")


@pytest.mark.parametrize("program", ["foliate", "epubjs"])
@pytest.mark.parametrize("source", SOURCES)
def test_nothing_leaves_a_page_at_any_size(program: str, source: str) -> None:
    assert told(program)[source]["problems"] == []


@pytest.mark.parametrize("program", ["foliate", "epubjs"])
@pytest.mark.parametrize("source", SOURCES)
def test_a_book_has_its_cover_its_contents_and_the_pages_of_the_pdf(
    program: str, source: str
) -> None:
    book = told(program)[source]
    assert book["cover"]
    assert book["contents"][0] == book["title"]
    with pikepdf.open(books()[source].with_suffix(".pdf")) as pdf:
        assert (len(book["pages"]) > 1) == (len(pdf.pages) > 1)


@pytest.mark.parametrize("source", SOURCES)
def test_every_page_of_the_pdf_can_be_gone_to(source: str) -> None:
    book = told("foliate")[source]
    numbers = [int(label) for label, _ in book["pages"]]
    assert numbers == sorted(numbers)
    assert all(is_there for _, is_there in book["pages"])
    assert book["landmarks"][:4] == ["cover", "titlepage", "toc", "bodymatter"]


@pytest.mark.parametrize("source", SOURCES)
def test_pages_turn_the_way_that_the_text_runs(source: str) -> None:
    book = told("foliate")[source]
    is_leftward = source == ARABIC
    assert (book["dir"], book["turns"]) == (("rtl", [1, -1]) if is_leftward else ("ltr", [-1, 1]))


@pytest.mark.parametrize("source", SOURCES)
def test_a_note_in_a_window_comes_without_its_way_back(source: str) -> None:
    """The window has a way back of its own."""
    note = told("foliate")[source]["note"]
    folder = SAMPLES.folder if source in SAMPLES.files else HERE
    assert (note is not None) == ("[^" in (folder / source).read_text("utf-8"))
    if note is not None:
        assert note["type"] == "footnote"
        assert not note["hidden"]
        assert note["text"]
        assert not note["back"]
