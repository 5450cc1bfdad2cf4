"""Lines that lie within one text, as three of four do, made without looking for anything else.

WeasyPrint looks for floats, boxes in the line, what may be broken between them, and how each is
aligned. A line of one text has none of these: it begins where the block begins, and stands on its
own base.

Invariant: a line is the one that `weasyprint.layout.inline.get_next_linebox` makes, to the last
bit of each place; what is not a single text from left to right is left to it.
"""

from typing import Any

import weasyprint.layout.inline
from weasyprint.formatting_structure import boxes

from docforge.formats.pdf.weasyprint.caches.lengths import resolve_percentages
from docforge.formats.pdf.weasyprint.patches.unbroken import fitted_text

original = weasyprint.layout.inline.get_next_linebox
_adjust_height = weasyprint.layout.inline._adjust_line_height
_align = weasyprint.layout.inline.text_align
_TOLERANCE = 1 + 1e-9  # what WeasyPrint adds to the room for the sake of rounding


def get_next_linebox(
    context: Any,
    lines: Any,
    position_y: float,
    bottom_space: float,
    skip_stack: Any,
    block: Any,
    *more: Any,
) -> tuple[Any, Any]:
    """The next line of `lines` in `block`, and where to go on behind it."""
    if not context.excluded_shapes and not any(more[-2:]) and lines.children:
        line = _line_of_text(context, lines, position_y, skip_stack, block)
        if line is not None:
            return line
    left: tuple[Any, Any] = original(
        context, lines, position_y, bottom_space, skip_stack, block, *more
    )
    return left


def _line_of_text(
    context: Any, lines: Any, position_y: float, skip_stack: Any, block: Any
) -> tuple[Any, Any] | None:
    """The line and where to go on; None where it is more than a part of one text."""
    ((number, within),) = ({0: None} if skip_stack is None else skip_stack).items()
    text = lines.children[number]
    if type(text) is not boxes.TextBox or not _is_plain(text.style, lines.style, block.style):
        return None
    if within is None:
        resolve_percentages(text, block)
    skip = _without_spaces(text, 0 if within is None else next(iter(within)))
    left = block.content_box_x()
    room = left + block.width - left
    start = left + lines.text_indent
    text.position_x, text.position_y = start, position_y
    made, end, is_kept = fitted_text(context, text, (left + room) * _TOLERANCE - start, skip)
    is_last = number == len(lines.children) - 1
    if made is None or made.text[-1] == " " or (end is None and not is_last):
        return None
    if start + made.width > (left + room) * _TOLERANCE:
        return None
    line = lines.copy()
    line.children = [made]
    line.position_x, line.width = left, start + made.width - left
    _adjust_height(line)
    lines.position_x, lines.position_y = left, position_y
    lines.width, lines.height = line.width, line.height
    offset = _align(context, line, room, last=end is None or is_kept)
    _place(line, made, offset, position_y)
    return line, None if end is None else {number: {end: None}}


def _is_plain(text: Any, line: Any, block: Any) -> bool:
    return bool(
        block["direction"] == line["direction"] == "ltr"
        and text["vertical_align"] == "baseline"
        and text["float"] == "none"
        and text["position"] == line["position"] == "static"
    )


def _without_spaces(text: Any, skip: int) -> int:
    """Where the line begins in `text`, in bytes: behind spaces that collapse."""
    if text.style["white_space"] not in ("normal", "nowrap", "pre-line"):
        return skip
    rest = text.text.encode()[skip:]
    return skip + len(rest) - len(rest.lstrip(b" "))


def _place(line: Any, text: Any, offset: float, position_y: float) -> None:
    """Put `line` at its height and the base of `text` on its own (CSS 2.1, 10.8)."""
    top, line_top = -text.baseline, -line.baseline
    bottom = top + (text.height + text.margin_top + text.margin_bottom)
    line_bottom = line_top + (line.height + line.margin_top + line.margin_bottom)
    top_of_all, bottom_of_all = min(top, line_top), max(bottom, line_bottom)
    line.baseline = -top_of_all
    line.height = bottom_of_all - top_of_all
    line.margin_top = line.margin_bottom = 0
    line.position_x += offset
    line.position_y = position_y
    text.position_x += offset
    text.position_y = top + (position_y - top_of_all)
