"""Parses a source given as text, as the pipeline would parse a file."""

from collections.abc import Mapping
from pathlib import Path

from docforge.parse import Parsed, parse
from docforge.source import Source
from docforge.source.config import Settings
from docforge.source.front_matter import read_front_matter

PIXEL = (Path(__file__).parent / "pixel.png").resolve()


def parse_text(
    text: str,
    settings: Settings | None = None,
    path: str = "a/source.md",
    neighbours: Mapping[str, str] | None = None,
) -> Parsed:
    root = PIXEL.parent
    source = Source(
        path=path, file=root / "source.md", root=root, text=text, digest="", findings=()
    )
    settings = settings or Settings(title="A title", lang="en-GB")
    return parse(
        source, read_front_matter(source, settings), neighbours or {path: "a/source/source"}
    )
