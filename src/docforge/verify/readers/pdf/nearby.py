"""Things on a page by the place where they are: asking what is near looks at few of them.

Invariant: what has a point in common with the box that is asked about is among the answers.
"""

from collections.abc import Iterable, Iterator, Sequence
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
        if len(bands) == 1 and not self._tall:
            own = self._bands.get(bands[0], [])
            return iter([things[n] for start, end, n in own if start <= right and end >= left])
        found = {number for start, end, number in self._tall if start <= right and end >= left}
        for band in bands:
            for start, end, number in self._bands.get(band, ()):
                if start <= right and end >= left:
                    found.add(number)
        return iter([things[number] for number in sorted(found)])


def overlapping(boxes: Sequence[Box]) -> Iterator[tuple[int, int]]:
    """The numbers of each two `boxes`, from left to right, that may have an area in common.

    Boxes are met in the order of their left sides; in each band across the page, those that go on
    are few. Two that share several bands are told several times.
    """
    open_ones: dict[int, list[tuple[float, int]]] = {}
    for number in sorted(range(len(boxes)), key=lambda n: boxes[n][0]):
        left, bottom, right, top = boxes[number]
        for band in _bands(bottom, top):
            going_on = [one for one in open_ones.get(band, ()) if one[0] > left]
            for _, other in going_on:
                yield number, other
            going_on.append((right, number))
            open_ones[band] = going_on


def _bands(bottom: float, top: float) -> range:
    """The bands across the page between two heights; of a box without area, its corners'."""
    if bottom > top:
        bottom, top = top, bottom
    if bottom > -_FAR and top < _FAR:
        return range(int(bottom // _BAND), int(top // _BAND) + 1)
    return range(_far(bottom), _far(top) + 1)


def _far(place: float) -> int:
    return int(max(-_FAR, min(place, _FAR)) // _BAND)
