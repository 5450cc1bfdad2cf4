"""The one module that knows WeasyPrint's private names: layout, pieces, painting.

Invariant: everything WeasyPrint paints is either marked with the MCID of its piece or an
artifact. The private names in use are listed in `PRIVATE_NAMES`, which a test checks.
"""

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from unittest.mock import patch
from xml.etree.ElementTree import Element

import pydyf
import weasyprint
import weasyprint.draw
import weasyprint.pdf
from fontTools.ttLib import TTFont
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf.stream import Stream
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from docforge.renditions.pdf.pieces import Annotation, Artifact, Part, Passage, Piece, Rectangle

PRIVATE_NAMES = (
    "weasyprint.pdf.Stream",
    "weasyprint.pdf.add_links",
    "weasyprint.pdf.add_outlines",
    "weasyprint.pdf.add_tags",
    "weasyprint.pdf.build_fonts_dictionary",
    "weasyprint.draw.draw_text",
    "weasyprint.formatting_structure.boxes.TextBox.process_text_transform",
    "weasyprint.formatting_structure.boxes.MarginBox",
    "weasyprint.formatting_structure.boxes.LineBox",
    "weasyprint.formatting_structure.boxes.ReplacedBox",
    "weasyprint.formatting_structure.boxes.TableRowGroupBox",
    "weasyprint.layout.absolute.AbsolutePlaceholder",
    "weasyprint.pdf.stream.Stream.marked",
    "weasyprint.pdf.stream.Stream.artifact",
    "weasyprint.pdf.stream.Stream.clone",
    "weasyprint.pdf.stream.Stream.add_font",
    "weasyprint.pdf.stream.Stream.add_group",
    "weasyprint.pdf.stream.Stream.ctm",
)

_PARTS = {"marker": Part.MARKER, "before": Part.BEFORE, "after": Part.AFTER}
_ARTIFACTS = {
    Artifact.HEADER: {"Type": "/Pagination", "Subtype": "/Header"},
    Artifact.FOOTER: {"Type": "/Pagination", "Subtype": "/Footer"},
    Artifact.PAGINATION: {"Type": "/Pagination"},
    Artifact.LAYOUT: {"Type": "/Layout"},
}
_GLYPHS = re.compile(r"<([0-9a-f]+)>")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]")
_NO_GLYPH = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")

# What a glyph stands for that has no text of its own (a word joiner: nothing to be heard).
_FILLER = "\u2060"

Fetch = Callable[[str], tuple[bytes, str]]


@dataclass(frozen=True, slots=True)
class Sheets:
    """Parsed style sheets with the fonts they name; made once for a style and kept."""

    sheets: tuple[Any, ...]
    fonts: Any


@dataclass(slots=True)
class Layout:
    """A laid out document. `boxes` finds the piece that a box was taken for."""

    document: Any
    pieces: list[Piece]
    boxes: dict[Any, Piece]
    list_styles: dict[Element, str]
    starts: dict[Element, tuple[int, float, float]]
    messages: list[str]


@dataclass(slots=True)
class Painted:
    """What painting leaves for the tag tree: PDF objects of pages, streams, links."""

    pdf: Any
    pages: list[Any] = field(default_factory=list)
    streams: list[Any] = field(default_factory=list)
    links: list[tuple[Element, Annotation]] = field(default_factory=list)
    anchors: dict[str, tuple[int, float, float]] = field(default_factory=dict)


class _Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Serves what `fetch` knows and nothing else: no file and no network."""

    def __init__(self, fetch: Fetch) -> None:
        super().__init__(allowed_protocols=())
        self._fetch = fetch

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
        data, media_type = self._fetch(url)
        return URLFetcherResponse(url, data, {"Content-Type": media_type})


class _Messages(logging.Handler):
    def __init__(self, messages: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._messages = messages

    def emit(self, record: logging.LogRecord) -> None:
        self._messages.append(record.getMessage())


@contextmanager
def _heard(messages: list[str]) -> Iterator[None]:
    logger, handler = logging.getLogger("weasyprint"), _Messages(messages)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)


def parse_sheets(css: Sequence[str], fetch: Fetch) -> Sheets:
    """Style sheets, later ones winning, with their fonts loaded through `fetch`."""
    fonts = FontConfiguration()
    fetcher = _Fetcher(fetch)
    sheets = [weasyprint.CSS(string=text, font_config=fonts, url_fetcher=fetcher) for text in css]
    return Sheets(tuple(sheets), fonts)


def lay_out(page: Element, sheets: Sheets, css: str, fetch: Fetch) -> Layout:
    """Pages from an `html` element tree, and the pieces on them in the order of the boxes.

    `css` is what holds for this document alone.
    """
    messages: list[str] = []
    fetcher = _Fetcher(fetch)
    with ExitStack() as stack:
        stack.enter_context(_heard(messages))
        stack.enter_context(patch.object(boxes.TextBox, "process_text_transform", _remember_text))
        own = weasyprint.CSS(string=css, font_config=sheets.fonts, url_fetcher=fetcher)
        source = _html(page, fetcher)
        document = source.render(
            font_config=sheets.fonts,
            stylesheets=[*sheets.sheets, own],
            output_intent="srgb",
            dpi=220,
            cache={},
        )
    layout = Layout(document, [], {}, {}, {}, messages)
    _Walk(layout).walk_pages()
    return layout


def _html(page: Element, fetcher: _Fetcher) -> Any:
    """WeasyPrint's HTML around our own elements, which it gives back as `box.element`."""
    import cssselect2

    html = weasyprint.HTML.__new__(weasyprint.HTML)
    html.base_url, html.url_fetcher, html.media_type = None, fetcher, "print"
    html.wrapper_element = cssselect2.ElementWrapper.from_html_root(page, content_language=None)
    html.etree_element = html.wrapper_element.etree_element
    return html


