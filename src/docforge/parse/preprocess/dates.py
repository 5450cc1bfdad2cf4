"""Beginnings of lines that Markdown takes for labels, quotations or headings: days, letters,
abbreviations before a number, “>5%”, “# # #”.
"""

import re

from docforge.parse.preprocess.lines import SourceLines
from docforge.parse.preprocess.scan import SourceScan

_NUMBERS = r"\d{1,2}\.[ ]\d{1,2}\.[ ]?\d{4}(?!\d)"
_MARKS = r"(?:[ \t]*>)*[ \t]{0,3}(?:(?:[-*+]|\d{1,3}[.)]|\[\^[^\]\n]{1,60}\]:)[ \t]{1,4})?"
_DAY = re.compile(rf"{_MARKS}(?={_NUMBERS})\d{{1,2}}(?P<stop>\.)")
# pandoc counts Cyrillic and Greek letters as if they were Latin: “а)” became the 976th letter.
_LETTER = re.compile(rf"{_MARKS}\(?(?=[^\W\d_])[^\x00-\x7f](?P<stop>[.)])(?=[ \t])")

# “c. 1900 people came”, “p. 12”: a letter before a number, which no other one is listed beside.
_ABBREVIATION = re.compile(r"[ ]{0,3}[cfnpsv](?P<stop>\.)(?=[ ]\d)")
_LISTED = re.compile(r"[ ]{0,3}(?![cfnpsv]\.[ ]\d|pp?\.)[a-z]{1,4}[.)][ \t]")
# “>5% of firms”, “- >£5m”: more than, where no line beside it is one of a quotation.
_ITEM = r"[ \t]{0,6}(?:(?:[-*+]|\d{1,3}[.)])[ \t]{1,4})?"
_AMOUNT = r"(?:[$£€¥]\d|\d[\d.,]{0,20}(?<!\.)(?:%|[ ]?[a-z]))"
_MORE_THAN = re.compile(rf"{_ITEM}(?P<sign>>)=?{_AMOUNT}")
# “- > 5 %”: in an item with a space, too, where no quotation goes on below.
_MORE_IN_ITEM = re.compile(
    r"[ \t]{0,6}(?:[-*+]|\d{1,3}[.)])[ \t]{1,4}(?P<sign>>)[ ](?:[$£€¥]\d|\d[\d.,]{0,20}[ \u00a0]?%)"
)
_QUOTED = re.compile(r"[ \t]{0,6}>(?!=?[$£€¥]?\d)")
# “1. B.”, as keys of answers have it: what stands alone behind a label is what it says.
_ALONE = re.compile(
    r"(?:[ \t]*>)*[ \t]*(?:[-*+]|\(?[A-Za-z]{1,3}[.)]|\d{1,9}[.)])[ \t]{1,4}\(?"
    r"(?:[A-Za-z]{1,3}|\d{1,4})(?P<stop>[.)])[ \t]*"
)
_END_MARK = re.compile(r"[ ]{0,3}(?P<sign>#)(?:[ ]+#){1,9}[ ]*")

_LONE_HYPHEN = re.compile(r"(?P<before>(?:[ \t]*>)*[ ]{0,3})-[ \t]*")
_BULLET = re.compile(r"(?:[ \t]*>)*[ ]{0,3}-(?:[ \t]|$)")


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


def keep_abbreviations(lines: SourceLines, scan: SourceScan) -> None:
    """Take the meaning of a label from “p.” or “c.” before a number, where it stands alone."""
    for index, line in enumerate(lines.lines):
        found = _ABBREVIATION.match(line.text)
        if found and index not in scan.verbatim and not _is_next_to(lines, index, _LISTED):
            line.replace(*found.span("stop"), "\\.")


def keep_comparisons(lines: SourceLines, scan: SourceScan) -> None:
    """Take the meaning of a quotation from the sign “more than” before an amount."""
    for index, line in enumerate(lines.lines):
        found = _MORE_THAN.match(line.text) or _MORE_IN_ITEM.match(line.text)
        if found and index not in scan.verbatim and not _touches(lines, index, _QUOTED):
            line.replace(found.start("sign"), found.start("sign"), "\\")


def keep_answers(lines: SourceLines, scan: SourceScan) -> None:
    """Take the meaning of a label from what stands alone in an item, with no list below."""
    every = lines.lines
    for index, line in enumerate(every):
        if index in scan.verbatim or not (found := _ALONE.fullmatch(line.text)):
            continue
        below = next((one.text for one in every[index + 1 :] if one.text.strip(" \t>")), "")
        if _indent(below) <= _indent(line.text):
            line.replace(*found.span("stop"), "\\" + found["stop"])


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" \t>"))


def _is_next_to(lines: SourceLines, index: int, pattern: re.Pattern[str]) -> bool:
    """Whether the next line above or below that is not empty begins so."""
    every = lines.lines
    around = (range(index - 1, -1, -1), range(index + 1, len(every)))
    beside = (next((n for n in each if every[n].text.strip()), None) for each in around)
    return any(n is not None and pattern.match(every[n].text) for n in beside)


def _touches(lines: SourceLines, index: int, pattern: re.Pattern[str]) -> bool:
    """Whether the line above or below begins so."""
    beside = lines.lines[max(index - 1, 0) : index] + lines.lines[index + 1 : index + 2]
    return any(pattern.match(each.text) for each in beside)


def keep_end_marks(lines: SourceLines, scan: SourceScan) -> None:
    """Take the meaning of a heading from “# # #”, the end of a press release."""
    for index, line in enumerate(lines.lines):
        if index not in scan.verbatim and (found := _END_MARK.fullmatch(line.text)):
            line.replace(found.start("sign"), found.start("sign"), "\\")


def keep_hyphens(lines: SourceLines, scan: SourceScan) -> None:
    """Take the meaning of a heading from one hyphen below a line: it is an item without words.

    CommonMark lets it underline (0.31, 4.3); who means a heading draws a line.
    """
    for region in reversed(scan.regions):
        if region.kind != "heading" or region.end - region.start < len(("text", "rule")):
            continue
        index = region.end - 1
        found = _LONE_HYPHEN.fullmatch(lines.lines[index].text)
        if found is None:
            continue
        below = lines.lines[index + 1].text if index + 1 < len(lines.lines) else ""
        if _BULLET.match(below):
            lines.insert(index, found["before"].rstrip())
        else:
            at = found.end("before")
            lines.lines[index].replace(at, at, "\\")
