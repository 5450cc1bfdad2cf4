"""EPUB file to outline: the text files in spine order, read from the zip.

Invariant: reading is bounded, whatever the zip claims to hold; what is not in the spine is not
part of the text (EPUB 3.3, 5.7).
"""

import hashlib
import posixpath
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from docforge.style import Words
from docforge.verify.entries import (
    EntryKind,
    LanguageInForce,
    Outline,
    OutlineEntry,
    plain,
)
from docforge.verify.outline_builder import OutlineBuilder
from docforge.verify.readers import navigation, package, statements
from docforge.verify.readers.book_pages import book_pages
from docforge.verify.readers.cover import cover
from docforge.verify.readers.markup import MarkupReader, name
from docforge.verify.readers.markup.contents import headings_of, is_said_otherwise

_MOST_BYTES = 512_000_000
_CONTAINER, _PACKAGE = "META-INF/container.xml", "EPUB/content.opf"
_PACKAGE_TYPE = "application/oebps-package+xml"


def read(content: bytes, words: Words) -> Outline:
    """The outline of a book. Raises ValueError when it is larger than any book that was made."""
    with ZipFile(BytesIO(content)) as book:
        if sum(info.file_size for info in book.infolist()) > _MOST_BYTES:
            raise ValueError("The EPUB unpacks to more than 512 MB.")
        return _Book(book, words["colon"]).outline()


class _Book:
    """An open book: its package, its folder, and the idents of each text file.

    `colon` ends the words of headers where rows of tables stack under them.
    """

    def __init__(self, book: ZipFile, colon: str) -> None:
        self.book = book
        self.colon = colon
        container = ElementTree.fromstring(book.read(_CONTAINER))
        self.version = container.get("version")
        self.odd_container = any(statements.words_between(container))
        self.container = [dict(e.items()) for e in container.iter() if name(e) == "rootfile"]
        root = self.container[0]["full-path"]
        self.folder = posixpath.dirname(root)
        self.package = ElementTree.fromstring(book.read(root))
        items = [e for e in self.package.iter() if name(e) == "item"]
        self.items = {e.get("id", ""): e for e in items}
        self.files: dict[str, Element] = {}
        self.digests: dict[str, str] = {}
        self.idents: dict[str, set[str]] = {}
        for reference in self.package.iter():
            if name(reference) == "itemref":
                item = self.items[reference.get("idref", "")]
                if "nav" not in item.get("properties", "").split():
                    self._open(item.get("href", ""))

    def _open(self, href: str) -> Element:
        page = ElementTree.fromstring(self.book.read(posixpath.join(self.folder, href)))
        self.files[href] = page
        self.idents[href] = {e.get("id", "") for e in page.iter()}
        return page

    def outline(self) -> Outline:
        voice = LanguageInForce(self._said("language"), "ltr")
        pages = [(href, page) for href, page in self.files.items() if href != package.COVER]
        base = voice.changed(None, pages[0][1].get("dir")) if pages else voice
        gather = OutlineBuilder(base)
        gather.add(EntryKind.DOCUMENT, plain(self._said("title")), lang=base.lang, dir=base.dir)
        self._contents(gather)
        for href, page in pages:
            follow = partial(self._follow, here=href)
            reader = MarkupReader(gather, self._digest, follow, self.colon)
            own = _voice(page)
            for child in page:
                if name(child) == "body":
                    reader.body(child, own)
            gather.close()
        marked = book_pages(page for _, page in pages)
        return (*gather.entries, *self._statements(), *marked)

    def _statements(self) -> Iterator[OutlineEntry]:
        """What the package and its parts say of the book."""
        title = statements.one_line(self._said("title"))
        nav = self._navigation()
        yield from package.metadata(self.package)
        yield from package.files(self.package, self._sheet, self.files)
        if package.COVER in self.files:
            yield from cover(self.files[package.COVER], self._held)
        if nav is None:
            return
        yield from navigation.navigation(nav, lambda address: self._follow(address, ""))
        contents = [line for toc in _tables(nav) for line in navigation.lines(toc, _voice(nav))]
        for item in self.items.values():
            if item.get("media-type") == "application/x-dtbncx+xml":
                tree = ElementTree.fromstring(self._held(item.get("href", "")))
                yield from navigation.ncx(tree, contents, title, self._said("identifier"))
        yield from self._said_otherwise(nav)
        yield from package.chapters(self.files, nav, title)
        wanted = [{"full-path": _PACKAGE, "media-type": _PACKAGE_TYPE}]
        if self.version != "1.0" or self.container != wanted or self.odd_container:
            yield statements.odd("container")

    def _said_otherwise(self, nav: Element) -> Iterator[OutlineEntry]:
        """Lines of the contents that are said, or set, otherwise than the headings they lead to."""
        headings = {
            f"{href}#{ident}" if ident else href: heading
            for href, page in self.files.items()
            for ident, heading in headings_of(page, _voice(page))
        }
        links = (link for toc in _tables(nav) for link in toc.iter())
        for link in links:
            if name(link) != "a":
                continue
            if is_said_otherwise(link, _voice(nav), link.get("href", ""), headings, shifted=True):
                yield statements.odd(f"line of the contents for {link.get('href')}")

    def _navigation(self) -> Element | None:
        navs = (e for e in self.items.values() if "nav" in e.get("properties", "").split())
        item = next(navs, None)
        return None if item is None else ElementTree.fromstring(self._held(item.get("href", "")))

    def _held(self, href: str) -> bytes:
        return self.book.read(posixpath.join(self.folder, href))

    def _sheet(self, href: str) -> str:
        held = self._held(href)
        return package.sheet_digest(held) if href.endswith(".css") else _hash(held)

    def _said(self, statement: str) -> str:
        found = (e.text or "" for e in self.package.iter() if name(e) == statement)
        return next(found, "")

    def _contents(self, gather: OutlineBuilder) -> None:
        """The list of contents of the navigation document (EPUB 3.3, 7.4)."""
        nav = self._navigation()
        for toc in () if nav is None else _tables(nav):
            for line in navigation.lines(toc, _voice(nav)):
                facts = {"target": self._follow(line.href, ""), "depth": line.depth or ""}
                facts |= {"unseen": line.unseen, **dict(line.voice)}
                gather.add(EntryKind.CONTENTS, line.text, **facts)

    def _follow(self, address: str, here: str) -> str:
        """Where an address leads: "#ident" for a place in the book that exists."""
        file, _, ident = address.partition("#")
        if ident and ident in self.idents.get(file or here, ()):
            return f"#{ident}"
        return address

    def _digest(self, address: str) -> str:
        if address not in self.digests:
            path = posixpath.normpath(posixpath.join(self.folder, address))
            held = self.book.read(path) if path in self.book.namelist() else b""
            self.digests[address] = hashlib.sha256(held).hexdigest()
        return self.digests[address]


def _hash(held: bytes) -> str:
    return hashlib.sha256(held).hexdigest()


def _voice(page: Element | None) -> LanguageInForce:
    """The language and direction of a file."""
    own = LanguageInForce("", "ltr")
    return own if page is None else own.changed(page.get("lang"), page.get("dir"))


def _tables(nav: Element) -> list[Element]:
    """The lists of contents of a navigation document."""
    return [e for e in nav.iter() if name(e) == "nav" and e.get("role") == "doc-toc"]
