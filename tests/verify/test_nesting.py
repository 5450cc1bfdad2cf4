"""Whatever stands in whatever: all is exported in every format, and nothing is a fault."""

import shutil
from pathlib import Path

import pytest
from nesting import BLOCKS, CONTAINERS, INLINES, PLACES, document, lines

from docforge import pipeline
from docforge.export import FORMATS, Status
from docforge.findings import Severity
from docforge.pipeline import RunOptions
from docforge.source import find_sources
from docforge.source.config import Config

PICTURE = Path(__file__).parent / "legitimate" / "p.png"
# What is no line of Markdown in a place of HTML, or would be a link in a link.
OTHERS = {
    "link text": {"address", "mail"},
    "cell of HTML": {"address", "mail", "note"},
    "caption of a figure": {"address", "mail", "note"},
    "summary": {"address", "mail", "note"},
}


def errors(folder: Path, text: str) -> list[str]:
    shutil.copy(PICTURE, folder)
    (folder / "a.md").write_text(text, "utf-8")
    (place,) = find_sources([folder / "a.md"], Config())
    export = pipeline.export(place, RunOptions(Config(), {}, tuple(FORMATS.values())))
    told = [f"{f.code} {f.message}" for f in export.findings if f.severity is Severity.ERROR]
    if export.failure:
        told.append(export.failure.message)
    return told if told or export.status is Status.EXPORTED else ["not exported"]


@pytest.mark.slow
@pytest.mark.parametrize("container", CONTAINERS)
def test_every_block_may_stand_in(container: str, tmp_path: Path) -> None:
    assert errors(tmp_path, document(container, list(BLOCKS))) == []


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_every_part_of_a_line_may_stand_in(place: str, tmp_path: Path) -> None:
    names = [name for name in INLINES if name not in OTHERS.get(place, ())]
    assert errors(tmp_path, lines(place, names)) == []
