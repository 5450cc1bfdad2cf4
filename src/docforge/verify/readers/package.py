"""The package of an EPUB to statements, and what in it does not fit the rest of the book.

Invariant: every element of the package, the navigation and the NCX is told or compared with
another one; which text files there are is the book's own matter, their order and titles are not.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from docforge.verify.entries import (
    EntryKind,
    Facts,
    LanguageInForce,
    OutlineEntry,
    facts_of,
    one_voice,
    plain,
    unseen,
)
from docforge.verify.readers.markup import name, runs, words

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_OPF, _DC = "{http://www.idpf.org/2007/opf}", "{http://purl.org/dc/elements/1.1/}"
_TYPE = "{http://www.idpf.org/2007/ops}type"
COVER, _TITLE_PAGE = "cover.xhtml", "title.xhtml"
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
    """A line of the contents; `depth` counts from 0, `voice` is its own language, if it has one."""

    depth: int
    text: str
    href: str
    unseen: str = ""
    voice: Facts = field(default=(), compare=False)


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
    yield from (odd(text) for text in _strangers(package, elements))
    told = [_statement(e, idents) for e in elements]
    yield from sorted(told, key=lambda entry: entry.text)


def _strangers(package: Element, metadata: Sequence[Element]) -> Iterator[str]:
    """What no package has: text between elements, other vocabularies, names that say otherwise.

    EPUB 3.3, 5.5: what has a property is a `meta`, the rest is of Dublin Core.
    """
    yield from (f"text in {where}" for where in words_between(package, metadata))
    for element in package.iter():
        of_package = element.tag == f"{_OPF}{name(element)}"
        if not of_package and not (element in metadata and element.tag.startswith(_DC)):
            yield f"element {element.tag}"
    yield from (
        f"{name(element)} with the property {element.get('property')}"
        for element in metadata
        if element.get("property") and name(element) != "meta"
    )


def words_between(tree: Element, leaves: Sequence[Element] = ()) -> Iterator[str]:
    """The elements of `tree` beside or in which words stand, but for those in `leaves`."""
    for element in tree.iter():
        inner = element.text if len(element) or element not in leaves else ""
        if (inner or "").strip() or (element.tail or "").strip():
            yield name(element)


def _statement(element: Element, idents: Mapping[str | None, str]) -> OutlineEntry:
    of = element.get("refines")
    known = {"id", "refines", "property", _XML_LANG}
    further = {key: value for key, value in element.items() if key not in known}
    return statement(
        element.get("property") or name(element),
        value=one_line(element.text),
        unseen=unseen(element.text or ""),
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
    if len(places) != sum(name(e) == "itemref" for e in spine):
        yield odd("file that is read twice")
    ncx = items.get(spine.get("toc", ""))
    texts = [href for href in places if _TEXT.fullmatch(href)]
    if list(places) != [COVER, _TITLE_PAGE, *sorted(texts), "nav.xhtml"]:
        yield odd(f"order of the files: {', '.join(places)}")
    told = []
    for item in items.values():
        href, properties = item.get("href", ""), item.get("properties", "").split()
        if href in (_TITLE_PAGE, *texts):
            has_formulas = any(name(e) == "math" for e in pages[href].iter())
            expected = (["mathml"] if has_formulas else [], "application/xhtml+xml", "yes")
            if (properties, item.get("media-type"), places[href]) != expected:
                yield odd(f"file {href}")
            continue
        kind = item.get("media-type", "")
        content = digest(href) if kind in ("text/css", "font/woff") else ""
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
    own = (COVER, "nav.xhtml", "style.css", "toc.ncx", "cover.png")
    href = entry.fact("href")
    return (own.index(href) if href in own else len(own), href)


def sheet_digest(content: bytes) -> str:
    """The hash of a style sheet, to the byte; line ends around it count for nothing."""
    return hashlib.sha256(content.decode("utf-8").strip("\n").encode()).hexdigest()


# --- Navigation --------------------------------------------------------------------------


def lines(nav: Element, base: LanguageInForce) -> Iterator[NavigationLine]:
    """The lines of the contents, nested lists deeper; `base` is the language of the page."""
    yield from _lines(nav, -1, base)


def _lines(element: Element, depth: int, base: LanguageInForce) -> Iterator[NavigationLine]:
    for child in element:
        if name(child) == "a":
            text, href = "".join(words(child)), child.get("href", "")
            voice = one_voice(runs(child, base), base)
            yield NavigationLine(depth, plain(text), href, unseen(text), voice)
        yield from _lines(child, depth + (name(child) == "ol"), base)


def navigation(page: Element, follow: Callable[[str], str]) -> Entries:
    """The navigation document's own words and the landmarks."""
    own = page.get("lang", "")
    titles = [e for e in page.iter() if name(e) == "title"]
    title = "".join(t.text or "" for t in titles)
    yield statement("title of the contents", value=one_line(title), unseen=unseen(title))
    navs = [e for e in page.iter() if name(e) == "nav"]
    shown = {}
    for nav in navs:
        heading = next((e for e in nav if name(e) in ("h1", "h2")), nav)
        shown[nav] = _other(heading, own)
        text = "".join(heading.itertext())
        own_words = {"value": one_line(text), "unseen": unseen(text)}
        yield statement("navigation", **own_words, lang=shown[nav])
    kinds = [nav.get(_TYPE) for nav in navs]
    if [kind for kind in kinds if kind != "page-list"] != ["toc", "landmarks"] or len(kinds) > 3:
        yield odd("navigation")
    items = (e for nav in navs for e in nav.iter() if name(e) == "li")
    if any([name(e) for e in item] not in (["a"], ["a", "ol"]) for item in items):
        yield odd("line of the navigation")
    for nav in navs:
        for link in (e for e in nav.iter() if name(e) == "a"):
            lang = _other(link, own)
            if nav.get(_TYPE) == "landmarks":
                text = "".join(link.itertext())
                yield statement(
                    "landmark",
                    value=one_line(text),
                    unseen=unseen(text),
                    kind=link.get(_TYPE),
                    target=follow(link.get("href", "")),
                    lang=lang,
                )
            elif nav.get(_TYPE) == "page-list":
                label, target = one_line("".join(link.itertext())), follow(link.get("href", ""))
                yield statement("page", value=label, target=target, lang=lang)


