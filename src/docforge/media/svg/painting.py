"""How each element of a drawing is painted: what it inherits, its sheet, its attributes.

Invariant: a sheet with rules that are not understood is no sheet: nothing is guessed.
"""

import re
from collections.abc import Iterator, Mapping
from math import cos, radians, sin, tan
from types import MappingProxyType
from typing import Self
from xml.etree.ElementTree import fromstring

import tinycss2  # type: ignore[import-untyped]  # it has no type information
import tinycss2.ast  # type: ignore[import-untyped]  # nor here
import tinycss2.color3  # type: ignore[import-untyped]  # nor here
from cssselect2 import ElementWrapper, Matcher, SelectorError, compile_selector_list
from lxml import etree
from msgspec import Struct
from msgspec.structs import replace
from tinycss2 import parse_stylesheet

Colour = tuple[float, float, float]
Affine = tuple[float, float, float, float, float, float]
_SAME: Affine = (1, 0, 0, 1, 0, 0)
_SHORTHAND = {"bold": 700.0, "bolder": 700.0, "normal": 400.0}
_TRANSFORM = re.compile(r"\b([a-zA-Z]{5,9})\s{0,9}\(([^()]{0,200})\)")
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", re.IGNORECASE)
_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_LENGTH = re.compile(rf"({NUMBER.pattern})(em|[a-z]*)", re.IGNORECASE)
_HIDDEN = {"display": ("none",), "visibility": ("hidden", "collapse")}


class Paint(Struct, frozen=True):
    """What holds inside an element; `fill` is None for what is no plain colour.

    `filled_with` and `outlined_with` are as the drawing has them: a colour, a paint server, "none".
    `opacity` is that of the groups. `place` is where text begins, `size` the size of letters and
    `line_width` in the units of the drawing. What is not shown may be, behind masks; what is gone
    is hidden by itself.
    """

    fill: Colour | None = (0.0, 0.0, 0.0)
    filled_with: str = "black"
    outlined_with: str = "none"
    opacity: float = 1.0
    fill_opacity: float = 1.0
    line_opacity: float = 1.0
    line_width: float = 1.0
    line_dashes: str = "none"
    line_cap: str = "butt"
    line_join: str = "miter"
    size: float = 16.0
    is_bold: bool = False
    anchor: str = "start"
    place: tuple[float, float] | None = None
    matrix: Affine = _SAME
    clipped_by: str = "none"
    masked_by: str = "none"
    is_shown: bool = True
    is_gone: bool = False

    @property
    def is_filled(self) -> bool:
        """Whether its areas are filled, with whatever."""
        return self.filled_with != "none"

    @property
    def has_outline(self) -> bool:
        """Whether its edges are drawn, with whatever."""
        return self.outlined_with != "none" and self.line_width > 0

    @property
    def alpha(self) -> float:
        """How far what it fills covers what lies below."""
        return self.opacity * self.fill_opacity

    @property
    def scale(self) -> float:
        """How much larger the element is drawn than it says."""
        a, b, c, d, _, _ = self.matrix
        return float(abs(a * d - b * c) ** 0.5)


class PaintSheet(Struct, frozen=True):
    """What the style sheets of a drawing say of each of its elements (CSS cascade)."""

    said: Mapping[etree._Element, Mapping[str, str]] = MappingProxyType({})

    @classmethod
    def of(cls, root: etree._Element) -> Self | None:
        """The sheet of a drawing; None when it has rules that are not understood."""
        sheets = [style.text or "" for style in root.iter("{*}style")]
        if not sheets:
            return cls()
        matcher = Matcher()
        for rule in (rule for text in sheets for rule in parse_stylesheet(text, True, True)):
            if not isinstance(rule, tinycss2.ast.QualifiedRule):
                return None
            try:
                selectors = compile_selector_list(rule.prelude)
            except SelectorError:
                return None
            said = declared(rule.content)
            for selector in selectors:
                if selector.pseudo_element is None:
                    matcher.add_selector(selector, said)
        return cls(dict(_matched(root, matcher)))

    def said_of(self, element: etree._Element) -> Mapping[str, str]:
        """What the sheet says of `element`."""
        return self.said.get(element, {})


def _matched(
    root: etree._Element, matcher: Matcher
) -> Iterator[tuple[etree._Element, dict[str, str]]]:
    """The elements that rules speak of, each with what holds: the last of the most specific."""
    plain = fromstring(etree.tostring(root, with_tail=False))
    wrapped = ElementWrapper.from_xml_root(plain).iter_subtree()
    for element, same in zip(root.iter(etree.Element), wrapped, strict=True):
        own: dict[str, str] = {}
        for *_, said in matcher.match(same):
            own |= said
        if own:
            yield element, own


def declared(content: list[tinycss2.ast.Node]) -> dict[str, str]:
    """Declarations as names and values, in small letters but for ids."""
    return {
        node.lower_name: _in_small_letters(tinycss2.serialize(node.value))
        for node in tinycss2.parse_blocks_contents(content)
        if isinstance(node, tinycss2.ast.Declaration)
    }


def _in_small_letters(value: str) -> str:
    return value.strip() if "#" in value else value.strip().lower()


