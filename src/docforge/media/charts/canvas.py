"""A drawing in SVG that grows downwards: letters, bars with patterns, lines.

Invariant: numbers and words alone decide every byte; nothing is measured on this machine, so that
letters get a little more room than they need.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from html import escape
from typing import Literal

from msgspec import Struct, field

from docforge.document import Direction

LETTERS, LINE = 16.0, 21.0  # CSS pixels: the size of letters, and from one line to the next
_WIDE, _NARROW = frozenset("MWmw@%—"), frozenset(".,:;'’|!iljtfI ()[]")
_STRIPES = 8.0
Anchor = Literal["start", "middle", "end"]
_MIRRORED: dict[Anchor, Anchor] = {"start": "end", "middle": "middle", "end": "start"}
Pattern = Literal["solid", "stripes", "dots", "rungs", "grid", "outline"]
# Patterns by which bars are told apart, without any colour.
PATTERNS: tuple[Pattern, ...] = ("solid", "stripes", "dots", "rungs", "grid", "outline")


class Palette(Struct, frozen=True):
    """Colours as "#0b4f6c": letters, quieter ones, the ground, lines, and what is drawn."""

    text: str
    quiet: str
    ground: str
    line: str
    accent: str


class Look(Struct, frozen=True):
    """What a drawing depends on besides its numbers: colours, width, direction, families."""

    palette: Palette
    width: float
    direction: Direction
    families: tuple[str, ...]
    lang: str

    @property
    def is_narrow(self) -> bool:
        """Whether labels have to stand above what they are of."""
        return self.width < 480


class Canvas(Struct):
    """A drawing on its way; x counts from where lines begin, whatever the direction."""

    look: Look
    parts: list[str] = field(default_factory=list)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        anchor: Anchor = "start",
        strong: bool = False,
        quiet: bool = False,
    ) -> None:
        """`words` on the base line `y`."""
        side = _MIRRORED[anchor] if self._is_mirrored else anchor
        colour = self.look.palette.quiet if quiet else self.look.palette.text
        weight = ' font-weight="700"' if strong else ""
        self.parts.append(
            f'<text x="{_n(self._x(x))}" y="{_n(y)}" text-anchor="{side}" fill="{colour}"{weight}>'
            f"{escape(_isolated(words, self.look.direction), quote=False)}</text>"
        )

    def bar(self, x: float, y: float, width: float, height: float, pattern: Pattern) -> None:
        """A bar from `x` to the end of its line, told from others by its `pattern`."""
        palette = self.look.palette
        left = self._x(x + width) if self._is_mirrored else x
        fill = palette.accent if pattern == "solid" else palette.ground
        self.parts.append(
            f'<rect x="{_n(left)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
            f' fill="{fill}" stroke="{palette.accent}" stroke-width="1.5"/>'
        )
        lines = _filling(pattern, left, y, width, height)
        if lines:
            weight = 2.4 if pattern == "dots" else 1.5
            cap = ' stroke-linecap="round"' if pattern == "dots" else ""
            self.parts.append(
                f'<path d="{lines}" fill="none" stroke="{palette.accent}"'
                f' stroke-width="{weight:g}"{cap}/>'
            )

    def rule(self, x1: float, y1: float, x2: float, y2: float, *, strong: bool = False) -> None:
        """A straight line: an axis when it is `strong`, else a line to read along."""
        palette = self.look.palette
        colour, weight = (palette.text, 1.5) if strong else (palette.line, 0.5)
        self.parts.append(
            f'<path d="M{_n(self._x(x1))} {_n(y1)}L{_n(self._x(x2))} {_n(y2)}" fill="none"'
            f' stroke="{colour}" stroke-width="{weight:g}"/>'
        )

    def line(self, points: Sequence[tuple[float, float]], dashes: str, colour: str) -> None:
        """A line through `points`."""
        way = "L".join(f"{_n(self._x(x))} {_n(y)}" for x, y in points)
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        self.parts.append(
            f'<path d="M{way}" fill="none" stroke="{colour}" stroke-width="2.5"'
            f' stroke-linejoin="round"{dashed}/>'
        )

    def marker(self, x: float, y: float, shape: int, colour: str) -> None:
        """A sign on a line, told from others by its shape."""
        place, ground = self._x(x), self.look.palette.ground
        outline = f'stroke="{colour}" stroke-width="2"'
        if shape in (0, 3):
            fill = colour if shape == 0 else ground
            self.parts.append(
                f'<circle cx="{_n(place)}" cy="{_n(y)}" r="4.5" fill="{fill}" {outline}/>'
            )
            return
        fill = colour if shape in (1, 2) else ground
        corners = {
            1: ((-4, -4), (4, -4), (4, 4), (-4, 4)),
            2: ((0, -5.5), (5, 4), (-5, 4)),
            4: ((-4, -4), (4, -4), (4, 4), (-4, 4)),
            5: ((0, -5.5), (5.5, 0), (0, 5.5), (-5.5, 0)),
        }[shape]
        way = "L".join(f"{_n(place + dx)} {_n(y + dy)}" for dx, dy in corners)
        self.parts.append(f'<path d="M{way}Z" fill="{fill}" {outline}/>')

    def finished(self, height: float) -> bytes:
        """The drawing as a file in UTF-8."""
        look = self.look
        # Without marks and spaces between: WeasyPrint knows no others.
        families = ",".join([*look.families, "sans-serif"])
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" xml:lang="{escape(look.lang)}"'
            f' width="{_n(look.width)}" height="{_n(height)}"'
            f' viewBox="0 0 {_n(look.width)} {_n(height)}"'
            f' font-family="{families}" font-size="{_n(LETTERS)}">'
            f'<rect x="0" y="0" width="{_n(look.width)}" height="{_n(height)}"'
            f' fill="{look.palette.ground}"/>{"".join(self.parts)}</svg>'
        ).encode()

    @property
    def _is_mirrored(self) -> bool:
        return self.look.direction == "rtl"

    def _x(self, x: float) -> float:
        return self.look.width - x if self._is_mirrored else x


def _n(number: float) -> str:
    """A number of a drawing: a tenth of a pixel is nothing that anybody sees."""
    return f"{round(number, 1) + 0.0:g}"


def _isolated(words: str, around: Direction) -> str:
    """`words` in the direction of the document, with those in another one kept apart (UAX 9)."""
    classes = {unicodedata.bidirectional(char) for char in words}
    if around == "rtl":
        return f"\u2067{words}\u2069"
    return f"\u2068{words}\u2069" if classes & {"R", "AL"} else words


def _filling(pattern: Pattern, x: float, y: float, width: float, height: float) -> str:
    """The lines of a pattern in a box, as a path that never leaves it."""
    if pattern == "stripes":
        return _diagonals(x, y, width, height)
    if pattern == "grid":
        down = _steps(x, width)
        across = _steps(y, height)
        return "".join(
            [f"M{_n(at)} {_n(y)}v{_n(height)}" for at in down]
            + [f"M{_n(x)} {_n(at)}h{_n(width)}" for at in across]
        )
    if pattern == "rungs":
        return "".join(f"M{_n(at)} {_n(y)}v{_n(height)}" for at in _steps(x, width, 5.0))
    if pattern == "dots":
        return "".join(
            f"M{_n(column)} {_n(row)}h0.1"
            for row in _steps(y, height, 6.0)
            for column in _steps(x, width, 6.0)
        )
    return ""


def _steps(start: float, length: float, step: float = _STRIPES) -> list[float]:
    """Places `step` apart within a length, in its middle."""
    many = int(length // step)
    first = start + (length - (many - 1) * step) / 2 if many else 0.0
    return [first + number * step for number in range(many)]


def _diagonals(x: float, y: float, width: float, height: float) -> str:
    """Lines that rise by one for each one, cut off at the box."""
    way: list[str] = []
    at = _STRIPES / 2
    while at < width + height:
        left, right = max(0.0, at - height), min(at, width)
        way.append(f"M{_n(x + left)} {_n(y + at - left)}L{_n(x + right)} {_n(y + at - right)}")
        at += _STRIPES
    return "".join(way)


# --- Letters -----------------------------------------------------------------------------


def width_of(words: str, *, strong: bool = False) -> float:
    """About how broad `words` are, in CSS pixels."""
    return sum(map(_letter, words)) * LETTERS * (1.08 if strong else 1.0)


def _letter(char: str) -> float:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(char) in ("W", "F"):
        return 1.0
    if char in _WIDE:
        return 0.92
    if char in _NARROW:
        return 0.32
    if char.isupper():
        return 0.68
    return 0.56 if char.isascii() else 0.64


def wrapped(words: str, room: float, *, strong: bool = False) -> tuple[str, ...]:
    """`words` in lines of `room` pixels; a longer word is broken, none is left out."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(words, room, strong):
        longer = f"{line}{piece}"
        if line and width_of(longer.rstrip(), strong=strong) > room:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line = longer
    return (*lines, line.rstrip()) if line.strip() else tuple(lines)


def _pieces(words: str, room: float, strong: bool) -> Iterable[str]:
    """Words with the space behind them, cut where a line can or has to end."""
    for word in words.split(" "):
        piece = ""
        for char in word:
            is_wide = unicodedata.east_asian_width(char) in ("W", "F")
            too_long = width_of(piece + char, strong=strong) > room
            if piece and ((is_wide and not unicodedata.category(char).startswith("P")) or too_long):
                yield piece
                piece = ""
            piece += char
        yield f"{piece} "
