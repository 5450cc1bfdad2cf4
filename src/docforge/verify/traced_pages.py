"""What the figures and formulas of a PDF paint, by pages; a page is read when it is asked for."""

from collections.abc import Mapping, Sequence
from typing import Any

from docforge.verify.readers.pdf.faces import Faces
from docforge.verify.readers.pdf.graphics import content_of, traced
from docforge.verify.readers.pdf.operations import read_stream
from docforge.verify.readers.pdf.paint import Painted


class TracedPages:
    """The pages of an open PDF."""

    def __init__(self, pdf: Any) -> None:
        self._pages = [page.obj for page in pdf.pages]
        self._numbers = {page.objgen: number for number, page in enumerate(self._pages)}
        self._faces = Faces()
        self._known: dict[int, Mapping[int, list[Painted]]] = {}

    def page(self, number: int) -> Any:
        """The dictionary of a page, counted from 0."""
        return self._pages[number]

    def number(self, page: Any) -> int:
        """The number of a page."""
        return self._numbers[page.objgen]

    def items(self, page: int, mark: int) -> Sequence[Painted]:
        """What the figure with that mark paints, in order."""
        if page not in self._known:
            held = self._pages[page]
            self._known[page] = traced(held, read_stream(content_of(held)), self._faces)
        return self._known[page].get(mark, ())
