"""A Markdown file the whole way to its PDF: front matter, parsing, markup, pages, tags."""

from pathlib import Path

from docforge.config import load_config
from docforge.document import Document
from docforge.export import Rendering
from docforge.frontmatter import read_front_matter
from docforge.parse import parse
from docforge.renditions.pdf import render
from docforge.source import find_sources, read_source
from docforge.style import load_style


def printed(file: Path) -> tuple[Document, Rendering]:
    """The document of `file`, and its PDF."""
    config = load_config(file)
    (place,) = find_sources([file], config)
    source = read_source(place)
    front = read_front_matter(source, config.settings(place.path), {})
    document = parse(source, front, {}).document
    return document, render(document, load_style("briefing"), claim=True)
