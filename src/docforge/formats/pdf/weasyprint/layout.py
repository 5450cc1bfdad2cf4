"""From an element tree to laid out pages, and the sequences on them.

Invariant: elements keep their identity: `box.element` is the element that was given.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any
from xml.etree.ElementTree import Element

import cssselect2
import weasyprint
from msgspec import Struct
from weasyprint.css.counters import CounterStyle
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from docforge.formats.pdf.marked_content import MarkedContent
from docforge.formats.pdf.weasyprint.box_tree import BoxTree
from docforge.formats.pdf.weasyprint.caches import Caches, kept_lines, styles
from docforge.formats.pdf.weasyprint.messages import heard
from docforge.formats.pdf.weasyprint.patches import LAYING_OUT
from docforge.formats.pdf.weasyprint.patching import applied

Fetch = Callable[[str], tuple[bytes, str]]


class Sheets(Struct, frozen=True):
    """Parsed style sheets with the fonts they name; made once for a style and kept."""

    sheets: tuple[Any, ...]
    fonts: Any
    labels: CounterStyle


class Layout(Struct):
    """A laid out document. `boxes` finds the sequence that a box was taken for.

    `leftward` says that the document is read from right to left.
    """

    document: Any
    sequences: list[MarkedContent]
    boxes: dict[Any, MarkedContent]
    list_styles: dict[Element, str]
    starts: dict[Element, tuple[int, float, float]]
    messages: list[str]
    caches: Caches
    leftward: bool


class _Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Serves what `fetch` knows and nothing else: no file and no network."""

    def __init__(self, fetch: Fetch) -> None:
        super().__init__(allowed_protocols=())
        self._fetch = fetch

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
        data, media_type = self._fetch(url)
        return URLFetcherResponse(url, data, {"Content-Type": media_type})


def parse_sheets(css: Sequence[str], fetch: Fetch) -> Sheets:
    """Style sheets, later ones winning, with their fonts loaded through `fetch`."""
    fonts = FontConfiguration()
    fetcher = _Fetcher(fetch)
    labels = CounterStyle()
    sheets = [
        weasyprint.CSS(string=text, font_config=fonts, counter_style=labels, url_fetcher=fetcher)
        for text in css
    ]
    return Sheets(tuple(sheets), fonts, labels)


def lay_out(
    page: Element, sheets: Sheets, css: str, fetch: Fetch, dpi: int, caches: Caches
) -> Layout:
    """Pages from an `html` element tree, and the sequences on them in the order of the boxes.

    `css` is what holds for this document alone; `dpi` bounds the pixels an inch of images.
    `caches` are in use until the document is painted; the pages are the same without them.
    """
    messages: list[str] = []
    fetcher = _Fetcher(fetch)
    kept_lines.begin()
    with heard(messages), applied(*LAYING_OUT, *caches.laying_out):
        own = weasyprint.CSS(string=css, font_config=sheets.fonts, url_fetcher=fetcher)
        source = _html(page, fetcher)
        document = source.render(
            font_config=sheets.fonts,
            counter_style=sheets.labels,
            stylesheets=[*sheets.sheets, own],
            output_intent="srgb",
            dpi=dpi,
            cache={},
        )
    styles.end(sheets.fonts, messages)
    tree = BoxTree()
    tree.take_pages([page._page_box for page in document.pages])
    return Layout(
        document,
        tree.sequences,
        tree.boxes,
        tree.list_styles,
        tree.starts,
        messages,
        caches,
        leftward=page.get("dir") == "rtl",
    )


def _html(page: Element, fetcher: _Fetcher) -> Any:
    """WeasyPrint's HTML around our own elements, which it gives back as `box.element`."""
    html = weasyprint.HTML.__new__(weasyprint.HTML)
    html.base_url, html.url_fetcher, html.media_type = None, fetcher, "print"
    html.wrapper_element = cssselect2.ElementWrapper.from_html_root(page, content_language=None)
    html.etree_element = html.wrapper_element.etree_element
    html._ua_stylesheets = lambda forms: [_defaults()]
    return html


@cache
def _defaults() -> Any:
    """What stands for WeasyPrint's own style sheet; the file says why."""
    return weasyprint.CSS(string=(files(__package__) / "defaults.css").read_text("utf-8"))
