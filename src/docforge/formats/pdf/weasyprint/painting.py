"""Laid out pages to a PDF, with WeasyPrint's tags, links and outline left out.

Invariant: WeasyPrint is changed only while `paint` runs, and whole again after it.
"""

from collections.abc import Callable
from importlib.resources import files
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element

import weasyprint
import weasyprint.draw
import weasyprint.pdf
from msgspec import Struct, field
from weasyprint.css import ColorProfile

from docforge.formats.pdf.marked_content import Annotation, Artifact, Rectangle
from docforge.formats.pdf.weasyprint.layout import Layout
from docforge.formats.pdf.weasyprint.messages import heard
from docforge.formats.pdf.weasyprint.patches import PAINTING
from docforge.formats.pdf.weasyprint.patches.fonts import build_fonts
from docforge.formats.pdf.weasyprint.patches.invisible import InvisibleFont
from docforge.formats.pdf.weasyprint.patches.leader_dots import are_dots, draw_dots
from docforge.formats.pdf.weasyprint.patches.stream import TaggedStream, upright
from docforge.formats.pdf.weasyprint.patching import Patch, applied

_POINTS = 0.75  # of a CSS pixel


class Area(Struct, frozen=True):
    """Where one box of a link stands; `own` is False for what is generated before or after it."""

    element: Element
    own: bool
    annotation: Annotation


class PaintedPages(Struct):
    """What painting leaves for the tag tree: PDF objects of pages, streams, links."""

    pdf: Any
    pages: list[Any] = field(default_factory=list)
    streams: list[TaggedStream] = field(default_factory=list)
    links: list[Area] = field(default_factory=list)
    anchors: dict[str, tuple[int, float, float]] = field(default_factory=dict)


def paint(
    layout: Layout, finish: Callable[[PaintedPages], None], version: str, identifier: str
) -> bytes:
    """The PDF's bytes. `finish` adds tags, links, outline and metadata before it is written."""
    recorder = _PaintRecorder(layout)
    # Asked for by name, WeasyPrint would open this file and leave it open.
    layout.document.color_profiles["srgb"] = _srgb()
    own = (
        Patch(weasyprint.pdf, "Stream", recorder.stream),
        Patch(weasyprint.pdf, "add_links", recorder.add_links),
        Patch(weasyprint.pdf, "add_outlines", lambda pdf, bookmarks: None),
        Patch(weasyprint.pdf, "add_tags", recorder.add_tags),
        Patch(weasyprint.pdf, "build_fonts_dictionary", recorder.build_fonts),
        Patch(weasyprint.draw, "draw_text", _draw_text),
    )
    with heard(layout.messages), applied(*own, *PAINTING, *layout.caches.painting):
        data: bytes = layout.document.write_pdf(
            pdf_version=version,
            pdf_identifier=identifier.encode(),
            pdf_tags=True,
            finisher=lambda document, pdf: finish(recorder.painted),
        )
    return data


def _srgb() -> Any:
    profile = files("weasyprint.pdf") / "sRGB2014.icc"
    channels = (["r"], ["g"], ["b"])
    data = BytesIO(profile.read_bytes())
    return ColorProfile(data, "sRGB2014.icc", "relative-colorimetric", channels)


class _PaintRecorder:
    """One document on its way to paper: answers WeasyPrint's calls."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self.painted = PaintedPages(None)
        self._faces: dict[str, Any] = {}
        self._invisible = InvisibleFont()

    def stream(self, *arguments: Any, **options: Any) -> TaggedStream:
        made = TaggedStream(*arguments, **options)
        made.sequences = self._layout.boxes
        made.page = len(self.painted.pages)
        made.streams = self.painted.streams
        made.faces, made.invisible = self._faces, self._invisible
        made.leftward = self._layout.leftward
        self.painted.streams.append(made)
        return made

    def build_fonts(self, pdf: Any, fonts: Any, compress: bool, *options: Any) -> Any:
        built = build_fonts(pdf, fonts, compress, *options)
        self._invisible.write(pdf, built, compress)
        return built

    def add_links(
        self, links_and_anchors: Any, matrix: Any, pdf: Any, page: Any, names: Any, tags: Any
    ) -> None:
        links, anchors = links_and_anchors
        number = len(self.painted.pages)
        self.painted.pdf = pdf
        self.painted.pages.append(page)
        for kind, target, (left, top, right, bottom), box in links:
            corners = (*matrix.transform_point(left, top), *matrix.transform_point(right, bottom))
            area = _on_paper(upright(corners), page["MediaBox"], self._margins(number))
            annotation = Annotation(number, area, kind, target)
            own = box.element_tag == box.element.tag
            self.painted.links.append(Area(box.element, own, annotation))
        for name, x, y in anchors:
            self.painted.anchors[name] = (number, *matrix.transform_point(x, y))

    def _margins(self, number: int) -> tuple[float, float]:
        """What is beside the text of a page, left and right, in points."""
        box = self._layout.document.pages[number]._page_box
        left = box.content_box_x()
        return left * _POINTS, (box.margin_width() - left - box.width) * _POINTS

    def add_tags(self, pdf: Any, document: Any, version: Any, streams: Any) -> None:
        """Nothing here: `finish` writes the tags, when images and fonts are complete."""


def _on_paper(area: Rectangle, paper: Any, margins: tuple[float, float]) -> Rectangle:
    """An area within its page: a leader in right-to-left text pushes a link beyond it."""
    left, bottom, right, top = area
    if left >= paper[0] and right <= paper[2]:
        return area
    return (max(left, margins[0]), bottom, min(right, paper[2] - margins[1]), top)


def _draw_text(stream: Any, box: Any, *arguments: Any) -> None:
    """Draw text, marked also where WeasyPrint draws it unmarked: markers of list items."""
    sequence = stream.sequences.get(box)
    if sequence is not None and sequence.artifact is Artifact.LEADER and are_dots(box.text):
        with stream.marked(box, "Span"):
            draw_dots(stream, box)
        return
    if not stream.within:
        with stream.marked(box, "Span"):
            _draw(stream, box, *arguments)
        return
    if sequence is not None and sequence.is_content:
        # WeasyPrint draws no text of spaces, but they have to be there to copy and to hear.
        stream.paint_spaces_before(
            box, len(box.text) or 1 if sequence.blank else len(sequence.before)
        )
    if sequence is None or not sequence.blank:
        _draw(stream, box, *arguments)


_draw = weasyprint.draw.draw_text
