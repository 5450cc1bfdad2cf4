"""Numbers of a drawing: none that programs cannot reckon with, or that no format can write.

Invariant: what is drawn stays finite, whatever stands in what; ISO 32000-1, annex C names the
largest integer of a PDF.
"""

import re
from collections.abc import Iterator
from math import hypot

from lxml import etree

from docforge.errors import ImageError
from docforge.media.svg.painting import NUMBER, Affine, matrix_of
from docforge.media.svg.references import references_of

LARGEST = 1e9
_SMALLEST_BOX = 1e-3
# Letters below nothing are none (CSS Fonts 4, 2.5); Pango draws none that are far larger.
LARGEST_LETTERS = 1e5
# Names and words, in which digits are no numbers.
_NAMES = frozenset({"id", "class", "font-family", "font"})
_TRANSFORMS = ("transform", "patternTransform", "gradientTransform")
# Of values that are not numbers alone: a colour (#123) and a name (Arial-7) hold none.
_LETTERS = re.compile(rf"font-size\s{{0,9}}:\s{{0,9}}({NUMBER.pattern})", re.IGNORECASE)
_IN_CSS = re.compile(rf"(?<![\w#.-]){NUMBER.pattern}", re.IGNORECASE)


def refuse_numbers(root: etree._Element) -> None:
    """Raise ImageError when a number below `root` is too large, or a view box too small.

    The references of `root` must not lead in a circle.
    """
    for element in root.iter():
        if any(abs(number) > LARGEST for number in _numbers(element)):
            raise _beyond()
        if any(not 0 <= size <= LARGEST_LETTERS for size in _letters(element)):
            raise ImageError(
                f"The SVG file has letters of a size below 0 or beyond {LARGEST_LETTERS:,.0f}.",
                "Give them a size that can be read, or export it as PNG.",
            )
        if any(0 < abs(side) < _SMALLEST_BOX for side in _sides(element)):
            message = f"The SVG file has a view box that is smaller than {_SMALLEST_BOX:g}."
            raise ImageError(message, "Draw it in larger units, or export it as PNG.")
    if _growth_of(root) > LARGEST:
        raise _beyond()


def _beyond() -> ImageError:
    return ImageError(
        f"The SVG file has numbers beyond {LARGEST:,.0f}, or comes to them when it is drawn.",
        "Draw it in larger units, or export it as PNG.",
    )


def _numbers(element: etree._Element) -> Iterator[float]:
    if etree.QName(element).localname == "style":
        yield from map(float, _IN_CSS.findall(element.text or ""))
    for key, value in element.attrib.items():
        name = str(key)
        if "{" not in name and name not in _NAMES:
            numbers = _IN_CSS if "-" in name or name in ("style", "fill", "stroke") else NUMBER
            yield from map(float, numbers.findall(str(value)))
    for key in _TRANSFORMS:
        yield from matrix_of(element.get(key, ""))


def _letters(element: etree._Element) -> Iterator[float]:
    """The sizes of letters that an element sets, in whatever unit."""
    is_sheet = etree.QName(element).localname == "style"
    css = (element.text or "") if is_sheet else element.get("style", "")
    yield from map(float, _LETTERS.findall(css))
    if size := NUMBER.match(element.get("font-size", "").strip()):
        yield float(size[0])


def _sides(element: etree._Element) -> list[float]:
    return [float(number) for number in NUMBER.findall(element.get("viewBox", ""))[2:4]]


def _growth_of(root: etree._Element) -> float:
    """How many times larger than it says a part below `root` is drawn at most."""
    targets = {element.get("id"): element for element in root.iter() if element.get("id")}
    known: dict[etree._Element, float] = {}

    def growth(element: etree._Element) -> float:
        if element not in known:
            used = (targets[one.ident] for one in references_of(element) if one.ident in targets)
            inner = max((growth(each) for each in (*element, *used)), default=1.0)
            known[element] = min(_own_growth(element) * max(1.0, inner), 1e100)
        return known[element]

    return growth(root)


def _own_growth(element: etree._Element) -> float:
    growth = 1.0
    for key in _TRANSFORMS:
        if key in element.attrib:
            growth *= _stretch(matrix_of(element.get(key, "")))
    size = [NUMBER.match(element.get(key, "")) for key in ("width", "height")]
    for side, length in zip(_sides(element), size, strict=False):
        growth *= max(1.0, float(length[0]) / side if side and length else 1.0)
    return growth


def _stretch(matrix: Affine) -> float:
    """How much longer a line can become: the larger singular value of a matrix."""
    a, b, c, d, _, _ = matrix
    return (hypot(a + d, b - c) + hypot(a - d, b + c)) / 2
