"""Letters of a drawing that cannot be read on what is painted under them (WCAG 2.2, 1.4.3).

Invariant: letters are told only where they are pale on everything that can be under them; what
is not understood (gradients, masks, nested selectors) is left to people.
"""

from collections.abc import Iterator, Sequence

from lxml import etree
from msgspec import Struct

from docforge.media.svg.painting import Colour, Paint, PaintSheet, moved, painted_with
from docforge.media.svg.shapes import FilledShape, shape_of

_WHITE: Colour = (1.0, 1.0, 1.0)
_ENOUGH, _ENOUGH_OF_LARGE = 4.5, 3.0
_MOST_ITEMS = 3_000  # each text is compared with each shape before it
_LARGE, _LARGE_BOLD = 24.0, 18.5  # CSS pixels: 18 points, or 14 points in bold
_ASIDE = frozenset({"defs", "clipPath", "mask", "symbol", "pattern", "marker", "title", "desc"})
_LETTERS = frozenset({"text", "tspan", "textPath"})


class _Words(Struct, frozen=True):
    """Letters with the places (start, middle, end) that they certainly take, in the drawing."""

    text: str
    paint: Paint
    places: tuple[tuple[float, float], ...]


def pale_words(data: bytes) -> Iterator[tuple[str, float]]:
    """Each text of the SVG drawing `data` that is too pale, with its contrast at best."""
    root = etree.fromstring(data)
    sheet = PaintSheet.of(root)
    if sheet is None:
        return
    painted: list[FilledShape | _Words] = list(_items(root, Paint(), sheet))
    if len(painted) > _MOST_ITEMS:
        return
    for number, item in enumerate(painted):
        if isinstance(item, _Words):
            under = [each for each in painted[:number] if isinstance(each, FilledShape)]
            ratio = _best(item, under)
            if ratio is not None and ratio < _needed(item.paint):
                yield item.text, ratio


def _items(
    element: etree._Element, above: Paint, sheet: PaintSheet
) -> Iterator["FilledShape | _Words"]:
    """What is painted, in order."""
    name = etree.QName(element).localname
    if name in _ASIDE:
        return
    paint = painted_with(element, above, sheet)
    if not paint.is_shown:
        return
    if name in _LETTERS:
        yield from _words(element, paint)
    elif (shape := shape_of(element, paint)) is not None:
        yield shape
    for child in element:
        yield from _items(child, paint, sheet)


def _words(element: etree._Element, paint: Paint) -> Iterator[_Words]:
    own = " ".join((element.text or "").split())
    if not any(map(str.isalnum, own)) or paint.place is None:
        return
    x, y = paint.place
    # Half of a letter's size is less than most letters take: a longer text takes this at least.
    width = paint.size * 0.4 * len(own)
    start = {"middle": x - width / 2, "end": x - width}.get(paint.anchor, x)
    up = y - paint.size * 0.3
    places = tuple(moved(paint.matrix, start + width * part, up) for part in (0.05, 0.5, 0.95))
    yield _Words(own, paint, places)


def _best(words: _Words, under: Sequence[FilledShape]) -> float | None:
    """The best contrast that the letters may have anywhere, None when it cannot be told."""
    fill = words.paint.fill
    if fill is None or words.paint.has_outline:
        return None
    ratios: list[float] = []
    for place in words.places:
        grounds = _grounds(place, under)
        if grounds is None:
            return None
        ratios += [contrast(_over(fill, words.paint.alpha, one), one) for one in grounds]
    return max(ratios)


def _grounds(place: tuple[float, float], under: Sequence[FilledShape]) -> list[Colour] | None:
    """Each colour that may be under a place, None when one is not known."""
    found: list[Colour] = []
    for shape in reversed(under):
        lies = shape.holds(*place)
        if lies is False:
            continue
        if shape.fill is None:
            return None
        found.append(_over(shape.fill, shape.alpha, _WHITE))
        if lies and shape.alpha > 0.99:
            return found
    return [*found, _WHITE]


def _needed(paint: Paint) -> float:
    size = paint.size * paint.scale
    is_large = size >= (_LARGE_BOLD if paint.is_bold else _LARGE)
    return _ENOUGH_OF_LARGE if is_large else _ENOUGH


def _over(colour: Colour, alpha: float, under: Colour) -> Colour:
    red, green, blue = (o * alpha + u * (1 - alpha) for o, u in zip(colour, under, strict=True))
    return (red, green, blue)


def contrast(one: Colour, other: Colour) -> float:
    """The contrast of two colours (WCAG 2.2, glossary: contrast ratio)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
