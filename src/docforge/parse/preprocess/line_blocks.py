"""Lines that stand each by itself: line blocks with “|”, and addresses typed with single Enter.

Invariant: a line break is put where a mark asks for it; where only the look does, a remark says so.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from docforge.findings import Severity
from docforge.parse.preprocess.lines import SourceLines
from docforge.parse.preprocess.remarks import Remark
from docforge.parse.preprocess.scan import SourceScan

_BAR = re.compile(r"(?P<before>[ \t>]*)\|(?:[ \t]+|$)(?=[^|]*$)")
_ITEM, _ITEM_LINES = re.compile(r"(?:[-*+]|\(?\w{1,4}[.)])[ ]"), 3
_BROKEN = re.compile(r"(?:\\|[ ]{2,}|<br[ ]*/?>)$")
_QUOTE = re.compile(r"(?:[ \t]*>)*[ \t]*")
_MARKED = re.compile(r"[|<!\[*_#~=:$%^{}\\-]|\+[ ]|\d{1,9}[.)][ ]|[A-Za-z][.)][ ]")
# A line that was broken at a width is about as long as the others; one of an address is short.
_LONGEST = 48
_MOST = 14
# What an address, a name plate or hours of opening hold in some line.
_TELLING = re.compile(r"\d{2}|@|\bwww\.|^\d")


def read_line_blocks(lines: SourceLines, scan: SourceScan) -> None:
    """Two or more lines that begin with a bar and hold no other one: each ends in a break."""
    for region in scan.regions:
        if region.kind != "paragraph" or region.end - region.start < 2:
            continue
        block = lines.lines[region.start : region.end]
        bars = [_BAR.match(line.text) for line in block]
        if not all(bars):
            continue
        for index, (line, bar) in enumerate(zip(block, bars, strict=True)):
            if bar is None:
                continue
            end = len(line.text.rstrip())
            if index + 1 < len(block):
                line.replace(end, len(line.text), "\\")
            line.replace(len(bar["before"]), bar.end(), "" if end > bar.end() else "&nbsp;")


def single_lines(lines: SourceLines, scan: SourceScan) -> Iterator[Remark]:
    """A warning for short lines, as of an address, that flow into one paragraph."""
    for region in scan.regions:
        count = region.end - region.start
        if region.kind != "paragraph" or not 2 <= count <= _MOST:
            continue
        block = [line.text for line in lines.lines[region.start : region.end]]
        bare = [_QUOTE.sub("", line, count=1) for line in block]
        if _ITEM.match(bare[0]) and count < _ITEM_LINES:
            continue  # an item that was broken at a width
        if _stand_apart(bare):
            yield Remark(
                "LST012",
                Severity.WARNING,
                f"these {count} lines flow into one paragraph: a single line end is a space",
                lines.position(region.start, 0),
                "End each of them but the last with a backslash, or make a list of them.",
            )


def _stand_apart(block: list[str]) -> bool:
    if any(len(line) > _LONGEST or _MARKED.match(line) for line in block[1:]):
        return False
    for line, after in pairwise(block):
        begins = after[0].isupper() or after[0].isdigit() or after[0] in "+("
        if _BROKEN.search(line) or not begins or line.rstrip()[-1:] in ".!?;-–—":
            return False
        if len(line) > _LONGEST:
            return False
    telling = sum(bool(_TELLING.search(line)) for line in block)
    return telling > 0 and (len(block) > 2 or bool(_TELLING.search(block[-1])))
