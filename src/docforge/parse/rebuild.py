"""Changing a tree of frozen nodes: every group of siblings, innermost first."""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any, TypeVar, cast

from docforge.document import Node

N = TypeVar("N")
# Takes the siblings of one group (blocks, inlines, items, rows …) and gives back new ones.
Change = Callable[[tuple[Any, ...]], tuple[Any, ...]]


def rebuild(nodes: tuple[N, ...], change: Change) -> tuple[N, ...]:
    """`nodes` and everything below with each group of sibling nodes changed.

    Groups below are changed before the group that holds them; groups that stay the same keep
    their nodes, so a pass over a large document that changes little costs little.
    """
    inner = tuple(_rebuilt(node, change) for node in nodes)
    return tuple(change(inner)) if inner and isinstance(inner[0], Node) else inner


def _rebuilt(node: Any, change: Change) -> Any:
    if isinstance(node, tuple):
        return rebuild(node, change)
    if not isinstance(node, Node):
        return node
    changed = {}
    for item in fields(node):
        value = getattr(node, item.name)
        if isinstance(value, tuple) and value and not isinstance(value[0], str):
            new = rebuild(value, change)
            if any(a is not b for a, b in zip(new, value, strict=False)) or len(new) != len(value):
                changed[item.name] = new
    return replace(cast(Any, node), **changed) if changed else node
