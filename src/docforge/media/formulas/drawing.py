"""Formulas as drawings, whoever draws or shows them."""

import warnings
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element, ParseError, fromstring, tostring

from msgspec import Struct

_OF_ZIAMATH = (ValueError, KeyError, IndexError, AttributeError, TypeError, ZeroDivisionError)
_EM = 20.0  # The letter size in which formulas are drawn, in SVG units.
_INDENT = 2.0  # In em; where a formula's second line begins.
# Before these a formula may go on in another line, as in print.
_BREAKS = frozenset("=≠≈≃≅≡∼<>≤≥≪≫→⟶⇒⟹⇔↦∝+−-±×·⋅÷∪∩∧∨∈⊂⊆")


class FormulaDrawing(Struct, frozen=True):
    """An SVG file; `width`, `height` and `depth` (below the line of the text) are in em."""

    svg: bytes
    width: float
    height: float
    depth: float


@lru_cache(maxsize=256)
def draw(mathml: str, longest: float, is_large: bool = False) -> FormulaDrawing | None:
    """The drawing of a `<math>` element, or None when it cannot be drawn or shows nothing.

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
        _drop_empty_lines(root)
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
    if width <= 0 or height <= 0 or not _is_seen(svg):
        return None
    # In em, so that the letters around it say how large it is.
    svg.attrib |= {"width": f"{width:.3f}em", "height": f"{height:.3f}em"}
    return FormulaDrawing(tostring(svg), width, height, height + top)


def _drop_empty_lines(root: Element) -> None:
    """Take out line breaks before anything and right behind others: ziamath takes none there."""
    for row in root.findall("{*}mrow"):
        is_begun = False
        for part in list(row):
            is_break = part.get("linebreak") == "newline"
            if is_break and not is_begun:
                row.remove(part)
            is_begun = not is_break


def _is_seen(svg: Element) -> bool:
    """Whether a drawing uses any of its glyphs or lines: phantoms take room alone."""
    return any(part.tag.rpartition("}")[2] not in ("symbol", "title", "desc") for part in svg)


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