_transform = boxes.TextBox.process_text_transform


def _remember_text(box: Any) -> None:
    """Keep a text before it is transformed and broken into lines; copies of the box share it."""
    box.passage = Passage(box.text, box.style["white_space"].startswith("pre"))
    _transform(box)


class _Walk:
    """Takes the pieces from the boxes of all pages, in the order of the box tree."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._page = 0
        self._heads: set[Element] = set()
        self._feet: dict[Element, list[Piece]] = {}

    def walk_pages(self) -> None:
        for self._page, page in enumerate(self._layout.document.pages):
            for child in page._page_box.children:
                self._walk(child, None, None)

    def _walk(self, box: Any, block: Element | None, artifact: Artifact | None) -> None:
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        artifact = artifact or self._artifact(box)
        if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
            self._take(box, block, artifact)
            return
        self._note(box)
        if box.element is not None and box.element.tag == "br":
            self._add(Piece(self._page, box.element, Part.CONTENT, "\n", None, block, artifact))
            return
        first = len(self._layout.pieces)
        inner = block if isinstance(box, boxes.InlineBox | boxes.LineBox) else box.element
        for child in box.children:
            self._walk(child, inner, artifact)
        if getattr(box, "is_footer", False) and isinstance(box, boxes.TableRowGroupBox):
            self._last_foot(box.element, self._layout.pieces[first:])

    def _artifact(self, box: Any) -> Artifact | None:
        if isinstance(box, boxes.MarginBox):
            place = box.at_keyword
            top, bottom = place.startswith("@top"), place.startswith("@bottom")
            return Artifact.HEADER if top else Artifact.FOOTER if bottom else Artifact.PAGINATION
        if isinstance(box, boxes.TableRowGroupBox) and box.is_header:
            # The head is content where it stands first, and repeated on the pages after it.
            if box.element in self._heads:
                return Artifact.PAGINATION
            self._heads.add(box.element)
        return None

    def _last_foot(self, foot: Element, pieces: list[Piece]) -> None:
        """A foot is content where it stands last; the ones before it were repetitions."""
        for piece in self._feet.get(foot, ()):
            piece.artifact = Artifact.PAGINATION
        self._feet[foot] = pieces

    def _note(self, box: Any) -> None:
        element = box.element
        if element is None or box.element_tag != element.tag:
            return
        if element.tag == "li":
            self._layout.list_styles.setdefault(element, str(box.style["list_style_type"]))
        if element not in self._layout.starts:
            self._layout.starts[element] = (self._page, box.position_x, box.position_y)

    def _take(self, box: Any, block: Element | None, artifact: Artifact | None) -> None:
        if isinstance(box, boxes.MarginBox) or box.element is None:
            artifact = artifact or Artifact.PAGINATION
        pseudo = str(box.element_tag).partition("::")[2]
        picture = isinstance(box, boxes.ReplacedBox)
        piece = Piece(
            page=self._page,
            element=box.element,
            part=_PARTS.get(pseudo, Part.CONTENT),
            text=None if picture else box.text,
            passage=None if pseudo else getattr(box, "passage", None),
            block=block,
            artifact=artifact,
        )
        self._layout.boxes[box] = piece
        self._add(piece)

    def _add(self, piece: Piece) -> None:
        self._layout.pieces.append(piece)


def paint(
    layout: Layout, finish: Callable[[Painted], None], version: str, identifier: str
) -> bytes:
    """The PDF's bytes. `finish` adds tags, links, outline and metadata before it is written."""
    session = _Session(layout)
    with ExitStack() as stack:
        stack.enter_context(_heard(layout.messages))
        for target, name, value in (
            (weasyprint.pdf, "Stream", session.stream),
            (weasyprint.pdf, "add_links", session.add_links),
            (weasyprint.pdf, "add_outlines", lambda pdf, bookmarks: None),
            (weasyprint.pdf, "add_tags", session.add_tags),
            (weasyprint.pdf, "build_fonts_dictionary", _build_fonts),
            (weasyprint.draw, "draw_text", _draw_text),
        ):
            stack.enter_context(patch.object(target, name, value))
        data: bytes = layout.document.write_pdf(
            pdf_version=version,
            pdf_identifier=identifier.encode(),
            pdf_tags=True,
            output_intent="srgb",
            finisher=lambda document, pdf: finish(session.painted),
        )
    return data


