"""Whether what is heard is seen: each text and picture inside its page, visible and uncovered.

Invariant: what cannot be decided by boxes and colours is decided for the reader: it is told.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from docforge.verify.readers.pdf.columns import Places, grids_of, uneven
from docforge.verify.readers.pdf.covering import (
    Grounds,
    covered_figures,
    over_and_under,
    stray_shapes,
)
from docforge.verify.readers.pdf.decoration import looks, undecorated
from docforge.verify.readers.pdf.elements import Element
from docforge.verify.readers.pdf.figures import figure_boxes, figure_marks, peculiar_figures
from docforge.verify.readers.pdf.fonts import peculiar_fonts
from docforge.verify.readers.pdf.furniture import odd_furniture, odd_margins
from docforge.verify.readers.pdf.geometry import Box, is_inside, share_inside, shared
from docforge.verify.readers.pdf.images import peculiar_images
from docforge.verify.readers.pdf.lines import SeenLine, lines_of
from docforge.verify.readers.pdf.link_areas import link_areas, peculiar_links
from docforge.verify.readers.pdf.nearby import Nearby, overlapping
from docforge.verify.readers.pdf.paint import Painted, Painting
from docforge.verify.readers.pdf.placing import misplaced
from docforge.verify.readers.pdf.sizes import odd_sizes
from docforge.verify.readers.pdf.standing import standings
from docforge.verify.readers.pdf.starts import odd_starts

_LEAST_SIZE, _LARGEST_SIZE = 6.0, 80.0  # points
_UNSEEN_PER_LETTER = 6
# Of a letter's size: how far a full stop may stand under the letter or the mark beside it.
_KERNED = 0.2


def peculiar_paint(
    pdf: Any, root: Element, paintings: Sequence[Painting], places: Places
) -> Iterator[str]:
    """What of the content of `pdf` is not seen, page after page, of what each page paints.

    `places` tells where each cell is in its table.
    """
    boxes, links, known = figure_boxes(root), link_areas(root), standings(root)
    pictures, decorated = figure_marks(root), looks(root)
    lines: list[list[SeenLine]] = []
    for number, (page, painting) in enumerate(zip(pdf.pages, paintings, strict=True), 1):
        items, where = painting.items, f"on page {number}"
        yield from (f"{text} {where}" for text in dict.fromkeys(painting.odd))
        yield from (f"{text} {where}" for text in _page(page.obj, items))
        own_pictures = pictures.get(page.obj.objgen, set())
        yield from (f"{text} {where}" for text in _mistagged(items, own_pictures))
        own_marks = known.get(page.obj.objgen, {})
        yield from (f"{text} {where}" for text in misplaced(items, own_marks))
        seen = lines_of(items, own_marks, own_pictures)
        lines.append(seen.lines)
        yield from (f"{text} {where}" for text in (*seen.odd, *odd_starts(seen.lines)))
        grids = grids_of(items, own_marks, places)
        yield from (f"{text} {where}" for grid in grids for text in uneven(grid))
        may_label = any(grid.is_stacked for grid in grids)
        odd = odd_furniture(items, seen.lines, may_label=may_label)
        yield from (f"{text} {where}" for text in odd)
        own_boxes = boxes.get(page.obj.objgen, {})
        yield from (f"{text} {where}" for text in peculiar_figures(items, own_boxes))
        yield from (f"{text} {where}" for text in covered_figures(items, own_boxes))
        look = decorated.get(page.obj.objgen, {})
        yield from (f"{text} {where}" for text in dict.fromkeys(undecorated(items, look)))
        contents = {mark for mark, each in look.items() if each.in_contents}
        yield from (f"{text} {where}" for text in stray_shapes(items, contents))
        own = links.get(page.obj.objgen, ())
        yield from (f"{text} {where}" for text in peculiar_links(items, own))
    yield from odd_sizes(lines)
    boxes_of_pages = [page.obj.MediaBox for page in pdf.pages]
    sheets = [(float(box[2]), float(box[3])) for box in boxes_of_pages]
    yield from odd_margins(paintings, sheets)
    yield from peculiar_fonts(pdf)
    yield from peculiar_images(pdf)


def _mistagged(items: Sequence[Painted], pictures: set[int]) -> Iterator[str]:
    """Text of the tag tree whose marks in the page say that it is a picture, or no content."""
    tags = [
        item.tag
        for item in items
        if item.kind == "text" and item.mark is not None and item.mark not in pictures
    ]
    for tag in ("Figure", "Artifact"):
        if tag in tags:
            yield f"text that is marked as {tag}"


def _page(page: Any, items: Sequence[Painted]) -> Iterator[str]:
    width, height = (float(n) for n in page.MediaBox[2:])
    paper: Box = (0, 0, width, height)
    texts = [(n, item) for n, item in enumerate(items) if item.kind == "text"]
    grounds: Grounds = Nearby(
        (item.box, (n, item)) for n, item in enumerate(items) if item.kind != "text"
    )
    unseen: dict[int | None, list[int]] = {}
    for n, item in texts:
        if item.in_form:
            if item.tag != "Figure":
                yield "words in a form"
            continue
        if item.tag == "Figure":
            continue
        counts = unseen.setdefault(item.mark, [0, 0])
        counts[0], counts[1] = counts[0] + item.visible, counts[1] + item.unseen
        if item.visible:
            yield from _text(item, paper)
            yield from over_and_under(n, item, grounds)
    if any(many > _UNSEEN_PER_LETTER * max(few, 1) for few, many in unseen.values()):
        yield "words in the font that shows nothing"
    yield from _overlaps([item for _, item in texts if item.visible and not item.in_form])


def _text(item: Painted, paper: Box) -> Iterator[str]:
    a, b, c, d, _, _ = item.matrix
    if item.mode != 0:
        yield f"text in rendering mode {item.mode}"
    if item.strange:
        yield f"text under {item.strange}"
    if not (a > 0 and d > 0 and abs(b) < a / 50 and abs(c) < d / 2 and 0.85 < a / d < 1.18):
        yield "text that is turned, mirrored or stretched"
    elif not _LEAST_SIZE <= d <= _LARGEST_SIZE:
        yield f"text of {d:.1f} pt"
    if not is_inside(item.box, paper):
        yield "text off the page"
    elif not is_inside(item.box, item.clip):
        yield "text that is cut off"


def _overlaps(texts: Sequence[Painted]) -> Iterator[str]:
    """Texts of two contents in one place."""
    for one, other in overlapping([item.box for item in texts]):
        item, before = texts[one], texts[other]
        if (before.mark, before.tag) == (item.mark, item.tag) and item.mark is not None:
            continue
        share = max(share_inside(item.box, before.box), share_inside(before.box, item.box))
        if share > 0.3 and _is_more_than_kerned(item, before):
            yield "text over other text"
            return


def _is_more_than_kerned(one: Painted, other: Painted) -> bool:
    """Whether two texts have more in common than neighbours that a font draws together."""
    left, _, right, _ = shared(one.box, other.box)
    return right - left > _KERNED * max(one.matrix[3], other.matrix[3])
