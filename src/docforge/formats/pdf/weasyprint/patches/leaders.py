"""The dots of a leader as one text, where WeasyPrint makes and paints a text of each.

Invariant: every dot stands where WeasyPrint puts it, to a hundredth of its width.
"""

from typing import Any

import weasyprint.text.line_break
from weasyprint.layout.leader import leader_index


def handle_leader(context: Any, line: Any, containing_block: Any) -> None:
    """Fill the first leader of `line`, if it has one, and move what follows it to the edge."""
    path, leader = leader_index(line)
    if path is None or not leader.children or leader.children[0].width <= 0:
        return
    (dot,) = leader.children
    room = containing_block.width - sum(
        child.margin_width() for child in line.children if child.is_in_normal_flow()
    )
    room -= sum(
        shape.width
        for shape in context.excluded_shapes
        if shape.position_y + shape.height > line.position_y
    )
    line.width = containing_block.width
    end = leader.position_x + room + dot.width
    leader.children = _dots(context, dot, leader.position_x, end, line.position_x + line.width)
    is_leftward = line.style["direction"] == "rtl"
    if is_leftward:
        leader.translate(dx=-room)
    _make_room(line, path, room, -room if is_leftward else room)


def _dots(context: Any, dot: Any, start: float, end: float, edge: float) -> tuple[Any, ...]:
    """What stands between `start` and `end`: dots of all lines stand below each other."""
    step = dot.width
    places = [edge - number * step for number in range(1, int((edge - start) / step) + 1)]
    places = [place for place in places if start <= place and place + step <= end]
    if not places:
        return ()
    text = dot.text * len(places)
    split = weasyprint.text.line_break.split_first_line  # which keeps what it is asked for again
    found = split(text, dot.style, context, None, 0)
    if abs(found[3] - step * len(places)) > step / 100:  # kerned from one dot to the next
        return tuple(_moved(dot, place) for place in places)
    box = _moved(dot.copy_with_text(text), places[-1])
    box.pango_layout, box.width = found[0], found[3]
    return (box,)


def _moved(dot: Any, place: float) -> Any:
    box = dot.copy()
    box.position_x = place
    return box


def _make_room(box: Any, path: Any, width: float, shift: float) -> None:
    """Widen what holds the leader at `path`, and move what stands behind it."""
    while path is not None:
        number, path = path
        for child in box.children[number + 1 :]:
            if child.is_in_normal_flow():
                child.translate(dx=shift)
        box = box.children[number]
        box.width += width
