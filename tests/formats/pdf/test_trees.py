"""Golden tag trees: a small Markdown source for each construct, and the tree that its PDF has.

The tree is read by pikepdf, which shares no code with what wrote it. A source goes the whole
way: front matter, parsing, markup, pages, tags.
"""

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import yaml
from tree import bookmarks, painted_and_read, tree

from docforge.conformance import FAULTLESS
from docforge.document import PdfProfile
from docforge.formats.pdf import render
from docforge.parse import parse
from docforge.source import find_sources, read_source
from docforge.source.config import load_config
from docforge.style import load_style

TREES = Path(__file__).parent / "trees"
SOURCES = sorted(TREES.glob("*.md"))
GOLDEN = sorted(TREES.glob("*.yaml"))
NATIVE = ".ua-2"


def pdf_of(golden: Path) -> io.BytesIO:
    """The PDF of the source of a golden tree; `.ua-2` in its name asks for that profile."""
    return io.BytesIO(_made(golden))


@cache
def _made(golden: Path) -> bytes:
    file = golden.with_name(f"{golden.stem.removesuffix(NATIVE)}.md")
    config = load_config(file)
    (place,) = find_sources([file], config)
    document = parse(read_source(place, config.settings(place.path)), {}).document
    profile: PdfProfile = "ua-2" if golden.stem.endswith(NATIVE) else "ua-1"
    rendering = render(document, load_style("briefing"), standing=FAULTLESS, profile=profile)
    return rendering.content


@pytest.mark.sampled(4)
@pytest.mark.parametrize("golden", GOLDEN, ids=lambda golden: golden.stem)
def test_tag_tree_is_the_golden_one(golden: Path) -> None:
    assert tree(pdf_of(golden)) == yaml.safe_load(golden.read_text("utf-8"))


@pytest.mark.sampled(4)
@pytest.mark.parametrize("golden", GOLDEN, ids=lambda golden: golden.stem)
def test_content_is_painted_in_the_order_of_the_tree(golden: Path) -> None:
    pages = list(painted_and_read(pdf_of(golden)))
    assert any(painted for painted, _ in pages)
    for painted, read in pages:
        assert painted == read == sorted(read)


def test_every_source_has_its_golden_tree() -> None:
    assert {file.stem for file in SOURCES} == {g.stem.removesuffix(NATIVE) for g in GOLDEN}


def test_bookmarks_lead_to_elements() -> None:
    assert bookmarks(pdf_of(TREES / "headings.ua-2.yaml")) == [
        "Tides -> /Title",
        "  Use tide now -> /H2",
        "    More stress -> /H3",
        "  Notes -> /H2",
    ]


def test_golden_table_goes_over_three_pages() -> None:
    with pikepdf.open(pdf_of(TREES / "table-over-pages.yaml")) as pdf:
        assert len(pdf.pages) >= 3


def elements(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("children", []):
        if isinstance(child, dict) and "role" in child:
            yield from elements(child)


@pytest.mark.parametrize(
    ("name", "role"),
    [("paragraph-over-pages", "P"), ("list-over-pages", "L"), ("table-over-pages", "Table")],
)
def test_what_goes_over_pages_stays_one_element(name: str, role: str) -> None:
    golden = yaml.safe_load((TREES / f"{name}.yaml").read_text("utf-8"))
    assert [element["role"] for element in elements(golden)].count(role) == 1
