"""Beginnings of lines that Markdown takes for labels or headings: days, letters, “# # #”."""

import re

from docforge.parse.preprocess.lines import SourceLines
from docforge.parse.preprocess.scan import SourceScan

_NUMBERS = r"\d{1,2}\.[ ]\d{1,2}\.[ ]?\d{4}(?!\d)"
_MARKS = r"(?:[ \t]*>)*[ \t]{0,3}(?:(?:[-*+]|\d{1,3}[.)]|\[\^[^\]\n]{1,60}\]:)[ \t]{1,4})?"
_DAY = re.compile(rf"{_MARKS}(?={_NUMBERS})\d{{1,2}}(?P<stop>\.)")
# pandoc counts Cyrillic and Greek letters as if they were Latin: “а)” became the 976th letter.
_LETTER = re.compile(rf"{_MARKS}\(?(?=[^\W\d_])[^\x00-\x7f](?P<stop>[.)])(?=[ \t])")

_END_MARK = re.compile(r"[ ]{0,3}(?P<sign>#)(?:[ ]+#){1,9}[ ]*")


def keep_days(lines: SourceLines, scan: SourceScan) -> None:
    """Take the meaning of a label from the first number of a day such as “1. 12. 2026”."""
    for index, line in enumerate(lines.lines):
        if index not in scan.verbatim and (found := _DAY.match(line.text)):
            line.replace(*found.span("stop"), "\\.")


def keep_letters(lines: SourceLines, scan: SourceScan) -> None:
    """Take the meaning of a label from a letter that is not Latin; it stays as it was typed."""
    for index, line in enumerate(lines.lines):
        if index not in scan.verbatim and (found := _LETTER.match(line.text)):
            line.replace(*found.span("stop"), "\\" + found["stop"])


def keep_end_marks(lines: SourceLines, scan: SourceScan) -> None:
    """Take the meaning of a heading from “# # #”, the end of a press release."""
    for index, line in enumerate(lines.lines):
        if index not in scan.verbatim and (found := _END_MARK.fullmatch(line.text)):
            line.replace(found.start("sign"), found.start("sign"), "\\")
