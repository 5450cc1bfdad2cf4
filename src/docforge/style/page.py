"""The page as a style sets it: paper, margins, letters and measures, in stated units.

Invariant: whatever depends on the size of the paper or of the letters is computed from here; CSS
gets the same values by name (see `sheets`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from types import MappingProxyType

from docforge.document import Direction, Length
from docforge.style.keys import check_keys, meant
from docforge.style.words import Words

_POINTS = 72 / 25.4  # In a millimetre.
# Upright sheets, width and height in millimetres (ISO 216, ANSI Y14.1).
_PAPER: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        **{"A0": (841, 1189), "A1": (594, 841), "A2": (420, 594), "A3": (297, 420)},
        **{"A4": (210, 297), "A5": (148, 210), "A6": (105, 148)},
        **{"B3": (353, 500), "B4": (250, 353), "B5": (176, 250)},
        "Letter": (215.9, 279.4),
        "Legal": (215.9, 355.6),
        "Ledger": (279.4, 431.8),
    }
)
_MILLIMETRES = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 1 / _POINTS, "pc": 12 / _POINTS}
_LENGTH = re.compile(r"([0-9]{1,5}(?:\.[0-9]{1,5})?)(mm|cm|in|pt|pc)")
_MEASURE = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4})?(?:ch|em|rem|px)")
# Of an image's width, in CSS pixels; letters are as large as browsers have them.
_PIXELS = {"px": 1, "pt": 4 / 3, "cm": 37.8, "mm": 3.78, "in": 96, "em": 16}
# ISO 216 rounds to whole millimetres: twice A5 is 296 wide, A4 is 297.
_ROUNDING = 2.0


@dataclass(frozen=True, slots=True)
class TypeSizes:
    """Sizes of letters in points: of the text, and of what is set in other letters beside it.

    `small` is for tables, code, notes and captions; `wide` and `tight` for tables with more
    columns than a page has room for; `running` for what stands in the margins.
    """

    text: float = 12
    title: float = 27
    subtitle: float = 15
    heading: float = 17
    subheading: float = 13.5
    small: float = 11
    wide: float = 11
    tight: float = 8
    running: float = 11

    def scaled(self, scale: float) -> "TypeSizes":
        """The same letters, each `scale` times as large."""
        return TypeSizes(**{part.name: getattr(self, part.name) * scale for part in fields(self)})


@dataclass(frozen=True, slots=True)
class Cells:
    """The space at each side of a cell in millimetres, in a common, a wide and a tight table."""

    common: float = 2
    wide: float = 0.8
    tight: float = 0.4


@dataclass(frozen=True, slots=True)
class PageGeometry:
    """A printed page, and the measures of a line of text elsewhere.

    `width`, `height` and `margins` (top, right, bottom, left) are in millimetres, `letters` in
    points. `measure` is the longest line on a screen, a CSS length; `image_line` is the line
    that an image's width is a share of when it is given in other units than "%", in CSS pixels.
    """

    width: float = 210
    height: float = 297
    margins: tuple[float, float, float, float] = (24, 22, 25, 22)
    letters: TypeSizes = TypeSizes()
    cells: Cells = Cells()
    measure: str = "68ch"
    image_line: float = 640

    def share_of_line(self, length: Length) -> float:
        """An image's width as a share of the line that it stands in, above 0 and at most 1.

        The same in all formats, whatever is the width of their lines.
        """
        if length.unit == "%":
            share = length.number / 100
        else:
            share = length.number * _PIXELS[length.unit] / self.image_line
        return min(share, 1.0)

    @property
    def text_width(self) -> float:
        """What a line has between the margins, in points."""
        return (self.width - self.margins[1] - self.margins[3]) * _POINTS

    @property
    def text_height(self) -> float:
        """What a page has between the margins, in points."""
        return (self.height - self.margins[0] - self.margins[2]) * _POINTS

    @property
    def turned(self) -> "PageGeometry":
        """The same sheet with its long side across."""
        short, long = sorted((self.width, self.height))
        return replace(self, width=long, height=short)

    @property
    def broad(self) -> "PageGeometry":
        """A sheet twice as large with its long side across: two of these pages side by side."""
        short, long = sorted((self.width, self.height))
        double = (long, 2 * short)
        named = (size for size in _PAPER.values() if _is_about(size, double))
        height, width = next(named, double)
        return replace(self, width=width, height=height)


def _is_about(size: tuple[float, float], other: tuple[float, float]) -> bool:
    return all(abs(one - two) < _ROUNDING for one, two in zip(size, other, strict=True))


def points(millimetres: float) -> float:
    """A length of `millimetres` in points of PDF and CSS (1/72 inch)."""
    return millimetres * _POINTS


def read_geometry(table: Mapping[str, object]) -> PageGeometry:
    """The geometry that the keys of a style.toml say; what is not said is the shipped style's.

    Raises ValueError, with the key and what may stand there.
    """
    default = PageGeometry()
    width, height = default.width, default.height
    if "page-size" in table:
        width, height = _paper(str(table["page-size"]))
    letters = TypeSizes(**_numbers(table, "letters", TypeSizes))
    cells = Cells(**_numbers(table, "cells", Cells))
    if "text-size" in table:
        size = round(points(_length("text-size", str(table["text-size"]))), 4)
        scale = size / letters.text
        letters = letters.scaled(scale)
        # A tight table needs every millimetre for its words.
        cells = replace(cells, common=cells.common * scale, wide=cells.wide * scale)
    geometry = PageGeometry(
        width=width,
        height=height,
        margins=_margins(str(table["margins"])) if "margins" in table else default.margins,
        letters=letters,
        cells=cells,
        measure=_measure(str(table.get("measure", default.measure))),
        image_line=_positive("image-line", table.get("image-line", default.image_line)),
    )
    if min(geometry.text_width, geometry.text_height) < 10 * geometry.letters.text:
        raise ValueError(
            f"margins leave {geometry.text_width:.0f} by {geometry.text_height:.0f} points for "
            f"letters of {geometry.letters.text:g} points: set a larger page-size or smaller "
            "margins; a line needs ten letters' sizes"
        )
    return geometry


def _paper(size: str) -> tuple[float, float]:
    """`size` in millimetres: a name, or width and height; "landscape" turns a name."""
    words = size.split()
    lengths = [_LENGTH.fullmatch(word) for word in words]
    if len(words) == 2 and all(lengths):
        width, height = (_length("page-size", word) for word in words)
        return width, height
    names = {name.casefold(): name for name in _PAPER}
    name, *turned = [word.casefold() for word in words] or [""]
    if name in names and turned in ([], ["portrait"], ["landscape"]):
        short, long = _PAPER[names[name]]
        return (long, short) if turned == ["landscape"] else (short, long)
    raise ValueError(
        f"page-size “{size}” is not known; {meant(name, names)}, or width and height "
        "such as “180mm 240mm”"
    )


def _margins(text: str) -> tuple[float, float, float, float]:
    """One to four lengths, as CSS has them (CSS Box Model 3, 3.2)."""
    sides = [_length("margins", word) for word in text.split()]
    match sides:
        case [every]:
            return every, every, every, every
        case [upright, across]:
            return upright, across, upright, across
        case [top, across, bottom]:
            return top, across, bottom, across
        case [top, right, bottom, left]:
            return top, right, bottom, left
        case _:
            raise ValueError(f"margins “{text}” are not one to four lengths")


def _length(key: str, text: str) -> float:
    """`text` in millimetres."""
    match = _LENGTH.fullmatch(text)
    if match is None:
        units = ", ".join(_MILLIMETRES)
        raise ValueError(f"{key} “{text}” is not a length: write a number and one of {units}")
    return float(match[1]) * _MILLIMETRES[match[2]]


def _measure(text: str) -> str:
    if not _MEASURE.fullmatch(text):
        raise ValueError(f"measure “{text}” is not a length: write a number and ch, em, rem or px")
    return text


def _numbers(
    table: Mapping[str, object], key: str, known: type[TypeSizes] | type[Cells]
) -> dict[str, float]:
    own = table.get(key, {})
    if not isinstance(own, Mapping):
        raise ValueError(f"{key} is not a table")
    check_keys(own, [part.name for part in fields(known)], f"{key}.")
    return {name: _positive(f"{key}.{name}", value) for name, value in own.items()}


def _positive(key: str, value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value < 10_000:
        raise ValueError(f"{key} is {value}: write a number above 0")
    return float(value)


# A running title that is longer ends in an ellipsis: it would grow beyond the top of the page.
_TWO_LINES = "max-lines: 2; block-ellipsis: auto;"


def page_rule(page: PageGeometry, words: Words, direction: Direction) -> str:
    """The `@page` rules of a document: page size, running title, "Page 1 of 3".

    The first page shows its title itself. `direction` is the document's. Each running text has
    the whole width, or WeasyPrint would measure it anew for every page.
    """
    before, _, rest = words["page"].partition("{page}")
    between, _, after = rest.partition("{pages}")
    number = f'"{before}" counter(page) "{between}" counter(pages) "{after}"'
    start, end = ("right", "left") if direction == "rtl" else ("left", "right")
    letters = f"font-size: {page.letters.running:g}pt"
    return (
        f"@page {{ size: {_size(page)}; margin: {_lengths(page.margins)};"
        f" @top-{start} {{ content: string(title); width: 100%; {letters};"
        f" line-height: 1.2; overflow-wrap: anywhere; {_TWO_LINES} }}"
        f" @bottom-{end} {{ content: {number}; width: 100%; {letters}; }} }}\n"
        f"@page :first {{ @top-{start} {{ content: none; }} }}\n"
        f"@page turned {{ size: {_size(page.turned)}; }}\n"
        f"@page broad {{ size: {_size(page.broad)}; }}\n"
    )


def _size(page: PageGeometry) -> str:
    return _lengths((page.width, page.height))


def _lengths(millimetres: Sequence[float]) -> str:
    return " ".join(f"{length:g}mm" for length in millimetres)
