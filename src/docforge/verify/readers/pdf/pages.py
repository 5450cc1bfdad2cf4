"""What is read first on each page of a PDF.

Invariant: text comes in the order of the tag tree; contents and numbers of lists begin no page,
since books have them elsewhere.
"""

from collections.abc import Collection, Iterator

from docforge.verify.entries import OutlineEntry, plain
from docforge.verify.readers.page_starts import PageStarts
from docforge.verify.readers.pdf.elements import Element, texts_of
from docforge.verify.readers.pdf.meaning import numbering_of
from docforge.verify.readers.pdf.painted import PaintedContent

_WHOLE = frozenset({"Figure", "Formula"})


def page_starts(root: Element, states: Collection[str]) -> Iterator[OutlineEntry]:
    """The beginning of each page; `states` are the words for what is done and to do."""
    reading = _TreeWalk(states)
    reading.flow(root, "")
    yield from reading.starts.entries()


class _TreeWalk:
    """One tag tree on its way; `page` is the last one that has begun."""

    def __init__(self, states: Collection[str]) -> None:
        self.starts, self.page, self._states = PageStarts(), 0, states

    def flow(self, element: Element, numbering: str) -> None:
        for kid, after in zip(element.kids, [*element.kids[1:], None], strict=False):
            is_title = isinstance(after, Element) and after.role == "TOC"
            if isinstance(kid, PaintedContent):
                self._say(kid.text, kid.page)
            elif kid.role != "TOC" and not is_title:
                self._element(kid, numbering)

    def _element(self, element: Element, numbering: str) -> None:
        match element.role:
            case role if role in _WHOLE:
                self._begin(_page_of(element))
                self.starts.show()
            case "L":
                self.flow(element, numbering_of(element))
            case "Lbl" if numbering != "definitions":
                label = plain("".join(texts_of(element)))
                state = next((state for state in self._states if label.endswith(state)), "")
                self._say(state, _page_of(element))
            case "Note" | "FENote":
                self.flow(element, "note")
            case _ if element.actual is not None:
                self._say(element.actual, _page_of(element))
            case "LBody":
                self.flow(element, "")
            case _:
                self.flow(element, numbering)

    def _say(self, text: str, page: int) -> None:
        if plain(text):
            self._begin(page)
        self.starts.say(text)

    def _begin(self, page: int) -> None:
        if page > self.page:
            self.page = page
            self.starts.begin(str(page))


def _page_of(element: Element) -> int:
    """The page of what is painted first of an element."""
    for kid in element.kids:
        page = kid.page if isinstance(kid, PaintedContent) else _page_of(kid)
        if page:
            return page
    return 0
