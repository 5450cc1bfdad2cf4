"""Bars that lie: one for each number, or the numbers of a row in one bar, piece by piece.

Invariant: every bar has its number beside it, as the table says it, and its series in words: there
is no key to decode.
"""

from collections.abc import Sequence

from msgspec import Struct

from docforge.media.charts.canvas import LINE, PATTERNS, Canvas, Look, Pattern, width_of, wrapped
from docforge.media.charts.series import ChartData, Point

_BAR, _GAP, _AIR, _EDGE = 20.0, 8.0, 16.0, 2.0
# Between the bars of one row of the table, which are one to the eye, and what parts such rows more.
_CLOSE, _APART = 3.0, 10.0
_SWATCH = 14.0
_LABELS = 0.38  # the most that labels take of a line
_BASE = 5.5  # from the middle of a line of letters to its base line


class _Scale(Struct, frozen=True):
    """Where numbers stand: `zero` and pixels for each one, from where lines begin."""

    zero: float
    each: float

    def place(self, value: float) -> float:
        return self.zero + value * self.each


def bars(data: ChartData, look: Look) -> bytes:
    """A chart with a bar for each number."""
    canvas = Canvas(look)
    many = len(data.series) > 1
    names = [series.name for series in data.series] if many else list(data.categories)
    above = many or look.is_narrow
    every = [point for series in data.series for point in series.points]
    labels = 0.0 if above and not many else _label_room(names, look)
    if look.width - labels - sum(_beside(every)) < look.width / 3:
        labels = 0.0  # labels stand above their bars
    scale = _scale(every, labels, look)
    y = _EDGE
    tops: list[tuple[float, float]] = []
    for at, category in enumerate(data.categories):
        if above:
            y = _heading(canvas, category, y, strong=many)
        start = y
        for number, series in enumerate(data.series):
            label = series.name if many else ("" if above else category)
            y -= _GAP - _CLOSE if number and (labels or not label) else 0.0
            y = _row(canvas, label, labels, y, series.points[at], scale, PATTERNS[number])
        tops.append((start, y - _GAP))
        y += _APART if many else _AIR if above else 0.0
    for top, bottom in tops:
        canvas.rule(scale.zero, top, scale.zero, bottom, strong=True)
    return canvas.finished(y)


def _label_room(names: Sequence[str], look: Look) -> float:
    return min(max(map(width_of, names), default=0.0), _LABELS * look.width) + _GAP


def _scale(points: Sequence[Point], labels: float, look: Look) -> _Scale:
    """The scale of all `points`, with room for their numbers at the ends of the bars."""
    values = [point.value for point in points if point.value is not None]
    low, high = min(0.0, *values), max(0.0, *values)
    before, behind = _beside(points)
    start, end = labels + before + _EDGE, look.width - behind - _EDGE
    each = max(end - start, look.width / 5) / ((high - low) or 1.0)
    return _Scale(start - low * each, each)


def _beside(points: Sequence[Point]) -> tuple[float, float]:
    """What numbers take before bars that go below zero, and behind the others."""
    before = [width_of(p.shown) + _GAP for p in points if (p.value or 0.0) < 0]
    behind = [width_of(p.shown or "–") + _GAP for p in points if (p.value or 0.0) >= 0]
    return max(before, default=0.0), max(behind, default=0.0)


def _heading(canvas: Canvas, words: str, y: float, *, strong: bool) -> float:
    for line in wrapped(words, canvas.look.width, strong=strong):
        canvas.text(0, y + LINE - _BASE, line, strong=strong)
        y += LINE
    return y + _GAP / 2


def _row(
    canvas: Canvas,
    label: str,
    labels: float,
    y: float,
    point: Point,
    scale: _Scale,
    pattern: Pattern,
) -> float:
    """A bar between its label and its number; gives where the next one begins."""
    if label and not labels:
        y = _heading(canvas, label, y, strong=False)
        label = ""
    lines = wrapped(label, labels - _GAP) if label else ()
    height = max(len(lines) * LINE, _BAR)
    middle = y + height / 2
    for number, line in enumerate(lines):
        base = middle + (number - (len(lines) - 1) / 2) * LINE + _BASE
        canvas.text(0, base, line)
    _bar(canvas, middle, point, scale, pattern)
    return y + height + _GAP


def _bar(canvas: Canvas, middle: float, point: Point, scale: _Scale, pattern: Pattern) -> None:
    if point.value is None:
        canvas.text(scale.zero + _GAP, middle + _BASE, point.shown or "–", quiet=True)
        return
    end = scale.place(point.value)
    start, width = min(end, scale.zero), abs(end - scale.zero)
    if width:
        canvas.bar(start, middle - _BAR / 2, width, _BAR, pattern)
    if point.value < 0:
        canvas.text(end - _GAP, middle + _BASE, point.shown, anchor="end")
    else:
        canvas.text(end + _GAP, middle + _BASE, point.shown)


# --- Stacked -----------------------------------------------------------------------------


def stacked(data: ChartData, look: Look) -> bytes:
    """A chart with one bar for each category, in which the series follow each other."""
    canvas = Canvas(look)
    rows = [[s.points[at] for s in data.series] for at in range(len(data.categories))]
    low = min(0.0, *(sum(min(p.value or 0.0, 0.0) for p in row) for row in rows))
    high = max(0.0, *(sum(max(p.value or 0.0, 0.0) for p in row) for row in rows))
    each = (look.width - 2 * _EDGE) / ((high - low) or 1.0)
    scale = _Scale(_EDGE - low * each, each)
    y = _EDGE
    for category, row in zip(data.categories, rows, strict=True):
        y = _heading(canvas, category, y, strong=True)
        _pieces(canvas, row, scale, y)
        canvas.rule(scale.zero, y - _GAP / 2, scale.zero, y + _BAR + _GAP / 2, strong=True)
        y = _legend(canvas, data, row, y + _BAR + _GAP / 2) + _AIR
    return canvas.finished(y - _AIR / 2)


def _pieces(canvas: Canvas, row: Sequence[Point], scale: _Scale, y: float) -> None:
    """The pieces of a bar: those below zero on one side, the others on the other."""
    ends = {False: 0.0, True: 0.0}
    for number, point in enumerate(row):
        value = point.value or 0.0
        if value:
            side = value < 0
            one, other = scale.place(ends[side]), scale.place(ends[side] + value)
            canvas.bar(min(one, other), y, abs(other - one), _BAR, PATTERNS[number])
            ends[side] += value


def _legend(canvas: Canvas, data: ChartData, row: Sequence[Point], y: float) -> float:
    """Under a bar what its pieces are: pattern, series and number, in lines; where they end."""
    x, room = 0.0, canvas.look.width
    for number, (series, point) in enumerate(zip(data.series, row, strict=True)):
        words = " ".join(filter(None, (series.name, point.shown or "–")))
        lines = wrapped(words, room - _SWATCH - _GAP)
        broad = _SWATCH + _GAP + max(map(width_of, lines), default=0.0)
        if x and x + broad > room:
            x, y = 0.0, y + LINE
        canvas.bar(x + 1, y + (LINE - _SWATCH) / 2, _SWATCH - 2, _SWATCH - 2, PATTERNS[number])
        for at, line in enumerate(lines):
            canvas.text(x + _SWATCH + _GAP, y + at * LINE + LINE - _BASE, line)
        y += (len(lines) - 1) * LINE
        x += broad + 2 * _GAP
    return y + LINE
