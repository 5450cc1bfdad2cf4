"""Rows and columns of sums, which a chart leaves to its table: beside them, the parts look small.

Invariant: what is left out is called a sum and is one; all else is drawn.
"""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from msgspec.structs import replace

from docforge.media.charts.series import ChartData, Point

# What is rounded is so much of its last digit away from what it was.
_ROUNDING = 0.5


def without_sum_row(data: ChartData) -> ChartData:
    """`data` without its last category, where that adds up those before it."""
    if len(data.categories) < 3 or not _is_called_sum(data.categories[-1]):
        return data
    if not all(_adds_up(series.points) for series in data.series):
        return data
    series = tuple(replace(one, points=one.points[:-1]) for one in data.series)
    return replace(data, categories=data.categories[:-1], series=series)


def without_sum_column(data: ChartData) -> ChartData:
    """`data` without its last series, where that adds up those before it."""
    if len(data.series) < 3 or not _is_called_sum(data.series[-1].name):
        return data
    rows = zip(*(one.points for one in data.series), strict=True)
    return replace(data, series=data.series[:-1]) if all(map(_adds_up, rows)) else data


def _adds_up(points: Sequence[Point]) -> bool:
    """Whether the last number is the sum of those before it, as far as they are rounded."""
    *parts, whole = (point.value for point in points)
    found = [part for part in parts if part is not None]
    if whole is None or not found:
        return whole is None and not found
    last_digit = 10.0 ** -max(map(_decimals, (*found, whole)))
    return abs(sum(found) - whole) <= _ROUNDING * last_digit * len(found) + 1e-9


def _decimals(value: float) -> int:
    return len(f"{value:.6f}".rstrip("0").partition(".")[2])


def _is_called_sum(name: str) -> bool:
    words = name.casefold().split()
    anywhere, first = _words()
    bare = [re.sub(r"^\W+|\W+$", "", word) for word in words]
    return bool(words) and (bare[0] in first or not anywhere.isdisjoint(bare))


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    text = files(__package__).joinpath("sums.toml").read_text(encoding="utf-8")
    found = tomllib.loads(text)
    return frozenset(found["anywhere"]), frozenset(found["first"])
