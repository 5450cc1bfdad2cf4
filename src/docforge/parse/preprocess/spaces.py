"""No-break spaces where a mark wants a space: behind “-”, “1.”, “##” and beside the bars of cells.

A Mac types one with Alt and the space bar, and word processors put them behind bullets: readers
would meet the signs, and a list would flow into one paragraph. Those among words stay.
"""

import re

from docforge.parse.preprocess.lines import SourceLines
from docforge.parse.preprocess.scan import Region, SourceScan

_SPACE = "\u00a0"
_BEFORE = rf"[ \t{_SPACE}>]*+"
_MARK = re.compile(rf"{_BEFORE}(?:[-*+]|#{{1,6}})[ {_SPACE}]++(?=\S)")
_NUMBER = re.compile(
    rf"{_BEFORE}\(?(?P<label>\d{{1,3}}|[A-Za-z])[.)](?=[ ]*+{_SPACE})[ {_SPACE}]++(?=\S)"
)
_QUOTED = re.compile(rf"[ \t]*+>(?:[ {_SPACE}]*+>)*(?![ {_SPACE}]*+>){_SPACE}++")
# A line that holds no word: between paragraphs, or a table's rule.
_EMPTY = re.compile(rf"[ \t{_SPACE}]++")
_RULE = re.compile(rf"[ \t|:{_SPACE}-]++")
_CELL = re.compile(rf"(?<=\|){_SPACE}++|(?<!{_SPACE}){_SPACE}++(?=\|)")


def plain_spaces(lines: SourceLines, scan: SourceScan) -> None:
    """Put a space in the place of each no-break space that a mark needs as one."""
    rows = {n for region in scan.regions if region.kind == "row" for n in _lines_of(region)}
    texts = [line.text for line in lines.lines]
    for index, text in enumerate(texts):
        if _SPACE not in text or index in scan.verbatim:
            continue
        if quoted := _QUOTED.match(text):
            _plain(lines, index, 0, quoted.end())
        number = _NUMBER.match(text)
        if number and not _counts(texts, index, number["label"]):
            number = None
        if found := _MARK.match(text) or number:
            _plain(lines, index, 0, found.end())
        elif _EMPTY.fullmatch(text) or ("|" in text and "-" in text and _RULE.fullmatch(text)):
            _plain(lines, index, 0, len(text))
        elif index in rows or text.startswith("|"):
            for cell in reversed([*_CELL.finditer(text)]):
                _plain(lines, index, *cell.span())


def _lines_of(region: Region) -> range:
    return range(region.start, region.end)


def _plain(lines: SourceLines, index: int, start: int, end: int) -> None:
    text = lines.lines[index].text[start:end]
    lines.lines[index].replace(start, end, text.replace(_SPACE, " "))


def _counts(texts: list[str], index: int, label: str) -> bool:
    """Whether the line before or after has the label beside this one: “5. Mai” has none."""
    near = (_beside(texts, range(index - 1, -1, -1)), _beside(texts, range(index + 1, len(texts))))
    return any(other is not None and abs(_value(other) - _value(label)) == 1 for other in near)


def _beside(texts: list[str], places: range) -> str | None:
    """The label of the first line of `places` that is not empty."""
    for place in places:
        if texts[place].strip(f" \t>{_SPACE}"):
            found = _NUMBER.match(texts[place])
            return found["label"] if found else None
    return None


def _value(label: str) -> int:
    return int(label) if label.isdigit() else ord(label.lower())
