"""What surrounds the path of a drawing.

Invariant: a path lies within the corners that are given for it; what follows an error in it is not
drawn (SVG 1.1, 8.3.9 and F.2).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from docforge.media.svg.painting import NUMBER

_COMMAND = re.compile(r"[MmLlHhVvCcSsQqTtAaZz]")
_BETWEEN = re.compile(r"[\s,]*+")
_FLAG = re.compile("[01]")
# How many numbers a step has; each further group of so many is a further step.
_COUNTS = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "q": 4, "t": 2, "a": 7}
# Of an arc, the two numbers that are flags: they may stand without a space behind them.
_FLAGS = (3, 4)
# More steps than a drawing may have parts.
_MOST = 100_000
Place = tuple[float, float]


def valid_path(written: str) -> str:
    """`written` up to its first error: programs that draw may never come to an end behind it.

    One that is too long to be drawn is left as it is: it is refused for the number of its parts.
    """
    ends = [end for _, _, end in islice(_steps(written), _MOST)]
    end = max(ends, default=0)
    return written if len(ends) == _MOST or not written[end:].strip() else written[:end]


def path_corners(written: str) -> list[Place]:
    """Places that surround the path `written`; none when it draws nothing."""
    places: list[Place] = []
    at, begun, draws = (0.0, 0.0), (0.0, 0.0), False
    for name, numbers, _ in _steps(written):
        kind, is_relative = name.lower(), name.islower()
        if kind == "z":
            at = begun
            draws = draws or bool(places)
            continue
        ends = [*_ends(kind, numbers, at, is_relative=is_relative)]
        if kind == "m":
            begun = ends[-1]
        else:
            draws = True
        places += [at, *ends] if kind != "m" else ends
        if kind == "a":
            far = 2 * max(abs(numbers[0]), abs(numbers[1]))
            places += [(x + side, y + side) for x, y in (at, ends[-1]) for side in (-far, far)]
        elif kind in "st":
            # The first place that steers it is the last of the step before, mirrored.
            places += _mirrored(places, at)
        at = ends[-1]
    return places if draws else []


class PathPoints(NamedTuple):
    """The places that lines and curves of a path go through or are steered by, in their order.

    Curves have two places that steer them (cubic ones). Of arcs there are only the ends: programs
    make curves of them as they like, so that a path that `has_arcs` goes through further places.
    """

    places: Sequence[Place]
    has_arcs: bool


def path_points(written: str) -> PathPoints:
    """What the path `written` goes through (SVG 1.1, 8.3)."""
    places: list[Place] = []
    at, begun, steered, before = (0.0, 0.0), (0.0, 0.0), (0.0, 0.0), ""
    has_arcs = False
    for name, numbers, _ in _steps(written):
        kind = name.lower()
        if kind == "z":
            at, before = begun, kind
            continue
        ends = [*_ends(kind, numbers, at, is_relative=name.islower())]
        has_arcs = has_arcs or kind == "a"
        if kind in "st":
            # It goes on from the curve before, if that is of its kind.
            goes_on = before in ("cs" if kind == "s" else "qt")
            ends.insert(0, (2 * at[0] - steered[0], 2 * at[1] - steered[1]) if goes_on else at)
        if kind in "csqt":
            steered = ends[-2]
        if kind in "qt":
            (x, y), (right, low) = ends
            ends = [
                ((at[0] + 2 * x) / 3, (at[1] + 2 * y) / 3),
                ((right + 2 * x) / 3, (low + 2 * y) / 3),
                (right, low),
            ]
        if kind == "m":
            begun = ends[-1]
        elif places and places[-1] != at:
            places.append(at)  # behind a path that was closed
        places += ends
        at, before = ends[-1], kind
    return PathPoints(places, has_arcs)


def _mirrored(places: list[Place], at: Place) -> list[Place]:
    xs, ys = zip(*places, strict=True)
    far = 2 * max(max(xs) - min(xs), max(ys) - min(ys))
    return [(at[0] - far, at[1] - far), (at[0] + far, at[1] + far)]


def _ends(kind: str, numbers: list[float], at: Place, *, is_relative: bool) -> Iterator[Place]:
    """The places of a step: those that steer it, then its end."""
    left, top = at if is_relative else (0.0, 0.0)
    match kind:
        case "h":
            yield left + numbers[0], at[1]
        case "v":
            yield at[0], top + numbers[0]
        case "a":
            yield left + numbers[5], top + numbers[6]
        case _:
            for x, y in zip(numbers[::2], numbers[1::2], strict=True):
                yield left + x, top + y


def _steps(written: str) -> Iterator[tuple[str, list[float], int]]:
    """Each step with its numbers and where it ends, up to the first error."""
    at = _after(_BETWEEN, written, 0)
    name = ""
    while command := _COMMAND.match(written, at):
        if not name and command[0] not in "Mm":
            return
        name, at = command[0], command.end()
        if name in "Zz":
            yield name, [], at
        while name not in "Zz" and (group := _group(name, written, at)):
            numbers, at = group
            yield name, numbers, at
            # Further places of a move are lines.
            name = {"m": "l", "M": "L"}.get(name, name)
        if name not in "Zz" and command.end() == at:
            return
        at = _after(_BETWEEN, written, at)


def _group(name: str, written: str, at: int) -> tuple[list[float], int] | None:
    """The numbers of one step from `at` on, and where they end; None when one is missing."""
    numbers = []
    for number in range(_COUNTS[name.lower()]):
        is_flag = name in "Aa" and number in _FLAGS
        found = (_FLAG if is_flag else NUMBER).match(written, _after(_BETWEEN, written, at))
        if found is None:
            return None
        numbers.append(float(found[0]))
        at = found.end()
    return numbers, at


def _after(pattern: re.Pattern[str], written: str, at: int) -> int:
    found = pattern.match(written, at)
    return found.end() if found else at
