"""Formulas as drawings: MathML to SVG, with the size and depth that place it on its line.

Invariant: a formula always has a text alternative; one that cannot be drawn is its TeX; one
that is wider than a page goes on in lines of its own.
"""

import warnings
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element, ParseError, fromstring, tostring

from msgspec import Struct, field

from docforge.document import Math
from docforge.media.formulas.drawing import FormulaDrawing
from docforge.style import PageGeometry

_OF_ZIAMATH = (ValueError, KeyError, IndexError, AttributeError, TypeError, ZeroDivisionError)
_EM = 20.0  # The letter size in which formulas are drawn, in SVG units.
_LINE = 0.92  # Of a page; the rest is for indentation and the spaces that drawing adds.
_LEAST_WIDTH = 6.0  # In em; a column of a table makes room for that.
_INDENT = 2.0  # In em; where a formula's second line begins.
# Before these a formula may go on in another line, as in print.
_BREAKS = frozenset("=≠≈≃≅≡∼<>≤≥≪≫→⟶⇒⟹⇔↦∝+−-±×·⋅÷∪∩∧∨∈⊂⊆")


# Points from which letters are large print (UKAAF, RNIB).
_LARGE_PRINT = 16.0


def is_large(page: PageGeometry) -> bool:
    """Whether `page` has large print, in which no fraction is set small."""
    return page.letters.text >= _LARGE_PRINT


def longest_line(page: PageGeometry) -> int:
    """How long a line of a formula may be on `page`, in em of the text."""
    return round(_LINE * page.text_width / page.letters.text)


@lru_cache(maxsize=256)
def draw(mathml: str, longest: float, is_large: bool = False) -> FormulaDrawing | None:
    """The drawing of a `<math>` element, or None when it cannot be drawn.

    What is wider than `longest` (in em) goes on in further lines where it can; `is_large` draws
    a formula in a line as one that is set apart.
    """
    # Only documents with formulas pay for the import.
    with warnings.catch_warnings():
        # ziamath finds its font with a function that Python calls deprecated.
        warnings.simplefilter("ignore", DeprecationWarning)
        import ziamath.zmath

    try:
        root = fromstring(mathml)
        if is_large:
            root.set("displaystyle", "true")
            root.set("display", "block")
        drawn = ziamath.zmath.Math(root, size=_EM)
        if drawn.getsize()[0] > longest * _EM and _break(root, drawn, longest):
            drawn = ziamath.zmath.Math(root, size=_EM)
        svg = drawn.svgxml()
    except (ParseError, *_OF_ZIAMATH):
        # What TeX left open is no XML, and ziamath has no error type of its own: the TeX is shown.
        return None
    _, top, width, height = (float(number) / _EM for number in svg.get("viewBox", "").split())
    # In em, so that the letters around it say how large it is.
    svg.attrib |= {"width": f"{width:.3f}em", "height": f"{height:.3f}em"}
    return FormulaDrawing(tostring(svg), width, height, height + top)


def _break(root: Element, drawn: Any, longest: float) -> bool:
    """Part a formula into lines, as `drawn` tells how wide its parts are. Whether it could be."""
    row = next((child for child in root if child.tag.endswith("mrow")), None)
    nodes: Any = drawn.node.nodes[0] if len(root) == 1 and row is not None else None
    if row is None or len(getattr(nodes, "nodes", ())) != len(row):
        return False
    starts = [x for x, _ in nodes.nodexy]
    # From the last line up, so that the places of the others stay true.
    breaks = sorted(_breaks(list(row), starts, longest), reverse=True)
    for place in breaks:
        row.insert(place, Element("mspace", {"width": f"{_INDENT}em"}))
        row.insert(place, Element("mspace", {"linebreak": "newline"}))
    return bool(breaks)


def _breaks(parts: list[Element], starts: list[float], longest: float) -> Iterator[int]:
    """The operators before which a line has to end; `starts` are the places of all parts."""
    usable = [n for n, part in enumerate(parts) if n and (part.text or "").strip() in _BREAKS]
    begin, room = 0.0, longest * _EM
    for place, following in pairwise([*usable, len(parts) - 1]):
        if starts[following] - begin > room and starts[place] > begin:
            yield place
            begin, room = starts[place], (longest - _INDENT) * _EM


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
