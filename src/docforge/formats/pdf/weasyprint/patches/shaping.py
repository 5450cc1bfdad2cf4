"""A line as Pango has shaped it: clusters of characters, and the glyphs that show them.

Invariant: every glyph belongs to one cluster, every character of the line to one.
"""

import re
from collections.abc import Iterator
from typing import Any
from unicodedata import normalize

from msgspec import Struct, field
from weasyprint.text.ffi import ffi, pango

from docforge.formats.pdf.weasyprint.patches.fonts import FILLER, letters_of

_SHOWN = re.compile(r"<([0-9a-f]+)>|(-?\d+(?:\.\d+)?(?:e-?\d+)?)")


class Glyph(Struct, frozen=True):
    """A glyph, `x` to the right of where its line begins; all lengths in CSS pixels."""

    font: Any
    size: float
    code: int
    x: float
    rise: float

    @property
    def end(self) -> float:
        """Its right edge."""
        return self.x + float(self.font.widths[self.code]) * self.size / 1000


class Cluster(Struct):
    """Characters that are drawn as one, and their glyphs, in reading order.

    `start` is its place in the line. `codes` are the font and number of each glyph;
    `glyph_of_character` says which of them stands for each character, None for one that has none.
    """

    text: str
    start: int
    is_leftward: bool
    codes: list[tuple[Any, int]]
    glyph_of_character: list[int | None] = field(default_factory=list)
    glyphs: list[Glyph] = field(default_factory=list)

    @property
    def is_plain(self) -> bool:
        """Whether each glyph stands for one character, and in its font means that one."""
        named = [number for number in self.glyph_of_character if number is not None]
        return len(named) == len(self.codes) and all(
            number is None or self._meaning(number) == character.replace("\u00a0", " ")
            for character, number in zip(self.text, self.glyph_of_character, strict=True)
        )

    def _meaning(self, number: int) -> str:
        font, code = self.codes[number]
        return str(font.to_unicode[code])


class Pen:
    """Stands in for the stream while WeasyPrint draws a line, and keeps what it shows."""

    def __init__(self, stream: Any) -> None:
        self.add_font = stream.add_font
        self.ink_rect, self.logical_rect = stream.ink_rect, stream.logical_rect
        self._faces = stream.faces
        self._font: Any = None
        self._size = self._rise = 0.0
        self._shown: list[tuple[Any, float, float, str]] = []

    def set_text_matrix(self, *values: float) -> None:
        """Nothing here: glyphs are placed when they are painted."""

    def set_font_size(self, name: str, size: float) -> None:
        self._font, self._size = self._faces[name], size

    def set_text_rise(self, rise: float) -> None:
        self._rise = rise

    def show_text(self, text: str) -> None:
        self._shown.append((self._font, self._size, self._rise, text))

    def glyphs(self) -> Iterator[Glyph]:
        """All glyphs from left to right. Their widths are known only when all is drawn."""
        x = 0.0
        for font, size, rise, text in self._shown:
            digits = 2 if font.bitmap else 4
            for shown, move in _SHOWN.findall(text):
                x -= float(move or 0) * size / 1000
                for at in range(0, len(shown), digits):
                    glyph = Glyph(font, size, int(shown[at : at + digits], 16), x, rise)
                    yield glyph
                    x = glyph.end


def clusters_of(stream: Any, layout: Any) -> Iterator[Cluster]:
    """The clusters of a line, from left to right, before it is drawn.

    Meanings that the fonts' glyphs do not have yet are given to them.
    """
    # So does WeasyPrint: a line break inside the text is drawn as a character.
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    for cluster in _shaped(stream, layout):
        _match_glyphs(cluster)
        yield cluster


def name_marks(stream: Any, layout: Any) -> None:
    """Give letters and the marks upon them their own meaning, where they are of one cluster.

    HarfBuzz makes one of “ã̰”, since its marks change places; WeasyPrint says all of it with the
    last mark, and nothing with the letter.
    """
    for cluster in _shaped(stream, layout):
        if len(cluster.codes) > 1:
            own = [letters_of(font).get(code, "") for font, code in cluster.codes]
            if all(own) and normalize("NFC", "".join(own)) == normalize("NFC", cluster.text):
                for (font, code), letter in zip(cluster.codes, own, strict=True):
                    font.to_unicode.setdefault(code, letter)


def _shaped(stream: Any, layout: Any) -> Iterator[Cluster]:
    """The clusters of each run of a line."""
    text = layout.text.encode()
    run = layout.get_first_line()[0].runs[0]
    while run != ffi.NULL:
        font, _ = stream.add_font(run.data.item.analysis.font)
        yield from _clusters_of_run(run.data, text, font)
        run = run.next


def _clusters_of_run(run: Any, text: bytes, font: Any) -> Iterator[Cluster]:
    item, shaped = run.item, run.glyphs
    glyphs = [_code(info.glyph, font) for info in shaped.glyphs[0 : shaped.num_glyphs]]
    starts = shaped.log_clusters[0 : shaped.num_glyphs]
    codes: dict[int, list[tuple[Any, int]]] = {start: [] for start in starts}
    for start, glyph in zip(starts, glyphs, strict=True):
        if glyph != pango.PANGO_GLYPH_EMPTY:
            codes[start].append((font, glyph))
    ends = dict(zip(sorted(codes), [*sorted(codes)[1:], item.length], strict=True))
    is_leftward = item.analysis.level % 2 == 1
    for start, own in codes.items():
        said = text[item.offset + start : item.offset + ends[start]].decode()
        in_order = own[::-1] if is_leftward else own
        yield Cluster(said, item.offset + start, is_leftward, in_order)


def _code(glyph: int, font: Any) -> int:
    """A glyph's number; as in WeasyPrint, one that is free for a character without a glyph."""
    if glyph == pango.PANGO_GLYPH_EMPTY or not glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG:
        return glyph
    code: int = font.get_unused_glyph_id(glyph - pango.PANGO_GLYPH_UNKNOWN_FLAG)
    return code


def _match_glyphs(cluster: Cluster) -> None:
    """Say which glyph stands for which character: by the font's own table, then by their order."""
    glyph_of_character: list[int | None] = [None] * len(cluster.text)
    waiting = list(range(len(cluster.codes)))
    for number, (font, code) in enumerate(cluster.codes):
        place = cluster.text.find(letters_of(font).get(code, FILLER))
        if place >= 0 and glyph_of_character[place] is None:
            glyph_of_character[place] = number
            waiting.remove(number)
    for place, glyph in enumerate(glyph_of_character):
        if glyph is None and waiting:
            glyph_of_character[place] = waiting.pop(0)
    cluster.glyph_of_character = glyph_of_character
    meanings = dict(zip(glyph_of_character, cluster.text, strict=True))
    for number, (font, code) in enumerate(cluster.codes):
        font.to_unicode.setdefault(code, meanings.get(number, FILLER))
