"""The dots of a leader as a line of points, which nobody reads.

Invariant: the points stand where the dots of the text would stand, in its colour; programs that
read a page without its tags meet no row of full stops in the contents.
"""

from typing import Any

# Of the size of the letters: how large a point is, and how far its middle is from the edge of the
# dot's own room.
_SIZE, _MIDDLE = 0.11, 0.13
_DASH = 0.1


def are_dots(text: str) -> bool:
    """Whether a leader is made of dots alone."""
    return set(text.strip()) <= {".", " "}


def draw_dots(stream: Any, box: Any) -> None:
    """A point for each dot of the text box `box`."""
    count = box.text.count(".")
    if not count:
        return
    size, step = box.style["font_size"], box.width / count
    is_leftward = box.style["direction"] == "rtl"
    first = box.position_x + (_MIDDLE * size if is_leftward else step - _MIDDLE * size)
    y = box.position_y + box.baseline - _SIZE * size / 2
    with stream.stacked():
        stream.set_color(box.style["color"], stroke=True)
        stream.set_line_width(_SIZE * size)
        stream.set_line_cap(1)
        # A dash of almost no length under a round cap is a point (ISO 32000-1, 8.4.3.6); of one
        # without any, PDFium makes one of this length and moves all that follow.
        stream.set_dash([_DASH, step - _DASH], 0)
        stream.move_to(first, y)
        # A little more, so that programs which round leave the last one in.
        stream.line_to(first + (count - 0.75) * step, y)
        stream.stroke()
