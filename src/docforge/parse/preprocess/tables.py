"""Tables as people type them: glued to a line, with a cell too many, or without the rule.

Invariant: a cell that no column holds is an error, never left out in silence.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from docforge.document import Position
from docforge.findings import Severity
from docforge.parse.hand_labels import labels
from docforge.parse.keyed_lines import keyed
from docforge.parse.preprocess.lines import Edit, SourceLines
from docforge.parse.preprocess.remarks import Remark
from docforge.parse.preprocess.scan import SourceScan

_PREFIX = re.compile(r"(?:[ \t]*>)*[ \t]*")
RULE = re.compile(r"[ \t>]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?+-++:?+[ \t]*+)*\|?[ \t]*+")
_GRID = re.compile(r"[ \t>]*\+(?:[-=:]+\+)+[ \t]*")
_ROW = re.compile(r"[ \t>]*\|.*\|[ \t]*")


def part_tables(lines: SourceLines, scan: SourceScan) -> None:
    """Put an empty line before each table that stands right below a line of text."""
    rows = {region.start for region in scan.regions if region.kind == "row"}
    ends = {region.end for region in scan.regions if region.kind == "paragraph"}
    for start in sorted((row for row in rows if row in ends and row - 1 not in rows), reverse=True):
        prefix = _PREFIX.match(lines.lines[start].text)
        lines.insert(start, prefix[0].rstrip(" \t") if prefix else "")


def part_lazy_tables(lines: SourceLines, scan: SourceScan) -> None:
    """Put an empty line before each table right below an item, which would go on with its text."""
    starts = [
        index
        for region in scan.regions
        if region.kind == "paragraph"
        for index in range(region.start + 1, region.end - 1)
        if _is_head(lines.lines[index].text, lines.lines[index + 1].text)
    ]
    for start in reversed(starts):
        prefix = _PREFIX.match(lines.lines[start].text)
        lines.insert(start, prefix[0].rstrip(" \t") if prefix else "")


def _is_head(row: str, rule: str) -> bool:
    """Whether two lines begin a table: a row, and a rule of as many cells."""
    is_rule = "|" in row and "|" in rule and RULE.fullmatch(rule) is not None
    return is_rule and len(_cells(row)) == len(_cells(rule))


def bars_in_code(lines: SourceLines, scan: SourceScan) -> None:
    """Put a backslash before each bar in code where a row then has as many cells as the header.

    GitHub and pandoc would part the code there (GFM, 4.10).
    """
    columns, before = 0, -2
    for region in scan.regions:
        if region.kind != "row":
            continue
        text = lines.lines[region.start].text
        if region.start not in (before, before + 1):
            columns = len(_cells(text))
        before = region.end
        surplus = len(_cells(text)) - columns
        if surplus > 0 and "`" in text:
            bars = [
                code.start() + bar.start()
                for code in _CODE_SPAN.finditer(text)
                for bar in re.finditer(r"(?<!\\)\|", code[0])
            ]
            if len(bars) == surplus:
                lines.lines[region.start].replace_each(Edit(at, at, "\\") for at in bars)


_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)[^`]+(?<!`)\1(?!`)")


def surplus_cells(lines: SourceLines, scan: SourceScan) -> Iterator[Remark]:
    """An error for each table that has cells with words in them beyond the header's last."""
    columns = 0
    before = -2
    found: list[list[tuple[Position, str, int]]] = []
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
            found.append([])
        before = region.end
        for start, cell in cells[columns:]:
            if cell.strip():
                at = lines.position(region.start, start + len(cell) - len(cell.lstrip()))
                found[-1].append((at, " ".join(cell.split()), columns))
    for at, words, count, places in ((*table[0], len(table)) for table in found if table):
        times = f" ({places} times)" if places > 1 else ""
        yield Remark(
            "TBL005",
            Severity.ERROR,
            f"the cell “{words[:60]}” has no column: the header has {count}{times}",
            at,
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


# Rules of Org mode and of databases, and those whose hyphens a word processor has made into dashes.
_OTHER_RULE = re.compile(
    r"[ \t>]*+\|[ \t]*+:?[-–—]++:?[ \t]*+(?:[|+][ \t]*+:?+[-–—]++:?+[ \t]*+)*\|?[ \t]*+"
    r"|[ \t>]*+-{3,}+(?:\+-{3,}+)+[ \t]*+"
)
_OTHER_SIGNS = re.compile(r"[+–—]")


def plain_rules(lines: SourceLines, scan: SourceScan) -> None:
    """Write rules as a table needs them: |---+---| and |———|———| below a row of as many cells."""
    for region in scan.regions:
        if region.kind != "paragraph" or region.end - region.start < 2:
            continue
        for index in range(region.start + 1, region.end):
            rule = lines.lines[index].text
            if not (_OTHER_SIGNS.search(rule) and _OTHER_RULE.fullmatch(rule)):
                continue
            plain = _plain(rule)
            if len(_cells(plain)) == len(_cells(lines.lines[index - 1].text)):
                lines.lines[index].replace(0, len(rule), plain)


def _is_rule(line: str) -> bool:
    return bool(RULE.fullmatch(line) or _OTHER_RULE.fullmatch(line))


def _plain(rule: str) -> str:
    return rule.replace("+", "|").replace("–", "-").replace("—", "-")


def unread_tables(lines: SourceLines, scan: SourceScan, *, grids: bool) -> Iterator[Remark]:
    """A warning for rows that no table holds; `grids` says that the dialect reads grid tables."""
    if not grids:
        yield from _columns_by_space(lines, scan)
    cut_off: set[int] = set()
    for remark, index in _cut_off(lines, scan):
        cut_off.add(index)
        yield remark
    for region in scan.regions:
        if region.kind != "paragraph" or region.end - region.start < 2:
            continue
        block = [line.text for line in lines.lines[region.start : region.end]]
        if told := _unread(block, grids=grids, is_told=region.start in cut_off):
            yield Remark(
                "TBL006", Severity.WARNING, told[0], lines.position(region.start, 0), told[1]
            )


def _unread(block: Sequence[str], *, grids: bool, is_told: bool) -> tuple[str, str] | None:
    """Why a paragraph that looks like a table is none, and what to do; None for other text.

    `is_told` says that its rows were told as cut off from the table before them.
    """
    first, second = block[:2]
    if _GRID.fullmatch(first) and not grids:
        return (
            "a grid table is not read in this dialect and stands as signs",
            "Write it with “|” and a rule of “---”, or set “dialect: markdown”.",
        )
    if "|" in first and RULE.fullmatch(first):
        return (
            "a table is not read: the line above its rule is empty",
            "Write the header on the line right above the rule |---|---|.",
        )
    if "|" in first and "|" in second and _is_rule(second):
        return _uneven(len(_cells(first)), len(_cells(_plain(second))))
    if all(map(_ROW.fullmatch, block)) and not any(map(RULE.fullmatch, block)):
        return None if is_told else _without_rule(block)
    if _has_tabs(block) and not (labels(block) or keyed(block)):  # which are lines of their own
        return (
            f"these {len(block)} lines with tabs look like a table",
            "Write a “|” between the cells and a rule |---|---| below the header.",
        )
    return None


def _uneven(header: int, rule: int) -> tuple[str, str] | None:
    if header == rule:
        return None
    return (
        f"a table is not read: its header has {header} cells and its rule has {rule}",
        "Write as many “---” in the rule as the header has cells.",
    )


def _without_rule(rows: Sequence[str]) -> tuple[str, str] | None:
    counts = {len(_cells(row)) for row in rows}
    if len(counts) > 1 or counts == {1}:
        return None
    return (
        f"these {len(rows)} lines look like a table without a rule below the first",
        "Write |---|---| below the header, with as many cells.",
    )


def _has_tabs(block: Sequence[str]) -> bool:
    """Whether each line has a tab between its words."""
    return all("\t" in line.strip() for line in block)


def _cut_off(lines: SourceLines, scan: SourceScan) -> Iterator[tuple[Remark, int]]:
    """Rows that an empty line parts from their table, with the index of their first line."""
    for before, region in pairwise(scan.regions):
        if before.kind != "row" or region.kind != "paragraph":
            continue
        between = lines.lines[before.end : region.start]
        rows = [line.text for line in lines.lines[region.start : region.end]]
        parted = any(line.text.strip(" \t>") for line in between)
        if parted or not rows or not all(map(_ROW.fullmatch, rows)):  # a term alone has no rows
            continue
        if len(rows) > 1 and RULE.fullmatch(rows[1]):
            continue
        remark = Remark(
            "TBL006",
            Severity.WARNING,
            f"{'these rows are' if len(rows) > 1 else 'this row is'} cut off from the table "
            "above by an empty line",
            lines.position(region.start, 0),
            "Delete the empty line; a table of its own needs a header and a rule |---|---|.",
        )
        yield remark, region.start


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
