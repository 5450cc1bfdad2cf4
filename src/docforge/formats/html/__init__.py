"""Document to one self-contained HTML page: no script, no font and no image from elsewhere.

Invariant: the page needs nothing but itself, and everything that scrolls is reached by keyboard.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from docforge.conformance import Standing
from docforge.document import Asset, Document, Sibling, plain_text
from docforge.document.kinds import KINDS
from docforge.export import Format, Rendering
from docforge.formats.html.screens import adapt
from docforge.formats.markup import Markup, MarkupTarget, build, element, formula_element
from docforge.style import Style, Words
from docforge.style.restrictions import running_text
from docforge.style.screen_fonts import left_out, page_sheet, screen_fonts

FORMAT = Format.HTML

# The page is opened from mailboxes and intranets: nothing in it may run or call home.
_POLICY = "default-src 'none'; {}style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_FONTS, _PICTURES = "font-src data:; ", "img-src data:; "


def render(document: Document, style: Style, *, standing: Standing) -> Rendering:
    """The document as an HTML page, UTF-8. HTML knows no conformance mark: `standing` is unused."""
    words = style.words(document.meta.lang)
    target = MarkupTarget(image_source=_data_uri, formula=formula_element, sibling=_address)
    markup = build(document, style, target)
    page = _page(document, style, words, markup)
    text = ElementTree.tostring(page, encoding="unicode", method="html")
    findings = tuple(left_out(style, "page"))
    return Rendering(FORMAT, f"<!DOCTYPE html>\n{text}\n".encode(), findings=findings)


def _data_uri(asset: Asset) -> str:
    return f"data:{asset.media_type};base64,{b64encode(asset.data).decode('ascii')}"


def _address(sibling: Sibling) -> str:
    fragment = f"#{sibling.fragment}" if sibling.fragment else ""
    return f"{sibling.stem}.{FORMAT}{fragment}"


def _page(document: Document, style: Style, words: Words, markup: Markup) -> Element:
    meta = document.meta
    body = _on_lines("body", {}, _parts(document, words, markup))
    pictures = {asset.name: asset for asset in document.assets}
    adapt(body, words, markup.origins, style.page.size, pictures)
    head = _on_lines("head", {}, _head(document, style, words))
    return _on_lines("html", {"lang": meta.lang, "dir": meta.dir}, [head, body])


def _head(document: Document, style: Style, words: Words) -> Iterator[Element]:
    meta = document.meta
    named = {
        "viewport": "width=device-width, initial-scale=1",
        "color-scheme": "light dark",
        "description": meta.description,
        "author": ", ".join(meta.authors) or meta.organisation,
        "keywords": ", ".join(meta.keywords),
        "dcterms.date": meta.date,
        "dcterms.type": words[KINDS[meta.kind].word] if meta.kind else "",
        "dcterms.accessRights": running_text(meta.restrictions, words),
        "dcterms.available": str(meta.restrictions.embargo or ""),
        "dcterms.replaces": meta.replaces,
    }
    yield element("meta", {"charset": "utf-8"})
    has_pictures = document.assets or style.brand.assets
    fonts = _FONTS if screen_fonts(style) else ""
    policy = _POLICY.format(fonts + (_PICTURES if has_pictures else ""))
    yield element("meta", {"http-equiv": "Content-Security-Policy", "content": policy})
    yield element("title", {}, [plain_text(meta.title)])
    for name, content in named.items():
        if content:
            yield element("meta", {"name": name, "content": content})
    yield element("style", {}, [f"\n{page_sheet(style)}"])


def _parts(document: Document, words: Words, markup: Markup) -> Iterator[Element]:
    foreign = {} if words.lang == document.meta.lang else {"lang": words.lang, "dir": words.dir}
    yield element("a", {"class": "skip", "href": "#df-main", **foreign}, [words["skip"]])
    yield markup.header
    # Contents that nothing stands before are passed by who skips to the text.
    parts = markup.main
    if markup.contents is not None and not markup.opening:
        yield markup.contents
        parts = markup.body
    notes = [] if markup.notes is None else [markup.notes]
    yield _on_lines("main", {"id": "df-main"}, [*parts, *notes])
    if markup.footer is not None:
        yield markup.footer


def _on_lines(tag: str, attributes: dict[str, str], children: Iterable[Element]) -> Element:
    """An element with each child on a line of its own, for people who read the source."""
    made = element(tag, attributes, ["\n"])
    for child in children:
        made.append(child)
        child.tail = "\n"
    return made
