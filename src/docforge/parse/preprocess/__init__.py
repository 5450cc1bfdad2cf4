"""The source as the Markdown that pandoc reads: what other programs and people write, made plain.

A list of steps, each of which rewrites lines and says what it found; their order is the story.
Invariant: no word that the writer typed is changed, and each keeps its place (`SourceLines`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from docforge.document import Position
from docforge.findings import Severity
from docforge.parse.preprocess.formulas import mark_formulas
from docforge.parse.preprocess.lines import SourceLines, source_lines
from docforge.parse.preprocess.scan import scan
from docforge.source.config import Settings


@dataclass(frozen=True, slots=True)
class Remark:
    """What a step found, to become a Finding."""

    code: str
    severity: Severity
    message: str
    position: Position
    hint: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """The Markdown for pandoc, and what was found on the way to it."""

    lines: SourceLines
    remarks: Sequence[Remark]


def preprocess(text: str, settings: Settings) -> Prepared:
    """`text` (without its front matter, whose lines are empty) as pandoc is to read it."""
    lines = source_lines(text)
    remarks: list[Remark] = []
    if settings.math:
        remarks += _formulas(lines)
    return Prepared(lines, remarks)


def _formulas(lines: SourceLines) -> list[Remark]:
    text = lines.text
    if "$" not in text and "\\(" not in text and "\\[" not in text:
        return []
    return [
        Remark(
            "MTH002",
            Severity.WARNING,
            f"“${tex.strip()[:60]}$” could be money or a formula; it stays as it was typed",
            position,
            "For a formula write TeX that is no amount, such as $x = 5$; for money write \\$5, "
            "or “math: off” in the front matter.",
        )
        for position, tex in mark_formulas(lines, scan(text))
    ]
