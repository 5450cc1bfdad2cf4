"""What is near on a page: few things are looked at, and none is missed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docforge.verify.readers.pdf.nearby import Nearby

_PLACES = st.floats(-200, 900, width=32)
_BOXES = st.tuples(_PLACES, _PLACES, _PLACES, _PLACES).map(
    lambda n: (min(n[0], n[2]), min(n[1], n[3]), max(n[0], n[2]), max(n[1], n[3]))
)
_LETTERS = st.builds(lambda x, y: (x, y, x + 6, y + 8), _PLACES, _PLACES)


@given(st.lists(st.one_of(_BOXES, _LETTERS)), st.one_of(_BOXES, _LETTERS))
@pytest.mark.slow
def test_what_touches_a_box_is_near_to_it_and_in_order(boxes: list, asked: tuple) -> None:  # type: ignore[type-arg]
    near = [n for _, n in Nearby((box, n) for n, box in enumerate(boxes)).near(asked)]
    touching = [
        n
        for n, box in enumerate(boxes)
        if box[0] <= asked[2] and box[2] >= asked[0] and box[1] <= asked[3] and box[3] >= asked[1]
    ]
    assert near == sorted(set(near))
    assert set(touching) <= set(near)


def test_of_a_page_of_letters_few_are_near_to_one() -> None:
    letters = [
        ((x, y, x + 6, y + 8), (x, y))
        for x in map(float, range(0, 600, 6))
        for y in map(float, range(0, 800, 10))
    ]
    assert len(list(Nearby(letters).near((300, 300, 306, 308)))) < 80
