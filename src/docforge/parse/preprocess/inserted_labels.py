"""Labels between two numbers, as laws have them: “2A.” between “2.” and “3.” stands on its own.

No list can carry them, and without an empty line they would go on with the item before.
"""

import re

from docforge.parse.preprocess.lines import SourceLines
from docforge.parse.preprocess.scan import SourceScan

_LABEL = re.compile(
    r"(?P<prefix>(?:[ \t]*>)*)(?P<indent>[ \t]*)(?P<open>\(?)(?P<number>\d{1,4})"
    r"(?P<letter>[ ]?(?:bis|ter|quater)|[A-Za-z]{0,2})(?P<close>[.)])[ \t]+\S"
)


def part_inserted(lines: SourceLines, scan: SourceScan) -> None:
    """Put an empty line before each such label right below an item, and before the next item."""
    verbatim = scan.verbatim
    above: dict[tuple[str, str, str], re.Match[str]] = {}
    before: list[int] = []
    for index, line in enumerate(lines.lines):
        label = None if index in verbatim else _LABEL.match(line.text)
        if label is None:
            continue
        level = label["prefix"] + label["indent"], label["open"], label["close"]
        last = above.get(level)
        above[level] = label
        if last is None or not (_is_inserted(last, label) or last["letter"]):
            continue
        if lines.lines[index - 1].text.strip(" \t>"):
            before.append(index)
    for index in reversed(before):
        label = _LABEL.match(lines.lines[index].text)
        lines.insert(index, label["prefix"] if label else "")


def _is_inserted(last: re.Match[str], label: re.Match[str]) -> bool:
    return bool(label["letter"]) and last["number"] == label["number"]
