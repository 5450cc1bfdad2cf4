"""Text right below a list or a quotation: CommonMark lets it go on (0.31, 5.1, 5.2, “laziness”).

Where an editor broke a line at a width, that is meant; where there was room for the next word,
somebody began a paragraph.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from docforge.findings import Severity
from docforge.parse.preprocess.lines import SourceLines
from docforge.parse.preprocess.remarks import Remark
from docforge.parse.preprocess.scan import SourceScan

_QUOTE = re.compile(r"^(?:[ \t]*+>)*")
# Of letters, one alone or a Roman number, as pandoc's fancy lists have them: “Dr. Lee” is a name,
# and so is “B. Lee” with less than two spaces.
_ITEM = re.compile(
    r"[ \t]*(?:[-*+]|\(?(?:\d{1,9}|[a-z]|[ivxlcdm]{2,6}|#)[.)]|\(?(?:[A-Z]|[IVXLCDM]{2,6})\)"
    r"|(?:[A-Z]|[IVXLCDM]{2,6})\.(?=[ ]{2}|[ ]?\t))[ \t]+"
)
_BROKEN = re.compile(r"(?:\\|[ ]{2}|<br[ ]*+/?>)$")
_GOES_ON = re.compile(r"[,;(–—-]$")
_OPENING = "\"'“„«‘‹¿¡([*_"
# Editors break lines at sixty signs and more.
_NARROWEST = 60


def joined_lines(lines: SourceLines, scan: SourceScan) -> Iterator[Remark]:
    """A warning for each line that looks like a new paragraph and goes on with an item."""
    for region in scan.regions:
        if region.kind != "paragraph" or region.end - region.start <= 1:
            continue
        texts = [line.text for line in lines.lines[region.start : region.end]]
        bare = [_QUOTE.sub("", text, count=1) for text in texts]
        if (place := _answer(texts)) is not None:
            yield Remark(
                "LST014",
                Severity.WARNING,
                f"“{bare[place].strip()[:60]}” stands right below a quotation and goes on with it",
                lines.position(region.start + place, 0),
                "Leave an empty line above it, if it is not quoted; or write “> ” before it.",
            )
        item = _ITEM.match(bare[0])
        if item is None:
            continue
        index = next((n for n, text in enumerate(bare) if n and _indent(text) < item.end()), None)
        if index is not None and _begins_anew(bare, index):
            words = bare[index].strip()
            yield Remark(
                "LST014",
                Severity.WARNING,
                f"“{words[:60]}” stands right below a list and goes on with its last item",
                lines.position(region.start + index, len(texts[index]) - len(bare[index])),
                "Leave an empty line above it; or indent it, if it belongs to the item.",
            )


def _answer(texts: list[str]) -> int | None:
    """The first line with fewer marks of quotations than the one above, which ends a sentence.

    Whoever answers an e-mail writes so below what was asked.
    """
    for place, (above, text) in enumerate(pairwise(texts), 1):
        marks, fewer = (_QUOTE.match(each) for each in (above, text))
        if not (marks and fewer) or marks[0].count(">") <= fewer[0].count(">"):
            continue
        said = text[fewer.end() :].strip().lstrip(_OPENING)[:1]
        if _ASKED.search(above.rstrip()) and said.isalpha() and not said.islower():
            return place
    return None


_ASKED = re.compile(r"[.!?:;…。！？؟][\"”’»)]*$")


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _begins_anew(block: list[str], index: int) -> bool:
    before, text = block[index - 1], block[index].strip()
    if _BROKEN.search(before) or _GOES_ON.search(before.rstrip()) or _ITEM.match(text):
        return False
    first = text.lstrip(_OPENING)[:1]
    if not first.isalpha() or first.islower() or first.lower() == first.upper():
        return False
    width = max(_NARROWEST, *map(len, block))
    return len(before.rstrip()) + len(text.split()[0]) < width
