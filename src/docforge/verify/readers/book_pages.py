"""The marks of pages in a book, by the letters around them.

Invariant: text comes in the order of the files, and of each file.
"""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from docforge.verify.entries import OutlineEntry
from docforge.verify.readers.markup import name
from docforge.verify.readers.page_starts import PageStarts
from docforge.verify.readers.statements import odd

_MARK = "doc-pagebreak"


def book_pages(pages: Iterable[Element]) -> Iterator[OutlineEntry]:
    """The beginning of each page that is marked in the text files `pages`."""
    starts = PageStarts()
    held = list(pages)
    for page in held:
        for body in page:
            if name(body) == "body":
                _read(body, starts)
    yield from starts.entries()
    for mark in (element for page in held for element in page.iter()):
        # The list of pages leads to the ident, and what is announced is the label.
        label = mark.get("aria-label", "")
        if mark.get("role") == _MARK and mark.get("id") != f"df-page-{label}":
            yield odd(f"mark of the page {label} that is called {mark.get('id')}")


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
