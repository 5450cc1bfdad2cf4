"""Books of a thousand files and more are read in the order of their numbers."""

from collections import defaultdict
from collections.abc import Sequence
from xml.etree.ElementTree import Element, fromstring

from docforge.verify.readers.package import files


def odd_order(texts: Sequence[str]) -> list[str]:
    """What the reader finds odd in the order of a book's files."""
    places = ["cover.xhtml", "title.xhtml", *texts, "nav.xhtml"]
    items = "".join(f"<item id='i{n}' href='{place}'/>" for n, place in enumerate(places))
    order = "".join(f"<itemref idref='i{n}'/>" for n in range(len(places)))
    book = f"<package><manifest>{items}</manifest><spine>{order}</spine></package>"
    found = files(fromstring(book), lambda place: "", defaultdict(lambda: Element("html")))
    return [entry.text for entry in found if "order of the files" in entry.text]


def test_file_1000_comes_behind_file_999() -> None:
    texts = [f"text-{number:03}.xhtml" for number in range(1, 1102)]
    assert odd_order(texts) == []
    assert odd_order([texts[1], texts[0]]) != []
    assert odd_order(sorted(texts)) != []
