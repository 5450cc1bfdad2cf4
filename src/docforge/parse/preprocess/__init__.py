"""The source as the Markdown that pandoc reads: what other programs and people write, made plain.

A list of steps, each of which rewrites lines and says what it found; their order is the story.
Invariant: no word that the writer typed is changed, and each keeps its place (`SourceLines`).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from docforge.findings import Severity
from docforge.parse.preprocess import (
    attributes,
    callouts,
    dates,
    definitions,
    drawings,
    govspeak,
    inlines,
    leftovers,
    line_blocks,
    scripts,
    tables,
)
from docforge.parse.preprocess.formulas import mark_formulas, read_math_fences
from docforge.parse.preprocess.lines import SourceLines, source_lines
from docforge.parse.preprocess.remarks import Remark
from docforge.parse.preprocess.scan import SourceScan, scan
from docforge.source.config import Settings

Step = Callable[[SourceLines, SourceScan, Settings], Iterable[Remark]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """The Markdown for pandoc, and what was found on the way to it."""

    lines: SourceLines
    remarks: tuple[Remark, ...]


def preprocess(text: str, settings: Settings) -> Prepared:
    """`text` (without its front matter, whose lines are empty) as pandoc is to read it."""
    lines = source_lines(text)
    remarks: list[Remark] = []
    text_scanned, found = text, scan(text)
    for step in STEPS:
        if lines.text != text_scanned:
            text_scanned = lines.text
            found = scan(text_scanned)
        remarks += step(lines, found, settings)
    return Prepared(lines, tuple(remarks))


def _drawings(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterator[Remark]:
    if "<svg" in lines.text.lower():
        yield from drawings.read_drawings(lines, found)


def _attributes(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterable[Remark]:
    attributes.give_values(lines, found)
    return ()


def _callouts(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterable[Remark]:
    callouts.read_callouts(lines, found)
    if settings.math:
        read_math_fences(lines, found)
    return ()


def _govspeak(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterable[Remark]:
    asked = settings.dialect == "govspeak"
    if asked or (settings.dialect == "commonmark_x" and govspeak.is_govspeak(lines.text)):
        yield from govspeak.read_govspeak(lines, found)


def _leftovers(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterator[Remark]:
    yield from leftovers.second_front_matter(lines, found)
    tables.dedent_rows(lines, found)
    yield from leftovers.prose_as_code(lines, found)
    yield from leftovers.drop_leftovers(lines, found)
    yield from leftovers.open_callouts(lines, found)


def _days(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterable[Remark]:
    dates.keep_days(lines, found)
    dates.keep_letters(lines, found)
    return ()


def _tables(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterator[Remark]:
    yield from tables.unread_tables(lines, found, grids=settings.dialect == "markdown")
    yield from tables.surplus_cells(lines, found)
    tables.part_tables(lines, found)


def _lines(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterator[Remark]:
    yield from definitions.defined_twice(lines, found)
    yield from line_blocks.single_lines(lines, found)
    line_blocks.part_lists(lines, found)
    if settings.dialect != "markdown":  # which has line blocks of its own
        line_blocks.read_line_blocks(lines, found)


def _inlines(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterable[Remark]:
    return inlines.rewrite_inlines(lines, found)


def _formulas(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterator[Remark]:
    if not settings.math:
        return
    for position, tex in mark_formulas(lines, found):
        yield Remark(
            "MTH002",
            Severity.WARNING,
            f"“${tex.strip()[:60]}$” could be money or a formula; it stays as it was typed",
            position,
            "For a formula write TeX that is no amount, such as $x = 5$; for money write \\$5, "
            "or “math: off” in the front matter.",
        )


def _scripts(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterable[Remark]:
    if settings.dialect in _RAISING:
        scripts.keep_signs(lines, found)
    return ()


# Dialects to which two carets are a superscript, whatever stands between them.
_RAISING = frozenset({"commonmark_x", "govspeak"})

STEPS: tuple[Step, ...] = (
    _drawings,
    _attributes,
    _govspeak,
    _callouts,
    _days,
    _leftovers,
    _tables,
    _lines,
    _inlines,
    _formulas,
    _scripts,
)
