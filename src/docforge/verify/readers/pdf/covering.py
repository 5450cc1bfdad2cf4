"""What lies over and under letters and figures, and beside letters (ISO 32000-1, 11.2).

Invariant: the ground of a text is one plain area, or white paper; nothing but the line that marks
it, and the sign that it says, is painted over it.
"""

from collections.abc import Collection, Iterator, Sequence

from docforge.verify.readers.pdf.contrast import blended, contrast_of
from docforge.verify.readers.pdf.geometry import Box, shared
from docforge.verify.readers.pdf.nearby import Nearby
from docforge.verify.readers.pdf.paint import Colour, Painted

_LEAST_CONTRAST, _LEAST_OF_LARGE, _LARGE = 4.5, 3.0, 18.0  # WCAG 2.2, 1.4.3
_WHITE: Colour = (1.0, 1.0, 1.0)
# In parts of a letter's size: how high letters are, how far an area has to reach into them, how
# thick a line may be that marks them, how high a sign among them may be, and how near is beside.
_HIGH, _INTO, _THICK, _SIGN, _BESIDE = 0.7, 0.02, 0.15, 1.5, 0.6
_REPEATED, _UNDER = "Artifact/Pagination", 0.35  # how far below letters their line may lie
_OVERHANG = 0.12  # how far the picture of an emoji may reach over the place that it takes
_WHOLE = 0.98  # of a text's box that its ground has under it
_TOUCH, _NEXT = 0.5, 1.0  # points
# Points: borders of cells are thinner, or longer, than an area of these sizes.
_LEAST_AREA, _LARGEST_BLOT = 3.2, 12.0
_LEAST_LINE, _SHORTEST_LINE = 0.3, 11.0
# Corners of an area that is no letter: of its sides, of the frame between two rectangles, or of a
# rectangle with round corners.
_MOST_CORNERS = 32
Grounds = Nearby[tuple[int, Painted]]
BLOT, SHAPE, PICTURE = "an area as small as a sign", "a drawn shape", "a picture of nothing"
BESIDE = "something drawn beside letters"


def over_and_under(number: int, item: Painted, grounds: Grounds) -> Iterator[str]:
    """The colour of a text on its ground, and what was painted over it."""
    size = item.matrix[3] or 1.0
    box: Box = (item.box[0], item.box[1], item.box[2], item.box[1] + _HIGH * size)
    ground: Colour = _WHITE
    for _, (n, other) in grounds.near(box):
        left, bottom, right, top = shared(box, other.box)
        if min(right - left, top - bottom) <= _INTO * size or other.alpha <= 0:
            continue
        if other.kind == "stroke" and other.mark is not None and top - bottom <= _THICK * size:
            continue  # it marks these words, or some beside them
        if _is_emoji_beside(other) and right - left <= _OVERHANG * size:
            continue
        if n > number:
            if not is_sign(other, item):
                yield "text under something that is painted later"
                return
        elif other.kind == "fill" and other.colour is not None and _is_under(other.box, box):
            ground = blended(other.colour, other.alpha, ground)
        elif not is_sign(other, item):
            yield "text on something else than a plain ground"
            return
    if item.colour is None:
        yield "text in a pattern"
        return
    needed = _LEAST_OF_LARGE if item.matrix[3] >= _LARGE else _LEAST_CONTRAST
    contrast = contrast_of(item.colour, item.alpha, ground)
    if contrast < needed - 0.05:
        yield f"text with a contrast of {contrast:.1f}"


def _is_under(ground: Box, text: Box) -> bool:
    """Whether a ground has all of a text on it, but for what hangs over its ends."""
    left, bottom, right, top = shared(ground, text)
    return right - left >= _WHOLE * (text[2] - text[0]) and (
        top - bottom >= _WHOLE * (text[3] - text[1])
    )


def _is_emoji_beside(picture: Painted) -> bool:
    """Whether a picture stands among letters: its margin is wider than the room that it takes."""
    return picture.kind == "image" and picture.mark is not None and picture.tag != "Figure"


def is_sign(picture: Painted, text: Painted) -> bool:
    """Whether a picture is the sign that a text says, such as an emoji, also in a running head."""
    if text.mark is not None:
        return picture.mark == text.mark and picture.kind != "stroke"
    is_of_a_letter = picture.box[3] - picture.box[1] < _SIGN * text.matrix[3]
    return picture.kind == "image" and picture.sequence == text.sequence and is_of_a_letter


