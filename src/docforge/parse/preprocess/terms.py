"""Terms and their descriptions, typed line below line; and lines that only look like one.

Hold
: An order to keep records.
Record
: A thing that is kept.
"""

import re

from docforge.parse.preprocess.lines import SourceLines
from docforge.parse.preprocess.scan import SourceScan

_DESCRIPTION = re.compile(r"[ ]{0,3}:[ \t]{1,4}\S")
_TERM = re.compile(r"[ ]{0,3}(?![:>|#<\-*+~]|\d{1,9}[.)]\s)[^\W\d_][^\n]{0,200}$")
_SAID = re.compile(r"[.!?;:…。！？)”’\"»][*_]{0,3}[ ]*$")
# “~ 10 per cent” means about as many, “~ Jane” signs: nobody writes descriptions so any more.
_ABOUT = re.compile(r"[ ]{0,3}(?P<sign>~)(?=[ \t]{1,4}[^\s~])")


def part_terms(lines: SourceLines, scan: SourceScan) -> None:
    """Put an empty line before a term that stands right below the description of another.

    Without one it would go on with that (pandoc, definition_lists).
    """
    before: list[int] = []
    is_described = False
    for index, line in enumerate(lines.lines):
        if index in scan.verbatim or not line.text.strip():
            is_described = False
        elif _DESCRIPTION.match(line.text):
            is_described = True
        elif is_described and _is_term(lines, index):
            before.append(index)
            is_described = False
    for index in reversed(before):
        lines.insert(index)


def _is_term(lines: SourceLines, index: int) -> bool:
    """Whether a line names what the next describes, and does not go on with the one before."""
    below = lines.lines[index + 1].text if index + 1 < len(lines.lines) else ""
    text, above = lines.lines[index].text, lines.lines[index - 1].text
    if not (_DESCRIPTION.match(below) and _TERM.match(text)):
        return False
    return bool(_SAID.search(above)) or text.lstrip()[:1].isupper()


def keep_about(lines: SourceLines, scan: SourceScan) -> None:
    """Put a backslash before “~” at the beginning of a line, which would describe a term."""
    for index, line in enumerate(lines.lines):
        if index not in scan.verbatim and (found := _ABOUT.match(line.text)):
            line.replace(found.start("sign"), found.start("sign"), "\\")
