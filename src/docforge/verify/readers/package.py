"""The package of an EPUB to statements, and what in it does not fit the rest of the book.

Invariant: every element of the package is told or compared with another one (`navigation` does so
for the contents); which text files there are is the book's own matter, their order and titles are
not.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element

from docforge.verify.entries import OutlineEntry, unseen
from docforge.verify.readers.markup import name, words
from docforge.verify.readers.statements import Entries, odd, one_line, statement, words_between

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_OPF, _DC = "{http://www.idpf.org/2007/opf}", "{http://purl.org/dc/elements/1.1/}"
COVER, _TITLE_PAGE = "cover.xhtml", "title.xhtml"
_TEXT = re.compile(r"text-[0-9]{3,}\.xhtml")
_PREFIX = "rendition: http://www.idpf.org/vocab/rendition/#"


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
    numbered = sorted(texts, key=lambda href: (len(href), href))  # 999 before 1000
    if list(places) != [COVER, _TITLE_PAGE, *numbered, "nav.xhtml"]:
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


# --- Text files --------------------------------------------------------------------------


def chapters(pages: Mapping[str, Element], nav: Element | None, title: str) -> Entries:
    """What the text files say of themselves otherwise than their text and their book."""
    first = next(iter(pages.values()), None)
    own = _said_in_head(pages[_TITLE_PAGE]) if _TITLE_PAGE in pages else title
    last = [*pages][-1] if pages else ""
    yield statement("title of the text", value=one_line(own), unseen=unseen(own))
    for href, page in [*pages.items(), *([("nav.xhtml", nav)] if nav is not None else [])]:
        if first is not None and page.attrib != first.attrib:
            yield odd(f"language or direction of {href}")
        head = next((e for e in page if name(e) == "head"), page)
        if [name(e) for e in head] != ["meta", "title", "link"] or any(map(len, head)):
            yield odd(f"head of {href}")
        if not _is_in_order(page, href, is_last=href == last):
            yield odd(f"order of the parts of {href}")
        if not _is_named_by_heading(page):
            yield odd(f"name of the chapter {href}")
        has_own = href == COVER or page is nav
        said, wanted = _said_in_head(page), _title(page, own)
        if not has_own and (one_line(said), unseen(said)) != (one_line(wanted), unseen(wanted)):
            yield odd(f"title of {href}")


def _is_in_order(page: Element, href: str, *, is_last: bool) -> bool:
    """Whether a file is a head and a body, in which nothing stands beside a chapter.

    The title block is alone in its file, and the lines at the end are the last of the last one.
    """
    parts = [e for body in page if name(body) == "body" for e in body]
    held = [name(e) for e in parts]
    if [name(e) for e in page] != ["head", "body"]:
        return False
    if any(e.get("role") == "doc-chapter" for e in parts) and len(parts) != 1:
        return False
    if (held == ["header"]) is not (href == _TITLE_PAGE):
        return False
    return "footer" not in held or (is_last and held.index("footer") == len(held) - 1)


def _is_named_by_heading(page: Element) -> bool:
    """Whether a file that is a chapter is announced by the heading that it begins with."""
    sections = [e for body in page if name(body) == "body" for e in body if name(e) == "section"]
    named = [e for e in sections if e.get("role") == "doc-chapter"]
    return all(len(e) and e.get("aria-labelledby") == e[0].get("id") for e in named)


def _said_in_head(page: Element) -> str:
    return page.findtext("{*}head/{*}title") or ""


def _title(page: Element, title: str) -> str:
    """A file that is a section of the book is called by its heading."""
    parts = [e for body in page if name(body) == "body" for e in body]
    if not parts or name(parts[0]) != "section":
        return title
    first = next((e for e in parts[0] if re.fullmatch("h[1-6]", name(e))), parts[0])
    return f"{one_line(''.join(words(first)))} – {title}"
