"""Carets and tildes that are no superscript or subscript: “10 m^2 and 20 m^2”, “5~10 or 6~8”.

Two of them a sentence apart would raise all that stands between. As in pandoc's own Markdown,
what they raise has no white space in it.
"""

import re
from bisect import bisect_right

from docforge.parse.preprocess.lines import Edit, SourceLines, line_of
from docforge.parse.preprocess.scan import SourceScan, hidden

_SIGN = re.compile(r"(?<!~)~(?!~)|\^(?!\[)")
# The rest of a superscript or subscript.
_REST = {
    "~": re.compile(r"(?<=~)[^\s~]++(?<!\\)~(?!~)"),
    "^": re.compile(r"(?<=\^)[^\s^]++(?<!\\)\^(?!\[)"),
}
# Begins the description of a term.
_DESCRIPTION = re.compile(r"(?:^|\n)[ \t>]*~(?=[ \t])")
# A range, as in East Asia: 10~20, 30~40.
_RANGE = re.compile(r"(?<=\d)~\d[^\s~]*\d~(?=\d)")


def keep_signs(lines: SourceLines, scan: SourceScan) -> None:
    """Put a backslash before each sign that begins or ends nothing within a word."""
    for region in scan.regions:
        text = "\n".join(line.text for line in lines.lines[region.start : region.end])
        if "^" not in text and "~" not in text:
            continue
        ends = [match.start() for match in re.finditer("\n", text)]
        edits: list[tuple[int, Edit]] = []
        for place in _lone(text):
            line, offset = line_of(ends, place)
            edits.append((region.start + line, Edit(offset, offset, "\\")))
        lines.replace_each(edits)


def _lone(text: str) -> list[int]:
    """The places of the signs that stay signs."""
    covers = sorted([*hidden(text), *(match.span() for match in _DESCRIPTION.finditer(text))])
    starts = [start for start, _ in covers]

    def is_free(place: int) -> bool:
        index = bisect_right(starts, place) - 1
        if index >= 0 and place < covers[index][1]:
            return False
        return text[place - 2 : place] != "[^" and text[place - 1 : place + 1] != "[^"

    lone: list[int] = []
    done = 0
    for match in _SIGN.finditer(text):
        place = match.start()
        if place < done or not is_free(place):
            continue
        pair = _REST[match[0]].match(text, place + 1)
        if pair and is_free(pair.end() - 1) and not _RANGE.match(text, place):
            done = pair.end()
        else:
            lone.append(place)
    return lone
