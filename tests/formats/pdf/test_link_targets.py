"""Links as broad as a target should be: into empty room, never over words or other links."""

import pytest

from docforge.formats.pdf.link_targets import widen
from docforge.formats.pdf.marked_content import Annotation, Rectangle

MARK = (100.0, 10.0, 104.0, 28.0)


def widened(words: list[Rectangle], others: tuple[Rectangle, ...] = (), page: int = 0) -> Rectangle:
    mark = Annotation(0, MARK, "internal", "df-note-1")
    beside = [Annotation(0, area, "internal", "x") for area in others]
    widen([mark, *beside], [(page, area) for area in words])
    return mark.rectangle


def span(left: float, right: float, bottom: float = 12.0) -> Rectangle:
    return (left, bottom, right, bottom + 14)


@pytest.mark.parametrize(
    ("words", "area"),
    [
        ([], (93, 111)),
        ([span(20, 100)], (100, 118)),
        ([span(20, 100), span(104, 200)], (100, 104)),
        ([span(20, 100), span(110, 200)], (100, 110)),
        ([span(104, 200)], (86, 104)),
        ([span(20, 100, bottom=40)], (93, 111)),
    ],
    ids=["alone", "end of a line", "in a sentence", "a gap", "first in a line", "another line"],
)
def test_a_mark_is_widened_into_what_is_empty(
    words: list[Rectangle], area: tuple[float, float]
) -> None:
    left, _, right, _ = widened(words)
    assert (left, right) == area


def test_two_links_share_the_room_between_them() -> None:
    assert widened([span(20, 100)], (span(108, 112),))[2] == 106


def test_words_of_another_page_are_in_nobodys_way() -> None:
    assert widened([span(20, 100)], page=1)[0] == 93


def test_a_link_that_is_broad_enough_stays_as_it_is() -> None:
    link = Annotation(0, (10, 10, 40, 28), "uri", "https://example.org/")
    widen([link], [])
    assert link.rectangle == (10, 10, 40, 28)
