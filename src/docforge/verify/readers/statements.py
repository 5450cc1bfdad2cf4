"""Statements: what the files of a book say of themselves, and what is odd about them."""

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from docforge.verify.entries import EntryKind, OutlineEntry, facts_of
from docforge.verify.readers.markup import name

Entries = Iterator[OutlineEntry]


def statement(text: str, **facts: object) -> OutlineEntry:
    """What a file says of itself."""
    return OutlineEntry(EntryKind.STATEMENT, text, facts_of(**facts))


def odd(text: str) -> OutlineEntry:
    """A part that is not as the other parts of the book have it; no document asks for one."""
    return OutlineEntry(EntryKind.ODD, text)


def one_line(text: str | None) -> str:
    """Text with single spaces."""
    return " ".join((text or "").split())


def words_between(tree: Element, leaves: Sequence[Element] = ()) -> Iterator[str]:
    """The elements of `tree` beside or in which words stand, but for those in `leaves`."""
    for element in tree.iter():
        inner = element.text if len(element) or element not in leaves else ""
        if (inner or "").strip() or (element.tail or "").strip():
            yield name(element)
