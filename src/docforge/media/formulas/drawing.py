"""Formulas as drawings, whoever draws or shows them."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FormulaDrawing:
    """An SVG file; `width`, `height` and `depth` (below the line of the text) are in em."""

    svg: bytes = field(repr=False)
    width: float
    height: float
    depth: float
