"""Whether what is heard is seen: each text and picture inside its page, visible and uncovered.

Invariant: what cannot be decided by boxes and colours is decided for the reader: it is told.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pikepdf

from docforge.verify.readers.pdf.elements import Element, descendants
from docforge.verify.readers.pdf.faces import face_of, font_of
from docforge.verify.readers.pdf.geometry import Box, shared
from docforge.verify.readers.pdf.images import peculiar_images
from docforge.verify.readers.pdf.nearby import Nearby
from docforge.verify.readers.pdf.paint import Colour, Painted, Painting
from docforge.verify.readers.pdf.placing import misplaced, standings

_LEAST_SIZE, _LARGEST_SIZE = 6.0, 80.0  # points
_LEAST_CONTRAST, _LEAST_OF_LARGE, _LARGE = 4.5, 3.0, 18.0  # WCAG 2.2, 1.4.3
_ROUNDING = 1.5  # points
_TARGET = 18.0  # points to which links of a letter are widened, over what is beside them
_UNSEEN_PER_LETTER = 6
# Of a letter's size: how far a full stop may stand under the letter or the mark beside it.
_KERNED = 0.2
_SIGN = 1.5  # of a letter's size: how high a sign among letters may be
_WHITE: Colour = (1.0, 1.0, 1.0)


def peculiar_paint(pdf: Any, root: Element, paintings: Sequence[Painting]) -> Iterator[str]:
    """What of the content of `pdf` is not seen, page after page, of what each page paints."""
    figures, links, known = _figures(root), _links(root), standings(root)
    for number, (page, painting) in enumerate(zip(pdf.pages, paintings, strict=True), 1):
        items, where = painting.items, f"on page {number}"
        yield from (f"{text} {where}" for text in dict.fromkeys(painting.odd))
        yield from (f"{text} {where}" for text in _page(page.obj, items))
        own_marks = known.get(page.obj.objgen, {})
        yield from (f"{text} {where}" for text in misplaced(items, own_marks))
        boxes = figures.get(page.obj.objgen, {})
        yield from (f"{text} {where}" for text in _pictures(items, boxes))
        own = links.get(page.obj.objgen, ())
        yield from (f"{text} {where}" for text in _rectangles(items, own))
    yield from _fonts(pdf)
    yield from peculiar_images(pdf)


def _page(page: Any, items: Sequence[Painted]) -> Iterator[str]:
    width, height = (float(n) for n in page.MediaBox[2:])
    paper: Box = (0, 0, width, height)
    texts = [(n, item) for n, item in enumerate(items) if item.kind == "text"]
    grounds = Nearby((item.box, (n, item)) for n, item in enumerate(items) if item.kind != "text")
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
    if not (a > 0 and d > 0 and abs(b) < a / 50 and abs(c) < d / 2 and 0.85 < a / d < 1.18):
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
    number: int, item: Painted, grounds: Nearby[tuple[int, Painted]]
) -> Iterator[str]:
    """The colour of a text on its ground, and what was painted over it."""
    ground: Colour = _WHITE
    for _, (n, other) in grounds.near(item.box):
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
    contrast = _contrast(item.colour, item.alpha, ground)
    if contrast < needed - 0.05:
        yield f"text with a contrast of {contrast:.1f}"


def _is_sign(picture: Painted, text: Painted) -> bool:
    """Whether a picture is the sign that a text says, such as an emoji, also in a running head."""
    if text.mark is not None:
        return picture.mark == text.mark and picture.kind != "stroke"
    is_of_a_letter = picture.box[3] - picture.box[1] < _SIGN * text.matrix[3]
    return picture.kind == "image" and picture.sequence == text.sequence and is_of_a_letter


def _share(box: Box, other: Box) -> float:
    """How much of `box` lies in `other`."""
    left, bottom, right, top = shared(box, other)
    area = (box[2] - box[0]) * (box[3] - box[1])
    return max(0.0, right - left) * max(0.0, top - bottom) / area if area > 0 else 0.0


def _blended(over: Colour, alpha: float, under: Colour) -> Colour:
    red, green, blue = (o * alpha + u * (1 - alpha) for o, u in zip(over, under, strict=True))
    return (red, green, blue)


@lru_cache(maxsize=256)
def _contrast(colour: Colour, alpha: float, ground: Colour) -> float:
    """The contrast of a colour that covers so much of its ground (WCAG 2.2, glossary)."""
    shown = _blended(colour, alpha, ground)
    light, dark = sorted((_luminance(shown), _luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    """Relative luminance (WCAG 2.2, glossary)."""
    linear = [n / 12.92 if n <= 0.04045 else ((n + 0.055) / 1.055) ** 2.4 for n in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _overlaps(texts: Sequence[Painted]) -> Iterator[str]:
    """Texts of two contents in one place."""
    places = Nearby((item.box, n) for n, item in enumerate(texts))
    for n, item in enumerate(texts):
        for _, number in places.near(item.box):
            other = texts[number]
            if number >= n or (
                (other.mark, other.tag) == (item.mark, item.tag) and item.mark is not None
            ):
                continue
            share = max(_share(item.box, other.box), _share(other.box, item.box))
            if share > 0.3 and _is_more_than_kerned(item, other):
                yield "text over other text"
                return


def _is_more_than_kerned(one: Painted, other: Painted) -> bool:
    """Whether two texts have more in common than neighbours that a font draws together."""
    left, _, right, _ = shared(one.box, other.box)
    return right - left > _KERNED * max(one.matrix[3], other.matrix[3])


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
        # A drawing, which may hold emoji, may reach beyond its place, where it is cut off.
        is_drawing = len(images) < len(own)
        is_there = (
            _meets(around, box)
            if is_drawing
            else _share(box, around) >= 0.9 and _inside(around, box)
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
    words = Nearby((box, mark) for mark, boxes in painted.items() for box in boxes)
    for link in links:
        for word in (box for mark in link.own for box in painted.get(mark, ())):
            if not any(_share(word, _grown(box)) > 0.75 for box in link.boxes):
                yield "a link that does not lie over its words"
                break
        for box in link.boxes:
            if box[0] >= box[2] or box[1] >= box[3]:
                yield "a link without area"
            elif any(
                mark not in link.near and _covers(box, other) for other, mark in words.near(box)
            ):
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


def as_delivered(pdf: Any, root: Element) -> Iterator[str]:
    """Hashes of pages, fonts, pictures and files, which only `docforge verify` can compare.

    So are names of links and boxes of pictures, to the letter and the point.
    """
    told = [
        *(str(each.get("/Contents", "")) for e in descendants(root) for each in e.annotations),
        *(str(e.facts["BBox"].unparse()) for e in descendants(root) if "BBox" in e.facts),
    ]
    yield f"names and boxes {hashlib.sha256(repr(told).encode()).hexdigest()}"
    seen: set[Any] = set()
    for number, page in enumerate(pdf.pages, 1):
        contents = page.obj.get("/Contents")
        if contents is not None:
            yield f"page {number} {_digest(contents)}"
        resources = page.obj.get("/Resources") or {}
        for kind in ("/XObject", "/Font", "/ExtGState", "/Pattern", "/Shading"):
            for name, held in sorted((resources.get(kind) or {}).items()):
                place = held.objgen if held.is_indirect else (kind, name)
                if place not in seen:
                    seen.add(place)
                    yield f"{name} {_digest(held)}"
    names = (pdf.Root.get("/Names") or {}).get("/EmbeddedFiles")
    if names is not None:
        yield f"embedded files {_digest(names)}"


def _digest(found: Any) -> str:
    """The hash of an object with all that it holds and refers to."""
    made = hashlib.sha256()
    _add(found, made, set())
    return made.hexdigest()


def _add(found: Any, made: Any, above: set[Any]) -> None:
    if isinstance(found, pikepdf.Array) and b" R" not in (written := found.unparse()):
        made.update(written)
        return
    if isinstance(found, pikepdf.Object) and found.is_indirect:
        if found.objgen in above:
            made.update(b"above")
            return
        above = above | {found.objgen}
    if isinstance(found, pikepdf.Stream):
        made.update(found.read_raw_bytes())
    if isinstance(found, pikepdf.Stream | pikepdf.Dictionary):
        # Where it stands, and how long it is, is a matter of who wrote the file.
        for key in sorted(set(found.keys()) - {"/Parent", "/StructParents", "/Length"}):
            made.update(key.encode())
            _add(found[key], made, above)
    elif isinstance(found, pikepdf.Array):
        made.update(f"[{len(found)}".encode())
        for each in found:
            _add(each, made, above)
    else:
        made.update(repr(found).encode())


def _font(font: Any) -> Iterator[str]:
    inner, name = font.DescendantFonts[0], str(font.get("/BaseFont", ""))[1:]
    if str(font.get("/Encoding", "")) != "/Identity-H":
        yield f"codes of the font {name}"
    if str(inner.get("/CIDToGIDMap", "/Identity")) != "/Identity":
        yield f"glyphs of the font {name} in another order"
    held = font_of(font)
    if held is None:
        if "/FontFile3" not in inner.FontDescriptor:
            yield f"the font {name}, which is not in the file"
        return
    own, face = dict(enumerate(held.advances())), face_of(font)
    for code in {*face.widths, *face.letters}:
        if abs(own.get(code, -1e9) - face.widths.get(code, face.default)) > 2:
            yield f"the width of a glyph of the font {name}"
            return
