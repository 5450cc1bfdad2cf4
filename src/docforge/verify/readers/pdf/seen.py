"""Whether what is heard is seen: each text and picture inside its page, visible and uncovered.

Invariant: what cannot be decided by boxes and colours is decided for the reader: it is told.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from docforge.verify.readers.pdf.elements import Element, descendants
from docforge.verify.readers.pdf.graphics import (
    Box,
    Colour,
    Painted,
    advances,
    face_of,
    items_of,
    shared,
)

_LEAST_SIZE, _LARGEST_SIZE = 6.0, 80.0  # points
_LEAST_CONTRAST, _LEAST_OF_LARGE, _LARGE = 4.5, 3.0, 18.0  # WCAG 2.2, 1.4.3
_ROUNDING = 1.5  # points
_TARGET = 18.0  # points to which links of a letter are widened, over what is beside them
_UNSEEN_PER_LETTER = 6
_WHITE: Colour = (1.0, 1.0, 1.0)


def peculiar_paint(pdf: Any, root: Element) -> Iterator[str]:
    """What of the content of `pdf` is not seen, page after page."""
    figures, links = _figures(root), _links(root)
    for number, page in enumerate(pdf.pages, 1):
        items = items_of(page.obj)
        where = f"on page {number}"
        yield from (f"{text} {where}" for text in _page(page.obj, items))
        boxes = figures.get(page.obj.objgen, {})
        yield from (f"{text} {where}" for text in _pictures(items, boxes))
        own = links.get(page.obj.objgen, ())
        yield from (f"{text} {where}" for text in _rectangles(items, own))
    yield from _fonts(pdf)


def _page(page: Any, items: Sequence[Painted]) -> Iterator[str]:
    width, height = (float(n) for n in page.MediaBox[2:])
    paper: Box = (0, 0, width, height)
    texts = [(n, item) for n, item in enumerate(items) if item.kind == "text"]
    grounds = [(n, item) for n, item in enumerate(items) if item.kind != "text"]
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
            yield from _over_and_under(n, item, grounds)
    if any(many > _UNSEEN_PER_LETTER * max(few, 1) for few, many in unseen.values()):
        yield "words in the font that shows nothing"
    yield from _overlaps([item for _, item in texts if item.visible and not item.in_form])


def _text(item: Painted, paper: Box) -> Iterator[str]:
    a, b, c, d, _, _ = item.matrix
    if item.mode != 0:
        yield f"text in rendering mode {item.mode}"
    if item.strange:
        yield f"text under {item.strange}"
    if not (a > 0 and d > 0 and abs(b) < a / 50 and abs(c) < d / 2 and d / 3 < a < d * 3):
        yield "text that is turned, mirrored or stretched"
    elif not _LEAST_SIZE <= d <= _LARGEST_SIZE:
        yield f"text of {d:.1f} pt"
    if not _inside(item.box, paper):
        yield "text off the page"
    elif not _inside(item.box, item.clip):
        yield "text that is cut off"


def _inside(box: Box, frame: Box) -> bool:
    left, bottom, right, top = box
    return (
        left >= frame[0] - _ROUNDING
        and bottom >= frame[1] - _ROUNDING
        and right <= frame[2] + _ROUNDING
        and top <= frame[3] + _ROUNDING
    )


def _over_and_under(
    number: int, item: Painted, grounds: Sequence[tuple[int, Painted]]
) -> Iterator[str]:
    """The colour of a text on its ground, and what was painted over it."""
    ground: Colour = _WHITE
    for n, other in grounds:
        share = _share(item.box, other.box)
        if n < number:
            if share > 0.5 and other.kind == "fill" and other.colour is not None:
                ground = _blended(other.colour, other.alpha, ground)
        elif share > 0.3 and other.alpha > 0 and not _is_sign(other, item):
            yield "text under something that is painted later"
            return
    if item.colour is None:
        yield "text in a pattern"
        return
    needed = _LEAST_OF_LARGE if item.matrix[3] >= _LARGE else _LEAST_CONTRAST
    contrast = _contrast(_blended(item.colour, item.alpha, ground), ground)
    if contrast < needed - 0.05:
        yield f"text with a contrast of {contrast:.1f}"


def _is_sign(picture: Painted, text: Painted) -> bool:
    """Whether a picture is the sign that a text says, such as an emoji."""
    return picture.mark is not None and picture.mark == text.mark and picture.kind != "stroke"


def _share(box: Box, other: Box) -> float:
    """How much of `box` lies in `other`."""
    left, bottom, right, top = shared(box, other)
    area = (box[2] - box[0]) * (box[3] - box[1])
    return max(0.0, right - left) * max(0.0, top - bottom) / area if area > 0 else 0.0


def _blended(over: Colour, alpha: float, under: Colour) -> Colour:
    red, green, blue = (o * alpha + u * (1 - alpha) for o, u in zip(over, under, strict=True))
    return (red, green, blue)


def _contrast(one: Colour, other: Colour) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    """Relative luminance (WCAG 2.2, glossary)."""
    linear = [n / 12.92 if n <= 0.04045 else ((n + 0.055) / 1.055) ** 2.4 for n in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _overlaps(texts: Sequence[Painted]) -> Iterator[str]:
    """Texts of two contents in one place."""
    ordered = sorted(texts, key=lambda item: item.box[1])
    bottoms = [item.box[1] for item in ordered]
    tallest = max((item.box[3] - item.box[1] for item in ordered), default=0.0)
    for n, item in enumerate(ordered):
        first = bisect_left(bottoms, item.box[1] - tallest)
        for other in ordered[first:n]:
            if (other.mark, other.tag) == (item.mark, item.tag) and item.mark is not None:
                continue
            if max(_share(item.box, other.box), _share(other.box, item.box)) > 0.3:
                yield "text over other text"
                return


# --- Pictures ----------------------------------------------------------------------------


def _figures(root: Element) -> dict[Any, dict[int, Box]]:
    """The box of each figure and formula, by page and number."""
    found: dict[Any, dict[int, Box]] = {}
    for element in descendants(root):
        box = element.facts.get("BBox")
        if element.role in ("Figure", "Formula") and box is not None:
            left, bottom, right, top = (float(n) for n in box)
            for owner, number in element.marks[:1]:
                found.setdefault(owner, {})[number] = (left, bottom, right, top)
    return found


def _meets(one: Box, other: Box) -> bool:
    """Whether two boxes have a place in common."""
    return one[0] <= other[2] and one[2] >= other[0] and one[1] <= other[3] and one[3] >= other[1]


def _pictures(items: Sequence[Painted], boxes: dict[int, Box]) -> Iterator[str]:
    for number, box in boxes.items():
        own = [item for item in items if item.mark == number and _is_seen(item)]
        if not own:
            yield "a picture that paints nothing"
            continue
        around: Box = (
            min(item.box[0] for item in own),
            min(item.box[1] for item in own),
            max(item.box[2] for item in own),
            max(item.box[3] for item in own),
        )
        images = [item for item in own if item.kind == "image"]
        # A drawing may reach beyond its place, where it is cut off.
        is_there = (
            _share(box, around) >= 0.9 and _inside(around, box) if images else _meets(around, box)
        )
        if not is_there:
            yield "a picture outside of its place"
        for item in images:
            a, b, c, d, _, _ = item.matrix
            if item.strange:
                yield f"a picture under {item.strange}"
            if not item.in_form and (a <= 0 or d <= 0 or b or c):
                yield "a picture that is turned or mirrored"


def _is_seen(item: Painted) -> bool:
    width, height = item.box[2] - item.box[0], item.box[3] - item.box[1]
    if item.kind == "text":
        return item.visible > 0
    return width >= 0 and height >= 0 and width + height > 0 and item.alpha > 0.05


# --- Links -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _LinkArea:
    """A link on one page: its marked contents, those that may be under it, its rectangles."""

    own: set[int]
    near: set[int]
    boxes: list[Box]


def _links(root: Element) -> dict[Any, list[_LinkArea]]:
    """The marked contents and rectangles of each link, by page."""
    found: dict[Any, list[_LinkArea]] = {}
    numbers = {
        kid: [other for other in element.kids if isinstance(other, Element)]
        for element in descendants(root)
        if element.role == "Reference"
        for kid in element.kids
        if isinstance(kid, Element)
    }
    for link in (element for element in descendants(root) if element.role == "Link"):
        marks: dict[Any, set[int]] = {}
        for element in descendants(link):
            for owner, number in element.marks:
                marks.setdefault(owner, set()).add(number)
        # In the contents the number of the page is beside the link, and under its rectangle.
        beside: dict[Any, set[int]] = {}
        for element in (part for each in numbers.get(link, ()) for part in descendants(each)):
            for owner, number in element.marks:
                beside.setdefault(owner, set()).add(number)
        boxes: dict[Any, list[Box]] = {}
        for annotation, page in zip(link.annotations, link.annotation_pages, strict=True):
            left, bottom, right, top = (float(n) for n in annotation.Rect)
            boxes.setdefault(page, []).append((left, bottom, right, top))
        for page in marks.keys() | boxes.keys():
            own, near = marks.get(page, set()), beside.get(page, set())
            found.setdefault(page, []).append(_LinkArea(own, own | near, boxes.get(page, [])))
    return found


def _rectangles(items: Sequence[Painted], links: Sequence[_LinkArea]) -> Iterator[str]:
    """Each link's rectangles lie over its words, and over little else."""
    painted: dict[int, list[Box]] = {}
    for item in items:
        if item.mark is not None and (item.visible or item.kind in ("image", "fill", "stroke")):
            is_line = item.kind in ("fill", "stroke") and item.tag != "Figure"
            # Signs above or below letters have no width of their own.
            if not is_line and item.box[2] - item.box[0] > 1:
                painted.setdefault(item.mark, []).append(item.box)
    for link in links:
        for word in (box for mark in link.own for box in painted.get(mark, ())):
            if not any(_share(word, _grown(box)) > 0.75 for box in link.boxes):
                yield "a link that does not lie over its words"
                break
        others = [box for mark, boxes in painted.items() if mark not in link.near for box in boxes]
        for box in link.boxes:
            if box[0] >= box[2] or box[1] >= box[3]:
                yield "a link without area"
            elif any(_covers(box, other) for other in others):
                yield "a link over other words than its own"


