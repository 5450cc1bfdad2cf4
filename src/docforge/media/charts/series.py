"""What a chart draws: series of numbers over categories.

Invariant: each number comes with what its table says.
"""

from msgspec import Struct

from docforge.document import ChartKind


class Point(Struct, frozen=True):
    """A number, None where there is none, and what the table says."""

    value: float | None
    shown: str


class Series(Struct, frozen=True):
    """A column of numbers under its header; one point for each category."""

    name: str
    points: tuple[Point, ...]

    @property
    def values(self) -> tuple[float, ...]:
        return tuple(point.value for point in self.points if point.value is not None)


class ChartData(Struct, frozen=True):
    """What a chart draws, in the order of the table."""

    kind: ChartKind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
