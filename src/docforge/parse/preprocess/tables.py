"""Tables as people type them: glued to a line, with a cell too many, or without the rule.

Invariant: a cell that no column holds is an error, never left out in silence.
"""

import re
from collections.abc import Iterator

from docforge.findings import Severity
from docforge.parse.hand_made import HAND_MADE
from docforge.parse.preprocess.lines import SourceLines
from docforge.parse.preprocess.remarks import Remark
from docforge.parse.preprocess.scan import SourceScan

_PREFIX = re.compile(r"(?:[ \t]*>)*[ \t]*")
_RULE = re.compile(r"[ \t>]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+")
_GRID = re.compile(r"[ \t>]*\+(?:[-=:]+\+)+[ \t]*")
_ROW = re.compile(r"[ \t>]*\|.*\|[ \t]*")


def part_tables(lines: SourceLines, scan: SourceScan) -> None:
    """Put an empty line before each table that stands right below a line of text."""
    rows = {region.start for region in scan.regions if region.kind == "row"}
    ends = {region.end for region in scan.regions if region.kind == "paragraph"}
    for start in sorted((row for row in rows if row in ends and row - 1 not in rows), reverse=True):
        prefix = _PREFIX.match(lines.lines[start].text)
        lines.insert(start, prefix[0].rstrip(" \t") if prefix else "")


def surplus_cells(lines: SourceLines, scan: SourceScan) -> Iterator[Remark]:
    """An error for each cell with words in it that stands beyond the header's last."""
    columns = 0
    before = -2
    for region in scan.regions:
        if region.kind != "row":
            continue
        text = lines.lines[region.start].text
        cells = _cells(text)
        # The rule follows the first row; an empty line ends the table.
        goes_on = region.start == before or (
            region.start == before + 1 and lines.lines[before].text.strip(" \t>")
        )
        if not goes_on:
            columns = len(cells)
        before = region.end
        for start, cell in cells[columns:]:
            if cell.strip():
                words = " ".join(cell.split())
                yield Remark(
                    "TBL005",
                    Severity.ERROR,
                    f"the cell “{words[:60]}” has no column: the header has {columns}",
                    lines.position(region.start, start + len(cell) - len(cell.lstrip())),
                    "Give the header a cell for it, or write a “|” that is a sign as \\|.",
                )


def _cells(row: str) -> list[tuple[int, str]]:
    """The cells of a row, each with the offset at which it begins (GFM, 4.10)."""
    prefix = _PREFIX.match(row)
    start = prefix.end() if prefix else 0
    end = len(row.rstrip())
    start += row.startswith("|", start)
    bars = [match.start() for match in re.finditer(r"(?<!\\)\|", row) if match.start() >= start]
    if bars and bars[-1] == end - 1:
        end = bars.pop()
    edges = [start - 1, *bars, end]
    return [(edges[i] + 1, row[edges[i] + 1 : edges[i + 1]]) for i in range(len(edges) - 1)]


def unread_tables(lines: SourceLines, scan: SourceScan, *, grids: bool) -> Iterator[Remark]:
    """A warning for rows that no table holds; `grids` says that the dialect reads grid tables."""
    if not grids:
        yield from _columns_by_space(lines, scan)
    for region in scan.regions:
        if region.kind != "paragraph" or region.end - region.start < 2:
            continue
        block = [line.text for line in lines.lines[region.start : region.end]]
        at = lines.position(region.start, 0)
        if _GRID.fullmatch(block[0]) and not grids:
            yield Remark(
                "TBL006",
                Severity.WARNING,
                "a grid table is not read in this dialect and stands as signs",
                at,
                "Write it with “|” and a rule of “---”, or set “dialect: markdown”.",
            )
        elif "|" in block[0] and _RULE.fullmatch(block[1]) and "|" in block[1]:
            header, rule = len(_cells(block[0])), len(_cells(block[1]))
            if header != rule:
                yield Remark(
                    "TBL006",
                    Severity.WARNING,
                    f"a table is not read: its header has {header} cells and its rule has {rule}",
                    at,
                    "Write as many “---” in the rule as the header has cells.",
                )
        elif sum(bool(_ROW.fullmatch(row)) for row in block) == len(block) and not any(
            _RULE.fullmatch(row) for row in block
        ):
            if len({len(_cells(row)) for row in block}) == 1 and len(_cells(block[0])) > 1:
                yield Remark(
                    "TBL006",
                    Severity.WARNING,
                    f"these {len(block)} lines look like a table without a rule below the first",
                    at,
                    "Write |---|---| below the header, with as many cells.",
                )
        elif all(map(HAND_MADE.match, block)):
            continue  # bullets of Word with tabs behind them
        elif len({row.strip().count("\t") for row in block}) == 1 and "\t" in block[0].strip():
            yield Remark(
                "TBL006",
                Severity.WARNING,
                f"these {len(block)} lines with tabs look like a table",
                at,
                "Write a “|” between the cells and a rule |---|---| below the header.",
            )


_DASHES = re.compile(r"[ ]{0,3}-{2,}(?:[ ]+-{2,})+[ ]*")


def _columns_by_space(lines: SourceLines, scan: SourceScan) -> Iterator[Remark]:
    """pandoc's simple tables, whose columns are set off by spaces below a rule in parts."""
    ends = {region.end for region in scan.regions if region.kind == "paragraph"}
    verbatim = scan.verbatim
    for index, line in enumerate(lines.lines):
        if index in ends and index not in verbatim and _DASHES.fullmatch(line.text):
            yield Remark(
                "TBL006",
                Severity.WARNING,
                "a table with columns set off by spaces is not read in this dialect",
                lines.position(index - 1, 0),
                "Write it with “|” and a rule of “---”, or set “dialect: markdown”.",
            )


_IN_TABLE = re.compile(r"[ \t]+</?(?:tr|td|th|thead|tbody|tfoot|caption|colgroup)\b", re.IGNORECASE)


def dedent_rows(lines: SourceLines, scan: SourceScan) -> None:
    """Move rows of an HTML table to the left where an empty line had made code of them.

    A tag at the left goes on with HTML up to the next empty line (CommonMark 0.31, 4.6).
    """
    is_open, after_empty = False, False
    for index, line in enumerate(lines.lines):
        if index in scan.fenced:
            continue
        text = line.text
        if is_open and after_empty and _IN_TABLE.match(text):
            line.replace(0, len(text) - len(text.lstrip()), "")
        lowered = text.lower()
        if "<table" in lowered and index in scan.html:
            is_open = True
        if "</table" in lowered:
            is_open = False
        after_empty = not text.strip()
