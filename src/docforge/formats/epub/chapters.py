"""Markup to the EPUB's text files.

Invariant: idents are unique in the whole book, so that every link finds its file; heading
ranks go on from file to file.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from xml.etree.ElementTree import Element, tostring

from msgspec import Struct

from docforge.document import Document, plain_text
from docforge.formats.epub.headings import label, one_line
from docforge.formats.epub.pages import ROLE
from docforge.formats.epub.xhtml import page
from docforge.formats.markup import Markup
from docforge.style import Words

# Characters of markup from which a document is split: reading systems lay out one file at a
# time, and old ones refuse files over 300 KB.
LONG = 150_000
TITLE_PAGE = "title.xhtml"
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# EPUB Structural Semantics 1.1: what reading systems look for, beside the role for
# assistive technology.
_EPUB_TYPES = {
    "doc-noteref": "noteref",
    "doc-backlink": "backlink",
    "doc-endnotes": "endnotes",
    "doc-footnote": "footnote",
    "doc-chapter": "chapter",
}


class Chapter(Struct, frozen=True):
    """One text file. `headings` are its h1 to h6 in order, each with the language and direction of
    the passage that it stands in; `pages` are the marks of the PDF's pages; `notes` is the ident
    of the notes.
    """

    name: str
    content: bytes
    headings: tuple[tuple[Element, dict[str, str]], ...]
    pages: tuple[Element, ...]
    has_formulas: bool
    notes: str | None


def chapters(document: Document, markup: Markup, words: Words) -> tuple[Chapter, ...]:
    """The text files in reading order: the title page, then one for a short document, one for
    each h2 of a long one.
    """
    notes = [] if markup.notes is None else [_with_footnotes(markup.notes, words)]
    end = [*notes, *([] if markup.footer is None else [markup.footer])]
    markup.header.set("epub:type", "titlepage")
    files = {TITLE_PAGE: [markup.header]}
    for number, part in enumerate(_parts(markup, end), start=1):
        files[f"text-{number:03}.xhtml"] = part
    _link_across(files)
    return tuple(_chapter(document, name, part) for name, part in files.items())


def _with_footnotes(notes: Element, words: Words) -> Element:
    """Each note as a footnote inside its list item, which keeps the count for listeners.

    A `div`, since reading systems that show notes in a window take any element of this type
    but hide an `aside` in the text, which would leave the list of notes empty.
    """
    for number, item in enumerate(notes.iterfind("ol/li"), start=1):
        footnote = Element("div", {"id": item.attrib.pop("id"), "role": "doc-footnote"})
        footnote.set("aria-label", words.say("note", n=number))
        footnote.extend(list(item))
        item[:] = [footnote, *_way_back(footnote)]
    return notes


def _way_back(footnote: Element) -> Iterator[Element]:
    """The links back, behind the note: a window that shows the note has a way back of its own."""
    last = footnote[-1]
    links = [child for child in last if child.get("role") == "doc-backlink"]
    for link in links:
        last.remove(link)
    if not len(last) and not (last.text or "").strip():
        footnote.remove(last)
    way = Element("p")
    way.extend(links)
    if links:
        yield way


def _parts(markup: Markup, end: Sequence[Element]) -> list[list[Element]]:
    whole = [*markup.body, *end]
    if sum(len(tostring(element, encoding="unicode")) for element in whole) < LONG:
        return [whole] if whole else []
    parts: list[list[Element]] = [[]]
    for element in markup.body:
        if element.tag == "h2":
            parts.append([])
        parts[-1].append(element)
    sections = [_section(part) if part[0].tag == "h2" else part for part in parts if part]
    return [*sections, *([list(end)] if end else [])]


def _section(part: Sequence[Element]) -> list[Element]:
    attributes = {"role": "doc-chapter", "aria-labelledby": part[0].attrib["id"]}
    section = Element("section", attributes)
    section.extend(part)
    return [section]


def _link_across(files: dict[str, list[Element]]) -> None:
    """Make every "#ident" name its file too where it leads to another one."""
    places = {
        element.attrib["id"]: name
        for name, part in files.items()
        for element in _all(part)
        if "id" in element.attrib
    }
    for name, part in files.items():
        for element in _all(part):
            address = element.get("href", "")
            file = places.get(address[1:], name) if address.startswith("#") else name
            if file != name:
                element.set("href", file + address)


def _all(part: Sequence[Element]) -> Iterator[Element]:
    return chain.from_iterable(element.iter() for element in part)


def _headings(element: Element, around: dict[str, str]) -> Iterator[tuple[Element, dict[str, str]]]:
    """The headings in `element` with what says their language, where it stands around them."""
    if element.tag in _HEADINGS:
        yield element, around
    own = {key: value for key, value in element.items() if key in ("lang", "dir")}
    for child in element:
        yield from _headings(child, {**around, **own})


def _chapter(document: Document, name: str, part: Sequence[Element]) -> Chapter:
    for element in _all(part):
        if element.get("role") in _EPUB_TYPES:
            element.set("epub:type", _EPUB_TYPES[element.attrib["role"]])
    headings = tuple(heading for element in part for heading in _headings(element, {}))
    title = plain_text(document.meta.title)
    if part[0].tag == "section":
        title = f"{one_line(label(*headings[0]))} – {title}"
    return Chapter(
        name=name,
        content=page(document.meta, title, part),
        headings=headings,
        pages=tuple(element for element in _all(part) if element.get("role") == ROLE),
        has_formulas=any(element.tag == "math" for element in _all(part)),
        notes=next((e.get("id") for e in _all(part) if e.get("role") == "doc-endnotes"), None),
    )
