"""What is painted, and the parameters of the graphics state that tell how (ISO 32000-1, 8.4).

Invariant: boxes are in the page's own space, in points.
"""

from typing import Any, NamedTuple

from msgspec import Struct

from docforge.verify.readers.pdf.faces import Face
from docforge.verify.readers.pdf.geometry import SAME, Box, Matrix

_BLACK = (0.0, 0.0, 0.0)
EVERYWHERE: Box = (-1e9, -1e9, 1e9, 1e9)
Colour = tuple[float, float, float]


class LinePen(NamedTuple):
    """How lines are drawn (ISO 32000-1, 8.4.3): their width and dashes in points, ends, corners."""

    width: float = 1.0
    dashes: tuple[float, ...] = ()
    phase: float = 0.0
    cap: int = 0
    join: int = 0


class State(Struct):
    """The parameters that tell whether something is seen."""

    ctm: Matrix = SAME
    clip: Box = EVERYWHERE
    fill: Colour | None = _BLACK
    stroke: Colour | None = _BLACK
    alpha: float = 1.0
    stroke_alpha: float = 1.0
    strange: str = ""
    line: float = 1.0
    pen: LinePen = LinePen()
    face: Face | None = None
    size: float = 0.0
    spacing: float = 0.0
    stretch: float = 1.0
    rise: float = 0.0
    mode: int = 0
    is_lab: bool = False

    def kept(self) -> "State":
        """The same once more, to come back to."""
        return State(*[getattr(self, name) for name in self.__struct_fields__])


class Blank(NamedTuple):
    """Blanks that are shown by themselves: where they begin and end, and their line's height."""

    begin: float
    end: float
    base: float


class Painted(NamedTuple):
    """One painted thing: `kind` is "text", "fill", "stroke", "image" or "form".

    `mark` is the number of its marked content, None in an artifact; `matrix` is that of its
    unit; a path `is_slanted` that has a straight side neither level nor upright; `visible` counts
    the letters that show something, `unseen` those of the unseen font. `sequence` counts the
    marked-content sequences up to its own, artifacts among them, for texts and pictures. `said` is
    what the letters of a text say. `begin` and `end` are where its first letter begins and its
    last one ends, blanks among them, `base` is the height of its line, and `blank` what blanks
    were shown by themselves before it. `corners` counts the points of a path.
    `name` is that of a picture, and says of a path that it is made of several rectangles. The
    `points` of a path, and the pen that it is stroked with, are told where they are asked for.
    """

    kind: str
    box: Box
    mark: int | None
    tag: str
    colour: Colour | None
    alpha: float
    clip: Box
    strange: str = ""
    matrix: Matrix = SAME
    mode: int = 0
    visible: int = 0
    unseen: int = 0
    in_form: bool = False
    name: str = ""
    is_slanted: bool = False
    sequence: int = 0
    said: str = ""
    begin: float = 0.0
    end: float = 0.0
    base: float = 0.0
    blank: Blank | None = None
    corners: int = 0
    points: tuple[tuple[float, float], ...] = ()
    pen: "LinePen | None" = None


class Painting(Struct, frozen=True):
    """What a page paints, in order, and what of it is not written as docforge writes it."""

    items: list[Painted]
    odd: list[str]


def colour_of(operands: tuple[Any, ...]) -> Colour | None:
    """A colour as red, green and blue; None for a pattern."""
    match operands:
        case (float(grey),):
            return (grey, grey, grey)
        case (float(red), float(green), float(blue)):
            return (red, green, blue)
        case (float(c), float(m), float(y), float(k)):
            return ((1 - c) * (1 - k), (1 - m) * (1 - k), (1 - y) * (1 - k))
    return None
