"""The EPUB's navigation document: contents, pages and landmarks (EPUB 3.3, 7).

Invariant: the contents list every heading once, in reading order, nested by rank; the list of
pages has every mark of one.
"""

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement

from msgspec import Struct

from docforge.document import Document, plain_text
from docforge.formats.epub.chapters import TITLE_PAGE, Chapter
from docforge.formats.epub.cover import COVER_PAGE
from docforge.formats.epub.headings import label, one_line
from docforge.formats.epub.xhtml import page
from docforge.style import Words


class TocEntry(Struct, frozen=True):
    """A heading in the contents: its place, its words, and the headings below it."""

    href: str
    label: Element
    below: tuple["TocEntry", ...] = ()

    @property
    def title(self) -> str:
        return one_line(self.label)


def contents(texts: Sequence[Chapter]) -> tuple[TocEntry, ...]:
    """The title, then the headings of all files, nested by rank."""
    found = [
        (int(heading.tag[1]), TocEntry(_address(text, heading), label(heading, around)))
        for text in texts
        for heading, around in text.headings
    ]
    # The title stands beside the parts: one branch around everything says nothing.
    return _nested([(max(rank, 2), entry) for rank, entry in found if entry.title])


def _address(text: Chapter, heading: Element) -> str:
    ident = heading.get("id")
    return f"{text.name}#{ident}" if ident else text.name


def _nested(ranked: Sequence[tuple[int, TocEntry]]) -> tuple[TocEntry, ...]:
    """Entries of lower rank go below the one before them; a skipped rank makes no empty level."""
    nested: list[TocEntry] = []
    place = 0
    while place < len(ranked):
        rank, entry = ranked[place]
        end = place + 1
        while end < len(ranked) and ranked[end][0] > rank:
            end += 1
        nested.append(TocEntry(entry.href, entry.label, _nested(ranked[place + 1 : end])))
        place = end
    return tuple(nested)


def navigation(
    document: Document, words: Words, texts: Sequence[Chapter], toc: Sequence[TocEntry]
) -> bytes:
    """The navigation document: contents for readers, pages and landmarks for reading systems."""
    lang = {} if words.lang == document.meta.lang else {"lang": words.lang, "dir": words.dir}
    pages = _pages(words["pages"], lang, texts)
    body = [_toc(words["contents"], lang, toc), *pages, _landmarks(words, lang, texts)]
    title = f"{words['contents']} – {plain_text(document.meta.title)}"
    return page(document.meta, title, body)


def _toc(title: str, lang: dict[str, str], toc: Sequence[TocEntry]) -> Element:
    nav = _nav("toc", title, lang)
    nav.set("role", "doc-toc")
    nav.append(_list(toc))
    return nav


def _nav(kind: str, title: str, lang: dict[str, str]) -> Element:
    ident = f"df-{kind}"
    attributes = {"epub:type": kind, "id": ident, "aria-labelledby": f"{ident}-title"}
    nav = Element("nav", attributes)
    SubElement(nav, "h1" if kind == "toc" else "h2", {"id": f"{ident}-title", **lang}).text = title
    return nav


def _list(entries: Sequence[TocEntry]) -> Element:
    ol = Element("ol")
    for entry in entries:
        item = SubElement(ol, "li")
        link = SubElement(item, "a", {"href": entry.href, **entry.label.attrib})
        link.text = entry.label.text
        link.extend(list(entry.label))
        if entry.below:
            item.append(_list(entry.below))
    return ol


def _pages(title: str, lang: dict[str, str], texts: Sequence[Chapter]) -> Iterator[Element]:
    """The pages of the PDF (EPUB 3.3, 7.4.3), when they are marked in the text."""
    if not any(text.pages for text in texts):
        return
    nav = _nav("page-list", title, lang)
    nav.set("role", "doc-pagelist")
    nav.set("hidden", "hidden")
    ol = SubElement(nav, "ol")
    for text in texts:
        for mark in text.pages:
            link = SubElement(SubElement(ol, "li"), "a", {"href": _address(text, mark)})
            link.text = mark.get("aria-label")
    yield nav


def _landmarks(words: Words, lang: dict[str, str], texts: Sequence[Chapter]) -> Element:
    """EPUB 3.3, 7.4.4; links carry no roles, which are meant for the places themselves."""
    nav = _nav("landmarks", words["landmarks"], lang)
    nav.set("hidden", "hidden")
    places = {
        "cover": (COVER_PAGE, words["cover"]),
        "titlepage": (TITLE_PAGE, words["title-page"]),
        "toc": ("#df-toc", words["contents"]),
        # What is only a title begins and ends with it.
        "bodymatter": (texts[min(1, len(texts) - 1)].name, words["main-text"]),
    }
    for text in texts:
        if text.notes:
            places["endnotes"] = (f"{text.name}#{text.notes}", words["notes"])
    ol = SubElement(nav, "ol")
    for kind, (href, title) in places.items():
        link = SubElement(SubElement(ol, "li"), "a", {"epub:type": kind, "href": href, **lang})
        link.text = title
    return nav
