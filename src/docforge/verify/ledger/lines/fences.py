"""Fences: code, HTML, and directives, whose text is none."""

import re

from docforge.verify.ledger.lines.callouts import CALLOUT_NAMES
from docforge.verify.ledger.lines.lexer import Fence, LexedLine, LineLexer
from docforge.verify.ledger.words import WordKind

_FENCE = re.compile(r"(`{3,}(?=[^`]*$)|~{3,})")
_TITLED = "|".join(sorted(CALLOUT_NAMES))
# MyST: a fence of backticks that names a directive, whose text is no code, and its options.
# The rest of the line is the title of a callout, or the caption of a table.
_DIRECTIVE = re.compile(
    rf"(?:`{{3,}}|~{{3,}})[ \t]*\{{(?!code)(?:(?:{_TITLED}|table|admonition)\}}[ \t]*|[a-z-]+\}}.*)"
)
# In colons, too, where they hold data and no text.
_DATA_DIRECTIVE = re.compile(
    r"(:{3,})[ \t]*\{(?:[a-z]+-table|toctree|tableofcontents|contents|include|eval-rst"
    r"|literalinclude|parsed-literal|autofunction|automodule|autoclass|raw|bibliography|index"
    r"|iframe|video)\}"
)
_OPENS_DIRECTIVE = re.compile(r"(?:`{3,}|~{3,}|:{3,})[ \t]*\{[a-z-]+\}")
# A table that is written as data, and what parts its cells from one another.
_DATA_TABLE = re.compile(r"(`{3,}|~{3,}|:{3,})[ \t]*\{(?P<kind>csv|list)-table\}[ \t]*")
_SEPARATED = re.compile(r"\"((?:[^\"]|\"\")*)\"|,")
_HEADER = re.compile(r"[ \t]*:header:")
_OPTION = re.compile(r"[ \t]*:(?:alt:|[a-z-]+:(?:[ \t].*)?$)")
_LONGEST_TABLE = 1000


def read_option(lexer: LineLexer, text: str, start: int) -> bool:
    """Whether a line is an option of the directive that the one before it opened."""
    if lexer.in_options and (header := _HEADER.match(text)):
        lexer.sheet.mask(start, start + header.end())
        _part(lexer, text, start, header.end())
        return True
    if lexer.in_options and (option := _OPTION.match(text)):
        lexer.sheet.mask(start, start + option.end())
        lexer.sheet.mark(start, start + len(text), WordKind.PERHAPS)
        return True
    lexer.in_options = _OPENS_DIRECTIVE.match(text.lstrip()) is not None
    return False


def read_fenced(lexer: LineLexer, text: str, start: int) -> bool:
    """Whether a line stands in the fence that is open, or closes it."""
    fence, at = lexer.fence, 0
    if fence is None:
        return False
    if fence.quoted:
        at = len(text) - len(text.lstrip(" \t>"))
        if ">" not in text[:at]:
            lexer.fence = None
            return False
        at = text.rindex(">", 0, at) + 1
        lexer.sheet.mask(start, start + at)
    rest = text[at:].strip()
    if rest.startswith(fence.mark) and not rest.strip(fence.mark[0]):
        lexer.end_passage(start)
        lexer.sheet.mask(start, start + len(text))
        lexer.fence = None
        lexer.blank = True
    elif fence.separated:
        _part(lexer, text, start, 0)
    elif fence.html:
        lexer.sheet.mark(start, start + len(text), WordKind.PERHAPS)
    else:
        lexer.sheet.mark(start, start + len(text), WordKind.CODE)
    return True


def open_fence(lexer: LineLexer, line: LexedLine) -> bool:
    """Begin what a fence opens; one that never closes may be text, as it may be code."""
    match = _FENCE.match(line.rest)
    if match is None:
        return False
    mark = match[1]
    lexer.end_passage(line.begin)
    if line.number < lexer.closers[mark[0]]:
        _open_closed(lexer, line, mark)
        return True
    if line.contained or line.indented:
        return False
    # Never closed, which a finding tells: all that follows may be code.
    lexer.sheet.mask(line.begin, line.end)
    lexer.fence = Fence(mark, quoted=False, html=True)
    return True


def _open_closed(lexer: LineLexer, line: LexedLine, mark: str) -> None:
    rest = line.rest
    lexer.plain_from = None
    directive = _DIRECTIVE.match(rest)
    named = line.begin + directive.end() if directive else line.end
    lexer.sheet.mask(line.begin, named)
    if directive and "{table}" in directive[0] and _open_table(lexer, line.number, mark):
        lexer.passage = named
        lexer.end_passage(line.end)
        return
    html = directive is not None or "{=html}" in rest.replace(" ", "")
    lexer.fence = Fence(mark, ">" in line.text[: line.at], html)
    lexer.passage = named if html else None


def _open_table(lexer: LineLexer, number: int, mark: str) -> bool:
    """Whether a directive of MyST ends somewhere; what stands in it are lines like others."""
    end = _closing_line(lexer, number, mark)
    if end is not None:
        lexer.ends_table.add(end)
    return end is not None


def _closing_line(lexer: LineLexer, number: int, mark: str) -> int | None:
    last = min(number + _LONGEST_TABLE, len(lexer.lines))
    return next((n for n in range(number + 1, last) if lexer.lines[n].strip() == mark), None)


def open_data_table(lexer: LineLexer, line: LexedLine) -> bool:
    """Whether a line opens a table of data; one that bars cannot say is shown as it was typed."""
    data = _DATA_TABLE.match(line.rest)
    end = _closing_line(lexer, line.number, data[1]) if data else None
    if data is None or end is None:
        return False
    sheet, title = lexer.sheet, line.begin + data.end()
    lexer.end_passage(line.begin)
    sheet.mask(line.begin, title)
    sheet.mark(title, line.end, WordKind.OPTIONAL)
    sheet.mark(title, sheet.starts[end], WordKind.PERHAPS)
    lexer.passage = title
    if data["kind"] == "csv":
        lexer.fence = Fence(data[1], quoted=False, html=True, separated=True)
    else:
        lexer.end_passage(line.end)
        lexer.ends_table.add(end)
    return True


def _part(lexer: LineLexer, text: str, start: int, at: int) -> None:
    """Masks the commas between cells, and the marks around them, from `at` on."""
    lexer.sheet.mark(start, start + len(text), WordKind.PERHAPS)
    for sign in _SEPARATED.finditer(text, at):
        lexer.sheet.mask(start + sign.start(), start + sign.start() + 1)
        lexer.sheet.mask(start + sign.end() - 1, start + sign.end())
        for pair in re.finditer('""', sign[1] or ""):  # which stand for one
            first = start + sign.start(1) + pair.start()
            lexer.sheet.mask(first, first + 1)


def open_data(lexer: LineLexer, line: LexedLine) -> bool:
    """Whether a line opens a directive in colons that holds data and no text."""
    data = _DATA_DIRECTIVE.match(line.rest)
    if data is None or data[1] not in map(str.strip, lexer.lines[line.number + 1 :]):
        return False
    lexer.end_passage(line.start)
    lexer.sheet.mask(line.begin, line.begin + data.end())
    lexer.sheet.mark(line.begin + data.end(), line.end, WordKind.OPTIONAL)
    lexer.fence = Fence(data[1], quoted=False, html=True)
    return True
