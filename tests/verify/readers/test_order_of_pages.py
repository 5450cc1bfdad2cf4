"""The pages of a tag tree go up, but for the cells of a row, which stand side by side."""

import pytest

from docforge.verify.readers.pdf.elements import Element
from docforge.verify.readers.pdf.painted import PaintedContent
from docforge.verify.readers.pdf.ways import _last_page

PAGES = {(number, 0): number for number in range(5)}


def held(role: str, *pages: int, rows: int = 1) -> Element:
    """An element that paints something on each of `pages`."""
    kids: list[Element | PaintedContent] = [PaintedContent() for _ in pages]
    marks = [((page, 0), number) for number, page in enumerate(pages)]
    return Element(role, kids=kids, marks=marks, facts={"RowSpan": rows})


def row(*cells: Element) -> Element:
    return Element("TR", kids=list(cells))


def last(*kids: Element) -> int | None:
    return _last_page(Element("Document", kids=list(kids)), PAGES, 0)


@pytest.mark.parametrize(
    "kids",
    [
        (held("P", 0, 1), held("P", 1, 2)),
        (row(held("TD", 1), held("TD", 0, 1)), held("P", 1)),
        (row(held("TD", 0, 2), held("TD", 0, 1)), row(held("TD", 2), held("TD", 2))),
        (row(held("TD", 0, 2, rows=2), held("TD", 0)), row(held("TD", 1))),
    ],
)
def test_pages_that_go_up(kids: tuple[Element, ...]) -> None:
    assert last(*kids) is not None


@pytest.mark.parametrize(
    "kids",
    [
        (held("P", 1), held("P", 0)),
        (held("P", 0, 1, 0),),
        (held("P", 1), row(held("TD", 1), held("TD", 0))),
        (row(held("TD", 1), held("TD", 0, 2)), held("P", 1)),
        (row(held("TD", 1, 0), held("TD", 0)),),
    ],
)
def test_pages_that_go_back(kids: tuple[Element, ...]) -> None:
    assert last(*kids) is None
