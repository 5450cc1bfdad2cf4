"""The pages of a reading system: no box of a book leaves its page, no word, row or
heading is cut apart.

Chromium lays every text out in columns, as reading systems make pages: 320 pixels wide with
letters of 24, 390 wide, and two beside each other.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest
from judging import SourceSet, export, source_sets

from docforge.system.programs import tools_folder

pytestmark = pytest.mark.judges
NODE = tools_folder() / "node" / "node_modules"
SETS = tuple(source_sets())


def found_in(folders: list[Path]) -> dict[str, list[list[object]]]:
    """What leaves its page in books that were unpacked."""
    script = Path(__file__).parent / "pages.cjs"
    browser = os.environ.get("PUPPETEER_EXECUTABLE_PATH") or shutil.which("chromium") or ""
    environment = {**os.environ, "NODE_PATH": str(NODE), "PUPPETEER_EXECUTABLE_PATH": browser}
    told = subprocess.run(
        ["node", str(script), *map(str, folders)], env=environment, capture_output=True, check=True
    )
    answers: dict[str, list[list[object]]] = json.loads(told.stdout)
    return answers


@pytest.mark.parametrize("sources", SETS, ids=lambda sources: sources.name)
def test_nothing_leaves_the_pages_of_a_book(sources: SourceSet, tmp_path: Path) -> None:
    options = (*sources.options, "--formats", "epub")
    books = SourceSet(f"{sources.name}-pages", sources.folder, sources.files, options)
    manifest = export(books, "pages", jobs=2)
    sources_of: dict[str, str] = {}
    folders = []
    for number, (source, entry) in enumerate(manifest.items()):
        folders.append(tmp_path / str(number))
        sources_of[str(folders[-1])] = source
        with ZipFile(books.output("pages") / entry["outputs"]["epub"]) as book:
            book.extractall(folders[-1])
    left = [
        (next(name for folder, name in sources_of.items() if page.startswith(f"{folder}/")), found)
        for page, found in found_in(folders).items()
    ]
    assert left == []


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_the_measure_sees_what_leaves_and_what_is_cut(tmp_path: Path, direction: str) -> None:
    text = tmp_path / "EPUB" / "text-001.xhtml"
    text.parent.mkdir()
    text.write_text(
        f'<html xmlns="http://www.w3.org/1999/xhtml" dir="{direction}"><head><title>a</title>'
        "</head><body>"
        '<p style="white-space: nowrap">A line that goes on beside the page it stands on</p>'
        '<table><tbody><tr><td style="word-break: break-all; width: 1em">1,085 million</td></tr>'
        '</tbody></table><p style="height: 17.5em">Long</p>'
        "<h2>A heading that goes on and on so that it has more lines than this page has room for"
        "</h2></body></html>",
        "utf-8",
    )
    found = [each for page in found_in([tmp_path]).values() for each in page]
    assert {"text leaves", "cut"} <= {each[0] for each in found}
    assert ["split", "h2"] in [each[:2] for each in found]
    assert "p" not in {each[1] for each in found if each[0] == "cut"}
