"""Golden tag trees: a small Markdown source for each construct, and the tree that its PDF has.

The tree is read by pikepdf, which shares no code with what wrote it. A source goes the whole
way: front matter, parsing, markup, pages, tags.
"""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from tree import tree

from docforge.config import load_config
from docforge.frontmatter import read_front_matter
from docforge.parse import parse
from docforge.renditions.pdf import render
from docforge.source import find_sources, read_source
from docforge.style import load_style

TREES = Path(__file__).parent / "trees"
SOURCES = sorted(TREES.glob("*.md"))


def tree_of(file: Path) -> dict[str, Any]:
    config = load_config(file)
    (place,) = find_sources([file], config)
    source = read_source(place)
    front = read_front_matter(source, config.settings(place.path), {})
    document = parse(source, front, {}).document
    return tree(io.BytesIO(render(document, load_style("briefing"), claim=True).content))


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_tag_tree_is_the_golden_one(source: Path) -> None:
    golden = yaml.safe_load(source.with_suffix(".yaml").read_text("utf-8"))
    assert tree_of(source) == golden


def test_every_golden_tree_has_its_source() -> None:
    assert {file.stem for file in TREES.glob("*.yaml")} == {file.stem for file in SOURCES}


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
