"""Links that are wide enough to be met, where the line has room (WCAG 2.2, 2.5.8).

Invariant: a link reaches over no words but its own: Chromium takes what a link's area covers for
its name.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from docforge.formats.pdf.marked_content import Annotation, Rectangle

_TARGET = 18.0  # points: 24 CSS pixels
_TOUCHING = 0.6  # points that boxes side by side may overlap

Lines = Mapping[tuple[int, int], Sequence[Rectangle]]


def widen(annotations: Sequence[Annotation], words: Iterable[tuple[int, Rectangle]]) -> None:
    """Make `annotations` as broad as a target should be, into what is empty beside them.

    `words` are the areas of text by the number of their page.
    """
    narrow = [a for a in annotations if a.rectangle[2] - a.rectangle[0] < _TARGET]
    pages = {annotation.page for annotation in narrow}
    text = _lines(each for each in words if each[0] in pages)
    links = _lines((a.page, a.rectangle) for a in annotations if a.page in pages)
    for annotation in narrow:
        _widen(annotation, _near(annotation, text), _near(annotation, links))


def _lines(areas: Iterable[tuple[int, Rectangle]]) -> Lines:
    lines: defaultdict[tuple[int, int], list[Rectangle]] = defaultdict(list)
    for page, area in areas:
        lines[page, _line(area)].append(area)
    return lines


def _line(area: Rectangle) -> int:
    return round((area[1] + area[3]) / 2 / _TARGET)


def _near(annotation: Annotation, lines: Lines) -> list[Rectangle]:
    """What stands at the height of an annotation, without itself."""
    _, bottom, _, top = annotation.rectangle
    line = _line(annotation.rectangle)
    return [
        area
        for number in (line - 1, line, line + 1)
        for area in lines.get((annotation.page, number), ())
        if area[1] < top and area[3] > bottom and area != annotation.rectangle
    ]


def _widen(annotation: Annotation, words: list[Rectangle], links: list[Rectangle]) -> None:
    left, bottom, right, top = annotation.rectangle
    missing = _TARGET - (right - left)
    # The room between two links is for both of them.
    least = [area[2] for area in words if area[2] <= left + _TOUCHING]
    least += [(area[2] + left) / 2 for area in links if area[2] <= left]
    most = [area[0] for area in words if area[0] >= right - _TOUCHING]
    most += [(area[0] + right) / 2 for area in links if area[0] >= right]
    before = min(missing, max(0.0, left - max(least, default=0.0)))
    behind = min(missing, max(0.0, min(most, default=right + missing) - right))
    share = missing / 2
    grown = min(before, max(share, missing - behind)), min(behind, max(share, missing - before))
    annotation.rectangle = (left - grown[0], bottom, right + grown[1], top)
