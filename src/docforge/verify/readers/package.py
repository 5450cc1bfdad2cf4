"""The package of an EPUB to statements, and what in it does not fit the rest of the book.

Invariant: every element of the package, the navigation and the NCX is told or compared with
another one; which text files there are is the book's own matter, their order and titles are not.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from docforge.verify.entries import EntryKind, OutlineEntry, facts_of, plain
from docforge.verify.readers.markup import name, words

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_TYPE = "{http://www.idpf.org/2007/ops}type"
_TEXT = re.compile(r"text-\d{3,}\.xhtml")
_PREFIX = "rendition: http://www.idpf.org/vocab/rendition/#"
_NCX = {"dtb:depth": "0", "dtb:totalPageCount": "0", "dtb:maxPageNumber": "0"}
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


@dataclass(frozen=True, slots=True)
class NavigationLine:
    """A line of the contents; `depth` counts from 0."""

    depth: int
    text: str
    href: str


# --- Metadata ----------------------------------------------------------------------------


def metadata(package: Element) -> Entries:
    """Every statement of the package by name, with what it speaks of."""
    elements = [e for part in package if name(part) == "metadata" for e in part]
    idents = {e.get("id"): one_line(e.text) for e in elements if e.get("id")}
    yield statement(
        "package",
        version=package.get("version"),
        dir=package.get("dir"),
        lang=package.get(_XML_LANG),
        identifier=idents.get(package.get("unique-identifier")),
    )
    if package.get("prefix") != _PREFIX or [name(e) for e in package] != [
        *("metadata", "manifest", "spine")
    ]:
        yield odd("package")
    told = [_statement(e, idents) for e in elements]
    yield from sorted(told, key=lambda entry: entry.text)


def _statement(element: Element, idents: Mapping[str | None, str]) -> OutlineEntry:
    of = element.get("refines")
    known = {"id", "refines", "property", _XML_LANG}
    further = {key: value for key, value in element.items() if key not in known}
    return statement(
        element.get("property") or name(element),
        value=one_line(element.text),
        of=None if of is None else idents.get(of.removeprefix("#"), f"nothing ({of})"),
        lang=element.get(_XML_LANG),
        further=" ".join(f"{key}={value}" for key, value in further.items()),
    )


# --- Files and their order ---------------------------------------------------------------


def files(package: Element, digest: Callable[[str], str], pages: Mapping[str, Element]) -> Entries:
    """The direction of the pages, and every file; of the text files only what is odd."""
    items = {e.get("id", ""): e for e in package.iter() if name(e) == "item"}
    (spine,) = (e for e in package if name(e) == "spine")
    places = {
        items[e.get("idref", "")].get("href", ""): e.get("linear", "yes")
        for e in spine
        if name(e) == "itemref"
    }
    yield statement("pages", direction=spine.get("page-progression-direction"))
    ncx = items.get(spine.get("toc", ""))
    texts = [href for href in places if _TEXT.fullmatch(href)]
    if texts != sorted(texts) or list(places) != [*texts, "nav.xhtml"]:
        yield odd(f"order of the files: {', '.join(places)}")
    told = []
    for item in items.values():
        href, properties = item.get("href", ""), item.get("properties", "").split()
        if href in texts:
            has_formulas = any(name(e) == "math" for e in pages[href].iter())
            expected = (["mathml"] if has_formulas else [], "application/xhtml+xml", "yes")
            if (properties, item.get("media-type"), places[href]) != expected:
                yield odd(f"file {href}")
            continue
        kind = item.get("media-type", "")
        content = digest(href) if kind == "text/css" else ""
        properties += ["ncx"] if item is ncx else []
        told.append(
            statement(
                "file",
                href=href,
                kind=kind,
                properties=" ".join(properties),
                linear=places.get(href),
                content=content,
            )
        )
    yield from sorted(told, key=_file_place)


def _file_place(entry: OutlineEntry) -> tuple[int, str]:
    own = ("nav.xhtml", "style.css", "toc.ncx")
    href = entry.fact("href")
    return (own.index(href) if href in own else len(own), href)


def sheet_digest(content: bytes) -> str:
    """The hash of a style sheet, to the byte; line ends around it count for nothing."""
    return hashlib.sha256(content.decode("utf-8").strip("\n").encode()).hexdigest()


# --- Navigation --------------------------------------------------------------------------


def lines(nav: Element) -> Iterator[NavigationLine]:
    """The lines of the contents, nested lists deeper."""
    yield from _lines(nav, -1)


def _lines(element: Element, depth: int) -> Iterator[NavigationLine]:
    for child in element:
        if name(child) == "a":
            yield NavigationLine(depth, plain("".join(words(child))), child.get("href", ""))
        yield from _lines(child, depth + (name(child) == "ol"))


def navigation(page: Element, follow: Callable[[str], str]) -> Entries:
    """The navigation document's own words and the landmarks."""
    own = page.get("lang", "")
    titles = [e for e in page.iter() if name(e) == "title"]
    yield statement("title of the contents", value=one_line("".join(t.text or "" for t in titles)))
    navs = [e for e in page.iter() if name(e) == "nav"]
    shown = {}
    for nav in navs:
        heading = next((e for e in nav if name(e) in ("h1", "h2")), nav)
        shown[nav] = _other(heading, own)
        text = one_line("".join(heading.itertext()))
        yield statement("navigation", value=text, lang=shown[nav])
    if [nav.get(_TYPE) for nav in navs] != ["toc", "landmarks"]:
        yield odd("navigation")
    for nav in navs:
        for link in (e for e in nav.iter() if name(e) == "a"):
            lang = _other(link, own)
            if nav.get(_TYPE) == "landmarks":
                yield statement(
                    "landmark",
                    value=one_line("".join(link.itertext())),
                    kind=link.get(_TYPE),
                    target=follow(link.get("href", "")),
                    lang=lang,
                )
            elif lang not in ("", shown[nav]):
                yield odd(f"language of a line of the contents: {lang}")


