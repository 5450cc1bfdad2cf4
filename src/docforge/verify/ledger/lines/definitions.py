"""Lines that define something: notes, abbreviations, and addresses of links."""

import re

from msgspec.structs import replace

from docforge.verify.ledger.lines.containers import NOTE, contain
from docforge.verify.ledger.lines.lexer import LexedLine, LineLexer
from docforge.verify.ledger.lines.tables import is_break
from docforge.verify.ledger.sheet import label

_REFERENCE = re.compile(
    r"\[([^\]^][^\]]{0,999})\]:[ \t]*+(?:<([^<>]*)>|([^\s<]\S*+))?"
    r"(?:[ \t]++(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?[ \t]*+(?:\{[^{}]*\})?[ \t]*+$"
)
_TITLE = re.compile(r"[ \t]*(?:\"[^\"]*\"|'[^']*'|\([^()]*\))[ \t]*$")
_ADDRESS_LINE = re.compile(r"[ \t]*<?([^\s<>]+)>?(?:[ \t]+(?:\"[^\"]*\"|'[^']*'))?[ \t]*$")
_ABBREVIATION = re.compile(r"\*\[([^\]]+)\]:[ \t]*(.*)")
_BLOCK_START = re.compile(r"#{1,6}[ \t]|[-*+][ \t]|>|`{3}|~{3}|<[A-Za-z/!]|\||\[\^")


def leaves_note(lexer: LineLexer, line: LexedLine) -> bool:
    """Whether the note that is open ends before `line`."""
    if line.text.startswith(("    ", "\t")):
        return False
    if not line.after_blank and is_break(line.rest):
        lexer.plain_from = None  # no underline of what stands in the note
        return True
    return line.after_blank or bool(_BLOCK_START.match(line.rest))


def begin_note(lexer: LineLexer, line: LexedLine) -> LexedLine | None:
    """The `line` behind the mark of the note that it defines, if it defines one."""
    match = None if line.indented else NOTE.match(line.rest)
    if match is None:
        return None
    lexer.end_passage(line.start)
    lexer.end_note(line.start)
    lexer.note = (label(match[1]), line.start)
    lexer.sheet.mask(line.start, line.begin + match.end())
    lexer.passage = line.begin + match.end()
    at, indented, contained = contain(lexer, line.text, line.start, line.at + match.end())
    return replace(line, at=at, indented=indented, contained=contained, after_blank=True)


def read_abbreviations(lexer: LineLexer, line: LexedLine) -> int | None:
    """The last line of definitions `*[HTML]: …`, which go on to the next empty line."""
    if not _ABBREVIATION.match(line.rest):
        return None
    lexer.end_passage(line.begin)
    last = line.number
    name = ""
    while last < len(lexer.lines) and lexer.lines[last].strip():
        text = lexer.lines[last].strip(" \t>")
        if last > line.number and (NOTE.match(text) or _REFERENCE.match(text)):
            lexer.blank = True
            break
        if match := _ABBREVIATION.match(text):
            name = match[1].strip()
            lexer.sheet.expansions[name] = match[2]
        elif name:
            lexer.sheet.expansions[name] += f" {text}"
        begin = line.begin if last == line.number else lexer.sheet.starts[last]
        lexer.sheet.mask(begin, lexer.sheet.starts[last] + len(lexer.lines[last]))
        last += 1
    return last - 1


def read_reference(lexer: LineLexer, line: LexedLine) -> int | None:
    """The last line of what defines the address of links (CommonMark 0.31, 4.7)."""
    match = _REFERENCE.match(line.rest)
    if match is None or not (line.after_blank or _ends_in_definitions(lexer, line.number)):
        return None
    address = match[2] if match[2] is not None else match[3]
    last = line.number
    following = lexer.after(last)
    if address is None:
        below = _ADDRESS_LINE.match(following)
        if not below:
            lexer.passage = line.begin
            return last
        address, last = below[1], last + 1
        if _TITLE.match(lexer.after(last)):
            last += 1
    elif match[0].rstrip().endswith(address) and _TITLE.match(following):
        last += 1
    lexer.end_passage(line.begin)
    lexer.sheet.references.setdefault(label(match[1]), address)
    lexer.sheet.mask(line.begin, line.begin + len(match[0]))
    lexer.blank = True
    return last


def _ends_in_definitions(lexer: LineLexer, number: int) -> bool:
    """Whether all lines from here to the next empty one define something."""
    if number <= lexer.text_at:
        return False
    while number < len(lexer.lines) and lexer.lines[number].strip(" \t>"):
        text = lexer.lines[number].lstrip(" \t>")
        if not (_REFERENCE.match(text) or _ABBREVIATION.match(text) or NOTE.match(text)):
            lexer.text_at = number
            return False
        number += 1
    return True
