"""What people write and read-back once called a fault of docforge: every format says the same."""

from pathlib import Path

import pytest

from docforge import pipeline
from docforge.export import FORMATS, Status
from docforge.findings import Severity
from docforge.pipeline import RunOptions
from docforge.source import find_sources
from docforge.source.config import Config

CASES = Path(__file__).parent / "legitimate"


@pytest.mark.slow
@pytest.mark.parametrize("case", sorted(CASES.glob("*.md")), ids=lambda case: case.stem)
def test_a_legitimate_document_is_exported(case: Path) -> None:
    (place,) = find_sources([case], Config())
    options = RunOptions(Config(), {place.path: place.stem}, tuple(FORMATS.values()))
    export = pipeline.export(place, options)
    errors = [f for f in export.findings if f.severity is Severity.ERROR]
    assert (export.status, errors, export.failure) == (Status.EXPORTED, [], None)
