"""Tables whose cells are parted by tabs, as spreadsheets and word processors paste them.

Invariant: only lines that all have as many tabs are cells; what a dialogue, a programme or a list
sets off with a tab stays lines.
"""

import re
from collections.abc import Iterator, Sequence

from docforge.findings import Severity
from docforge.parse.hand_labels import labels
from docforge.parse.keyed_lines import keyed
from docforge.parse.preprocess.lines import Edit, SourceLines
from docforge.parse.preprocess.remarks import Remark
from docforge.parse.preprocess.scan import Region, SourceScan

_QUOTES = re.compile(r"[ ]*(?:>[ ]?)*[ ]*")
# What begins something else than a row: an item, a note, a definition, a table of its own.
_OTHER = re.compile(
    r"(?:[-*+]|\(?\w{1,9}[.)]|:|#{1,6})[ \t]|\[\^|\*\[|\||[•●▪◦‣\uf0b7\uf0a7]|[·∙o§Øüvq]\t"
)
_BAR = re.compile(r"(?<!\\)\|")
# Where a cell ends so, somebody speaks, and the line is no header.
_SAID = re.compile(r"[.!?…][\"'”’»]?(?:\t|$)")
_PAGE = re.compile(r"[0-9]{1,3}")
_FEWEST_ROWS = 2
_CORNERED = 2  # cells beside an empty corner, at the least


def read_tabbed(lines: SourceLines, scan: SourceScan) -> Iterator[Remark]:
    """Write each such paragraph as a table of bars, with its first line as the header."""
    found: list[tuple[int, int]] = []
    for region in scan.regions:
        if region.kind != "paragraph":
            continue
        first = _first_row(lines, scan, region)
        if _is_table([line.text for line in lines.lines[first : region.end]]):
            found.append((first, region.end))
    for first, end in reversed(found):
        yield Remark(
            "TBL016",
            Severity.WARNING,
            f"{end - first} lines with tabs are read as a table, the first one as its header",
            lines.position(first, 0),
            "Write a “|” between the cells and a rule |---|---| below the header.",
        )
        _as_rows(lines, first, end)
        if first and lines.lines[first - 1].text.strip(" \t>"):
            lines.insert(first, _quotes(lines.lines[first].text).rstrip())


def _first_row(lines: SourceLines, scan: SourceScan, region: Region) -> int:
    """The first line of a paragraph with a tab; or the one before it, which has an empty corner.

    Alone, a line that begins with a tab would be code.
    """
    above = region.start - 1
    if above in scan.indented and above - 1 not in scan.indented:
        text, below = lines.lines[above].text, lines.lines[region.start].text
        if text.startswith("\t") and _CORNERED <= text.count("\t") == below.count("\t"):
            return above
    rows = range(region.start, region.end)
    return next((n for n in rows if "\t" in lines.lines[n].text), region.end)


def _is_table(block: Sequence[str]) -> bool:
    prefix = _prefix(block)
    if len(block) < _FEWEST_ROWS or any(not line.startswith(prefix) for line in block):
        return False
    bare = [line[len(prefix) :] for line in block]
    counts = {line.count("\t") for line in bare}
    if len(counts) > 1 or counts == {0} or any(map(_OTHER.match, bare)):
        return False
    return not (labels(bare) or keyed(bare) or _SAID.search(bare[0]) or _are_contents(bare))


def _are_contents(rows: Sequence[str]) -> bool:
    """Whether each line ends in the number of its page."""
    pages = [row.rpartition("\t")[2].strip() for row in rows]
    return all(map(_PAGE.fullmatch, pages)) and sorted(pages, key=int) == pages


def _prefix(block: Sequence[str]) -> str:
    """The marks of quotations and the indent that all lines have."""
    prefix = _quotes(block[-1]) if block else ""
    is_indented = all(line.startswith("\t", len(prefix)) for line in block)
    return prefix + "\t" * is_indented


def _quotes(line: str) -> str:
    found = _QUOTES.match(line)
    return found[0] if found else ""


def _as_rows(lines: SourceLines, first: int, end: int) -> None:
    block = [line.text for line in lines.lines[first:end]]
    prefix = _prefix(block)
    columns = block[0].count("\t", len(prefix)) + 1
    for line in lines.lines[first:end]:
        text = line.text
        edits = [Edit(bar.start(), bar.start(), "\\") for bar in _BAR.finditer(text)]
        edits += [Edit(n, n + 1, " | ") for n in range(len(prefix), len(text)) if text[n] == "\t"]
        begin, behind = Edit(len(prefix), len(prefix), "| "), Edit(len(text), len(text), " |")
        line.replace_each([begin, *sorted(edits, key=lambda edit: edit.start), behind])
    lines.insert(first + 1, prefix + "|---" * columns + "|")
