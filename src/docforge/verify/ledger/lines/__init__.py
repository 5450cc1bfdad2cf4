"""The syntax of lines: quotations, lists, headings, code, tables, definitions, notes."""

import re
from collections.abc import Callable
from functools import cache

from docforge.style import caption_words
from docforge.verify.ledger.lines.callouts import read_alert, read_division
from docforge.verify.ledger.lines.containers import contain, is_code, mark_bullet
from docforge.verify.ledger.lines.definitions import (
    begin_note,
    leaves_note,
    read_abbreviations,
    read_reference,
)
from docforge.verify.ledger.lines.fences import (
    open_data,
    open_data_table,
    open_fence,
    read_fenced,
    read_option,
)
from docforge.verify.ledger.lines.headings import (
    GLUED_HEADING,
    HEADING,
    read_heading,
    read_underline,
)
from docforge.verify.ledger.lines.lexer import LexedLine, LineLexer
from docforge.verify.ledger.lines.tables import read_row, read_rule
from docforge.verify.ledger.sheet import Sheet
from docforge.verify.ledger.words import WordKind

__all__ = ["mask_lines"]

_LINE_BLOCK = re.compile(r"\|(?:[ \t]+|$)(?=[^|]*$)")
_TASK = re.compile(r"[ \t]+(?:\[[ xX]\]|[☐☒☑])(?=[ \t])")


@cache
def _captions() -> re.Pattern[str]:
    """The word that begins a caption in any language, with its colon."""
    known = {re.escape(word) for key in ("table", "figure") for word in caption_words(key)}
    words = "|".join(sorted(known, reverse=True))
    return re.compile(
        rf"[*_]{{0,3}}(?:{words})?[ \u00a0]?(?::[*_]{{0,3}}[ \t\u00a0]+|：)", re.IGNORECASE
    )


def mask_lines(sheet: Sheet, *, spaced_headings: bool = True) -> None:
    """Masks and marks what lines are by their beginning, and collects passages of text.

    Without `spaced_headings`, a heading of level 2 or deeper needs no space (kramdown).
    """
    lexer = LineLexer(sheet, HEADING if spaced_headings else GLUED_HEADING)
    last = -1
    for number, text in enumerate(lexer.lines):
        start = sheet.starts[number]
        if number <= last or number in lexer.ends_table:
            sheet.mask(start, start + len(text))
        elif read_option(lexer, text, start) or read_fenced(lexer, text, start):
            continue
        elif not text.strip(" \t>"):
            lexer.end_passage(start)
            sheet.mask(start, start + len(text))
            lexer.blank, lexer.table, lexer.plain_from = True, False, None
        else:
            last = _read(lexer, number, text, start)
    lexer.end_passage(len(sheet.text))
    lexer.end_note(len(sheet.text))


def _read(lexer: LineLexer, number: int, text: str, start: int) -> int:
    """Reads a line that holds something; gives the last line that is done with."""
    after_blank, lexer.blank = lexer.blank, False
    may_title, lexer.titled = lexer.titled, False
    end = start + len(text)
    if is_code(lexer, text, lexer.after(number), after_blank=after_blank):
        lexer.end_passage(start)
        lexer.end_note(start)
        lexer.sheet.mark(start, end, WordKind.CODE)
        return number
    mark_bullet(lexer, number, text, start)
    at, indented, contained = contain(lexer, text, start)
    line = LexedLine(number, text, start, at, indented, contained, after_blank, may_title)
    if lexer.note is not None and leaves_note(lexer, line):
        lexer.end_note(start)
    if indented:
        lexer.sheet.mark(start, end, WordKind.PERHAPS)
    if (noted := begin_note(lexer, line)) is not None:
        line = noted
        if not line.rest:
            return number
    if any(read(lexer, line) for read in _OPENINGS):
        return number
    for define in (read_abbreviations, read_reference):
        if (last := define(lexer, line)) is not None:
            return last
    if not any(read(lexer, line) for read in _WHOLE_LINES):
        _read_text(lexer, line)
    return number


# In the order in which they are asked whether a line is theirs.
_OPENINGS: tuple[Callable[[LineLexer, LexedLine], bool], ...] = (
    open_data_table,
    open_fence,
    open_data,
    read_division,
)
_WHOLE_LINES: tuple[Callable[[LineLexer, LexedLine], bool], ...] = (
    read_heading,
    read_underline,
    read_rule,
)


def _read_text(lexer: LineLexer, line: LexedLine) -> None:
    if lexer.passage is None or (line.contained and not lexer.goes_on):
        lexer.end_passage(line.start)
        lexer.passage = line.begin
    _read_lead(lexer, line)
    if line.contained:
        lexer.plain_from = None
    elif lexer.plain_from is None:
        lexer.plain_from = line.start
    if lexer.table:
        read_row(lexer, line.text, line.start)


def _read_lead(lexer: LineLexer, line: LexedLine) -> None:
    """What stands before a line's words: a caption's mark, a definition's, a task's box."""
    sheet, start = lexer.sheet, line.start
    if not lexer.table and (bar := _LINE_BLOCK.match(line.text, line.at)):
        sheet.mask(start + bar.start(), start + bar.end())
    if match := _captions().match(line.text, line.at):
        sheet.mask(start + match.start(), start + match.end())
    elif not line.contained or read_alert(lexer, line):
        return
    elif match := _TASK.match(line.text, max(0, line.at - 1)):
        sheet.mask(start + match.start(), start + match.end())
