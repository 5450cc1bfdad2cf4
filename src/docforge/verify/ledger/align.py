"""Two sequences of words side by side, in time linear in their length.

Equal runs are followed as they come. Where they part, the nearest place is looked for at which
three words agree again, within a window that grows only as far as it must; what lies between is
small, and is compared word by word.
"""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

_AGREE = 3
_WINDOW = 32
_SMALL = 40_000


class EqualRun(Struct, frozen=True):
    """`length` words that are equal, from `one` in the first sequence and `other` in the second."""

    one: int
    other: int
    length: int


def align(one: Sequence[str], other: Sequence[str]) -> list[EqualRun]:
    """The equal runs in order, ended by an empty one behind both sequences."""
    runs = [run for run in _runs(one, other) if run.length]
    return [*runs, EqualRun(len(one), len(other), 0)]


def _runs(one: Sequence[str], other: Sequence[str]) -> Iterator[EqualRun]:
    i = j = 0
    while True:
        same = _common(one, other, i, j)
        yield EqualRun(i, j, same)
        i, j = i + same, j + same
        if i == len(one) or j == len(other):
            return
        i_next, j_next = _meet(one, other, i, j)
        yield from _within(one, other, (i, i_next), (j, j_next))
        i, j = i_next, j_next


def _common(one: Sequence[str], other: Sequence[str], i: int, j: int) -> int:
    """How many words from `i` and `j` on are equal."""
    same, step = 0, 256
    while step:
        first, second = one[i + same : i + same + step], other[j + same : j + same + step]
        if first and first == second:
            same += len(first)
        else:
            step //= 2
    return same


def _meet(one: Sequence[str], other: Sequence[str], i: int, j: int) -> tuple[int, int]:
    """The nearest place behind `i` and `j` where the sequences agree, or their ends."""
    window, longest = _WINDOW, max(len(one) - i, len(other) - j)
    while True:
        places: dict[tuple[str, ...], int] = {}
        for at in range(min(window, len(one) - i - _AGREE + 1)):
            places.setdefault(tuple(one[i + at : i + at + _AGREE]), at)
        best: tuple[int, int] | None = None
        for at in range(min(window, len(other) - j - _AGREE + 1)):
            if best is not None and at >= sum(best):
                break
            found = places.get(tuple(other[j + at : j + at + _AGREE]))
            if found is not None and (best is None or found + at < sum(best)):
                best = (found, at)
        if best is not None:
            return i + best[0], j + best[1]
        if window >= longest:
            return len(one), len(other)
        window *= 4


def _within(
    one: Sequence[str], other: Sequence[str], first: tuple[int, int], second: tuple[int, int]
) -> Iterator[EqualRun]:
    """Equal runs in a gap."""
    (i, i_end), (j, j_end) = first, second
    if not (i_end - i) * (j_end - j) or (i_end - i) * (j_end - j) > _SMALL:
        return
    matcher = SequenceMatcher(None, one[i:i_end], other[j:j_end], autojunk=False)
    for block in matcher.get_matching_blocks():
        if block.size:
            yield EqualRun(i + block.a, j + block.b, block.size)
