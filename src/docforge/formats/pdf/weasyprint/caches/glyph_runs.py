"""Glyphs of a line: what is written for one is kept with its font, and a line is written at once.

Invariant: a line is written as `weasyprint.draw.text.draw_first_line` writes it; a line with
anything but plain glyphs is left to it.
"""

import struct
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

import weasyprint.draw.text
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from docforge.formats.pdf.weasyprint.caches.known_lines import KnownLine
from docforge.formats.pdf.weasyprint.caches.known_words import KnownWords, ShapedWord
from docforge.formats.pdf.weasyprint.patches.fonts import FILLER
from docforge.formats.pdf.weasyprint.patches.shaping import name_marks

original = weasyprint.draw.text.draw_first_line

# PangoGlyphInfo: the glyph, its width, its offsets to the right and down, and attributes.
_INFO = struct.Struct("=Iiii4x")
# From here on they are no glyphs of a font: an empty one, and characters that have none.
_PECULIAR = pango.PANGO_GLYPH_EMPTY
_TOO_SMALL = 1e-6  # CSS pixels


def draw_line(stream: Any, box: Any, overflow: Any, ellipsis: Any, matrix: Any) -> Any:
    """Draw the line of `box`, and give back the emoji that are still to be drawn: none."""
    is_plain = overflow != "ellipsis" and ellipsis == "none" and hasattr(stream, "show_run")
    if not is_plain or box.style["font_size"] < _TOO_SMALL or not box.text.strip():
        return original(stream, box, overflow, ellipsis, matrix)
    layout = box.pango_layout
    if isinstance(layout, KnownLine):
        face = _face_of(stream, layout.known)
        if _has_pictures(face[1]):
            return original(stream, box, overflow, ellipsis, matrix)
        _draw_words(stream, layout, face, matrix)
        return []
    if not getattr(layout, "is_kept", False):  # kept ones hold no end of a paragraph
        pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    runs = list(_runs(stream, layout))
    if None in runs:
        name_marks(stream, layout)
        return original(stream, box, overflow, ellipsis, matrix)
    stream.set_text_matrix(*matrix.values)
    for font, size, shown, said in _joined(runs):
        stream.set_font_size(font.hash, size)
        stream.show_run(shown, said)
    return []


def _draw_words(stream: Any, line: KnownLine, face: Any, matrix: Any) -> None:
    """Show a line of known words; what is written for a word is kept with its font."""
    _, font, size = face
    written = vars(font).setdefault("written_words", {}).setdefault(size, {})
    codes, said = [], []
    for place, word in enumerate(line.words):
        for each in (line.known.space, word) if place else (word,):
            if each not in written:
                written[each] = _written_word(stream, each, face)
            code, meaning = written[each]
            codes.append(code)
            said.append(meaning)
    stream.set_text_matrix(*matrix.values)
    stream.set_font_size(font.hash, size)
    stream.show_run(_closed("<" + "".join(codes)), said)


def _face_of(stream: Any, known: KnownWords) -> Any:
    """Pango's font, WeasyPrint's and its size, which need not be asked for again."""
    if known.key not in stream._fonts:
        stream.add_font(known.font)
    font = stream._fonts[known.key]
    # Two Pango fonts may be one face.
    return known.font, stream.faces.setdefault(font.hash, font), known.size


def _written_word(stream: Any, word: ShapedWord, face: Any) -> tuple[str, str]:
    """The codes of a word with the moves between them, and what they mean."""
    _, font, size = face
    known = font.__dict__.setdefault("written_glyphs", {})
    shown, said = "", ""
    for glyph, width, meaning in word.glyphs:
        if (size, glyph, width) not in known:
            font.to_unicode.setdefault(glyph, meaning)
            known[size, glyph, width] = _code(stream, glyph, width, face)
        code, letters = known[size, glyph, width]
        shown, said = shown + code, said + letters
    return shown, said


_Run = tuple[Any, float, str, list[str]]


def _joined(runs: list[Any]) -> Iterator[_Run]:
    """Neighbours of one font are shown as one."""
    for _, neighbours in groupby(runs, key=itemgetter(0)):
        same = list(neighbours)
        _, font, size, *_ = same[0]
        shown = "".join(run[3] for run in same).replace("><", "")
        yield font, size, shown, [said for run in same for said in run[4]]


def _runs(stream: Any, layout: Any) -> Iterator[Any]:
    """The font, size, glyphs and meanings of each run; None for one that is not plain."""
    run = layout.get_first_line()[0].runs[0]
    while run != ffi.NULL:
        item = run.data
        run = run.next
        pango_font = item.item.analysis.font
        font, size = stream.add_font(pango_font)
        if _has_pictures(font):
            yield None
            return
        written = _written(stream, layout, item, (pango_font, font, size))
        yield None if written is None else (pango_font, font, size, *written)


def _has_pictures(font: Any) -> bool:
    return bool(font.bitmap or font.png or font.svg or font.colr)


def _written(stream: Any, layout: Any, item: Any, face: Any) -> tuple[str, list[str]] | None:
    _, font, size = face
    count = item.glyphs.num_glyphs
    known = font.__dict__.setdefault("written_glyphs", {})
    infos = list(_INFO.iter_unpack(ffi.buffer(item.glyphs.glyphs, count * _INFO.size)))
    if any(right or down or glyph >= _PECULIAR for glyph, _, right, down in infos):
        return None
    shown, said = ["<"], []
    for place, (glyph, width, _, _) in enumerate(infos):
        written = known.get((size, glyph, width))
        if written is None:
            if glyph not in font.to_unicode:
                font.to_unicode[glyph] = _meaning(layout, item, place)
            known[size, glyph, width] = written = _code(stream, glyph, width, face)
        shown.append(written[0])
        said.append(written[1])
    return _closed("".join(shown)), said


def _closed(shown: str) -> str:
    """Codes with the sign behind the last one; a move at the end has none."""
    return shown[:-1] if shown[-1] == "<" else f"{shown}>"


def _meaning(layout: Any, item: Any, place: int) -> str:
    """The characters that the glyph at `place` of a run stands for."""
    starts = item.glyphs.log_clusters
    begin, last = starts[place], item.glyphs.num_glyphs - 1
    if item.item.analysis.level % 2:
        end = item.item.length if place == 0 else starts[place - 1]
    else:
        end = item.item.length if place == last else starts[place + 1]
    own: bytes = layout.text.encode()[item.item.offset + begin : item.item.offset + end]
    return own.decode()


def _code(stream: Any, glyph: int, width: int, face: Any) -> tuple[str, str]:
    """What is written for a glyph and the move behind it, and what it means in its font."""
    pango_font, font, size = face
    if glyph not in font.widths:
        pango.pango_font_get_glyph_extents(pango_font, glyph, stream.ink_rect, stream.logical_rect)
        font.widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
    kerning = int(font.widths[glyph] - width * 1000 * FROM_UNITS / size)
    code = f"{glyph:04x}>{kerning}<" if kerning else f"{glyph:04x}"
    return code, font.to_unicode[glyph] or FILLER
