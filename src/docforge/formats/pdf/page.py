"""The page that is printed: the document's markup in an `html` element, and what it needs.

Invariant: what the page refers to is served from the document and the style, never from a
file's path or the network.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement

from msgspec import Struct

from docforge.document import (
    NOWHERE,
    Asset,
    Document,
    Image,
    Math,
    Node,
    NoteReference,
    Sibling,
    Siblings,
    plain_text,
    rewrite_each,
    walk,
)
from docforge.findings import Where
from docforge.formats.markup import Markup, MarkupTarget, Origins, build
from docforge.formats.markup.text_blocks import text_blocks
from docforge.formats.pdf.formula import Formulas
from docforge.formats.pdf.keeping import keep_together
from docforge.formats.pdf.links import SIBLING
from docforge.formats.pdf.page_orientation import fit_tables
from docforge.formats.pdf.pictures import printable
from docforge.formats.pdf.weasyprint import Caches, Sheets, parse_sheets
from docforge.style import PageGeometry, Style, Words, page_rule
from docforge.style.masthead import foot
from docforge.style.own_rules import label_rules
from docforge.style.restrictions import marks


class Page(Struct, frozen=True):
    """An `html` element, the CSS of this document alone, and the drawings of its formulas.

    `blocks` are those of the text, by which other formats know its places.
    """

    root: Element
    css: str
    formulas: Formulas
    image_dpi: int
    caches: Caches
    words: Words
    document: Document
    pictures: Mapping[str, Asset]
    blocks: Sequence[Element]
    origins: Origins

    def fetch(self, address: str) -> tuple[bytes, str]:
        """The bytes and media type of `asset:NAME` or `formula:N`. Raises KeyError for others."""
        scheme, _, name = address.partition(":")
        if scheme == "formula":
            return self.formulas.drawings[address].svg, "image/svg+xml"
        if scheme == "asset":
            return printable(self.pictures[name])
        raise KeyError(address)

    def where(self, element: Element, parents: Mapping[Element, Element]) -> Where:
        """Where in the source `element` comes from, or the nearest one around it that says so."""
        around: Element | None = element
        while around is not None:
            node = self.origins.get(around)
            if node is not None and node.position != NOWHERE:
                return Where("", node.position.line, node.position.column)
            around = parents.get(around)
        return Where("")

    def where_of_image(self, address: str | None) -> Where:
        """Where the image of `address` first stands in the source."""
        images = (image for image in self.root.iter("img") if image.get("src") == address)
        first = next(images, None)
        return Where("") if first is None else self.where(first, {})


def page_of(document: Document, style: Style, image_dpi: int, caches: Caches) -> Page:
    """The document as one `html` element with its parts in reading order."""
    formulas = Formulas(style.page.formula_line, style.page.is_large_print)
    words = style.words(document.meta.lang)
    target = MarkupTarget(_asset_address, formulas.element, _sibling_address, False, True)
    markup = build(document, style, target)
    blocks = text_blocks(markup)
    restrictions = [mark.text for mark in marks(document.meta.restrictions, words)]
    title = plain_text(rewrite_each(document.meta.title, _in_letters))
    said = foot(style.brand, document.meta.lang)
    css = page_rule(
        style.page,
        words,
        document.meta.dir,
        title,
        restrictions,
        said.text if said else "",
        is_noted=any(isinstance(node, NoteReference) for node in walk(document.meta.title)),
    )
    root = _html(document, markup, style.page, words)
    pictures = {asset.name: asset for asset in (*document.assets, *style.brand.assets)}
    return Page(
        root,
        css,
        formulas,
        image_dpi,
        caches,
        words,
        document,
        pictures,
        blocks,
        markup.origins,
    )


def _in_letters(node: Node) -> Siblings:
    """What of a title its running head shows: letters alone."""
    return () if isinstance(node, Math | Image) else (node,)


def _asset_address(asset: Asset) -> str:
    return f"asset:{asset.name}"


def _sibling_address(sibling: Sibling) -> str:
    """Where a link to another document leads: its address, else the PDF beside this one.

    A name that begins with a dot is taken for one beside the file by Chromium, Firefox, Evince
    and Acrobat; GoToR, which is made for this, jumps to the file's own first page in one of
    them and does nothing in another.
    """
    if sibling.url is not None:
        return sibling.url
    path = quote(f"{sibling.stem}.pdf")
    beside = path if path.startswith("../") else f"./{path}"
    return f"{SIBLING}{beside}{'#' if sibling.fragment else ''}{quote(sibling.fragment)}"


def _html(document: Document, markup: Markup, page: PageGeometry, words: Words) -> Element:
    meta = document.meta
    html = Element("html", {"lang": meta.lang, "dir": meta.dir})
    SubElement(SubElement(html, "head"), "title").text = plain_text(meta.title)
    body = SubElement(html, "body")
    parts = (markup.header, *markup.main, markup.notes, markup.footer)
    body.extend(part for part in parts if part is not None)
    _count_from_start(body)
    fit_tables(body, page, markup.origins, words)
    keep_together(body)
    return html


def _count_from_start(body: Element) -> None:
    # WeasyPrint leaves `start` to its presentational hints, which cost time on every element.
    for numbered in body.iter("ol"):
        if numbered.get("start"):
            numbered.set("style", f"counter-reset: list-item {int(numbered.get('start', '1')) - 1}")
        for item in numbered.findall("li[@value]"):
            # WeasyPrint counts the item itself after it has set the counter.
            item.set("style", f"counter-set: list-item {int(item.get('value', '1')) - 1}")


@lru_cache(maxsize=4)
def sheets_of(style: Style) -> Sheets:
    """The style's parsed sheets and fonts: read once in a process, since that is slow."""
    base = (files(__package__) / "base.css").read_text(encoding="utf-8")
    return parse_sheets([_font_faces(style), base, label_rules(), style.print_css], _Fonts(style))


class _Fonts(Struct, frozen=True):
    style: Style

    def __call__(self, address: str) -> tuple[bytes, str]:
        scheme, _, number = address.partition(":")
        if scheme != "font":
            raise KeyError(address)
        return self.style.fonts[int(number)].content, "font/ttf"


def _font_faces(style: Style) -> str:
    return "\n".join(
        f'@font-face {{ font-family: "{font.family}"; font-weight: {font.weight}; '
        f"font-style: {'italic' if font.italic else 'normal'}; src: url(font:{number}); }}"
        for number, font in enumerate(style.fonts)
    )
