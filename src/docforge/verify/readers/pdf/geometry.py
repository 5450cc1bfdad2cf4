"""Places on a page: matrices, upright boxes, and what two of them have in common.

Invariant: all is in points, in the page's own space (ISO 32000-1, 8.3).
"""

from collections.abc import Iterable

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
SAME: Matrix = (1, 0, 0, 1, 0, 0)
_ROUNDING = 1.5  # points


def multiplied(one: Matrix, other: Matrix) -> Matrix:
    """`one` within `other` (ISO 32000-1, 8.3.4)."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def matrix_of(numbers: Iterable[float]) -> Matrix:
    """Six numbers as a matrix."""
    a, b, c, d, e, f = numbers
    return (a, b, c, d, e, f)


def box_of(matrix: Matrix, left: float, bottom: float, right: float, top: float) -> Box:
    """The upright box around a rectangle that `matrix` moves."""
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x in (left, right) for y in (bottom, top)]
    ys = [b * x + d * y + f for x in (left, right) for y in (bottom, top)]
    return (min(xs), min(ys), max(xs), max(ys))


def shared(one: Box, other: Box) -> Box:
    """What two boxes have in common; a box without area has no width or a negative one."""
    return (
        max(one[0], other[0]),
        max(one[1], other[1]),
        min(one[2], other[2]),
        min(one[3], other[3]),
    )


def around(path: list[tuple[float, float]]) -> Box:
    """The upright box around points; one without area when there are none."""
    if not path:
        return (0.0, 0.0, 0.0, 0.0)
    xs, ys = [x for x, _ in path], [y for _, y in path]
    return (min(xs), min(ys), max(xs), max(ys))


def area(box: Box) -> float:
    """The area of a box, 0 when it has none."""
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def frame(outer: Box, inner: Box) -> list[Box]:
    """The four sides of what lies between two boxes."""
    left, bottom, right, top = inner
    return [
        (outer[0], outer[1], left, outer[3]),
        (right, outer[1], outer[2], outer[3]),
        (outer[0], outer[1], outer[2], bottom),
        (outer[0], top, outer[2], outer[3]),
    ]


def share_inside(box: Box, other: Box) -> float:
    """How much of `box` lies in `other`, from 0 to 1."""
    left, bottom, right, top = shared(box, other)
    whole = (box[2] - box[0]) * (box[3] - box[1])
    return max(0.0, right - left) * max(0.0, top - bottom) / whole if whole > 0 else 0.0


def is_inside(box: Box, other: Box) -> bool:
    """Whether `box` lies in `other`, but for what rounding makes of its edges."""
    left, bottom, right, top = box
    return (
        left >= other[0] - _ROUNDING
        and bottom >= other[1] - _ROUNDING
        and right <= other[2] + _ROUNDING
        and top <= other[3] + _ROUNDING
    )
