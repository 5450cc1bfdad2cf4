"""Markdown that stands right below an HTML tag: an empty line between them makes it Markdown.

CommonMark leaves all lines up to the next empty one to HTML (0.31, 4.6), so that readers would
meet the signs. Text without signs is left where it is.
"""

import re

from docforge.parse.preprocess.lines import SourceLines
from docforge.parse.preprocess.scan import SourceScan

_AROUND = (
    "div|aside|section|article|main|center|details|blockquote|figure|figcaption|td|th|li|dd|nav"
    "|header|footer|p"
)
_OPENING = re.compile(
    rf"[ \t]*+(?:<(?:(?i:{_AROUND})|[A-Z][A-Za-z]+)(?:\s[^<>]*+)?>|.*</(?i:summary)>)[ \t]*+"
)
# Signs that mean something in Markdown and nothing in HTML.
_SIGNS = re.compile(
    r"\*\*\S|__\S|(?<!\w)[*_]\w[^*_\n]*[*_](?!\w)|\[\^|\]\(|!\[|`\S"
    r"|^[ \t]*(?:[-*+]|\d{1,3}[.)]|#{1,6}|>)[ ]\S|^[ \t]*\|.*\|[ \t]*$",
)
_LONGEST = 200


def part_html(lines: SourceLines, scan: SourceScan) -> None:
    """Put an empty line below each tag that stands around Markdown."""
    for index in sorted(scan.html, reverse=True):
        if index + 1 not in scan.html or not _OPENING.fullmatch(lines.lines[index].text):
            continue
        below = lines.lines[index + 1].text.strip()
        if below and not below.startswith("<") and _has_signs(lines, scan, index + 1):
            _to_the_left(lines, scan, index + 1)
            lines.insert(index + 1)


def _to_the_left(lines: SourceLines, scan: SourceScan, start: int) -> None:
    """Take the indent of the tags from the text at `start`, and that before each tag below it.

    Up to four spaces, a tag ends a paragraph; behind more it would stand in one.
    """
    block = []
    for line in lines.lines[start : start + _LONGEST]:
        if not line.text.strip() or line.text.lstrip().startswith("<"):
            break
        block.append(line)
    width = min(_indent(line.text) for line in block)
    for line in block:
        line.replace(0, width, "")
    for index in range(start, len(lines.lines)):
        if index not in scan.html:
            break
        text = lines.lines[index].text
        if text.lstrip().startswith("<"):
            lines.lines[index].replace(0, _indent(text), "")


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" \t"))


def _has_signs(lines: SourceLines, scan: SourceScan, start: int) -> bool:
    """Whether Markdown stands in the lines from `start` to the next tag."""
    for index in range(start, min(start + _LONGEST, len(lines.lines))):
        text = lines.lines[index].text
        if index not in scan.html or text.lstrip().startswith("<"):
            return False
        if _SIGNS.search(text):
            return True
    return False
