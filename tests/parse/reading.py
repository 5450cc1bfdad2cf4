"""Parses a source given as text, as the pipeline would parse a file."""

from collections.abc import Mapping
from pathlib import Path

from docforge.parse import Parsed, parse
from docforge.source import SourceFile, SourceText, source_of
from docforge.source.config import Settings

PIXEL = (Path(__file__).parent / "pixel.png").resolve()


def parse_text(
    text: str,
    settings: Settings | None = None,
    path: str = "a/source.md",
    neighbours: Mapping[str, str] | None = None,
) -> Parsed:
    root = PIXEL.parent
    origin = SourceFile(path, root / "source.md", root, "a/source/source")
    settings = settings or Settings(title="A title", lang="en-GB")
    source = source_of(origin, SourceText(text, ""), settings)
    return parse(source, neighbours or {path: origin.stem})
