"""Formulas as drawings, whoever draws or shows them."""

from msgspec import Struct


class FormulaDrawing(Struct, frozen=True):
    """An SVG file; `width`, `height` and `depth` (below the line of the text) are in em."""

    svg: bytes
    width: float
    height: float
    depth: float
