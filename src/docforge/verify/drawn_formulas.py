"""Whether the formulas of a PDF show the letters and digits of their MathML.

Invariant: what is compared is the outline that is painted with the outline that the font has for
the letter, at whatever size; signs that grow with what stands in them are not told apart.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple
from xml.etree import ElementTree

from docforge.style import PageGeometry
from docforge.verify.drawn_letters import glyphs_for
from docforge.verify.readers.pdf.graphics import content_of
from docforge.verify.readers.pdf.operations import Operation, piece_of, read_stream
from docforge.verify.readers.pdf.targets import named_of
from docforge.verify.set_formulas import is_set
from docforge.verify.traced_pages import TracedPages

_FONT = "STIXTwoMath-Regular.ttf"
_LEAVES = ("mi", "mn", "mo")
# Signs that are drawn in one size.
_SIGNS = frozenset("=+−±×÷<>≤≥≠≈∈∪∩")
_ALIKE = 0.012  # of a glyph's size: how far moments of its points may be apart
_ENDS = {b"l": 0, b"c": 4}  # which operands of an operator begin to say where it ends
Point = tuple[float, float]


class GlyphShape(NamedTuple):
    """What the points of an outline have in common at every size: how many, and their moments."""

    points: int
    moments: tuple[float, ...]

    def is_like(self, other: "GlyphShape") -> bool:
        """Whether two outlines are that of one glyph."""
        pairs = zip(self.moments, other.moments, strict=True)
        return self.points == other.points and all(abs(a - b) <= _ALIKE for a, b in pairs)


def strange_formulas(pdf: Any, traced: TracedPages, page: PageGeometry) -> Iterator[str]:
    """The formulas of an open PDF that are painted otherwise than their files of MathML say."""
    from pikepdf import Dictionary

    names: Any = pdf.Root.get("/Names") or {}
    if next(named_of(names.get("/EmbeddedFiles")), None) is None:
        return
    streams: dict[Any, bytes] = {}
    for node in pdf.objects:
        if isinstance(node, Dictionary) and str(node.get("/S", "")) == "/Formula":
            yield from _formula(node, streams)
            mark = _mark(node)
            if mark is not None and "/AF" in node:
                items = traced.items(traced.number(node.Pg), mark)
                if not is_set(node, items, page):
                    yield f"a formula that is set otherwise than {node.get('/Alt', '')}"


def _formula(node: Any, streams: dict[Any, bytes]) -> Iterator[str]:
    """What is wrong with a formula; `streams` are the contents of pages that were read already."""
    said, page = _letters(node), node.get("/Pg")
    if not any(said) or page is None:
        return
    if page.objgen not in streams:
        streams[page.objgen] = content_of(page)
    mark = _mark(node)
    if mark is None:
        return
    shapes = list(_shapes(read_stream(piece_of(streams[page.objgen], mark)).operations))
    if not any(_are_painted(letters, shapes) for letters in said):
        yield f"a formula that does not show {said[0]}"


def _mark(node: Any) -> int | None:
    """The marked content of a formula."""
    held = node.get("/K")
    first = held if held is None or isinstance(held, int) else next(iter(held), None)
    return first if isinstance(first, int) else None


def _letters(formula: Any) -> tuple[str, ...]:
    """The letters, digits and signs of a formula's MathML, in each order they may be drawn in."""
    held = [ElementTree.fromstring(f.EF.F.read_bytes()) for f in formula.get("/AF") or ()]
    orders = []
    for top_first in (False, True):
        leaves = (leaf for root in held for leaf in _drawn(root, top_first=top_first))
        signs = "".join(leaf.text or "" for leaf in leaves).replace("-", "−")
        orders.append("".join(sign for sign in signs if sign.isalnum() or sign in _SIGNS))
    return tuple(orders)


def _drawn(element: ElementTree.Element, *, top_first: bool) -> Iterator[ElementTree.Element]:
    """The leaves of a formula as they are drawn: the index of a root stands before it.

    What stands above a sign may be drawn before what stands below it.
    """
    name, parts = element.tag.rpartition("}")[2], list(element)
    if name in _LEAVES:
        yield element
    if name == "mphantom":
        return  # which takes its room and shows nothing
    if name == "mroot":
        parts.reverse()
    elif name == "munderover" and top_first:
        parts[1:] = parts[:0:-1]
    for part in parts:
        yield from _drawn(part, top_first=top_first)


def _are_painted(letters: str, shapes: Sequence[GlyphShape]) -> bool:
    """Whether the letters are among the shapes, in their order."""
    left = iter(shapes)
    known = {sign: _outlines(sign) for sign in {*letters}}
    return all(
        any(any(shape.is_like(own) for own in known[sign]) for shape in left)
        for sign in letters
        if known[sign]
    )


# --- What is painted ---------------------------------------------------------------------


def _shapes(operations: Sequence[Operation]) -> Iterator[GlyphShape]:
    """The outlines that are filled, in their order."""
    points: list[Point] = []
    begin: Point | None = None
    for name, _, operands in operations:
        if name == b"m":
            begin = (operands[0], operands[1])
        elif name in _ENDS:
            points += [begin] if begin else []
            begin = None
            x, y = operands[_ENDS[name] :]
            points.append((x, y))
        elif name in (b"f", b"f*"):
            yield from _shape(points)
        if name in (b"f", b"f*", b"n", b"S"):
            points, begin = [], None


def _shape(points: Sequence[Point], upright: int = 1) -> Iterator[GlyphShape]:
    """The shape of an outline; `upright` is -1 where y grows upwards. None of a mere line."""
    kept = {(x, y * upright) for x, y in points}
    if len(kept) < 3:
        return
    xs, ys = zip(*kept, strict=True)
    left, top, size = min(xs), min(ys), max(max(xs) - min(xs), max(ys) - min(ys))
    if size <= 0:
        return
    across, down = [(x - left) / size for x in xs], [(y - top) / size for y in ys]
    pairs = list(zip(across, down, strict=True))
    sums = (
        *(sum(across), sum(down), sum(x * x for x in across), sum(y * y for y in down)),
        sum(x * y for x, y in pairs),
    )
    yield GlyphShape(len(kept), (max(across), max(down), *(each / len(kept) for each in sums)))


# --- What the font has -------------------------------------------------------------------


@lru_cache(maxsize=1)
def _font() -> bytes:
    return files("ziamath.fonts").joinpath(_FONT).read_bytes()


@lru_cache(maxsize=1)
def _variants() -> Mapping[str, Sequence[str]]:
    """The letters that are another one in italics, in bold or of another style of mathematics."""
    found: dict[str, list[str]] = {}
    for code in (*range(0x2100, 0x2150), *range(0x1D400, 0x1D800)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1:
            found.setdefault(plain, []).append(chr(code))
    return found


@lru_cache(maxsize=512)
def _outlines(sign: str) -> tuple[GlyphShape, ...]:
    """How the font may draw a letter: in each style, and as it draws it above and below a line."""
    plain = unicodedata.normalize("NFKC", sign)
    signs = {sign, plain, *_variants().get(plain, ())}
    return tuple(
        shape for outline in glyphs_for(_font(), signs) for shape in _shape(outline, upright=-1)
    )