def _covers(box: Box, other: Box) -> bool:
    """Whether a link covers more of other words than it may be widened by (WCAG 2.2, 2.5.8)."""
    left, bottom, right, top = shared(box, other)
    return right - left > _TARGET / 2 + 1 and top - bottom > (other[3] - other[1]) / 2


def _grown(box: Box) -> Box:
    """A rectangle with the room for a space that hangs over the end of a line."""
    return (box[0] - 4, box[1], box[2] + 4, box[3])


# --- Fonts -------------------------------------------------------------------------------


def _fonts(pdf: Any) -> Iterator[str]:
    """Each code is the glyph of its number, as wide as the font's own (ISO 32000-1, 9.7.4)."""
    done = set()
    for page in pdf.pages:
        for font in ((page.obj.get("/Resources") or {}).get("/Font") or {}).values():
            if font.objgen in done or str(font.get("/Subtype", "")) != "/Type0":
                continue
            done.add(font.objgen)
            if str(font.get("/BaseFont", "")) != "/UNSEEN+Unseen":
                yield from _font(font)


def as_delivered(pdf: Any) -> Iterator[str]:
    """Hashes of the fonts and pictures, which only `docforge verify` can compare."""
    for page in pdf.pages:
        resources = page.obj.get("/Resources") or {}
        for name, image in sorted((resources.get("/XObject") or {}).items()):
            if str(image.get("/Subtype", "")) == "/Image":
                yield f"{name} {_digest(image)} {image.get('/Decode', '')}"
        for font in (resources.get("/Font") or {}).values():
            inner = (font.get("/DescendantFonts") or [None])[0]
            file = None if inner is None else inner.FontDescriptor.get("/FontFile2")
            if file is not None:
                yield f"{font.get('/BaseFont', '')} {_digest(file)}"


def _digest(stream: Any) -> str:
    return hashlib.sha256(stream.read_raw_bytes()).hexdigest()


def _font(font: Any) -> Iterator[str]:
    inner, name = font.DescendantFonts[0], str(font.get("/BaseFont", ""))[1:]
    if str(font.get("/Encoding", "")) != "/Identity-H":
        yield f"codes of the font {name}"
    if str(inner.get("/CIDToGIDMap", "/Identity")) != "/Identity":
        yield f"glyphs of the font {name} in another order"
    file = inner.FontDescriptor.get("/FontFile2")
    if file is None:
        return
    own = advances(bytes(file.read_bytes()))
    for code, width in face_of(font).widths.items():
        if abs(own.get(code, -1e9) - width) > 2:
            yield f"the width of a glyph of the font {name}"
            return