def _other(element: Element, own: str) -> str:
    """The language of an element, "" for the page's own; a direction comes with a language."""
    lang = element.get("lang", "")
    return "" if lang == own else lang or element.get("dir", "")


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
    if not _is_formed(tree, len(said)):
        yield odd("form of the NCX")
    titles = [one_line("".join(e.itertext())) for e in tree if name(e) == "docTitle"]
    if titles != [title]:
        yield odd("title of the NCX")
    told = [line for part in tree if name(part) == "navMap" for line in _points(part, 0)]
    if told != list(contents):
        yield odd("lines of the NCX")


def _is_formed(tree: Element, statements: int) -> bool:
    """Whether each part of an NCX is there once, in its order (DAISY 2005, 8.4)."""
    points = [e for e in tree.iter() if name(e) == "navPoint"]
    labels = [e for e in tree.iter() if name(e) in ("navLabel", "docTitle")]
    held = [name(e) for part in tree if name(part) == "head" for e in part]
    return (
        [name(part) for part in tree] == ["head", "docTitle", "navMap"]
        and held == ["meta"] * statements
        and all([name(e) for e in label] == ["text"] for label in labels)
        and all(_is_point([name(e) for e in point]) for point in points)
        and len({point.get("id") for point in points}) == len(points)
        and not any(words_between(tree, [e for e in tree.iter() if name(e) == "text"]))
    )


def _is_point(held: list[str]) -> bool:
    return held[:2] == ["navLabel", "content"] and set(held[2:]) <= {"navPoint"}


def _points(element: Element, depth: int) -> Iterator[NavigationLine]:
    for child in element:
        if name(child) != "navPoint":
            continue
        label = next((e for e in child if name(e) == "navLabel"), child)
        content = next((e.get("src", "") for e in child if name(e) == "content"), "")
        text = "".join(label.itertext())
        yield NavigationLine(depth, plain(text), content, unseen(text))
        yield from _points(child, depth + 1)


# --- Text files --------------------------------------------------------------------------


def chapters(pages: Mapping[str, Element], nav: Element | None, title: str) -> Entries:
    """What the text files say of themselves otherwise than their text and their book."""
    first = next(iter(pages.values()), None)
    own = _said_in_head(pages[_TITLE_PAGE]) if _TITLE_PAGE in pages else title
    yield statement("title of the text", value=one_line(own), unseen=unseen(own))
    for href, page in [*pages.items(), *([("nav.xhtml", nav)] if nav is not None else [])]:
        if first is not None and page.attrib != first.attrib:
            yield odd(f"language or direction of {href}")
        head = next((e for e in page if name(e) == "head"), page)
        if [name(e) for e in head] != ["meta", "title", "link"] or any(map(len, head)):
            yield odd(f"head of {href}")
        has_own = href == COVER or page is nav
        said, wanted = _said_in_head(page), _title(page, own)
        if not has_own and (one_line(said), unseen(said)) != (one_line(wanted), unseen(wanted)):
            yield odd(f"title of {href}")


def _said_in_head(page: Element) -> str:
    return page.findtext("{*}head/{*}title") or ""


def _title(page: Element, title: str) -> str:
    """A file that is a section of the book is called by its heading."""
    parts = [e for body in page if name(body) == "body" for e in body]
    if not parts or name(parts[0]) != "section":
        return title
    first = next((e for e in parts[0] if re.fullmatch("h[1-6]", name(e))), parts[0])
    return f"{one_line(''.join(words(first)))} – {title}"
