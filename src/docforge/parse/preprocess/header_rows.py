"""Rows above the header of a table, and second rules: Markdown has one row above one rule."""

import re
from collections.abc import Iterator
from itertools import pairwise

from docforge.findings import Severity
from docforge.parse.preprocess.lines import SourceLines
from docforge.parse.preprocess.remarks import Remark
from docforge.parse.preprocess.scan import SourceScan
from docforge.parse.preprocess.tables import RULE

_ROW = re.compile(r"[ \t>]*\|[^|\n]*\|.*\|[ \t]*")
_BAR = re.compile(r"(?<!\\)\|")


def rows_above(lines: SourceLines, scan: SourceScan) -> Iterator[Remark]:
    """A warning for a row right above the header, which is read as text."""
    heads = {region.start for region in scan.regions if region.kind == "row"}
    for region in scan.regions:
        if region.kind != "paragraph" or region.end not in heads:
            continue
        above, head = lines.lines[region.end - 1].text, lines.lines[region.end].text
        if _ROW.fullmatch(above) and len(_BAR.findall(above)) == len(_BAR.findall(head)):
            yield Remark(
                "TBL006",
                Severity.WARNING,
                "this row stands above the one with the rule, and is read as text",
                lines.position(region.end - 1, 0),
                "Write one row of headers above the rule; a table with two is written in HTML.",
            )


def inner_rules(lines: SourceLines, scan: SourceScan) -> Iterator[Remark]:
    """A warning for each second rule of a table, which is read as a row of dashes."""
    for before, region in pairwise(scan.regions):
        is_row = before.kind == region.kind == "row" and region.start - before.end <= 1
        if is_row and RULE.fullmatch(lines.lines[region.start].text):
            yield Remark(
                "TBL006",
                Severity.WARNING,
                "a second rule stands in this table, and is read as a row of dashes",
                lines.position(region.start, 0),
                "Leave an empty line before a table of its own, or delete the rule.",
            )
