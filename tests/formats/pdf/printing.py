"""A Markdown file the whole way to its PDF: front matter, parsing, markup, pages, tags."""

from pathlib import Path

from docforge.conformance import FAULTLESS
from docforge.document import Document
from docforge.export import Rendering
from docforge.formats.pdf import render
from docforge.parse import parse
from docforge.source import find_sources, read_source
from docforge.source.config import load_config
from docforge.style import load_style


def printed(file: Path) -> tuple[Document, Rendering]:
    """The document of `file`, and its PDF."""
    config = load_config(file)
    (place,) = find_sources([file], config)
    document = parse(read_source(place, config.settings(place.path)), {}).document
    return document, render(document, load_style("briefing"), standing=FAULTLESS)
