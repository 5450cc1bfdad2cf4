"""Changing a tree of frozen nodes: a new tree that shares with the old one what stays the same.

Time grows with the number of nodes, and no depth of nesting is too much.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar, cast, get_args, get_origin

from msgspec.structs import fields, replace

from docforge.document.inlines import Language, Link, NoteReference, Phrase
from docforge.document.nodes import Node
from docforge.document.walking import children

N = TypeVar("N", bound=Node)
Siblings = tuple[Node, ...]

_NODE_KINDS = frozenset(get_args(Node))
# What of each kind holds nodes; the only other tuples are the names in `Cell.headers`.
_FIELDS = {
    kind: tuple(
        item.name
        for item in fields(kind)
        if get_origin(item.type) is tuple and item.type != tuple[str, ...]
    )
    for kind in _NODE_KINDS
}


def rewrite(nodes: tuple[N, ...], change: Callable[[Siblings], Siblings]) -> tuple[N, ...]:
    """`nodes` and everything below with each group of siblings (blocks, inlines, rows …) changed.

    Groups below are changed before the group that holds them, in reading order; groups that
    stay the same keep their nodes, so a pass that changes little costs little. `change` gives
    back nodes that can stand where it found the others.
    """
    made: dict[int, Node] = {}
    for node in _children_first(nodes):
        made[id(node)] = _with_children(node, made, change)
    return cast(tuple[N, ...], _changed(nodes, made, change))


def rewrite_each(nodes: tuple[N, ...], change: Callable[[Node], Iterable[Node]]) -> tuple[N, ...]:
    """`nodes` and everything below with each node replaced by what `change` makes of it.

    It gets a node whose children are changed already, and gives one node, several or none.
    """
    return rewrite(nodes, lambda siblings: tuple(new for old in siblings for new in change(old)))


def rewrite_known(nodes: tuple[N, ...], change: Callable[[Node, Node], Node]) -> tuple[N, ...]:
    """As `rewrite_each`, one for one; `change` gets each node also as it was, which may be known.

    A node below that is changed makes another one of all that hold it.
    """
    made: dict[int, Node] = {}
    for node in _children_first(nodes):
        made[id(node)] = change(node, _with_children(node, made, _as_they_are))
    return cast(tuple[N, ...], tuple(made[id(node)] for node in nodes))


def _with_children(
    node: Node, made: dict[int, Node], change: Callable[[Siblings], Siblings]
) -> Node:
    """`node` with each group of its children changed; itself when all stay as they are."""
    changed = {
        name: new
        for name in _FIELDS[type(node)]
        if (new := _changed(value := getattr(node, name), made, change)) is not value
    }
    return replace(cast(Any, node), **changed) if changed else node


def _as_they_are(siblings: Siblings) -> Siblings:
    return siblings


def _children_first(nodes: Siblings) -> Iterator[Node]:
    order: list[Node] = []
    waiting: list[Node] = [*nodes]
    while waiting:
        node = waiting.pop()
        order.append(node)
        waiting += children(node)
    return reversed(order)


def _changed(
    value: tuple[object, ...], made: dict[int, Node], change: Callable[[Siblings], Siblings]
) -> tuple[object, ...]:
    """A field's nodes, alone or in groups such as a table's bodies, or `value` itself."""
    if not value:
        return value
    if type(value[0]) is tuple:
        groups = cast(tuple[Siblings, ...], value)
        new: tuple[object, ...] = tuple(_changed(group, made, change) for group in groups)
    else:
        new = change(tuple(made[id(node)] for node in value))
    same = len(new) == len(value) and all(a is b for a, b in zip(new, value, strict=True))
    return value if same else new


def is_emptied(node: Node) -> bool:
    """Whether `node` says something of words, and holds none any more."""
    return isinstance(node, Phrase | Language) and not node.children


def unlinked(node: Node) -> Siblings:
    """For `rewrite_each`: a link as its content; no marks of notes, nor what held only these."""
    match node:
        case Link(below):
            return below
        case NoteReference():
            return ()
        case _:
            return () if is_emptied(node) else (node,)
