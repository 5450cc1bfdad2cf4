"""Lines that open or close a division or a callout, or give a command."""

import re

from docforge.document import CALLOUT_KINDS
from docforge.verify.ledger.lines.lexer import LexedLine, LineLexer
from docforge.verify.ledger.words import WordKind

CALLOUT_NAMES = frozenset(n for kind in CALLOUT_KINDS.values() for n in (kind.name, *kind.names))
_DIVISION = re.compile(r":{3,}[ \t]*(?:\{[\w-]+\}|[\w.-]+)?(?:[ \t]*:*$)?")
CALLOUT_FENCE = re.compile(
    r"(?::{3,}+[ \t]*+\{?[ \t]*+\.?|!!![ \t]++)"
    r"(?:callout-)?(?:note|tip|important|warning|caution)\b"
)
# MkDocs.
_ADMONITION = re.compile(
    r"(?:!!!|\?\?\?\+?)[ \t]++[\w-]++[ \t]*+(?:(?:inline|end)\b[ \t]*+){0,2}"
    r"(?:[a-z-]{1,20}+[ \t]{1,4}+(?=[a-z\" -]{0,80}\")){0,4}"
    r"|===[+!]?[ \t]++(?=\")"
)
_UNNAMED = re.compile(r"\?\?\?\+?[ \t]+([\w-]+)[ \t]*$")
_CALLOUT_TITLE = re.compile(r"(\[[^\]]*\]|\"[^\"]*\")[ \t]*$")
# An item that kramdown's {:toc} takes the place of.
_CONTENTS = re.compile(r"(?:[ ]{0,3}(?:[-*+]|\d+\.)[ \t]+)?[^\n]{0,300}$")
_LIST_LINE = re.compile(r"[ \t]*\{:[ \t]*toc\b")
# What other programs put a table of contents or a new page for.
_COMMAND = re.compile(
    r"(?:[-*+][ \t]+)?(?:\[TOC\]|@\[toc\][^\n]{0,200}|\$\{toc\}|\{\{toc\}\}"
    r"|\[\[_?TOC_?\]\]|\\(?:newpage|pagebreak)|\{pagebreak\}|\{:[^{}]*\})[ \t]*$",
    re.IGNORECASE,
)
_CALLOUT = re.compile(r"\[!([A-Za-z]+)\][+-]?")


def read_division(lexer: LineLexer, line: LexedLine) -> bool:
    """Whether a line opens or closes a division or a callout, or gives a command."""
    sheet, rest = lexer.sheet, line.rest
    match = _DIVISION.match(rest) or _COMMAND.match(rest) or _ADMONITION.match(rest)
    if match is None and _CONTENTS.match(line.text) and _LIST_LINE.match(lexer.after(line.number)):
        match = _CONTENTS.match(rest)
        sheet.mask(line.start, line.end)  # with its label
    if match is None:
        return False
    lexer.end_passage(line.start)
    lexer.in_item = lexer.in_item or rest[0] in "!?="
    if CALLOUT_FENCE.match(rest):
        sheet.callouts.append(line.end)
        lexer.titled = True
    if title := _CALLOUT_TITLE.match(line.text, line.at + match.end()):
        sheet.mask(line.start + title.start(), line.start + title.start() + 1)
        sheet.mask(line.start + title.end(1) - 1, line.start + title.end())
    sheet.mask(line.begin, line.begin + match.end())
    if unnamed := _UNNAMED.match(rest):  # folded, it is called by its name alone
        _call(lexer, unnamed[1], line.begin + unnamed.start(1))
    lexer.passage = line.begin + match.end()
    lexer.end_passage(line.end)
    return True


def read_alert(lexer: LineLexer, line: LexedLine) -> bool:
    """Whether a line begins with the mark `[!NOTE]`, which makes a quotation a callout."""
    match = _CALLOUT.match(line.text, line.at)
    if match is None:
        return False
    lexer.sheet.mask(line.start + match.start(), line.start + match.end())
    if not line.text[match.end() :].strip():
        _name(lexer, match[1], line.start + match.start(1))
    return True


def _name(lexer: LineLexer, kind: str, at: int) -> None:
    """A callout without a title: one that is not docforge's own may be called by its name."""
    if kind.lower() not in CALLOUT_KINDS and kind.lower() in CALLOUT_NAMES:
        _call(lexer, kind, at)


def _call(lexer: LineLexer, kind: str, at: int) -> None:
    lexer.sheet.out[at : at + len(kind)] = kind.capitalize()
    lexer.sheet.mark(at, at + len(kind), WordKind.OPTIONAL)
