"""The cover: the lines of the title block, drawn as the picture that libraries show.

Invariant: the same title block gives the same picture, and no line is cut off; what the picture
says is its text alternative, too.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from xml.etree.ElementTree import Element

import pypdfium2
from msgspec import Struct
from PIL import Image

from docforge.document import Document, plain_text
from docforge.formats.epub.headings import label, one_line
from docforge.formats.epub.xhtml import page, xml_text
from docforge.formats.markup.column_widths import SMALL_LETTER, broadest_word
from docforge.formats.markup.context import element
from docforge.formats.pdf import glyphs
from docforge.formats.pdf.page import sheets_of
from docforge.formats.pdf.pictures import printable
from docforge.formats.pdf.weasyprint import (
    ALL_CACHES,
    Fetch,
    Layout,
    lay_out,
    paint,
    unsupported_characters,
)
from docforge.style import Style, Words, with_values

COVER_PAGE, COVER_PICTURE = "cover.xhtml", "cover.png"
WIDTH, HEIGHT = 800, 1200  # pixels, those of cover.css
_LINE = 672.0  # pixels between the margins of cover.css
# Letters of the title in pixels: the largest that fit. Words that are broader than a line are
# hyphenated before letters become smaller than this.
_SIZES = (104, 90, 78, 67, 58, 50, 43, 37, 32)
_HYPHENATED = 50
_BOLD = 1.1
_POINTS = 0.75  # of a CSS pixel
_DPI = 200
# Lines that say who published it when stand at the foot; links to translations do nothing here.
_AT_THE_FOOT = frozenset({"byline", "organisation", "date", "version", "replaces"})
_LEFT_OUT = frozenset({"translations"})
# A picture is no place to read more letters than these, of the title and of any other line; of
# broad letters it has room for fewer.
_LONGEST = ((320, 160), (160, 80), (80, 40))
_GAP = 32  # pixels between the title and what stands at the foot
# Colours of the picture, without and with a logo.
_FEW, _MANY = 16, 128


class Cover(Struct, frozen=True):
    """The picture as PNG, and the words on it."""

    words: str
    picture: bytes


def draw_cover(document: Document, style: Style, header: Element) -> Cover:
    """The cover of `document`, from its title block `header`."""
    lines = [line for line in header if line.get("class") not in _LEFT_OUT]
    words = " – ".join(filter(None, (one_line(label(line)) for line in lines)))
    layout = cover_layout(document, style, lines)
    has_logo = any(True for line in lines for _ in line.iter("img"))
    pdf = pypdfium2.PdfDocument(
        paint(layout, lambda painted: None, "1.7", document.identifier), autoclose=True
    )
    try:
        picture = pdf[0].render(scale=1 / _POINTS).to_pil()
        return Cover(words, _png(picture, _MANY if has_logo else _FEW))
    finally:
        pdf.close()


def cover_page(document: Document, words: Words, cover: Cover) -> bytes:
    """The page that shows the cover where the book begins."""
    attributes = {
        "src": COVER_PICTURE,
        "alt": cover.words,
        "role": "doc-cover",
        "epub:type": "cover",
        "width": str(WIDTH),
        "height": str(HEIGHT),
    }
    title = f"{words['cover']} – {plain_text(document.meta.title)}"
    return page(document.meta, title, [element("img", attributes)])


def _png(picture: Image.Image, colours: int) -> bytes:
    plain, buffer = picture.convert("RGB"), BytesIO()
    few = plain.quantize(colours, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(buffer, "PNG")
    return buffer.getvalue()


# --- Laying out --------------------------------------------------------------------------


def cover_layout(document: Document, style: Style, lines: Sequence[Element]) -> Layout:
    """The cover with the largest letters in which all of it has room."""
    for longest in _LONGEST:
        root, end, foot = _page(document, lines, longest)
        title = next(root.iter("h1"))
        broadest = broadest_word("".join(title.itertext())) * SMALL_LETTER * _BOLD
        for size in _SIZES:
            is_broad = broadest * size > _LINE
            if is_broad and size > _HYPHENATED:
                continue
            hyphens = "auto" if is_broad else "manual"
            rule = f".upper h1 {{ font-size: {size}px; hyphens: {hyphens} }}"
            layout = _laid_out(root, style, rule)
            starts = layout.starts
            if len(layout.document.pages) == 1 and starts[end][2] + _GAP <= starts[foot][2]:
                return layout
    return layout


def _laid_out(root: Element, style: Style, rule: str) -> Layout:
    def lay() -> Layout:
        css = with_values(_sheet(), {f"df-colour-{role}": c for role, c in style.colours.light})
        return lay_out(root, sheets_of(style), css + rule, _logos(style), _DPI, ALL_CACHES)

    layout = lay()
    missing = unsupported_characters(layout.messages)
    if missing:
        glyphs.substitute(root, missing)
        layout = lay()
    return layout


@cache
def _sheet() -> str:
    return (files(__package__) / "cover.css").read_text(encoding="utf-8")


def _logos(style: Style) -> Fetch:
    """What serves the pictures of the masthead, and nothing else."""
    known = {f"images/{asset.name}": asset for asset in style.brand.assets}
    return lambda address: printable(known[address.removeprefix("asset:")])


# --- Parts -------------------------------------------------------------------------------


def _page(
    document: Document, lines: Iterable[Element], longest: tuple[int, int]
) -> tuple[Element, Element, Element]:
    """The whole, where its upper part ends, and what stands at the foot."""
    heads, upper, lower = list[Element](), list[Element](), list[Element]()
    for line in lines:
        kind = line.get("class", "")
        part = heads if kind == "masthead" else lower if kind in _AT_THE_FOOT else upper
        part.append(_line(line, longest))
    end = element("div", {"class": "end"})
    foot = element("div", {"class": "foot"}, _group("lower", lower))
    parts = [*_group("head", heads), *_group("upper", upper), end, foot]
    body = element("body", {"class": "cover"}, parts)
    meta = document.meta
    return element("html", {"lang": meta.lang, "dir": meta.dir}, [body]), end, foot


def _group(kind: str, lines: list[Element]) -> Iterator[Element]:
    if lines:
        yield element("div", {"class": kind}, lines)


def _line(line: Element, longest: tuple[int, int]) -> Element:
    """A line of the title block, with its words, their languages and logos alone."""
    words = label(line)
    for part in words.iter():
        part.text, part.tail = xml_text(part.text or ""), xml_text(part.tail or "")
    kept = {name: value for name, value in line.items() if name in ("class", "lang", "dir")}
    most = longest[line.tag != "h1"]
    text = one_line(words)
    if kept.get("class") == "masthead":
        return element(line.tag, kept, _masthead(line))
    if len(text) > most:
        return element(line.tag, kept, [f"{text[:most].rsplit(' ', 1)[0]} …"])
    return element(line.tag, kept, [words.text or "", *words])


def _masthead(line: Element) -> Iterator[str | Element]:
    """The logos, and the name of a house where one is said."""
    for part in line:
        for image in part.iter("img"):
            attributes = {"src": f"asset:{image.get('src')}", "alt": image.get("alt", "")}
            size = f"height: {image.get('height')}px; width: auto"
            yield element("img", {**attributes, "style": size})
        if part.tag == "span":
            yield element("span", dict(part.items()), [xml_text(part.text or "")])
        yield " "
