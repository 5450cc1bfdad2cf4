"""What an eye sees of a PDF: its pages are drawn, and read by Tesseract, which knows no text.

Tesseract misreads a word now and then, above all in figures. What is hidden, covered, cut off,
pale, turned or drawn in other letters is more than that. It looks for words anywhere (page
segmentation 11): in lines, it takes the dots of contents for letters.
"""

import os
import re
import subprocess
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from judging import SourceSet, export, source_sets

pytestmark = pytest.mark.judges
(SAMPLES, *_) = source_sets()
NAMES = ("news/harbour-repairs.md", "minutes/harbour-board.md", "guides/visiting-the-coast.md")
SET = SourceSet("input-by-eye", SAMPLES.folder, NAMES, ("--formats", "pdf"))
_WORD = re.compile(r"[A-Za-z]{3,}|\d[\d.,]*\d")
_RESOLUTION = "200"  # dots an inch
# How many of the words may be misread.
_WORDS, _NUMBERS = 0.03, 0.08


@cache
def files() -> dict[str, Path]:
    manifest = export(SET, "first", jobs=1)
    return {name: SET.output("first") / str(manifest[name]["outputs"]["pdf"]) for name in NAMES}


def run(*command: str | Path) -> str:
    one_at_a_time = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    parts = [str(part) for part in command]
    done = subprocess.run(parts, capture_output=True, check=True, env=one_at_a_time)
    return done.stdout.decode()


def words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.replace("-\n", "")))


def missing(file: Path, page: int, folder: Path) -> tuple[Counter[str], Counter[str]]:
    """The words of a page, and those of them that are not seen on it."""
    own = ("-f", str(page), "-l", str(page))
    picture = folder / f"{file.stem}-{page}"
    run("pdftoppm", "-r", _RESOLUTION, "-gray", "-png", "-singlefile", *own, file, picture)
    seen = run("tesseract", picture.with_suffix(".png"), "-", "-l", "eng", "--psm", "11")
    said = words(run("pdftotext", *own, file, "-"))
    return said, said - words(seen)


@pytest.mark.parametrize("name", NAMES)
def test_every_word_of_a_page_is_seen_on_it(name: str, tmp_path: Path) -> None:
    file = files()[name]
    pages = int(re.findall(r"Pages:\s+(\d+)", run("pdfinfo", file))[0])
    for page in range(1, pages + 1):
        said, lost = missing(file, page, tmp_path)
        for most, is_number in ((_WORDS, False), (_NUMBERS, True)):
            own = sum(n for word, n in said.items() if word[0].isdigit() == is_number)
            unseen = {word: n for word, n in lost.items() if word[0].isdigit() == is_number}
            assert sum(unseen.values()) <= max(1, most * own), (page, unseen)