def _other(element: Element, own: str) -> str:
    """The language of an element, "" for the page's own."""
    lang = element.get("lang", "")
    return "" if lang == own else lang


def ncx(tree: Element, contents: Sequence[NavigationLine], title: str, ident: str) -> Entries:
    """What the NCX says otherwise than the navigation document and the package."""
    said = {
        e.get("name"): e.get("content")
        for part in tree
        if name(part) == "head"
        for e in part
        if name(e) == "meta"
    }
    if said != {"dtb:uid": ident, **_NCX}:
        yield odd("head of the NCX")
    titles = [one_line("".join(e.itertext())) for e in tree if name(e) == "docTitle"]
    if titles != [title]:
        yield odd("title of the NCX")
    told = [line for part in tree if name(part) == "navMap" for line in _points(part, 0)]
    if told != list(contents):
        yield odd("lines of the NCX")


def _points(element: Element, depth: int) -> Iterator[NavigationLine]:
    for child in element:
        if name(child) != "navPoint":
            continue
        label = next((e for e in child if name(e) == "navLabel"), child)
        content = next((e.get("src", "") for e in child if name(e) == "content"), "")
        yield NavigationLine(depth, plain("".join(label.itertext())), content)
        yield from _points(child, depth + 1)


# --- Text files --------------------------------------------------------------------------


def chapters(pages: Mapping[str, Element], nav: Element | None, title: str) -> Entries:
    """What the text files say of themselves otherwise than their text and their book."""
    first = next(iter(pages.values()), None)
    for href, page in [*pages.items(), *([("nav.xhtml", nav)] if nav is not None else [])]:
        if first is not None and page.attrib != first.attrib:
            yield odd(f"language or direction of {href}")
        head = next((e for e in page if name(e) == "head"), page)
        if [name(e) for e in head] != ["meta", "title", "link"]:
            yield odd(f"head of {href}")
        if page is not nav and one_line(head.findtext("{*}title")) != _title(page, title):
            yield odd(f"title of {href}")


def _title(page: Element, title: str) -> str:
    headings = (e for e in page.iter() if re.fullmatch("h[1-6]", name(e)))
    first = next(headings, None)
    if first is None or name(first) == "h1":
        return title
    return f"{one_line(''.join(words(first)))} – {title}"
