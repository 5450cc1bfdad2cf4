"""Styles of a drawing: rules and declarations that address nothing outside it stay."""

from collections.abc import Iterable

import tinycss2  # type: ignore[import-untyped]  # it has no type information
import tinycss2.ast  # type: ignore[import-untyped]  # nor here

from docforge.errors import ImageError
from docforge.media.svg.allowed import allowed_names

_MOST_FONTS = 20
# Programs that draw compare a selector with themselves called again for each of its parts.
_LONGEST_SELECTOR = 100
# Each rule is compared with each element.
_MOST_RULES = 5_000


def style_sheet(css: str) -> str:
    """The plain rules of a style sheet; at-rules go, since they import, load or adapt.

    Raises ImageError when there are too many, or when a selector has too many parts.
    """
    rules = []
    parsed = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    if len(parsed) > _MOST_RULES:
        message = f"The SVG file has a style sheet of more than {_MOST_RULES:,} rules."
        raise ImageError(message, "Simplify its style sheet, or export it as PNG.")
    for rule in parsed:
        if isinstance(rule, tinycss2.ast.QualifiedRule):
            declarations = declarations_of(tinycss2.parse_blocks_contents(rule.content))
            if declarations:
                _refuse_long(rule.prelude)
                rules.append(f"{tinycss2.serialize(rule.prelude).strip()}{{{declarations}}}")
    return "\n".join(rules)


def _refuse_long(prelude: list[tinycss2.ast.Node]) -> None:
    parts = 0
    for node in prelude:
        parts = 0 if node == "," else parts + 1
        if parts > _LONGEST_SELECTOR:
            message = f"The SVG file has a CSS selector of more than {_LONGEST_SELECTOR} parts."
            raise ImageError(message, "Simplify its style sheet, or export it as PNG.")


def declarations_of(nodes: Iterable[tinycss2.ast.Node]) -> str:
    """The declarations among `nodes` that may stand in a drawing, as CSS."""
    found = (
        (node.lower_name, tinycss2.serialize(node.value).strip())
        for node in nodes
        if isinstance(node, tinycss2.ast.Declaration)
        and node.lower_name in allowed_names().properties
        and is_harmless(node.value)
    )
    return ";".join(f"{name}:{value}" for name, value in found if is_short(name, value))


def is_short(name: str, value: str) -> bool:
    """Whether a value names few fonts: each one is looked for, again and again."""
    return name not in ("font", "font-family") or value.count(",") < _MOST_FONTS


def is_harmless(nodes: Iterable[tinycss2.ast.Node]) -> bool:
    """Whether a value addresses nothing outside the drawing and calls only what is allowed."""
    return all(_stays_inside(node) for node in nodes)


def _stays_inside(node: tinycss2.ast.Node) -> bool:
    match node:
        case tinycss2.ast.URLToken():
            return bool(node.value.startswith("#"))
        case tinycss2.ast.FunctionBlock() if node.lower_name == "url":
            first = node.arguments[0] if node.arguments else None
            return isinstance(first, tinycss2.ast.StringToken) and first.value.startswith("#")
        case tinycss2.ast.FunctionBlock():
            return node.lower_name in allowed_names().functions and is_harmless(node.arguments)
        case tinycss2.ast.ParseError():
            return False
        case _:
            return True
