"""Tables and breaks: rules, which are no text, and the cells of tables in bars."""

import re

from docforge.verify.ledger.lines.containers import CONTAINER, INDENT, NOTE
from docforge.verify.ledger.lines.lexer import LexedLine, LineLexer

_BREAK = re.compile(r"([*_-])[ \t]*+(?:\1[ \t]*+){2,}$")
_TABLE_RULE = re.compile(
    r"\|?[ \t]*+:?-++:?[ \t]*+(?:[|+][ \t]*+:?-++:?[ \t]*+)*\|?[ \t]*+$"
    r"|\|[ \t]*+:?[–—]++:?[ \t]*+(?:[|+][ \t]*+:?[–—]++:?[ \t]*+)*\|?[ \t]*+$"
)
_GRID_RULE = re.compile(r"\+[-=:+]+\+[ \t]*$|-+(?:[ \t]+-+)+[ \t]*$|-{3,}[ \t]*$")
_PIPE = re.compile(r"\\.|(\|)")


def is_break(rest: str) -> bool:
    """Whether a line is one that parts what stands above and below it, such as `***`."""
    return _BREAK.match(rest) is not None


def read_rule(lexer: LineLexer, line: LexedLine) -> bool:
    """Whether a line of signs is a break, or a rule of a table."""
    sheet, rest, before = lexer.sheet, line.rest, lexer.before(line.number)
    if _TABLE_RULE.match(rest) and ("|" in rest or "|" in before):
        sheet.mask(line.begin, line.end)
        if "|" in before and not lexer.table:
            read_row(lexer, before, sheet.starts[line.number - 1])
        lexer.end_passage(line.begin)
        lexer.table = True
        return True
    if is_break(rest) or _GRID_RULE.match(rest):
        lexer.end_passage(line.begin)
        sheet.mask(line.begin, line.end)
        lexer.plain_from = None
        return True
    return False


def read_row(lexer: LineLexer, text: str, start: int) -> None:
    """The cells of a line in a table of bars: bars are masked, columns are counted."""
    sheet, at = lexer.sheet, 0
    while container := CONTAINER.match(text, at) or NOTE.match(text, at):
        at = container.end()
    blank = INDENT.match(text, at)
    first = at = blank.end() if blank else at
    for match in _PIPE.finditer(text, at):
        if match[0] == "\\|":  # in code, too (GFM 4.10)
            sheet.mask(start + match.start(), start + match.start() + 1)
    bars = [match.start() for match in _PIPE.finditer(text, at) if match[1]]
    if bars and bars[0] == at:
        at, bars = at + 1, bars[1:]
        sheet.mask(start + at - 1, start + at)
    known = "`" not in text
    for column, bar in enumerate([*bars, len(text)], 1):
        if known:
            sheet.columns[start + at : start + bar] = bytes([min(column, 255)]) * (bar - at)
        if bar < len(text):
            sheet.mask(start + bar, start + bar + 1)
        at = bar + 1
    lexer.end_passage(start)
    lexer.passage = start + first
