"""Document to one self-contained HTML page: no script, no font and no image from elsewhere.

Invariant: the page needs nothing but itself, and everything that scrolls is reached by keyboard.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from docforge.document import Asset, Document, Sibling, plain_text
from docforge.export import Format, Rendering
from docforge.formats.markup import Markup, MarkupTarget, build, element, formula_element
from docforge.formats.markup.heard import heard
from docforge.style import Style, Words

FORMAT = Format.HTML

# The page is opened from mailboxes and intranets: nothing in it may run or call home.
_POLICY = "default-src 'none'; {}style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_PICTURES = "img-src data:; "
# Characters of code or formula that fit a line at 320 CSS pixels (WCAG 2.2, 1.4.10); what is
# narrower needs no scrolling and no stop for the keyboard.
_NARROW = 30


def render(document: Document, style: Style, *, claim: bool) -> Rendering:
    """The document as an HTML page, UTF-8. HTML knows no conformance mark, so `claim` is unused."""
    words = style.words(document.meta.lang)
    target = MarkupTarget(image_source=_data_uri, formula=formula_element, sibling=_address)
    markup = build(document, words, target, style.page, toc_from=style.toc_from)
    page = _page(document, style, words, markup)
    text = ElementTree.tostring(page, encoding="unicode", method="html")
    return Rendering(FORMAT, f"<!DOCTYPE html>\n{text}\n".encode())


def _data_uri(asset: Asset) -> str:
    return f"data:{asset.media_type};base64,{b64encode(asset.data).decode('ascii')}"


def _address(sibling: Sibling) -> str:
    fragment = f"#{sibling.fragment}" if sibling.fragment else ""
    return f"{sibling.stem}.{FORMAT}{fragment}"


def _page(document: Document, style: Style, words: Words, markup: Markup) -> Element:
    meta = document.meta
    body = _on_lines("body", {}, _parts(document, words, markup))
    _adapt(body, _Regions(words))
    head = _on_lines("head", {}, _head(document, style))
    return _on_lines("html", {"lang": meta.lang, "dir": meta.dir}, [head, body])


def _head(document: Document, style: Style) -> Iterator[Element]:
    meta = document.meta
    named = {
        "viewport": "width=device-width, initial-scale=1",
        "color-scheme": "light dark",
        "description": meta.description,
        "author": ", ".join(meta.authors) or meta.organisation,
        "keywords": ", ".join(meta.keywords),
        "dcterms.date": meta.date,
    }
    yield element("meta", {"charset": "utf-8"})
    policy = _POLICY.format(_PICTURES if document.assets else "")
    yield element("meta", {"http-equiv": "Content-Security-Policy", "content": policy})
    yield element("title", {}, [plain_text(meta.title)])
    for name, content in named.items():
        if content:
            yield element("meta", {"name": name, "content": content})
    yield element("style", {}, [f"\n{style.screen_css}"])


def _parts(document: Document, words: Words, markup: Markup) -> Iterator[Element]:
    foreign = {} if words.lang == document.meta.lang else {"lang": words.lang, "dir": words.dir}
    yield element("a", {"class": "skip", "href": "#df-main", **foreign}, [words["skip"]])
    yield markup.header
    if markup.contents is not None:
        yield markup.contents
    notes = [] if markup.notes is None else [markup.notes]
    yield _on_lines("main", {"id": "df-main"}, [*markup.body, *notes])
    if markup.footer is not None:
        yield markup.footer


def _on_lines(tag: str, attributes: dict[str, str], children: Iterable[Element]) -> Element:
    """An element with each child on a line of its own, for people who read the source."""
    made = element(tag, attributes, ["\n"])
    for child in children:
        made.append(child)
        child.tail = "\n"
    return made


@dataclass(frozen=True, slots=True)
class _Regions:
    """The names of what can scroll; regions of one page need different names (axe landmark-unique).

    `taken` holds the captions that already name a region.
    """

    words: Words
    tables: Iterator[int] = field(default_factory=lambda: count(1))
    codes: Iterator[int] = field(default_factory=lambda: count(1))
    formulas: Iterator[int] = field(default_factory=lambda: count(1))
    taken: set[str] = field(default_factory=set)


def _adapt(parent: Element, regions: _Regions) -> None:
    """Give the elements below `parent` what only a page on a screen can do: fold and scroll."""
    for index, child in enumerate(list(parent)):
        match child.tag, child.get("class"):
            case "table", _:
                parent[index] = _scrolling_table(child, regions)
            case "pre", _:
                _let_scroll(child, "code", regions.codes, regions.words)
            case "div", "formula":
                _let_scroll(child, "formula", regions.formulas, regions.words)
            case "div", "details":
                child.tag, child[0].tag = "details", "summary"
                del child.attrib["class"], child[0].attrib["class"]
        _adapt(child, regions)


def _scrolling_table(table: Element, regions: _Regions) -> Element:
    number = next(regions.tables)
    attributes = {"class": "table-scroll", "role": "region", "tabindex": "0"}
    caption = table.find("caption")
    name = "" if caption is None else " ".join("".join(caption.itertext()).split())
    if caption is None or not name or name in regions.taken:
        attributes["aria-label"] = f"{regions.words['table']} {number}"
    else:
        regions.taken.add(name)
        # A plain string: a name from a caption with markup is announced in part, or twice.
        attributes["aria-label"] = heard(caption)
    wrapper = element("div", attributes, [table])
    wrapper.tail, table.tail = table.tail, None
    return wrapper


def _let_scroll(child: Element, kind: str, numbers: Iterator[int], words: Words) -> None:
    lines = "".join(child.itertext()).splitlines()
    if any(len(line) > _NARROW for line in lines):
        name = f"{words[kind]} {next(numbers)}"
        child.attrib.update({"role": "region", "tabindex": "0", "aria-label": name})
