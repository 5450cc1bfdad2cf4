"""The marks of pages in a book, by the letters around them.

Invariant: text comes in the order of the files, and of each file.
"""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from docforge.verify.entries import OutlineEntry
from docforge.verify.readers.markup import name
from docforge.verify.readers.page_starts import PageStarts

_MARK = "doc-pagebreak"


def book_pages(pages: Iterable[Element]) -> Iterator[OutlineEntry]:
    """The beginning of each page that is marked in the text files `pages`."""
    starts = PageStarts()
    for page in pages:
        for body in page:
            if name(body) == "body":
                _read(body, starts)
    yield from starts.entries()


def _read(element: Element, starts: PageStarts) -> None:
    match name(element):
        case "math":
            starts.show()
        case "img":
            if element.get("alt"):
                starts.show()
        case _:
            if element.get("role") == _MARK:
                starts.begin(element.get("aria-label", ""))
            starts.say(element.text or "")
            for child in element:
                _read(child, starts)
                starts.say(child.tail or "")
