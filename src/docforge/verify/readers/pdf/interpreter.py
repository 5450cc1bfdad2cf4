"""A content stream on its way to painted things: the state that its operators change.

Invariant: boxes are in the page's own space, in points, within what the clipping path leaves.
"""

from collections.abc import Callable
from typing import Any

from msgspec import Struct, field

from docforge.verify.readers.pdf.faces import Face, Faces
from docforge.verify.readers.pdf.geometry import SAME, Box, Matrix, shared
from docforge.verify.readers.pdf.operations import Operation
from docforge.verify.readers.pdf.paint import Blank, Colour, LinePen, Painted, State

_FRAME = 4  # rectangles of a double border


class StreamInterpreter(Struct):
    """One content stream; `depth` counts the forms around it.

    `marks` are the marked-content sequences that are open: their number, None without one, their
    tag, and which of all it is (`begun`). `blank` is what was shown last, where it was nothing
    but blanks. `faces` and `states` are the resources met so far.
    With `traces`, the points of paths are kept; `moved` says that the last one was only moved to.
    """

    resources: Any
    state: State
    known: Faces
    depth: int = 0
    items: list[Painted] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    stack: list[State] = field(default_factory=list)
    marks: list[tuple[int | None, str, int]] = field(default_factory=list)
    begun: int = 0
    blank: Blank | None = None
    path: list[tuple[float, float]] = field(default_factory=list)
    rectangles: list[Box] = field(default_factory=list)
    clipping: bool = False
    slanted: bool = False
    curved: bool = False
    moved: bool = False
    traces: bool = False
    text: Matrix = SAME
    start: Matrix = SAME
    faces: dict[bytes, Face | None] = field(default_factory=dict)
    states: dict[str, tuple[dict[str, float], str]] = field(default_factory=dict)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A place in the page's own space."""
        a, b, c, d, e, f = self.state.ctm
        return a * x + c * y + e, b * x + d * y + f

    def add(self, kind: str, box: Box, colour: Colour | None, alpha: float | None = None) -> None:
        """One painted area; `alpha` is the graphics state's unless given."""
        mark, tag, _ = self.marked()
        alpha = self.state.alpha if alpha is None else alpha
        seen = shared(box, self.state.clip)
        state = self.state
        made = Painted(kind, seen, mark, tag, colour, alpha, state.clip, state.strange)
        made = made._replace(
            in_form=self.depth > 0,
            name="rectangles" if len(self.rectangles) > _FRAME else "",
            is_slanted=self.slanted,
            corners=len(self.path),
        )
        if self.traces:
            made = made._replace(points=tuple(self.path), pen=self._pen())
        self.items.append(made)

    def _pen(self) -> LinePen:
        """The pen as it is on the page."""
        state = self.state
        a, b, c, d, _, _ = state.ctm
        scale = abs(a * d - b * c) ** 0.5
        dashes = tuple(dash * scale for dash in state.pen.dashes)
        return state.pen._replace(width=state.line * scale, dashes=dashes)

    def marked(self) -> tuple[int | None, str, int]:
        """The innermost sequence with a number, else that of all, with the outermost one's tag."""
        for mark in reversed(self.marks):
            if mark[0] is not None:
                return mark
        return (None, self.marks[0][1], self.marks[-1][2]) if self.marks else (None, "", 0)


Step = Callable[[StreamInterpreter, Operation], None]
