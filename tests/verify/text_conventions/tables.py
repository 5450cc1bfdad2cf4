"""A table told row by row: which units belong to it, and what stands before a value's colon.

Invariant: every unit that is taken off the waiting ones is in the table that is given back.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from text_conventions.labels import Labels
from text_conventions.lines import Unit


@dataclass(frozen=True, slots=True)
class TableText:
    """`rows` is their number as told; `parts` are lines of columns, names of groups, and rows."""

    caption: str
    rows: str
    parts: tuple[Unit, ...]
    is_ended: bool
    line: int


def is_table(unit: Unit, labels: Labels) -> bool:
    """Whether a table begins: its second line says how many rows it has."""
    return len(unit.head) > 1 and bool(labels.after(labels.words["rows"], unit.head[1].text))


def table_of(unit: Unit, waiting: deque[Unit], labels: Labels) -> TableText:
    """The table that begins with `unit`; what belongs to it is taken off `waiting`."""
    label = labels.words["table"]
    caption = labels.after(label, unit.first)
    rows = labels.after(labels.words["rows"], unit.head[1].text) or ""
    parts = [Unit((line,)) for line in unit.head[2:]]
    while waiting and _is_part(waiting[0], labels):
        parts.append(waiting.popleft())
    is_ended = bool(waiting) and labels.is_end(waiting[0], label)
    if is_ended:
        waiting.popleft()
    told = unit.first if caption is None else caption
    return TableText(told, rows, tuple(parts), is_ended, unit.line)


def _is_part(unit: Unit, labels: Labels) -> bool:
    names = (labels.words["columns"], labels.words["row-group"])
    is_named = any(labels.after(name, unit.first) is not None for name in names)
    return is_named or labels.row(unit.first) is not None


def cell_of(text: str, names: Sequence[str], colon: str) -> tuple[str, str]:
    """The label and the value of a line; columns' names come first, since they may hold colons."""
    for name in sorted(names, key=len, reverse=True):
        if text.startswith(name + colon):
            return name, text.removeprefix(name + colon)
    label, found, value = text.partition(colon)
    if found:
        return label, value
    is_label = text.endswith(colon.rstrip())
    return (text.removesuffix(colon.rstrip()), "") if is_label else ("", text)
