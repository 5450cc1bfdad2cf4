"""What programs read in a PDF: every word in the order of the source, with the tags and without.

One document holds every construct (constructs.md). `transcripts/constructs.words.txt` is what is to
be read of it, `transcripts/constructs.pdfjs.txt` its tags as Firefox's viewer has them; page
numbers are "#", since they follow the style. `python tests/judges/test_pdf_programs.py` writes
both anew from what pypdf and pdf.js read: look at each change.
"""

import json
import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from textwrap import fill
from typing import Any

import pypdfium2
import pytest
from judging import SourceSet, export
from pdfminer.high_level import extract_text
from pdfminer.layout import LAParams
from pypdf import PdfReader

from docforge.system.programs import tools_folder

pytestmark = [pytest.mark.judges, pytest.mark.screen]
HERE = Path(__file__).parent
NODE = tools_folder() / "node" / "node_modules"
SET = SourceSet("constructs-pdf", HERE, ("constructs.md",), ("--formats", "pdf"))
WORDS = HERE / "transcripts" / "constructs.words.txt"
TREE = HERE / "transcripts" / "constructs.pdfjs.txt"
TITLE = "Every construct"
_FOOT = re.compile(r"Page \d+ of \d+")


@cache
def pdf() -> Path:
    folder = SourceSet("constructs-in", HERE, ("constructs.md", "bar.svg")).output("in")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("constructs.md", "bar.svg"):
        shutil.copy(HERE / name, folder)
    manifest = export(SourceSet(SET.name, folder, (), SET.options), "first", jobs=1)
    return SET.output("first") / str(manifest["constructs.md"]["outputs"]["pdf"])


def run(*command: str | Path) -> str:
    browser = os.environ.get("PUPPETEER_EXECUTABLE_PATH") or shutil.which("chromium") or ""
    environment = {**os.environ, "NODE_PATH": str(NODE), "PUPPETEER_EXECUTABLE_PATH": browser}
    done = subprocess.run(
        [str(part) for part in command], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@cache
def pdfjs() -> Mapping[str, Any]:
    told: Mapping[str, Any] = json.loads(run("node", HERE / "programs" / "pdfjs.cjs", pdf()))
    return told


@cache
def chromium() -> Mapping[str, Any]:
    programs = HERE / "programs"
    viewer = ("/usr/bin/python3", programs / "chromium_viewer.py", pdf())
    told: Mapping[str, Any] = json.loads(run(programs / "in_session", *viewer).splitlines()[-1])
    return told


def by_pypdf() -> str:
    return "\n".join(page.extract_text() for page in PdfReader(pdf()).pages)


def by_pdfium() -> str:
    pages = pypdfium2.PdfDocument(pdf())
    return "\n".join(page.get_textpage().get_text_bounded() for page in pages)


# What reads the pages as they are painted, without the tags.
IN_ORDER: Mapping[str, Callable[[], str]] = {
    "pypdf": by_pypdf,
    "MuPDF": lambda: run("mutool", "draw", "-q", "-F", "txt", pdf()),
    "PDFium": by_pdfium,
    "poppler": lambda: run("pdftotext", "-raw", pdf(), "-"),
    "pdf.js": lambda: str(pdfjs()["text"]),
    "Chromium": lambda: str(chromium()["text"]),
}
# What puts the text into columns and lines of its own, by where it stands.
BY_PLACE: Mapping[str, Callable[[], str]] = {
    "poppler": lambda: run("pdftotext", pdf(), "-"),
    "pdfminer": lambda: extract_text(pdf(), laparams=LAParams()),
}
# What each program does to some words: it takes a lowered or raised letter for a word, drops the
# thin space before the mark of a note, tells an address twice, or says that it has loaded the file.
OWN_WAYS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "poppler": (("H2 O", "H2O"), ("m3 .", "m3.")),
    "pdf.js": (("note.1", "note. 1"), ("note1", "note 1")),
    "Chromium": (
        ("Finished loading PDF ", ""),
        ("m3 .", "m3."),
        ("press@example.org press@example.org", "press@example.org"),
    ),
}


def words_of(text: str, program: str = "") -> list[str]:
    """The words of `text` without what runs on every page; numbers of pages as "#"."""
    lines = [line.strip() for line in text.replace("\f", "\n").splitlines()]
    kept = [line for line in lines if line and not _FOOT.fullmatch(line)]
    first = kept.index(TITLE) if TITLE in kept else 0
    kept = [line for at, line in enumerate(kept) if line != TITLE or at == first]
    whole = " ".join(" ".join(kept).split())
    for old, new in OWN_WAYS.get(program, ()):
        whole = whole.replace(old, new)
    head, contents, rest = whole.partition(" Contents ")
    listed, opening, rest = rest.partition(" Words The")
    # What goes by places may read the numbers behind all lines of the contents.
    listed = re.sub(r"(?<= )\d+(?= |$)", "#", listed) if opening else listed
    return f"{head}{contents}{listed}{opening}{rest}".split()


def golden() -> list[str]:
    return WORDS.read_text("utf-8").split()


@pytest.mark.parametrize("program", IN_ORDER)
def test_every_word_is_read_in_the_order_of_the_source(program: str) -> None:
    assert words_of(IN_ORDER[program](), program) == golden()


@pytest.mark.parametrize("program", BY_PLACE)
def test_every_word_is_read_once_by_programs_that_go_by_places(program: str) -> None:
    read, told = words_of(BY_PLACE[program]()), golden()
    numbers = {word for word in read if word.isdigit()} | {"#"}
    assert Counter(w for w in read if w not in numbers) == Counter(
        w for w in told if w not in numbers
    )


def tree_of(told: Mapping[str, Any]) -> str:
    """The tags of all pages as one tree; a number of a page is "#"."""
    lines = [line for line in str(told["tree"]).splitlines() if line != "Document"]
    numbered = re.compile(r"( +Span\n +)“\d+”(?=\n)")
    joined = re.sub(r"”\n +“", " ", "\n".join(lines))
    head, begin, rest = joined.partition("\n  H2\n    “Contents”")
    contents, end, rest = rest.partition("\n  H2\n    “Words”")
    return head + begin + numbered.sub(r"\1“#”", contents) + end + rest + "\n"


def test_firefoxs_viewer_has_the_tags_of_every_construct() -> None:
    assert tree_of(pdfjs()) == TREE.read_text("utf-8")


def test_chromiums_viewer_names_links_by_their_words_alone() -> None:
    links = [name for role, name in chromium()["parts"] if role == "link"]
    contents = ["Words", "Lists", "Pictures", "Tables", "Code and formulas", "Passages"]
    assert [re.sub(r" \d+$", "", name) for name in links] == [
        *("link to rates", "1", *contents, "Yn Gymraeg", "1"),
        *("Back to reference 1.1", "Back to reference 1.2"),
        *("press@example.org",) * 2,
    ]


def main() -> None:
    """Write the transcripts anew."""
    WORDS.parent.mkdir(exist_ok=True)
    WORDS.write_text(fill(" ".join(words_of(by_pypdf())), 100) + "\n", "utf-8")
    TREE.write_text(tree_of(pdfjs()), "utf-8")


if __name__ == "__main__":
    main()
