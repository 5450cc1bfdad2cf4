"""What a style asks for is set aside in a PDF, and nothing where no style asks for it."""

import pytest

from docforge.style import load_style
from docforge.verify.as_styled import as_styled
from docforge.verify.entries import EntryKind, OutlineEntry
from docforge.verify.readers.pdf.decoration import UNBARRED
from docforge.verify.readers.pdf.kerning import APART
from docforge.verify.readers.pdf.lines import GAP
from docforge.verify.readers.pdf.starts import ELSEWHERE

TOLD = tuple(
    OutlineEntry(EntryKind.PECULIARITY, f"{said} on page 1")
    for said in (ELSEWHERE, GAP, f"text under {APART}", UNBARRED)
)


@pytest.mark.parametrize("name", ["briefing", "plain", "large-print"])
def test_the_styles_that_come_along_ask_for_nothing_peculiar(name: str) -> None:
    assert as_styled(TOLD, load_style(name)) == TOLD
