"""First lines of plain text, shaped twice: once with what follows, once by itself.

WeasyPrint shapes two lines of text, then the line with the word behind it to see whether that word
fits without its space, then the line. Where that word is too wide even so, the second is needless.

Invariant: what is given is what `weasyprint.text.line_break.split_first_line` gives; None is given
wherever a line may be broken in other ways than between words.
"""

import re
from typing import Any

from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import create_layout, first_line_metrics, line_size

# Letters of a line's own size that a line holds at most, nearly always: 1.9 in most fonts.
_RATIO = 2.6
# WeasyPrint takes other ways for a line that is narrower than so many letters.
_NARROW = 4
# Soft hyphens, ends of lines, and letters that run from right to left.
_PECULIAR = re.compile(
    "[\xad\n\r\t\u0590-\u08ff\u2028\u2029\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]"
)


def first_line(
    text: str, style: Any, context: Any, max_width: float | None, justification_spacing: Any
) -> tuple[Any, ...] | None:
    """Layout, length and end in bytes, width, height and baseline in CSS pixels; or None."""
    size = style["font_size"]
    if max_width is None or max_width == float("inf") or not size or size * _NARROW > max_width:
        return None
    if style["white_space"] != "normal" or style["hyphens"] == "auto":
        return None
    short = text[: int(max_width / size * _RATIO)]
    if style["letter_spacing"] != "normal" or _PECULIAR.search(short):
        return None
    layout = create_layout(short, style, context, max_width, justification_spacing)
    line, end = layout.get_first_line()
    width, _ = line_size(line, style)
    if width > max_width or (end is None and short != text):
        return None
    if end is not None:
        last = _next_break(layout, short, end)
        if last is None:
            return None
        if last > end and not _is_wider(layout, last, max_width - width):
            tried = short.encode()[:last].decode()
            layout.set_text(tried)
            line, end = layout.get_first_line()
            if end is None:
                end = last + 1
    given: tuple[Any, ...] = first_line_metrics(line, text, layout, end, True, style)
    return given


def _next_break(layout: Any, text: str, end: int) -> int | None:
    """Where the word behind byte `end` ends, in bytes; `end` where no space follows it.

    None when `text` ends before the line behind `end` may be broken.
    """
    start = len(text.encode()[:end].decode()) + 1
    breaks = pango.pango_layout_get_log_attrs_readonly(layout.layout, ffi.NULL)
    place = next((i for i in range(start, len(text)) if breaks[i].is_line_break), None)
    if place is None:
        return None
    is_word = text[place - 1] == " "
    return max(end, len(text[: place - 1].rstrip(" ").encode())) if is_word else end


def _is_wider(layout: Any, last: int, room: float) -> bool:
    """Whether the second line is wider than `room` pixels before byte `last`."""
    left = room / FROM_UNITS
    run = pango.pango_layout_get_line_readonly(layout.layout, 1).runs
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        if item.analysis.level % 2:
            return False
        for place in range(glyphs.num_glyphs):
            if item.offset + glyphs.log_clusters[place] >= last:
                return False
            left -= glyphs.glyphs[place].geometry.width
            if left < 0:
                return True
        run = run.next
    return False
