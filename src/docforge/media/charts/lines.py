"""Lines over the rows of a table, each with its name and last number at its end.

Invariant: lines are told apart by dashes and signs, and read by their names; the scale says its
numbers in the language of the document.
"""

import math
import unicodedata
from collections.abc import Iterator, Sequence

from msgspec import Struct

from docforge.media.charts.canvas import LINE, Anchor, Canvas, Look, width_of, wrapped
from docforge.media.charts.series import ChartData, Series

_HEIGHT, _NARROW_HEIGHT, _TOP, _GAP, _BASE = 300.0, 240.0, 16.0, 10.0, 5.5
_DASHES = ("", "9 4", "2 4", "12 4 2 4", "5 3", "1 3")
_NAMES = 0.34  # the most that names take of a line
_TICKS = 5
_SIGN = 16.0  # before the name of a line
# Systems of digits in CLDR by their zero.
_SYSTEMS = {"\u0660": "arab", "\u06f0": "arabext", "\u0966": "deva", "\u09e6": "beng"}
_INSET = 8.0  # from the edge of the plot to the first and last sign


class _Plot(Struct, frozen=True):
    """The box of the lines, and what its edges stand for."""

    left: float
    right: float
    top: float
    bottom: float
    ticks: tuple[float, ...]
    many: int

    def x(self, at: int) -> float:
        inside = self.right - self.left - 2 * _INSET
        return self.left + _INSET + inside * at / max(self.many - 1, 1)

    def y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return self.bottom - (self.bottom - self.top) * (value - low) / ((high - low) or 1.0)


def lines(data: ChartData, look: Look) -> bytes:
    """A chart with a line for each series."""
    canvas = Canvas(look)
    ticks = tuple(_ticks([value for series in data.series for value in series.values]))
    numbers = _numbers(ticks, look.lang, _zero(data))
    ends = [_end(series) for series in data.series]
    # With one line there is nothing that its name could be taken for.
    sign = _SIGN if len(ends) > 1 else 0.0
    widest = sign + max(map(width_of, ends))
    names = 0.0 if look.is_narrow else min(widest, _NAMES * look.width) + _GAP
    y = _above(canvas, data, ends) if look.is_narrow else 0.0
    plot = _Plot(
        left=max(map(width_of, numbers)) + _GAP,
        right=look.width - max(names, _GAP),
        top=y + _TOP,
        bottom=y + _TOP + (_NARROW_HEIGHT if look.is_narrow else _HEIGHT),
        ticks=ticks,
        many=len(data.categories),
    )
    _grid(canvas, plot, numbers)
    for number, series in enumerate(data.series):
        _line(canvas, plot, series, number)
    if not look.is_narrow:
        _name(canvas, plot, data, ends, names - _GAP, sign)
    return canvas.finished(_categories(canvas, plot, data.categories))


def _colour(look: Look, number: int) -> str:
    return look.palette.accent if number % 2 == 0 else look.palette.text


def _end(series: Series) -> str:
    last = next((point for point in reversed(series.points) if point.value is not None), None)
    return " ".join(filter(None, (series.name, last.shown if last else "")))


def _above(canvas: Canvas, data: ChartData, ends: Sequence[str]) -> float:
    """On a narrow screen the names stand above, each behind a piece of its line."""
    y = 0.0
    for number, (_, words) in enumerate(zip(data.series, ends, strict=True)):
        colour = _colour(canvas.look, number)
        canvas.line(((0, y + LINE / 2), (36, y + LINE / 2)), _DASHES[number], colour)
        canvas.marker(18, y + LINE / 2, number, colour)
        for line in wrapped(words, canvas.look.width - 44):
            canvas.text(44, y + LINE - _BASE, line)
            y += LINE
    return y


def _grid(canvas: Canvas, plot: _Plot, numbers: Sequence[str]) -> None:
    for tick, number in zip(plot.ticks, numbers, strict=True):
        y = plot.y(tick)
        canvas.rule(plot.left, y, plot.right, y, strong=tick == 0)
        canvas.text(plot.left - _GAP / 2, y + _BASE, number, anchor="end", quiet=True)


def _line(canvas: Canvas, plot: _Plot, series: Series, number: int) -> None:
    """A line with a sign at each number; where there is none, it is interrupted."""
    colour = _colour(canvas.look, number)
    run: list[tuple[float, float]] = []
    runs = [run]
    for at, point in enumerate(series.points):
        if point.value is None:
            run = []
            runs.append(run)
        else:
            run.append((plot.x(at), plot.y(point.value)))
    for places in runs:
        if len(places) > 1:
            canvas.line(places, _DASHES[number], colour)
    every = [place for places in runs for place in places]
    step = max(1, math.ceil(len(every) / 24))
    for place in [*every[::step], *every[-1:]]:
        canvas.marker(*place, number, colour)


