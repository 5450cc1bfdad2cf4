"""Things on a page by the place where they are: asking what is near looks at few of them.

Invariant: what has a point in common with the box that is asked about is among the answers.
"""

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from docforge.verify.readers.pdf.geometry import Box

_BAND = 24.0  # points
_FAR = 1e6
_MOST_BANDS = 64  # what lies in more is near to everything

Thing = TypeVar("Thing")


class Nearby(Generic[Thing]):
    """`things` with their boxes, in the order that they are given in."""

    def __init__(self, things: Iterable[tuple[Box, Thing]]) -> None:
        self._things = list(things)
        self._tall: list[int] = []
        self._bands: dict[int, list[int]] = {}
        for number, (box, _) in enumerate(self._things):
            bands = _bands(box)
            if len(bands) > _MOST_BANDS:
                self._tall.append(number)
                continue
            for band in bands:
                self._bands.setdefault(band, []).append(number)

    def near(self, box: Box) -> Iterator[tuple[Box, Thing]]:
        """What may have a point in common with `box`, in order."""
        bands, things = _bands(box), self._things
        if len(bands) > _MOST_BANDS:
            return iter(things)
        left, right = min(box[0], box[2]), max(box[0], box[2])
        found = {
            number
            for numbers in (self._tall, *(self._bands.get(band, ()) for band in bands))
            for number in numbers
            # A box without area may have its sides in the other order.
            if not (
                (things[number][0][0] > right and things[number][0][2] > right)
                or (things[number][0][0] < left and things[number][0][2] < left)
            )
        }
        return iter([things[number] for number in sorted(found)])


def _bands(box: Box) -> range:
    """The bands across the page that a box touches; of one without area, its corners'."""
    bottom, top = (box[1], box[3]) if box[1] <= box[3] else (box[3], box[1])
    if bottom > -_FAR and top < _FAR:
        return range(int(bottom // _BAND), int(top // _BAND) + 1)
    return range(_far(bottom), _far(top) + 1)


def _far(place: float) -> int:
    return int(max(-_FAR, min(place, _FAR)) // _BAND)
