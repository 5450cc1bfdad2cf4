"""What a line stands in: quotations, items, descriptions, notes, indented code."""

import re
from itertools import pairwise

from docforge.verify.ledger.lines.lexer import LineLexer
from docforge.verify.ledger.words import WordKind

_LABEL = r"\(?(?:\d{1,9}|[ivxlcdmIVXLCDM]{1,8}|[A-Za-z]{1,2}|@[\w-]{0,40}|\#)[.)]"
# Bullets of word processors.
_SIGNS = "•●▪◦‣⁃➢➤►▸❖\uf0b7\uf0a7\uf0d8\uf076"
CONTAINER = re.compile(
    rf"[ \t]*(?:(?P<quote>>[ \t]?)|(?P<bullet>[-*+])(?=[ \t]|$)|(?P<label>{_LABEL})(?=[ \t]|$)"
    r"|(?P<description>(?<![^ \t>])[:~])(?=[ \t])"
    rf"|(?P<sign>(?<![^ \t>])(?:[{_SIGNS}]|・(?=.)"
    r"|[·∙](?=[ \t\u00a0])|[o§Øüvq](?=\t))))"
)
NOTE = re.compile(r"\[\^([^\]\n]{1,200})\]:")
INDENT = re.compile(r"[ \t]*")
# Word's second level of bullets, pasted with a space.
_LETTER = re.compile(r"[ \t>]*(o)[ \u00a0]+\S")
# A bullet among others, and else a dialogue's dash or the sign of a section.
_DASH = re.compile(r"[ \t>]*([–—]|§(?=[ \u00a0][^\W\d_]))[ \t\u00a0]+\S")
_LISTED = re.compile(rf"[ \t>]*(?:o[ \u00a0\t]|[{_SIGNS}])")
_TABLE_TAG = re.compile(r"[ \t]+</?(?:t[rdh]|thead|tbody|tfoot|caption|colgroup)\b", re.IGNORECASE)


def contain(lexer: LineLexer, text: str, start: int, at: int = 0) -> tuple[int, bool, bool]:
    """Masks the marks of containers from `at` on.

    Gives where the line's own text begins, whether it may be code, and whether it is contained.
    """
    contained = in_list = False
    quotes, lexer.goes_on = 0, True
    while match := CONTAINER.match(text, at):
        if match["label"]:
            _label(lexer, text, start, match)
        else:
            lexer.sheet.mask(start + match.start(), start + match.end())
        quotes += match["quote"] is not None
        in_list = match["quote"] is None
        lexer.goes_on = lexer.goes_on and match["quote"] is not None
        at = match.end()
        contained = True
        lexer.in_item = True
    # A line of the same quotation goes on with the paragraph of the one before.
    lexer.goes_on, lexer.quotes = lexer.goes_on and quotes == lexer.quotes, quotes
    blank = INDENT.match(text, at)
    assert blank is not None
    if in_list:
        lexer.column = blank.end() if at < blank.end() <= at + 4 else at + 1
    quoted = contained and ">" in text[max(0, at - 2) : at]
    indented = "\t" in blank[0] or blank.end() - at >= (4 if quoted or not contained else 5)
    return blank.end(), indented or text.startswith(("    ", "\t")), contained


def _label(lexer: LineLexer, text: str, start: int, match: re.Match[str]) -> None:
    first, last = match.span("label")
    word = text[first:last].strip("().#@")
    begin = text.index(word, first) if word else last
    lexer.sheet.mask(start + first, start + begin)
    lexer.sheet.mask(start + begin + len(word), start + last)
    lexer.sheet.mark(start + begin, start + begin + len(word), WordKind.LABEL)


def mark_bullet(lexer: LineLexer, number: int, text: str, start: int) -> None:
    """Marks a letter, and masks a dash, that is a bullet beside other bullets."""
    near = (lexer.before(number), lexer.after(number))
    if (letter := _LETTER.match(text)) and any(map(_LISTED.match, near)):
        lexer.sheet.mark(start + letter.start(1), start + letter.end(1), WordKind.OPTIONAL)
    elif (dash := _DASH.match(text)) and _is_among_bullets(lexer, number):
        lexer.sheet.mask(start + dash.start(1), start + dash.end(1))


_FAR = 60


def _is_among_bullets(lexer: LineLexer, number: int) -> bool:
    """Whether a line above has a bullet, and only blocks that begin with a dash between."""
    near = ["", *lexer.lines[max(0, number - _FAR) : max(0, number)]]
    for before, above in reversed([*pairwise(near)]):
        if _LISTED.match(above):
            return True
        begins = above.strip(" \t>") and not before.strip(" \t>")
        if begins and not _DASH.match(above):
            return False
    return False


def _is_cornered(text: str, below: str) -> bool:
    """Whether a line is the header of a table with tabs, whose first cell is empty."""
    is_row = below[:1].strip() and below.count("\t") == text.count("\t")
    return bool(is_row) and text.startswith("\t") and text.count("\t") > 1


def is_code(lexer: LineLexer, text: str, below: str, *, after_blank: bool) -> bool:
    """Whether a line is indented code beyond doubt: no list or note is open around it."""
    indented = text.startswith(("    ", "\t"))
    # Rows of an HTML table are rows, however far they are indented.
    begins = indented and _TABLE_TAG.match(text) is not None
    if text.lower().startswith("<table"):
        lexer.in_table = True
    if "</table" in text.lower():
        lexer.in_table = False
    if lexer.in_table and (begins or not after_blank):
        return False
    if after_blank and not text[:1].isspace():
        lexer.in_item = False
    if after_blank and _is_cornered(text, below):
        return False
    if not indented or lexer.in_item or lexer.note is not None:
        lexer.in_code = False
    elif after_blank:
        lexer.in_code = True
    return lexer.in_code
