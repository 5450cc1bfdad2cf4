"""The navigation of an EPUB to statements: its document, and the NCX for older reading systems.

Invariant: every line of the NCX is compared with one of the navigation document.
"""

from collections.abc import Callable, Iterator, Sequence
from xml.etree.ElementTree import Element

from msgspec import Struct

from docforge.verify.entries import Facts, LanguageInForce, one_voice, plain, unseen
from docforge.verify.readers.markup import name, runs, words
from docforge.verify.readers.markup.contents import between_lines
from docforge.verify.readers.statements import Entries, odd, one_line, statement, words_between

_TYPE = "{http://www.idpf.org/2007/ops}type"
_NCX = {"dtb:depth": "0", "dtb:totalPageCount": "0", "dtb:maxPageNumber": "0"}


class NavigationLine(Struct, frozen=True, eq=False):
    """A line of the contents; `depth` counts from 0, `voice` is its own language, if it has one."""

    depth: int
    text: str
    href: str
    unseen: str = ""
    voice: Facts = ()

    # In which language a line is said is compared where the whole of it is read.
    def __eq__(self, other: object) -> bool:
        return isinstance(other, NavigationLine) and self._compared == other._compared

    def __hash__(self) -> int:
        return hash(self._compared)

    @property
    def _compared(self) -> tuple[object, ...]:
        return (self.depth, self.text, self.href, self.unseen)


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
    for nav in navs:
        yield from map(odd, between_lines(nav))
        for link in (e for e in nav.iter() if name(e) == "a"):
            lang = _other(link, own)
            if len(link) and nav.get(_TYPE) != "toc":
                yield odd("navigation whose lines hold more than words")
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
