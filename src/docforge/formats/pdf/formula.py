"""Formulas as drawings, each with the size and depth that place it on its line.

Invariant: a formula always has a text alternative; one that cannot be drawn is its TeX; one
that is wider than a page goes on in lines of its own.
"""

from xml.etree.ElementTree import Element

from msgspec import Struct, field

from docforge.document import Math
from docforge.media.formulas.drawing import FormulaDrawing, draw

_LEAST_WIDTH = 6.0  # In em; a column of a table makes room for that.


class Formulas(Struct):
    """The drawings of one document, served by `address`; `failed` are those without one.

    `longest` is the longest line in em; `is_large` says that the letters are for readers who see
    little; `mathml` is the MathML of each drawing.
    """

    longest: float
    is_large: bool = False
    drawings: dict[str, FormulaDrawing] = field(default_factory=dict)
    failed: list[Math] = field(default_factory=list)
    mathml: dict[str, str] = field(default_factory=dict)

    def element(self, node: Math) -> Element:
        """`img[data-formula]` with the spoken formula as `alt`; `code.tex` when it is not drawn."""
        drawing = None if node.mathml is None else draw(node.mathml, self.longest, self.is_large)
        if drawing is None:
            self.failed.append(node)
            code = Element("code", {"class": "tex", "dir": "ltr"})
            code.text = node.tex
            return code
        address = f"formula:{len(self.drawings)}"
        self.drawings[address] = drawing
        self.mathml[address] = node.mathml or ""
        # Its own width, as far as there is room: a `width` would push cells off the page.
        size = (
            f"min-width: {min(drawing.width, _LEAST_WIDTH):.3f}em; "
            f"vertical-align: {-drawing.depth:.3f}em"
        )
        attributes = {
            "src": address,
            "alt": node.spoken or node.tex,
            # Not a class: `.formula` is the style's name for a formula's own paragraph.
            "data-formula": "block" if node.display else "inline",
            "style": size,
        }
        if node.lang is not None:
            attributes["lang"] = node.lang
        return Element("img", attributes)
