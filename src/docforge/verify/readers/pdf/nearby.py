"""Things on a page by the place where they are: asking what is near looks at few of them.

Invariant: what has a point in common with the box that is asked about is among the answers.
"""

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from docforge.verify.readers.pdf.geometry import Box

_BAND = 12.0  # points
_FAR = 1e6
_MOST_BANDS = 64  # what lies in more is near to everything

Thing = TypeVar("Thing")
_Place = tuple[float, float, int]  # from left to right, and the number of the thing


class Nearby(Generic[Thing]):
    """`things` with their boxes, in the order that they are given in."""

    def __init__(self, things: Iterable[tuple[Box, Thing]]) -> None:
        self._things = list(things)
        self._tall: list[_Place] = []
        self._bands: dict[int, list[_Place]] = {}
        for number, ((left, bottom, right, top), _) in enumerate(self._things):
            bands = _bands(bottom, top)
            # A box without area may have its sides in the other order.
            place = (left, right, number) if left <= right else (right, left, number)
            if len(bands) > _MOST_BANDS:
                self._tall.append(place)
                continue
            for band in bands:
                self._bands.setdefault(band, []).append(place)

    def near(self, box: Box) -> Iterator[tuple[Box, Thing]]:
        """What may have a point in common with `box`, in order."""
        left, bottom, right, top = box
        bands, things = _bands(bottom, top), self._things
        if len(bands) > _MOST_BANDS:
            return iter(things)
        if left > right:
            left, right = right, left
        found = {number for start, end, number in self._tall if start <= right and end >= left}
        for band in bands:
            for start, end, number in self._bands.get(band, ()):
                if start <= right and end >= left:
                    found.add(number)
        return iter([things[number] for number in sorted(found)])


def _bands(bottom: float, top: float) -> range:
    """The bands across the page between two heights; of a box without area, its corners'."""
    if bottom > top:
        bottom, top = top, bottom
    if bottom > -_FAR and top < _FAR:
        return range(int(bottom // _BAND), int(top // _BAND) + 1)
    return range(_far(bottom), _far(top) + 1)


def _far(place: float) -> int:
    return int(max(-_FAR, min(place, _FAR)) // _BAND)