def covered_figures(items: Sequence[Painted], boxes: dict[int, Box]) -> Iterator[str]:
    """Figures and formulas with something painted over them that is no part of them."""
    if not boxes:
        return
    last: dict[int | None, int] = {}
    for n, item in enumerate(items):
        if item.mark in boxes:
            last[item.mark] = n
    places = Nearby((box, mark) for mark, box in boxes.items())
    for n, item in enumerate(items):
        if item.mark in boxes or item.alpha <= 0:
            continue
        for box, mark in places.near(item.box):
            left, bottom, right, top = shared(box, item.box)
            # A line under the words beside may begin in the room around a formula.
            is_underline = item.kind == "stroke" and item.mark is not None
            touch = _NEXT if is_underline else _TOUCH
            if n > last.get(mark, n) and right - left > touch and top - bottom > _TOUCH:
                yield "a figure under something that is painted later"
                return


def stray_shapes(items: Sequence[Painted], contents: Collection[int]) -> Iterator[str]:
    """Areas, lines and pictures that are no ground, border or sign of any text.

    `contents` are the marks of lines of the contents, which dots lead from.
    """
    texts = [item for item in items if item.kind == "text" and item.visible and not item.in_form]
    lines = Nearby((_line_of(item), item) for item in texts if item.tag != "Figure")
    has_contents = any(item.mark in contents for item in texts)
    level: dict[bool, list[Box]] = {True: [], False: []}  # lines, by whether letters are beside
    for item in items:
        if item.kind == "image" and item.tag != "Figure":
            if not any(is_sign(item, text) for _, text in lines.near(item.box)):
                yield PICTURE
        elif item.mark is None and item.kind in ("fill", "stroke") and item.alpha > 0:
            told = list(_stray(item, lines, contents, has_contents=has_contents))
            if item.kind == "stroke" and told in ([], [BESIDE]):
                level[bool(told)].append(item.box)
            else:
                yield from told
    if any(not is_border(box, level[False]) for box in level[True]):
        yield BESIDE


def is_border(line: Box, others: Sequence[Box]) -> bool:
    """Whether one of `others` is as broad as a level line, and in its column: borders of a cell."""
    left, _, right, _ = line
    return any(abs(other[0] - left) < _TOUCH and abs(other[2] - right) < _TOUCH for other in others)


def _stray(
    item: Painted, lines: Nearby[Painted], contents: Collection[int], *, has_contents: bool
) -> Iterator[str]:
    left, bottom, right, top = item.box
    short, long = sorted((right - left, top - bottom))
    if short <= 0 or long <= _LEAST_LINE:
        return  # a border of nothing
    is_line = item.kind == "stroke"
    is_short = is_line and long < _SHORTEST_LINE and not has_contents
    if item.corners > _MOST_CORNERS or item.name:
        yield SHAPE
    elif (
        is_line
        and item.tag == _REPEATED
        and any(_is_below(item, text) for _, text in lines.near(item.box))
    ):
        return  # the line of a link in a header that is repeated
    elif is_short or (short >= _LEAST_AREA and long < _LARGEST_BLOT):
        yield BLOT
    elif top - bottom < _LARGEST_BLOT * 4:
        near = (text for _, text in lines.near(item.box))
        if any(_is_beside(item, text) and not (is_line and text.mark in contents) for text in near):
            yield BESIDE


def _line_of(text: Painted) -> Box:
    """A text with what is beside it."""
    size = text.matrix[3]
    left, bottom, right, _ = text.box
    return (left - _BESIDE * size, bottom, right + _BESIDE * size, bottom + _HIGH * size)


def _is_below(line: Painted, text: Painted) -> bool:
    """Whether a line is under letters of the same repeated header."""
    low = (text.base - line.box[1]) / text.matrix[3]
    is_within = text.begin - _TOUCH <= line.box[0] and line.box[2] <= text.end + _TOUCH
    return text.tag == line.tag and is_within and 0 <= low <= _UNDER


def _is_beside(item: Painted, text: Painted) -> bool:
    """Whether an area stands in the line of a text as a sign would."""
    left, bottom, right, top = item.box
    line, size = _line_of(text), text.matrix[3]
    in_line = bottom > line[1] - 0.1 * size and top < line[3] + 0.05 * size
    return in_line and left < line[2] and right > line[0]
