"""The declarations of a style sheet, each with what it is for and where it stands.

Invariant: rules within rules and within conditions are read like those that stand alone.
"""

from collections.abc import Iterator, Sequence

import tinycss2  # type: ignore[import-untyped]  # it has no type information
import tinycss2.ast  # type: ignore[import-untyped]  # nor here
from msgspec import Struct


class Declared(Struct, frozen=True):
    """A declaration with its selectors and the condition that it stands in ("" for none)."""

    name: str
    value: str
    tokens: Sequence[tinycss2.ast.Node]
    selectors: tuple[str, ...]
    line: int
    condition: str
    rule: int


def declarations(sheet: str) -> list[Declared]:
    """All declarations of a style sheet, in its order."""
    return list(_of_rules(tinycss2.parse_stylesheet(sheet, skip_comments=True)))


def _of_rules(
    rules: Sequence[tinycss2.ast.Node], condition: str = "", above: tuple[str, ...] = ()
) -> Iterator[Declared]:
    for rule in rules:
        if isinstance(rule, tinycss2.ast.AtRule) and rule.content is not None:
            own = "".join(tinycss2.serialize(rule.prelude).split()).strip("()")
            inner = tinycss2.parse_blocks_contents(rule.content, skip_comments=True)
            nested = [n for n in inner if not isinstance(n, tinycss2.ast.Declaration)]
            yield from _of_rules(nested, f"{condition} {own}".strip(), above)
            yield from _own(inner, (f"@{rule.lower_at_keyword}",), condition, id(rule))
        elif isinstance(rule, tinycss2.ast.QualifiedRule):
            written = tinycss2.serialize(rule.prelude).split(",")
            selectors = tuple(" ".join(each.split()) for each in written)
            inner = tinycss2.parse_blocks_contents(rule.content, skip_comments=True)
            yield from _own(inner, selectors, condition, id(rule))
            nested = [n for n in inner if not isinstance(n, tinycss2.ast.Declaration)]
            yield from _of_rules(nested, condition, selectors)


def _own(
    nodes: Sequence[tinycss2.ast.Node], selectors: tuple[str, ...], condition: str, rule: int
) -> Iterator[Declared]:
    for node in nodes:
        if isinstance(node, tinycss2.ast.Declaration):
            value = " ".join(tinycss2.serialize(node.value).split()).lower()
            yield Declared(
                node.lower_name, value, node.value, selectors, node.source_line, condition, rule
            )
