"""Headings: with signs before them, or with a line of signs under them."""

import re

from docforge.verify.ledger.lines.callouts import CALLOUT_FENCE
from docforge.verify.ledger.lines.lexer import LexedLine, LineLexer
from docforge.verify.ledger.sheet import bare
from docforge.verify.ledger.words import WordKind

HEADING = re.compile(r"(#{1,6})(?:[ \t]+|$)()")
GLUED_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|$)|(?=#{2,6}[^#\s])(#{2,6})")
# The end of a press release.
_END_MARK = re.compile(r"#(?:[ ]+#){1,9}[ ]*$")
_CLOSING = re.compile(r"(?<!#)#++(?:[ \t]*\{[^{}]*\})?$")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$")


def read_heading(lexer: LineLexer, line: LexedLine) -> bool:
    """Whether a line is a heading, or the title of the callout that was opened before it."""
    match = None if _END_MARK.match(line.rest) else lexer.heading.match(line.rest)
    if match is None or (line.indented and not _may_begin(lexer, line)):
        return False
    lexer.end_passage(line.start)
    words = line.begin + match.end()
    lexer.sheet.mask(line.begin, words)
    if not line.may_title or _has_more(lexer, line.number):
        _mask_closing(lexer, words, line.end)
        _mark_heading(lexer, words, line.end, len(match[1] or match[2]))
    lexer.passage = words
    lexer.end_passage(line.end)
    lexer.plain_from = None
    return True


_DIVISION = re.compile(r"[ \t>]*:{3,}[ \t]*(?P<opens>\S?)")
_FARTHEST = 2_000


def _has_more(lexer: LineLexer, number: int) -> bool:
    """Whether a callout holds other headings below the one that begins it, which is one then.

    One that begins a callout within it is the title of that.
    """
    depth = 1
    begins = False
    for line in lexer.lines[number + 1 : number + _FARTHEST]:
        text = line.lstrip(" \t>")
        if not text:
            continue
        if division := _DIVISION.match(text):
            depth += 1 if division["opens"] else -1
        elif lexer.heading.match(text) and not begins:
            return True
        begins = CALLOUT_FENCE.match(text) is not None
        if not depth:
            return False
    return False


def _may_begin(lexer: LineLexer, line: LexedLine) -> bool:
    """Whether an indented line may begin a heading: in a note, whose own indent is four, or
    where the text of an item is, and less than four spaces behind it.
    """
    indent = len(line.text) - len(line.text.lstrip(" "))
    in_item = lexer.in_item and indent < lexer.column + 4
    return line.after_blank and (in_item or (lexer.note is not None and indent < 8))


def _mask_closing(lexer: LineLexer, words: int, end: int) -> None:
    """Signs behind the words of a heading, which close it (CommonMark 0.31, 4.2)."""
    stripped = lexer.sheet.text[words:end].rstrip()
    closing = _CLOSING.search(stripped)
    if closing and (closing.start() == 0 or stripped[closing.start() - 1].isspace()):
        first = words + closing.start()
        lexer.sheet.mask(first, first + len(closing[0]) - len(closing[0].lstrip("#")))


def _mark_heading(lexer: LineLexer, words: int, end: int, level: int) -> None:
    lexer.sheet.mark(words, end, WordKind.HEADING)
    lexer.sheet.levels[words] = level
    lexer.sheet.headings.add(bare(lexer.sheet.text[words:end]))


def read_underline(lexer: LineLexer, line: LexedLine) -> bool:
    """Whether a line of signs makes the plain lines before it a heading (CommonMark 0.31, 4.3)."""
    words = lexer.plain_from
    if words is None or line.contained or not _UNDERLINE.match(line.rest):
        return False
    if "|" in lexer.before(line.number):
        return False
    if not _is_first(lexer, line.number) or _has_more(lexer, line.number):
        _mark_heading(lexer, words, line.begin, 1 if line.rest[0] == "=" else 2)
    lexer.end_passage(line.begin)
    lexer.sheet.mask(line.begin, line.end)
    lexer.plain_from = None
    return True


def _is_first(lexer: LineLexer, number: int) -> bool:
    """Whether plain lines above a line of signs are the first of a callout, and so its title."""
    above = number - 1
    while above > 0 and lexer.lines[above].strip() and not _DIVISION.match(lexer.lines[above]):
        above -= 1
    while above > 0 and not lexer.lines[above].strip():
        above -= 1
    return CALLOUT_FENCE.match(lexer.lines[above].lstrip(" \t>")) is not None
