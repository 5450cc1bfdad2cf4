"""The guides of docforge are documents of docforge: they export without an error."""

from pathlib import Path

import pytest

from docforge.export import Format, Status
from docforge.pipeline import RunOptions, export
from docforge.run.batch import plan
from docforge.source.config import load_config

DOCS = Path(__file__).parents[1] / "docs"


@pytest.mark.slow
def test_the_guides_export_without_errors() -> None:
    config = load_config(DOCS)
    found = plan([DOCS], config)
    options = RunOptions(config, found.neighbours, (Format.HTML, Format.EPUB, Format.TEXT))
    exports = [export(place, options) for place in found.places]
    assert {one.source.removeprefix("guide/") for one in exports} >= {"index.md", "sending.md"}
    assert {one.source: one.status for one in exports} == {
        one.source: Status.EXPORTED for one in exports
    }
