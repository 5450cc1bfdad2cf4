"""Lines with right-to-left letters, painted in the order in which they are read.

Invariant: the glyphs of such a line, one after the other, say its text in logical order (ISO
32000-2, 14.8.2.5.3), and each is seen where WeasyPrint puts it.
"""

import re
from collections.abc import Sequence
from typing import Any

import weasyprint.draw.text

from docforge.formats.pdf.weasyprint.patches.invisible import INVISIBLE_MODE, NAME, WIDTH
from docforge.formats.pdf.weasyprint.patches.shaping import Cluster, Glyph, Pen, clusters_of

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]")
_SOFT_HYPHEN = "\u00ad"


def draw_line(stream: Any, box: Any, overflow: Any, ellipsis: Any, matrix: Any) -> Any:
    """Draw a line in reading order, where WeasyPrint would draw it from left to right.

    Gives back what WeasyPrint does: the emoji that are still to be drawn.
    """
    is_ours = box in getattr(stream, "sequences", ()) and overflow != "ellipsis"
    # In a right-to-left document PDFium would turn round the parts of an address as well.
    is_leftward = is_ours and (stream.leftward or _RIGHT_TO_LEFT.search(box.pango_layout.text))
    if not is_leftward or ellipsis != "none":
        return draw_first_line(stream, box, overflow, ellipsis, matrix)
    clusters = list(clusters_of(stream, box.pango_layout))
    pen = Pen(stream)
    emoji = draw_first_line(pen, box, overflow, ellipsis, matrix)
    glyphs = list(pen.glyphs())
    for cluster in clusters:
        own, glyphs = glyphs[: len(cluster.codes)], glyphs[len(cluster.codes) :]
        cluster.glyphs = own[::-1] if cluster.is_leftward else own
    _PaintedLine(stream, matrix).paint(sorted(clusters, key=lambda cluster: cluster.start))
    return emoji


draw_first_line = weasyprint.draw.text.draw_first_line


class _PaintedLine:
    """A line that is being painted; `_x` is how far it is read."""

    def __init__(self, stream: Any, matrix: Any) -> None:
        self._stream, self._matrix = stream, matrix
        self._x = self._size = 0.0

    def paint(self, clusters: Sequence[Cluster]) -> None:
        """Paint `clusters`, which come in reading order."""
        glyphs = [glyph for cluster in clusters for glyph in cluster.glyphs]
        if not glyphs:  # letters too small to be drawn
            return
        self._x = max(glyph.end for glyph in glyphs) if clusters[0].is_leftward else 0.0
        self._size = glyphs[0].size
        for cluster, following in zip(clusters, [*clusters[1:], None], strict=True):
            self._go_past(cluster, following)
            if cluster.is_plain:
                self._show_cluster(cluster)
            else:
                with self._stream.saying(cluster.text):
                    for glyph in cluster.glyphs:
                        self._show(glyph, "")

    def _go_past(self, cluster: Cluster, following: Cluster | None) -> None:
        """Move on to where `cluster` ends; without a glyph it stands where the next one begins."""
        at_start = not cluster.glyphs
        if at_start and following is not None and following.is_leftward == cluster.is_leftward:
            cluster = following
        if not cluster.glyphs:
            return
        self._size = cluster.glyphs[0].size
        if cluster.is_leftward != at_start:
            self._x = min(glyph.x for glyph in cluster.glyphs)
        else:
            self._x = max(glyph.end for glyph in cluster.glyphs)

    def _show_cluster(self, cluster: Cluster) -> None:
        for character, number in zip(cluster.text, cluster.glyph_of_character, strict=True):
            if number is not None:
                self._show(cluster.glyphs[number], character)
            elif character != _SOFT_HYPHEN:
                self._show_invisible(character, cluster.is_leftward)

    def _show(self, glyph: Glyph, said: str) -> None:
        digits = 2 if glyph.font.bitmap else 4
        if glyph.rise:
            self._stream.set_text_rise(glyph.rise)
        self._stream.set_text_matrix(*self._place(glyph.x))
        self._stream.show_glyph(glyph.font.hash, glyph.size, f"{glyph.code:0{digits}x}", said)
        if glyph.rise:
            self._stream.set_text_rise(0)

    def _show_invisible(self, character: str, is_leftward: bool) -> None:
        width = WIDTH * self._size / 1000
        self._stream.set_text_rendering(INVISIBLE_MODE)
        self._stream.set_text_matrix(*self._place(self._x - width if is_leftward else self._x))
        code = self._stream.invisible.code(character)
        self._stream.show_glyph(NAME, self._size, f"{code:04x}", character)
        self._stream.set_text_rendering(0)
        self._x += -width if is_leftward else width

    def _place(self, x: float) -> tuple[float, ...]:
        *turns, left, top = self._matrix.values
        return (*turns, round(left + x, 3), round(top, 3))
