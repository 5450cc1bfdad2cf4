"""Breaks of what a file says of itself, and of what is not text: gate or read-back catches each."""

from collections import Counter
from pathlib import Path

import pytest
from further_breaks import Break, breaks
from proving import finished, proof

from docforge.export import Format
from docforge.findings import Outcome
from docforge.verify.gated import gated

DOCS = Path(__file__).parents[2] / "docs" / "guide" / "verifying.md"
KINDS = (Format.HTML, Format.EPUB, Format.TEXT)


def passes(kind: Format, content: bytes) -> bool:
    verdicts = (gated(kind, content, "a/a"), proof(kind, content).verdict)
    return all(verdict.outcome is Outcome.PASSED for verdict in verdicts)


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_the_whole_file_passes(kind: Format) -> None:
    assert passes(kind, finished(kind))


@pytest.mark.slow
@pytest.mark.parametrize("one", list(breaks()), ids=lambda one: f"{one.part}: {one.name}")
def test_a_break_is_caught(one: Break) -> None:
    assert not passes(one.format, one.applied())


def test_the_guide_publishes_how_many_are_tried() -> None:
    tried = Counter(one.format for one in breaks())
    told = ", ".join(f"{tried[kind]} of {tried[kind]} in {kind.label}" for kind in KINDS)
    assert told in DOCS.read_text("utf-8")
