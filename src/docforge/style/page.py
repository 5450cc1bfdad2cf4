"""The page as a style sets it: paper, margins, letters and measures, in stated units.

Invariant: whatever depends on the size of the paper or of the letters is computed from here; CSS
gets the same values by name (see `sheets`).
"""

import math
import re
from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import fields, replace

from docforge.document import Length
from docforge.style.keys import WrongValue, check_keys, meant

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
# What pictures in all columns of a table may take of its line, which is shorter on a small page.
_MOST_IN_CELLS = 0.5
# ISO 216 rounds to whole millimetres: twice A5 is 296 wide, A4 is 297.
_ROUNDING = 2.0
_LEAST_TEXT = 9  # points
_LARGE_PRINT = 16.0  # points from which letters are large print (UKAAF, RNIB)
_FORMULA_LINE = 0.92  # of a line; the rest is for indentation and the spaces that drawing adds
_LEAST_MARGIN = 8.0  # millimetres
_RUNNING_LINES = 2  # what a margin at the head or foot has at least, in letters of such a line
_SIDES = ("top", "right", "bottom", "left")


class TypeSizes(Struct, frozen=True):
    """Sizes of letters in points: of the text, and of what is set in other letters beside it.

    `small` is for tables, code, notes and captions; `wide` for tables with more columns than a
    page has room for; `running` for what stands in the margins.
    """

    text: float = 12
    title: float = 27
    subtitle: float = 15
    heading: float = 17
    subheading: float = 13.5
    small: float = 11
    wide: float = 11
    running: float = 11

    def scaled(self, scale: float) -> "TypeSizes":
        """The same letters, each `scale` times as large."""
        return TypeSizes(**{part.name: getattr(self, part.name) * scale for part in fields(self)})


class Cells(Struct, frozen=True):
    """The space at each side of a cell in millimetres, in a common and in a wide table."""

    common: float = 2
    wide: float = 0.8


# The letters of tables that are common at most, in points.
_COMMON = 12.0


class PageGeometry(Struct, frozen=True):
    """A printed page, and the measures of a line of text elsewhere.

    `width`, `height` and `margins` (top, right, bottom, left) are in millimetres, `letters` in
    points. `measure` is the longest line on a screen, `paper_measure` that of text on paper, CSS
    lengths; `image_line` is the line that an image's width is a share of when it is given in
    other units than "%", in CSS pixels. With `stacks_tables`, a table that is too wide is set as
    rows under their headers, and not on a page that is turned or larger.
    """

    width: float = 210
    height: float = 297
    margins: tuple[float, float, float, float] = (24, 22, 25, 22)
    letters: TypeSizes = TypeSizes()
    cells: Cells = Cells()
    measure: str = "68ch"
    paper_measure: str = "34rem"
    image_line: float = 640
    stacks_tables: bool = False

    @property
    def size(self) -> float:
        """How large letters are beside common ones, which are the least: 1.5 in large print."""
        return max(1.0, self.letters.small / _COMMON)

    def share_of_line(self, length: Length) -> float:
        """An image's width as a share of the line that it stands in, above 0 and at most 1.

        The same in all formats, whatever is the width of their lines.
        """
        if length.unit == "%":
            share = length.number / 100
        else:
            share = length.number * _PIXELS[length.unit] / self.image_line
        return min(share, 1.0)

    def width_of(self, length: Length, columns: int) -> str:
        """An image's width in CSS: its share of the line; in a table of so many `columns`, pixels.

        A cell is as broad as its words, and a share of one would be a dot. A large share of the
        line stays one: as many pixels in each column could be more than a page has.
        """
        share = self.share_of_line(length)
        if not 0 < share * columns <= _MOST_IN_CELLS:
            return f"{share * 100:.4g}%"
        return f"{share * self.image_line:.4g}px"

    @property
    def text_width(self) -> float:
        """What a line has between the margins, in points."""
        return (self.width - self.margins[1] - self.margins[3]) * _POINTS

    @property
    def text_height(self) -> float:
        """What a page has between the margins, in points."""
        return (self.height - self.margins[0] - self.margins[2]) * _POINTS

    @property
    def formula_line(self) -> int:
        """How long a line of a formula may be, in em of the text."""
        return round(_FORMULA_LINE * self.text_width / self.letters.text)

    @property
    def is_large_print(self) -> bool:
        """Whether the page has large print, in which no fraction is set small."""
        return self.letters.text >= _LARGE_PRINT

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


def points(length: float) -> float:
    """A length of `length` millimetres in points of PDF and CSS (1/72 inch)."""
    return length * _POINTS


