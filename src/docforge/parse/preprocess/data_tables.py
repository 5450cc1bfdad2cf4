"""Tables that MyST writes as data, {list-table} and {csv-table}, as tables of bars.

Invariant: one whose cells a table of bars cannot hold, or that names no header, stays as it is,
and a finding tells of it.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from docforge.parse.preprocess.lines import Line, Segment, SourceLines
from docforge.parse.preprocess.scan import SourceScan

_OPENING = re.compile(
    r"(?P<indent>[ ]*)(?P<mark>`{3,}|~{3,}|:{3,})[ ]*\{(?P<kind>csv|list)-table\}(?P<title>[^\n]*)"
)
_OPTION = re.compile(r"[ ]*:(?P<name>[a-z-]+):[ ]*(?P<value>.*)")
_ROW = re.compile(r"(?P<indent>[ ]*)[*-][ ]+[-*](?=[ ]|$)[ ]*(?P<cell>.*)")
_CELL = re.compile(r"(?P<indent>[ ]*)[-*](?=[ ]|$)[ ]*(?P<cell>.*)")
_BAR = re.compile(r"(?<!\\)\|")
_LONGEST = 1000
# Options that change nothing of what the table says.
_PLAIN = frozenset({"header", "header-rows", "stub-columns", "widths", "width", "align", "name",
                    "class"})  # fmt: skip


class DataRow(Struct, frozen=True):
    """A row of a directive, and the line of the source on which it begins."""

    number: int
    cells: tuple[str, ...]


def read_data_tables(lines: SourceLines, scan: SourceScan) -> None:
    """Rewrite every such directive that a table of bars can say."""
    shown = {index for start, end in scan.fences for index in range(start + 1, end)}
    for start in reversed(range(len(lines.lines))):
        found = _OPENING.fullmatch(lines.lines[start].text)
        if found is None or start in shown or start in scan.indented:
            continue
        end = _end(lines, start, found["mark"])
        made = None if end is None else _table(lines.lines[start + 1 : end], found)
        if end is not None and made is not None:
            number, indent = lines.lines[start].number, found["indent"]
            title = f"{indent}Table: {found['title'].strip()}" if found["title"].strip() else ""
            around = (_line(number, title), _line(number, ""))
            lines.lines[start : end + 1] = [*around, *made, _line(lines.lines[end].number, "")]


def _end(lines: SourceLines, start: int, mark: str) -> int | None:
    below = range(start + 1, min(start + _LONGEST, len(lines.lines)))
    return next((index for index in below if lines.lines[index].text.strip() == mark), None)


def _table(inner: Sequence[Line], found: re.Match[str]) -> list[Line] | None:
    """The lines of the table, or None where its directive says more than one can."""
    options: dict[str, str] = {}
    rest = [*inner]
    while rest and (option := _OPTION.fullmatch(rest[0].text)):
        options[option["name"]] = option["value"].strip()
        rest = rest[1:]
    if not _PLAIN.issuperset(options):
        return None
    rows = _listed(rest) if found["kind"] == "list" else _separated(rest)
    if rows is not None and options.get("header"):
        header = next(csv.reader([options["header"]], skipinitialspace=True))
        rows = [DataRow(inner[0].number, tuple(header)), *rows]
    elif options.get("header-rows") != "1":
        return None  # a table of bars has one row of headers
    if not rows or len({len(row.cells) for row in rows}) > 1 or len(rows[0].cells) < len("ab"):
        return None
    return [*_written(rows, options, found["indent"])]


def _written(rows: Sequence[DataRow], options: Mapping[str, str], indent: str) -> Iterator[Line]:
    if options.get("stub-columns", "0") != "0":
        yield _line(rows[0].number, f"{indent}{{.row-headers}}")
    for index, row in enumerate(rows):
        cells = (_BAR.sub(r"\\|", cell) for cell in row.cells)
        yield _line(row.number, f"{indent}| {' | '.join(cells)} |")
        if not index:
            yield _line(row.number, indent + "|---" * len(row.cells) + "|")


def _line(number: int, text: str) -> Line:
    return Line(number, [Segment(text, 1, typed=False)])


def _listed(inner: Sequence[Line]) -> list[DataRow] | None:
    """The rows of a list of lists; None where a cell holds more than a paragraph."""
    rows: list[tuple[int, list[str]]] = []
    indents: set[int] = set()
    after_blank = False
    for line in inner:
        text = line.text.rstrip()
        row, cell = _ROW.fullmatch(text), _CELL.fullmatch(text)
        if row is not None:
            rows.append((line.number, [row["cell"]]))
        elif text and not rows:
            return None
        elif cell is not None:
            indents.add(len(cell["indent"]))
            rows[-1][1].append(cell["cell"])
        elif text and after_blank:
            return None
        elif text:
            rows[-1][1][-1] += " " + text.strip()
        after_blank = not text
    if len(indents) > 1:
        return None
    return [DataRow(number, tuple(cells)) for number, cells in rows]


def _separated(inner: Sequence[Line]) -> list[DataRow] | None:
    """The rows of values parted by commas; None where a cell goes over several lines."""
    texts = [(line.number, line.text.strip()) for line in inner if line.text.strip()]
    if any(text.count('"') % 2 for _, text in texts):
        return None
    return [
        DataRow(number, tuple(next(csv.reader([text], skipinitialspace=True))))
        for number, text in texts
    ]
