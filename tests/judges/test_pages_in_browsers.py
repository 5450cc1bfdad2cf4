"""Pages in Chromium, at three widths and on paper: nothing is broader than it has to be."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from judging import SourceSet, export

from docforge.system.programs import tools_folder

pytestmark = pytest.mark.judges
NODE = tools_folder() / "node" / "node_modules"
HERE = Path(__file__).parent
STYLES = ("briefing", "plain", "large-print")
Seen = tuple[Mapping[str, Any], str]


@pytest.fixture(scope="module", params=STYLES)
def seen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """What Chromium shows of the page in a style, and the words that its print has room for."""
    options = ("--formats", "html", "--style", request.param)
    sources = SourceSet(f"browsers-{request.param}", HERE, ("pages.md",), options)
    outputs = export(sources, "first", jobs=1)["pages.md"]["outputs"]
    paper = tmp_path_factory.mktemp("print") / "page.pdf"
    browser = os.environ.get("PUPPETEER_EXECUTABLE_PATH") or shutil.which("chromium") or ""
    environment = {**os.environ, "NODE_PATH": str(NODE), "PUPPETEER_EXECUTABLE_PATH": browser}
    script = [str(HERE / "programs" / "page.cjs"), str(sources.output("first") / outputs["html"])]
    told = subprocess.run(
        ["node", *script, str(paper)], env=environment, capture_output=True, check=True
    )
    return json.loads(told.stdout), printed(paper)


def printed(paper: Path) -> str:
    """The words within the margins of 20 mm."""
    pdf = pypdfium2.PdfDocument(paper)
    margin = 56
    try:
        return "".join(
            page.get_textpage().get_text_bounded(
                margin, margin, page.get_width() - margin, page.get_height() - margin
            )
            for page in pdf
        )
    finally:
        pdf.close()


@pytest.mark.parametrize("width", ["320", "1000", "1400"])
def test_no_page_is_broader_than_its_window(seen: Seen, width: str) -> None:
    assert seen[0][width]["page"] <= int(width)


@pytest.mark.parametrize("width", ["1000", "1400"])
def test_words_above_a_table_never_make_it_scroll(seen: Seen, width: str) -> None:
    assert all(own <= shown for own, shown in seen[0][width]["scrolling"])


def test_words_above_a_narrow_table_are_no_column_of_words(seen: Seen) -> None:
    assert min(seen[0]["320"]["captions"]) > 120


def test_paper_has_the_last_column_of_a_table_with_a_long_caption(seen: Seen) -> None:
    words = "".join(seen[1].split())
    assert "Wales300last" in words
    # The address of its link, too, all of it.
    assert "whole-country-in-full.html" in words


@pytest.mark.parametrize("width", ["320", "1000"])
def test_tasks_of_a_task_stand_further_in(seen: Seen, width: str) -> None:
    agreed, sent, wales, scotland = seen[0][width]["tasks"]
    assert agreed == sent < wales == scotland