def read_geometry(table: Mapping[str, object]) -> PageGeometry:
    """The geometry that the keys of a style.toml say; what is not said is the shipped style's.

    Raises WrongValue, with the key and what may stand there.
    """
    default = PageGeometry()
    width, height = default.width, default.height
    if "page-size" in table:
        width, height = _paper(str(table["page-size"]))
    letters = TypeSizes(**_numbers(table, "letters", TypeSizes))
    cells = Cells(**_numbers(table, "cells", Cells))
    if "text-size" in table:
        size = round(points(millimetres("text-size", str(table["text-size"]))), 4)
        if size < _LEAST_TEXT:
            told = f"“{table['text-size']}” is too small to read: {_LEAST_TEXT}pt is the least, and"
            raise WrongValue("text-size", f"{told} 12pt or more is what readers need")
        scale = size / letters.text
        letters = letters.scaled(scale)
        cells = Cells(common=cells.common * scale, wide=cells.wide * scale)
    geometry = PageGeometry(
        width=width,
        height=height,
        margins=_margins(str(table["margins"])) if "margins" in table else default.margins,
        letters=letters,
        cells=cells,
        measure=_measure("measure", str(table.get("measure", default.measure))),
        paper_measure=_measure(
            "paper-measure", str(table.get("paper-measure", default.paper_measure))
        ),
        image_line=_positive("image-line", table.get("image-line", default.image_line)),
        stacks_tables=_stacks(str(table.get("wide-tables", "pages"))),
    )
    if min(geometry.text_width, geometry.text_height) < 10 * geometry.letters.text:
        raise WrongValue(
            "margins",
            f"leave {geometry.text_width:.0f} by {geometry.text_height:.0f} points for "
            f"letters of {geometry.letters.text:g} points: set a larger page-size or smaller "
            "margins; a line needs ten letters' sizes",
        )
    _check_margins(geometry)
    return geometry


def _check_margins(geometry: PageGeometry) -> None:
    """Raise WrongValue when a printer, or a line at head or foot, has no room in a margin."""
    upright = max(_LEAST_MARGIN, _RUNNING_LINES * geometry.letters.running / _POINTS)
    for side, margin in zip(_SIDES, geometry.margins, strict=True):
        least = upright if side in ("top", "bottom") else _LEAST_MARGIN
        if margin < least:
            raise WrongValue(
                "margins",
                f"leave {margin:g}mm at the {side}, and {math.ceil(least)}mm are needed: printers "
                "reach no further, and a line stands at the head and foot of each page",
            )


def _paper(size: str) -> tuple[float, float]:
    """`size` in millimetres: a name, or width and height; "landscape" turns a name."""
    words = size.split()
    lengths = [_LENGTH.fullmatch(word) for word in words]
    if len(words) == 2 and all(lengths):
        width, height = (millimetres("page-size", word) for word in words)
        return width, height
    names = {name.casefold(): name for name in _PAPER}
    name, *turned = [word.casefold() for word in words] or [""]
    if name in names and turned in ([], ["portrait"], ["landscape"]):
        short, long = _PAPER[names[name]]
        return (long, short) if turned == ["landscape"] else (short, long)
    raise WrongValue(
        "page-size",
        f"“{size}” is neither a sheet nor width and height such as “180mm 240mm”; "
        f"{meant(name, names)}",
    )


def _margins(text: str) -> tuple[float, float, float, float]:
    """One to four lengths, as CSS has them (CSS Box Model 3, 3.2)."""
    sides = [millimetres("margins", word) for word in text.split()]
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
            raise WrongValue("margins", f"“{text}” are not one to four lengths")


def millimetres(key: str, text: str) -> float:
    """The length `text` ("1in") in millimetres. Raises WrongValue, which names `key`."""
    match = _LENGTH.fullmatch(text)
    if match is None:
        units = ", ".join(_MILLIMETRES)
        raise WrongValue(key, f"“{text}” is not a length: write a number and one of {units}")
    return float(match[1]) * _MILLIMETRES[match[2]]


def _measure(key: str, text: str) -> str:
    if not _MEASURE.fullmatch(text):
        raise WrongValue(key, f"“{text}” is not a length: write a number and ch, em, rem or px")
    return text


def _stacks(tables: str) -> bool:
    known = {"pages": False, "rows": True}
    if tables not in known:
        raise WrongValue("wide-tables", f"“{tables}” is not known; {meant(tables, list(known))}")
    return known[tables]


def _numbers(
    table: Mapping[str, object], key: str, known: type[TypeSizes] | type[Cells]
) -> dict[str, float]:
    own = table.get(key, {})
    if not isinstance(own, Mapping):
        raise WrongValue(key, "is not a table")
    check_keys(own, [part.name for part in fields(known)], f"{key}.")
    return {name: _positive(f"{key}.{name}", value) for name, value in own.items()}


def _positive(key: str, value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value < 10_000:
        raise WrongValue(key, f"is {value}: write a number above 0")
    return float(value)
