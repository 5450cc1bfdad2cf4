"""Formulas as drawings: MathML to SVG, with the size and depth that place it on its line.

Invariant: a formula always has a text alternative; one that cannot be drawn is its TeX.
"""

import warnings
from dataclasses import dataclass, field
from functools import lru_cache
from xml.etree.ElementTree import Element, tostring

from docforge.document import Math

_EM = 20.0  # The letter size in which formulas are drawn, in SVG units.


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG file; `width`, `height` and `depth` (below the line of the text) are in em."""

    svg: bytes = field(repr=False)
    width: float
    height: float
    depth: float


@lru_cache(maxsize=256)
def draw(mathml: str) -> Drawing | None:
    """The drawing of a `<math>` element, or None when it cannot be drawn."""
    # Only documents with formulas pay for the import.
    with warnings.catch_warnings():
        # ziamath finds its font with a function that Python calls deprecated.
        warnings.simplefilter("ignore", DeprecationWarning)
        import ziamath.zmath

    try:
        drawn = ziamath.zmath.Math(mathml, size=_EM)
        svg = drawn.svgxml()
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, ZeroDivisionError):
        # ziamath has no error type of its own; the formula's TeX is shown instead.
        return None
    _, top, width, height = (float(number) for number in svg.get("viewBox", "0 0 0 0").split())
    return Drawing(tostring(svg), width / _EM, height / _EM, (height + top) / _EM)


@dataclass(slots=True)
class Formulas:
    """The drawings of one document, served by `address`; `failed` are those without one.

    `mathml` is the MathML of each drawing.
    """

    drawings: dict[str, Drawing] = field(default_factory=dict)
    failed: list[Math] = field(default_factory=list)
    mathml: dict[str, str] = field(default_factory=dict)

    def element(self, node: Math) -> Element:
        """`img[data-formula]` with the spoken formula as `alt`; `code.tex` when it is not drawn."""
        drawing = None if node.mathml is None else draw(node.mathml)
        if drawing is None:
            self.failed.append(node)
            code = Element("code", {"class": "tex", "dir": "ltr"})
            code.text = node.tex
            return code
        address = f"formula:{len(self.drawings)}"
        self.drawings[address] = drawing
        self.mathml[address] = node.mathml or ""
        size = (
            f"width: {drawing.width:.3f}em; height: {drawing.height:.3f}em; "
            f"vertical-align: {-drawing.depth:.3f}em"
        )
        attributes = {
            "src": address,
            "alt": node.spoken or node.tex,
            # Not a class: `.formula` is the style's name for a formula's own paragraph.
            "data-formula": "block" if node.display else "inline",
            "style": size,
        }
        return Element("img", attributes)
