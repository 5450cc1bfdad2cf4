"""A content stream that marks what is painted.

Invariant: marked content with a number is never nested, and every mark holds something.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import ffi

from docforge.formats.pdf.marked_content import Artifact, MarkedContent, Rectangle
from docforge.formats.pdf.weasyprint.patches.fonts import FILLER, space_of
from docforge.formats.pdf.weasyprint.patches.invisible import InvisibleFont, write_over
from docforge.formats.pdf.weasyprint.patches.paint_order import PaintedSequence, put_in_order
from docforge.formats.pdf.weasyprint.patches.shown_text import as_shown, plain

# What is on every page and says something: it can be read as it is written.
_COMPARED = (
    Artifact.HEADER,
    Artifact.RESTRICTION,
    Artifact.FOOT,
    Artifact.FOOTER,
    Artifact.PAGINATION,
)
_ARTIFACTS = {
    Artifact.HEADER: {"Type": "/Pagination", "Subtype": "/Header"},
    Artifact.FOOTER: {"Type": "/Pagination", "Subtype": "/Footer"},
    # What says on every page how far a document may go.
    Artifact.RESTRICTION: {"Type": "/Pagination", "Subtype": "/Watermark"},
    # What a house says at the foot of every page.
    Artifact.FOOT: {"Type": "/Pagination", "Subtype": "/Footer"},
    Artifact.PAGINATION: {"Type": "/Pagination"},
    Artifact.LEADER: {"Type": "/Layout"},
    Artifact.LAYOUT: {"Type": "/Layout"},
}
_GLYPHS = re.compile(r"<([0-9a-f]+)>")
_NO_MOVE = re.compile(r">0?<|(>)0$")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


class TaggedStream(Stream):  # type: ignore[misc]  # WeasyPrint has no types
    """A content stream that marks each sequence for its node and everything else as artifact."""

    sequences: dict[Any, MarkedContent]
    streams: list[Any]
    faces: dict[str, Any]
    invisible: InvisibleFont
    leftward = False
    page = 0
    marks = 0
    within = False

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.base: Any = None
        self.font: Any = None
        self.size = 0.0
        self.said: list[str] = []
        self.parts: list[PaintedSequence] = []

    def clone(self, **options: Any) -> "TaggedStream":
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
        made = TaggedStream(**{**defaults, **options})
        made.sequences, made.streams, made.page = self.sequences, self.streams, self.page
        made.faces, made.invisible = self.faces, self.invisible
        made.leftward = self.leftward
        made.base = self.ctm @ self.base if self.base else self.ctm
        # What is drawn inside marked content (a picture) belongs to it as a whole.
        made.within = self.within
        made.streams.append(made)
        return made

    @contextmanager
    def marked(self, box: Any, tag: str) -> Iterator[None]:
        sequence = self.sequences.get(box)
        if self.within:
            yield
        elif sequence is None or sequence.artifact is not None or not sequence.is_content:
            with self._as_artifact(sequence.artifact if sequence else Artifact.LAYOUT):
                start = len(self.stream)
                self.said = []
                yield
                if sequence is not None and sequence.artifact in _COMPARED:
                    self._say_again(start, sequence.text or "")
        else:
            with self._as_content(sequence, box):
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
        self._forget_state()
        artifact = artifact or Artifact.LAYOUT
        properties = pydyf.Dictionary(_ARTIFACTS[artifact])
        self.begin_marked_content("Artifact", properties)
        self.within = True
        try:
            yield
        finally:
            self.within = False
            self._forget_state()
            self._close(start, artifact)

    @contextmanager
    def _as_content(self, sequence: MarkedContent, box: Any) -> Iterator[None]:
        start = len(self.stream)
        self._forget_state()
        properties = pydyf.Dictionary({"MCID": self.marks})
        self.begin_marked_content("Span" if sequence.text is not None else "Figure", properties)
        self.within = True
        self.said = []
        try:
            yield
            if sequence.text is None:
                sequence.bbox = self._area(box)
                write_over(self, self.invisible, box, sequence.said)
            elif len(self.stream) > start + 3:
                self._say(sequence, box, properties)
        finally:
            self.within = False
            self._forget_state()
            if self._close(start, sequence):
                sequence.mcid, sequence.stream = self.marks, self
                self.marks += 1

    def _close(self, start: int, kind: MarkedContent | Artifact) -> bool:
        """Close marked content, or take it back when nothing was painted in it."""
        if len(self.stream) == start + 3:
            del self.stream[start:]
            return False
        self.end_marked_content()
        self.parts.append(PaintedSequence(start, len(self.stream), kind))
        return True

    def _forget_state(self) -> None:
        """Let what comes next set its colours again: what stands before it may go elsewhere."""
        self._current_color = self._current_color_stroke = None
        self._current_alpha = self._current_alpha_stroke = None

    def _area(self, box: Any) -> Rectangle:
        matrix = self.ctm @ self.base if self.base else self.ctm
        x, y = box.content_box_x(), box.content_box_y()
        corners = (
            *matrix.transform_point(x, y),
            *matrix.transform_point(x + box.width, y + box.height),
        )
        return upright(corners)

    def _say(self, sequence: MarkedContent, box: Any, properties: Any) -> None:
        """Make what is extracted equal to what the source says."""
        shown, said = plain("".join(self.said)), plain(sequence.before + sequence.said)
        is_plain = shown == said and not _PRIVATE_USE.search(said)
        if is_plain and sequence.after == " ":
            is_plain = self.paint_spaces(_end_of(box), 1)
        if not is_plain or sequence.after not in ("", " "):
            properties["ActualText"] = pydyf.String(
                sequence.before + sequence.said + sequence.after
            )

    def _say_again(self, start: int, text: str) -> None:
        """Let what was shown since `start` stand for `text`, where its glyphs do not say it."""
        said, text = plain("".join(self.said)).strip(), text.strip()
        if said == plain(text):
            return
        text = as_shown(text, said)
        if said == text:
            return
        end = len(self.stream)
        self.begin_marked_content("Span", pydyf.Dictionary({"ActualText": pydyf.String(text)}))
        begin = self.stream[end:]
        del self.stream[end:]
        self.stream[start:start] = begin
        self.end_marked_content()

    def put_in_order(self, order: Iterable[MarkedContent]) -> None:
        """Paint the stream's content in `order`, which has each of its sequences once."""
        put_in_order(self, self.parts, order)

    def paint_spaces_before(self, box: Any, count: int) -> None:
        """Show spaces up to where the text of `box` begins, in its font."""
        if count == 0:
            return
        layout = box.pango_layout
        layout.reactivate(box.style)
        first_run = layout.get_first_line()[0].runs[0]
        if first_run != ffi.NULL:
            self.font, _ = self.add_font(first_run.data.item.analysis.font)
            self.size = box.style["font_size"]
        layout.deactivate()
        y = box.position_y + box.baseline
        if layout.first_line_direction % 2:
            self.paint_spaces((box.position_x + box.width, y, 1), count)
        else:
            self.paint_spaces((box.position_x, y, -1), count)

    def paint_spaces(self, place: tuple[float, float, int], count: int) -> bool:
        """Show spaces at `place`: x, y, direction. False when the font has none."""
        space = None if self.font is None or self.font.bitmap else space_of(self.font)
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

    def add_image(self, image: Any, interpolate: bool, ratio: Any) -> Any:
        """PDF/A forbids smoothing (ISO 19005-2, 6.2.8), in drawings and of emoji in them, too."""
        return super().add_image(image, False, ratio)

    def add_font(self, pango_font: Any) -> Any:
        font, size = super().add_font(pango_font)
        # Two Pango fonts may be one face; a second entry of that name would replace the first.
        font = self.faces.setdefault(font.hash, font)
        return font, size

    def set_font_size(self, font: Any, size: float) -> None:
        super().set_font_size(font, size)
        self.font, self.size = self.faces.get(font, self.font), size

    def show_run(self, shown: str, said: Sequence[str]) -> None:
        """Show glyphs and moves, as `show_text` does, of which it is known what they say."""
        self.stream.append(b"[" + shown.encode("ascii") + b"] TJ")
        self.said += said

    def show_text(self, text: Any) -> None:
        # To move on by nothing is all that WeasyPrint writes between most letters.
        super().show_text(_NO_MOVE.sub(r"\1", str(text)))
        if self.font is not None:
            digits = 2 if self.font.bitmap else 4
            for run in _GLYPHS.findall(str(text)):
                for at in range(0, len(run), digits):
                    glyph = int(run[at : at + digits], 16)
                    self.said.append(self.font.to_unicode.get(glyph) or FILLER)

    def show_glyph(self, font: str, size: float, code: str, said: str) -> None:
        """Show one glyph at the place of the text matrix, which says `said`."""
        # pypdf turns round what stands between two changes of the font, so that each is read.
        self._current_font = None
        self.set_font_size(font, size)
        self.stream.append(f"<{code}> Tj".encode("ascii"))
        self.said.append(said)

    @contextmanager
    def saying(self, text: str) -> Iterator[None]:
        """Let what is shown stand for `text` (ISO 32000-1, 14.9.4)."""
        self.begin_marked_content("Span", pydyf.Dictionary({"ActualText": pydyf.String(text)}))
        yield
        self.end_marked_content()
        self.said.append(text)


def _end_of(box: Any) -> tuple[float, float, int]:
    """Where a text ends: x, y and 1 or -1 for its direction."""
    y = box.position_y + box.baseline
    if box.pango_layout.first_line_direction % 2:
        return box.position_x, y, -1
    return box.position_x + box.width, y, 1


def upright(corners: tuple[float, float, float, float]) -> Rectangle:
    x1, y1, x2, y2 = corners
    return (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