class _Session:
    """One document on its way to paper: answers WeasyPrint's calls."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self.painted = Painted(None)
        self._page = 0

    def stream(self, *arguments: Any, **options: Any) -> "_TaggingStream":
        made = _TaggingStream(*arguments, **options)
        made.pieces = self._layout.boxes
        made.page = len(self.painted.pages)
        made.streams = self.painted.streams
        self.painted.streams.append(made)
        return made

    def add_links(
        self, links_and_anchors: Any, matrix: Any, pdf: Any, page: Any, names: Any, tags: Any
    ) -> None:
        links, anchors = links_and_anchors
        number = len(self.painted.pages)
        self.painted.pdf = pdf
        self.painted.pages.append(page)
        for kind, target, (left, top, right, bottom), box in links:
            corners = (*matrix.transform_point(left, top), *matrix.transform_point(right, bottom))
            annotation = Annotation(number, _upright(corners), kind, target)
            self.painted.links.append((box.element, annotation))
        for name, x, y in anchors:
            self.painted.anchors[name] = (number, *matrix.transform_point(x, y))

    def add_tags(self, pdf: Any, document: Any, version: Any, streams: Any) -> None:
        """Nothing here: `finish` writes the tags, when images and fonts are complete."""


def _upright(corners: tuple[float, float, float, float]) -> Rectangle:
    x1, y1, x2, y2 = corners
    return (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


class _TaggingStream(Stream):  # type: ignore[misc]  # WeasyPrint has no types
    """A content stream that marks each piece for its node and everything else as artifact."""

    pieces: dict[Any, Piece]
    streams: list[Any]
    page = 0
    marks = 0
    within = False

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.base: Any = None
        self.font: Any = None
        self.size = 0.0
        self.glyphs: list[str] = []

    def clone(self, **options: Any) -> "_TaggingStream":
        """A stream for a form or pattern. Its marked content is numbered on its own."""
        defaults = {
            "fonts": self._fonts,
            "page_rectangle": self.page_rectangle,
            "resources": self._resources,
            "images": self._images,
            "tags": self._tags,
            "color_profiles": self._color_profiles,
            "output_intent": self._output_intent,
            "compress": self.compress,
        }
        made = _TaggingStream(**{**defaults, **options})
        made.pieces, made.streams, made.page = self.pieces, self.streams, self.page
        made.base = self.ctm @ self.base if self.base else self.ctm
        # What is drawn inside marked content (a picture) belongs to it as a whole.
        made.within = self.within
        made.streams.append(made)
        return made

    @contextmanager
    def marked(self, box: Any, tag: str) -> Iterator[None]:
        piece = self.pieces.get(box)
        if self.within:
            yield
        elif piece is None or piece.artifact is not None or not piece.content:
            with self._as_artifact(piece.artifact if piece else Artifact.LAYOUT):
                yield
        else:
            with self._as_content(piece, box):
                yield

    @contextmanager
    def artifact(self) -> Iterator[None]:
        if self.within:
            yield
        else:
            with self._as_artifact(Artifact.LAYOUT):
                yield

    @contextmanager
    def _as_artifact(self, artifact: Artifact | None) -> Iterator[None]:
        start = len(self.stream)
        properties = pydyf.Dictionary(_ARTIFACTS[artifact or Artifact.LAYOUT])
        self.begin_marked_content("Artifact", properties)
        self.within = True
        try:
            yield
        finally:
            self.within = False
            self._end(start)

    @contextmanager
    def _as_content(self, piece: Piece, box: Any) -> Iterator[None]:
        start = len(self.stream)
        properties = pydyf.Dictionary({"MCID": self.marks})
        self.begin_marked_content("Span" if piece.text is not None else "Figure", properties)
        self.within = True
        self.glyphs = []
        try:
            yield
            if piece.text is None:
                piece.bbox = self._area(box)
            elif len(self.stream) > start + 3:
                self._say(piece, box, properties)
        finally:
            self.within = False
            if self._end(start):
                piece.mcid, piece.stream = self.marks, self
                self.marks += 1

    def _end(self, start: int) -> bool:
        """Close marked content, or take it back when nothing was painted in it."""
        if len(self.stream) == start + 3:
            del self.stream[start:]
            return False
        self.end_marked_content()
        return True

    def _area(self, box: Any) -> Rectangle:
        matrix = self.ctm @ self.base if self.base else self.ctm
        x, y = box.content_box_x(), box.content_box_y()
        corners = (
            *matrix.transform_point(x, y),
            *matrix.transform_point(x + box.width, y + box.height),
        )
        return _upright(corners)

    def _say(self, piece: Piece, box: Any, properties: Any) -> None:
        """Make what is extracted equal to what the source says."""
        shown, said = _plain("".join(self.glyphs)), _plain(piece.said)
        # Readers put right-to-left text in order themselves, and turn an ActualText around too:
        # it may only stand where glyphs say something else.
        same = Counter(shown) == Counter(said) if _RIGHT_TO_LEFT.search(said) else shown == said
        if same and not _PRIVATE_USE.search(said):
            if not piece.after or (piece.after == " " and self._paint_spaces(_end(box), 1)):
                return
        properties["ActualText"] = pydyf.String(piece.said + piece.after)

    def _paint_spaces(self, place: tuple[float, float, int], count: int) -> bool:
        """Show spaces at `place`: x, y, direction. False when the font has none."""
        space = None if self.font is None or self.font.bitmap else _space(self.font)
        if space is None:
            return False
        glyph, width = space
        self.font.to_unicode.setdefault(glyph, " ")
        self.font.widths.setdefault(glyph, width)
        x, y, direction = place
        if direction < 0:
            x -= width * self.size / 1000 * count
        self.begin_text()
        self.set_text_matrix(1, 0, 0, -1, x, y)
        self.set_font_size(self.font.hash, self.size)
        self.show_text(f"<{f'{glyph:04x}' * count}>")
        self.end_text()
        return True

    def add_font(self, pango_font: Any) -> Any:
        self.font, self.size = super().add_font(pango_font)
        return self.font, self.size

    def show_text(self, text: Any) -> None:
        super().show_text(text)
        if self.font is not None:
            digits = 2 if self.font.bitmap else 4
            for run in _GLYPHS.findall(str(text)):
                for at in range(0, len(run), digits):
                    glyph = int(run[at : at + digits], 16)
                    self.glyphs.append(self.font.to_unicode.get(glyph) or _FILLER)


def _plain(text: str) -> str:
    """Text as glyphs can tell it: all spaces are one glyph, joiners and marks are none."""
    return _NO_GLYPH.sub("", text.replace("\u00a0", " ").replace("\u202f", " "))


def _end(box: Any) -> tuple[float, float, int]:
    """Where a text ends: x, y and 1 or -1 for its direction."""
    y = box.position_y + box.baseline
    if box.pango_layout.first_line_direction % 2:
        return box.position_x, y, -1
    return box.position_x + box.width, y, 1


def _draw_text(stream: Any, box: Any, *arguments: Any) -> None:
    """Draw text, marked also where WeasyPrint draws it unmarked: markers of list items."""
    if stream.within and stream.pieces.get(box) and stream.pieces[box].blank:
        # WeasyPrint draws no text of spaces, but the indent of code has to be there to copy.
        stream._paint_spaces((box.position_x, box.position_y + box.baseline, 1), len(box.text))
    elif stream.within:
        _draw(stream, box, *arguments)
    else:
        with stream.marked(box, "Span"):
            _draw(stream, box, *arguments)


_draw = weasyprint.draw.draw_text


def _space(font: Any) -> tuple[int, int] | None:
    """The glyph of the space in `font` and its width in thousandths of the letter size."""
    known: Any = getattr(font, "space", False)
    if known is False:
        face = TTFont(BytesIO(font.file_content), fontNumber=font.index, lazy=True)
        name = face.getBestCmap().get(0x20)
        known = None
        if name is not None:
            width = face["hmtx"][name][0] * 1000 / face["head"].unitsPerEm
            known = (face.getGlyphID(name), round(width))
        font.space = known
    return known if known is None else (known[0], known[1])


_build = weasyprint.pdf.build_fonts_dictionary


def _build_fonts(pdf: Any, fonts: Any, compress: bool, subset: bool, options: Any) -> Any:
    """Fonts whose glyphs all stand for something (ISO 19005-2, 6.2.11.7).

    In a cluster of several glyphs one stands for all; the others become word joiners.
    """
    for font in fonts.values():
        for glyph, text in font.to_unicode.items():
            if not text:
                font.to_unicode[glyph] = _FILLER
    return _build(pdf, fonts, compress, subset, options)
