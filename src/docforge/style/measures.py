"""How long a length of a style sheet is, also one that is computed, on a telephone and on a desk.

Invariant: lengths are in letters of 16 CSS pixels; what cannot be told is None.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import tinycss2  # type: ignore[import-untyped]  # it has no type information
import tinycss2.ast  # type: ignore[import-untyped]  # nor here

# The widths of what a page is shown on, and of a column, in letters.
SCREENS = (20.0, 80.0)
_UNITS = {"em": 1.0, "rem": 1.0, "px": 1 / 16, "pt": 1 / 12, "pc": 1.0, "in": 6.0, "cm": 2.36}
_UNITS |= {"mm": 0.236, "q": 0.059, "ex": 0.5, "rex": 0.5, "ch": 0.5, "rch": 0.5, "ic": 1.0}
_UNITS |= {"cap": 0.7, "lh": 1.5, "rlh": 1.5, "": 1.0}
_OF_SCREEN = ("vw", "vi", "vmin", "vmax", "cqw", "cqi", "svw", "lvw", "dvw", "cqmin", "cqmax")
_OF_HEIGHT = ("vh", "vb", "cqh", "cqb", "svh", "lvh", "dvh")
_HEIGHT = 45.0
_PICKED = {"min": min, "max": max}
# Colours, and own properties of another sheet.
_NO_LENGTHS = frozenset({"rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch"})
_NO_LENGTHS |= frozenset({"color", "color-mix", "light-dark", "var"})
Node = Any  # of tinycss2


def lengths(value: str, screen: float, whole: float) -> Iterator[float]:
    """The lengths in `value`, one after another; `whole` is what 100 % are."""
    for node in tinycss2.parse_component_value_list(value, skip_comments=True):
        found = _length(node, screen, whole)
        if found is not None:
            yield found


def untold(value: str) -> Iterator[str]:
    """What in `value` is a length that nobody can tell: unknown units and functions."""
    for node in tinycss2.parse_component_value_list(value, skip_comments=True):
        is_length = isinstance(node, tinycss2.ast.DimensionToken | tinycss2.ast.FunctionBlock)
        is_other = isinstance(node, tinycss2.ast.FunctionBlock) and node.lower_name in _NO_LENGTHS
        if is_length and not is_other and _length(node, SCREENS[0], 1.0) is None:
            yield node.serialize()


def _length(node: Node, screen: float, whole: float) -> float | None:
    match node:
        case tinycss2.ast.PercentageToken():
            return float(node.value) / 100 * whole
        case tinycss2.ast.DimensionToken():
            return _of_unit(float(node.value), node.lower_unit, screen)
        case tinycss2.ast.NumberToken():
            return float(node.value)
        case tinycss2.ast.ParenthesesBlock():
            return _sum(node.content, screen, whole)
        case tinycss2.ast.FunctionBlock():
            return _function(node, screen, whole)
    return None


def _of_unit(number: float, unit: str, screen: float) -> float | None:
    if unit in _OF_SCREEN:
        return number / 100 * screen
    if unit in _OF_HEIGHT:
        return number / 100 * _HEIGHT
    return None if unit not in _UNITS else number * _UNITS[unit]


def _function(node: Node, screen: float, whole: float) -> float | None:
    parts = [_sum(part, screen, whole) for part in _parted(node.arguments)]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts) or not known:
        return None
    if node.lower_name in _PICKED:
        return _PICKED[node.lower_name](known)
    if node.lower_name == "clamp" and len(known) == len(("least", "wished", "most")):
        return max(known[0], min(known[1], known[2]))
    return known[0] if node.lower_name == "calc" else None


def _parted(nodes: Sequence[Node]) -> list[list[Node]]:
    parts: list[list[Node]] = [[]]
    for node in nodes:
        if isinstance(node, tinycss2.ast.LiteralToken) and node.value == ",":
            parts.append([])
        else:
            parts[-1].append(node)
    return parts


def _sum(nodes: Sequence[Node], screen: float, whole: float) -> float | None:
    """A sum of products, as calc() has them (CSS Values 4, 10.1)."""
    total, product, sign, times = 0.0, None, 1.0, "*"
    for node in nodes:
        if isinstance(node, tinycss2.ast.WhitespaceToken):
            continue
        if isinstance(node, tinycss2.ast.LiteralToken) and node.value in "+-*/":
            if node.value in "+-":
                total += sign * (product or 0.0)
                product, sign = None, 1.0 if node.value == "+" else -1.0
            times = node.value if node.value in "*/" else "*"
            continue
        found = _length(node, screen, whole)
        if found is None or (times == "/" and not found):
            return None
        before = 1.0 if product is None else product
        product = before * found if times == "*" else before / found
    return total + sign * (product or 0.0)