def _name(
    canvas: Canvas,
    plot: _Plot,
    data: ChartData,
    ends: Sequence[str],
    room: float,
    sign: float,
) -> None:
    """The name of each line behind its last number, moved apart where two are in one place.

    Before it stands the sign of its line, in `sign` pixels of the `room`.
    """
    labels = []
    for number, (series, words) in enumerate(zip(data.series, ends, strict=True)):
        at = [n for n, point in enumerate(series.points) if point.value is not None]
        value = series.points[at[-1]].value if at else None
        y = plot.y(value if value is not None else plot.ticks[0])
        labels.append((y, number, wrapped(words, room - sign)))
    bottom = -math.inf
    placed = []
    for y, number, said in sorted(labels):
        top = max(y - len(said) * LINE / 2, bottom)
        placed.append((top, number, said))
        bottom = top + len(said) * LINE
    over = max(0.0, bottom - plot.bottom - LINE)
    left = plot.right + _GAP
    for top, number, said in placed:
        if sign:
            colour = _colour(canvas.look, number)
            canvas.marker(left + sign / 2 - 3, top - over + LINE / 2, number, colour)
        for count, line in enumerate(said, 1):
            canvas.text(left + sign, top - over + count * LINE - _BASE, line)


def _categories(canvas: Canvas, plot: _Plot, categories: Sequence[str]) -> float:
    """The names of the rows under the lines, as many as have room; where they end."""
    broadest = max(map(width_of, categories))
    between = (plot.right - plot.left - 2 * _INSET) / max(len(categories) - 1, 1)
    room = max(min(broadest, max(between, 90.0)), 30.0)
    step = max(1, math.ceil((room + _GAP) / between))
    last, height = len(categories) - 1, 0.0
    shown = [at for at in range(0, last + 1, step) if last - at >= step or at == last]
    for at in [*shown, *([last] if last not in shown else [])]:
        x = plot.x(at)
        said = wrapped(categories[at], room)
        half = max(map(width_of, said), default=0.0) / 2
        is_first, is_last = x - half < 0, x + half > canvas.look.width
        anchor: Anchor = "start" if is_first else "end" if is_last else "middle"
        place = 0.0 if is_first else canvas.look.width if is_last else x
        canvas.rule(x, plot.bottom, x, plot.bottom + 5)
        for number, line in enumerate(said):
            canvas.text(place, plot.bottom + 6 + (number + 1) * LINE - _BASE, line, anchor=anchor)
        height = max(height, len(said) * LINE)
    return plot.bottom + height + 12


def _ticks(values: Sequence[float]) -> Iterator[float]:
    """Round numbers that reach around all `values`; from zero on where that is not far away."""
    low, high = min(values), max(values)
    if low > 0 and low <= 0.6 * high:
        low = 0.0
    if high < 0 and high >= 0.6 * low:
        high = 0.0
    step = _round((high - low or abs(high) or 1.0) / (_TICKS - 1))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    for number in range(first, max(last, first + 1) + 1):
        yield number * step


def _round(step: float) -> float:
    """The next round number: 1, 2, 2.5 or 5 of a power of ten."""
    power = 10.0 ** math.floor(math.log10(step))
    return next(each * power for each in (1.0, 2.0, 2.5, 5.0, 10.0) if each * power >= step * 0.999)


def _zero(data: ChartData) -> str:
    """The digit 0 of the script that the table's numbers are written in."""
    said = "".join(point.shown for series in data.series for point in series.points)
    digit = next((char for char in said if char.isdecimal()), "0")
    return chr(ord(digit) - unicodedata.decimal(digit))


def _numbers(ticks: Sequence[float], lang: str, zero: str) -> tuple[str, ...]:
    """What the scale says, in the digits of the table."""
    # Late, because it loads a language's data.
    from babel import Locale, UnknownLocaleError
    from babel.numbers import format_decimal

    try:
        locale = Locale.parse(lang, sep="-")
    except (ValueError, UnknownLocaleError):
        locale = Locale("en")
    rounded = [round(tick, 9) + 0.0 for tick in ticks]
    # 5.0 beside 5.2: a scale is as fine at each of its lines.
    places = max(len(f"{tick:.6f}".rstrip("0").partition(".")[2]) for tick in rounded)
    pattern = "#,##0." + "0" * places if places else "#,##0"
    system = _SYSTEMS.get(zero, "latn")
    digits = {ord("0") + digit: chr(ord(zero) + digit) for digit in range(10)}
    return tuple(
        format_decimal(tick, pattern, locale, numbering_system=system).translate(digits)
        for tick in rounded
    )
