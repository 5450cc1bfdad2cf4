"""Lists as they were typed: the marks of items, the boxes of tasks, and which item is in which."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from docforge.document import Delimiter, List, ListItem, Numbering, Paragraph, Position, Text, walk
from docforge.verify.ledger.faults import REPORT, Accounts, LedgerFault

_MARKER = re.compile(
    r"(?:[ \t>]|:[ \t]|\[\^[^\]\n]{1,200}\]:)*(?P<mark>[-*+]|(?P<open>\(?)(?:\d{1,9}|[A-Za-z]{1,8})"
    r"(?P<close>[.)]))(?=[ \t]|$)"
)
_BOX = re.compile(r"[ \t]+(?:\[(?P<box>[ xX])\]|(?P<sign>[☐☒☑]))(?=[ \t])")
_DELIMITERS = {
    ("", "."): Delimiter.PERIOD,
    ("", ")"): Delimiter.PARENTHESIS,
    ("(", ")"): Delimiter.PARENTHESES,
}
# A mark that stands so many columns behind another is code.
_INDENT_OF_CODE = 8


def listed(known: Accounts, lines: Sequence[str]) -> Iterator[LedgerFault]:
    """The faults of items: their marks, the boxes of tasks, and what stands in what."""
    if known.settings.dialect == "govspeak" or "$LegislativeList" in known.source.text:
        return  # whose items are words with labels of their own
    told = {f.where.line for f in known.earlier if f.code.startswith("LST")}
    for node in walk(known.document):
        if not isinstance(node, List):
            continue
        # An item that begins with something else has not its own place.
        marks = [
            _mark(lines, item.position) if _has_own_place(lines, item) else None
            for item in node.items
        ]
        if any(item.position.line in told for item in node.items):
            continue
        for item, mark in zip(node.items, marks, strict=True):
            if mark is not None and (what := _item(node, item, mark, lines)):
                yield LedgerFault("LED007", Position(item.position.line, 1), what, REPORT)
        yield from _nesting(node, marks)


def _has_own_place(lines: Sequence[str], item: ListItem) -> bool:
    """Whether an item stands in the line of its position, and not in HTML or in a note."""
    if not item.blocks or not isinstance(item.blocks[0], Paragraph):
        return False
    line = lines[item.position.line - 1] if 0 < item.position.line <= len(lines) else ""
    first = next((n.text.split() for n in walk(item) if isinstance(n, Text) and n.text.strip()), [])
    is_note = line.lstrip(" >").startswith("[^") and not any(word in line for word in first[:1])
    return not is_note and "<li" not in line.lower()


def _mark(lines: Sequence[str], position: Position) -> re.Match[str] | None:
    """The mark before an item's text."""
    if not 0 < position.line <= len(lines):
        return None
    line, at, last = lines[position.line - 1], 0, None
    while match := _MARKER.match(line, at):
        if match.end("mark") >= position.column:
            break
        last, at = match, match.end()
    return last


def _item(node: List, item: ListItem, mark: re.Match[str], lines: Sequence[str]) -> str:
    """What is wrong with an item beside the number of its label."""
    typed = mark["mark"]
    is_bullet = typed in "-*+"
    if is_bullet != (node.numbering is Numbering.BULLET):
        return f"the mark “{typed}” of an item became " + (
            "a number" if is_bullet else "a bullet: its label is lost"
        )
    if not is_bullet and _DELIMITERS.get((mark["open"], mark["close"])) is not node.delimiter:
        return f"the label “{typed}” became one with another bracket"
    box = _BOX.match(lines[item.position.line - 1], mark.end())
    checked = None if box is None else (box["box"] or box["sign"]) not in (" ", "☐")
    if checked is not item.checked:
        first = next((n.text for n in walk(item) if isinstance(n, Text) and n.text.strip()), "")
        if item.checked is not None or not first.startswith("["):
            return "the box of a task is not carried as it was typed"
    return ""


def _nesting(node: List, marks: list[re.Match[str] | None]) -> Iterator[LedgerFault]:
    """Items that are no neighbours in the source, or lists that are not inside their item."""
    for (item, one), (after, other) in pairwise(zip(node.items, marks, strict=True)):
        if one is None or other is None or _is_deep(one) or _is_deep(other):
            continue
        if after.position.line > item.position.line and (
            _text_column(one) <= other.start("mark") < one.start("mark") + _INDENT_OF_CODE
        ):
            yield LedgerFault(
                "LED009", Position(after.position.line, 1), "a nested item became a neighbour",
                REPORT,
            )  # fmt: skip
    for item, mark in zip(node.items, marks, strict=True):
        for block in item.blocks:
            if mark is None or not isinstance(block, List) or not block.items:
                continue
            first = block.items[0]
            inner = _mark_of(mark.string, first, item)
            if inner is not None and inner <= mark.start("mark"):
                yield LedgerFault(
                    "LED009", Position(first.position.line, 1),
                    "an item was put into the one before it", REPORT,
                )  # fmt: skip


def _text_column(mark: re.Match[str]) -> int:
    """Where the text behind a mark begins."""
    rest = mark.string[mark.end() :]
    return mark.end() + len(rest) - len(rest.lstrip(" "))


def _is_deep(mark: re.Match[str]) -> bool:
    """Whether more than spaces stand before a mark, so that columns do not compare."""
    return bool(mark.string[: mark.start("mark")].strip(" "))


def _mark_of(line: str, inner: ListItem, outer: ListItem) -> int | None:
    """The column of an inner item's mark where it is known: its text stands behind it."""
    if inner.position.line <= outer.position.line or ">" in line[: outer.position.column]:
        return None
    return inner.position.column - 3 if inner.position.column > 0 else None
