"""How a table may be drawn, and what a writer asks for.

Invariant: no name asks for two kinds.
"""

import re
from enum import StrEnum

from msgspec import Struct


class ChartKind(StrEnum):
    """How numbers are drawn; the values are what writers write."""

    BAR = "bar"
    LINE = "line"
    STACKED = "stacked"

    @property
    def word(self) -> str:
        """The key of its name in a style's words."""
        return f"chart-{self.value}"


_NAMES = {
    "bars": ChartKind.BAR,
    "column": ChartKind.BAR,
    "columns": ChartKind.BAR,
    "lines": ChartKind.LINE,
    "stacked-bar": ChartKind.STACKED,
    "stacked-bars": ChartKind.STACKED,
    "stack": ChartKind.STACKED,
}


class ChartRequest(Struct, frozen=True):
    """A chart that a table is drawn as; `columns` names those that are drawn, () all of them.

    With `by_rows`, each row is a series, and the columns are what its numbers are of.
    """

    kind: ChartKind
    columns: tuple[str, ...] = ()
    by_rows: bool = False


def chart_kind(written: str) -> ChartKind | None:
    """The kind that `written` names, whatever its capitals and spaces; bars for ""."""
    folded = re.sub(r"[\s_-]+", "-", written.strip().lower()) or ChartKind.BAR.value
    if folded in _NAMES:
        return _NAMES[folded]
    return next((kind for kind in ChartKind if kind.value == folded), None)