def said_of(element: etree._Element, sheet: PaintSheet) -> dict[str, str]:
    """The properties of `element` itself: attributes, `sheet`, own style; values as `declared`."""
    said = {key: _in_small_letters(value) for key, value in element.items() if "{" not in key}
    said |= sheet.said_of(element)
    return said | declared(tinycss2.parse_component_value_list(element.get("style", "")))


def painted_with(element: etree._Element, above: Paint, sheet: PaintSheet) -> Paint:
    """How `element` is painted inside what is painted as `above`."""
    said = said_of(element, sheet)
    paint = replace(
        above,
        opacity=above.opacity * _share(said.get("opacity"), 1.0),
        fill_opacity=_share(said.get("fill-opacity"), above.fill_opacity),
        line_opacity=_share(said.get("stroke-opacity"), above.line_opacity),
        line_width=_size(said.get("stroke-width"), above.line_width),
        line_dashes=said.get("stroke-dasharray", above.line_dashes),
        line_cap=said.get("stroke-linecap", above.line_cap),
        line_join=said.get("stroke-linejoin", above.line_join),
        size=_size(said.get("font-size"), above.size),
        anchor=said.get("text-anchor", above.anchor),
        matrix=multiplied(matrix_of(element.get("transform", "")), above.matrix),
        place=_place(element, above.place),
        clipped_by=said.get("clip-path", "none"),
        masked_by=said.get("mask", "none"),
    )
    if "font-weight" in said:
        weight = said["font-weight"]
        numbered = _SHORTHAND.get(weight) or float(weight if weight.isdigit() else 400)
        paint = replace(paint, is_bold=numbered >= 700)
    if "fill" in said and said["fill"] != "inherit":
        colour = colour_of(said["fill"], said.get("color"))
        paint = replace(paint, fill=colour, filled_with=said["fill"])
    if "stroke" in said and said["stroke"] != "inherit":
        paint = replace(paint, outlined_with=said["stroke"])
    strange = any(said.get(name, "none") != "none" for name in ("mask", "clip-path", "filter"))
    gone = any(said.get(name) in values for name, values in _HIDDEN.items())
    if strange or gone:
        paint = replace(paint, is_shown=False)
    return replace(paint, is_gone=gone)


def _share(value: str | None, otherwise: float) -> float:
    found = NUMBER.match(value or "")
    if found is None:
        return otherwise
    number = float(found[0])
    return min(1.0, max(0.0, number / 100 if value and value.endswith("%") else number))


def _size(value: str | None, above: float) -> float:
    found = _LENGTH.fullmatch(value or "")
    if found is None:
        return above
    unit = found[2].lower()
    return float(found[1]) * (above if unit == "em" else _UNITS.get(unit, 1.0))


def _place(
    element: etree._Element, above: tuple[float, float] | None
) -> tuple[float, float] | None:
    if etree.QName(element).localname not in ("text", "tspan"):
        return None if etree.QName(element).localname == "textPath" else above
    given = [NUMBER.match(element.get(name, "")) for name in ("x", "y")]
    own = above or (0.0, 0.0)
    return (
        float(given[0][0]) if given[0] else own[0],
        float(given[1][0]) if given[1] else own[1],
    )


def is_clear(value: str) -> bool:
    """Whether a colour lets all through."""
    colour = tinycss2.color3.parse_color(value)
    return colour is not None and not isinstance(colour, str) and colour.alpha <= 0


def colour_of(value: str, own: str | None = None) -> Colour | None:
    """A plain colour, None for anything else."""
    colour = tinycss2.color3.parse_color(own or "black" if value == "currentcolor" else value)
    if colour is None or isinstance(colour, str) or colour.alpha < 1:
        return None
    return (colour.red, colour.green, colour.blue)


# --- Places ------------------------------------------------------------------------------


def multiplied(one: Affine, other: Affine) -> Affine:
    """`one` within `other`."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def moved(matrix: Affine, x: float, y: float) -> tuple[float, float]:
    """A place of an element in the drawing."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def moved_back(matrix: Affine, x: float, y: float) -> tuple[float, float] | None:
    """A place of the drawing in an element, None when the element has no area."""
    a, b, c, d, e, f = matrix
    area = a * d - b * c
    if abs(area) < 1e-9:
        return None
    x, y = x - e, y - f
    return (d * x - c * y) / area, (a * y - b * x) / area


def matrix_of(written: str) -> Affine:
    """What the value of a `transform` comes to (SVG 1.1, 7.6)."""
    made = _SAME
    for name, inner in reversed(_TRANSFORM.findall(written)):
        n = [float(number) for number in NUMBER.findall(inner)]
        match name, n:
            case "matrix", [a, b, c, d, e, f]:
                step: Affine = (a, b, c, d, e, f)
            case "translate", [x, *rest]:
                step = (1, 0, 0, 1, x, rest[0] if rest else 0)
            case "scale", [x, *rest]:
                step = (x, 0, 0, rest[0] if rest else x, 0, 0)
            case "rotate", [angle, *rest]:
                s, c = sin(radians(angle)), cos(radians(angle))
                x, y = rest if len(rest) == 2 else (0.0, 0.0)
                step = (c, s, -s, c, x - c * x + s * y, y - s * x - c * y)
            case "skewX", [angle]:
                step = (1, 0, tan(radians(angle)), 1, 0, 0)
            case "skewY", [angle]:
                step = (1, tan(radians(angle)), 0, 1, 0, 0)
            case _:
                step = _SAME
        made = multiplied(made, step)
    return made
