"""A source given as text to its document, for tests of proof."""

from pathlib import Path

from docforge.document import Document
from docforge.parse import parse
from docforge.source import SourceFile, SourceText, source_of
from docforge.source.config import Settings


def document_of(text: str) -> Document:
    """The document that `text`, with its front matter, becomes."""
    root = Path(__file__).parent
    origin = SourceFile("source.md", root / "source.md", root, "source/source")
    source = source_of(origin, SourceText(text, ""), Settings())
    return parse(source, {origin.path: origin.stem}).document
