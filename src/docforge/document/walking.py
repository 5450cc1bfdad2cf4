"""Walking the document: what stands below a node, in reading order.

Time grows with the number of nodes, and no depth of nesting is too much.
"""

from collections.abc import Iterator
from typing import Any, get_args, get_origin

from msgspec.structs import fields

from docforge.document.nodes import Document, Meta, Node, Note

_NODE_KINDS = frozenset(get_args(Node))

# Every stage walks the document: asking `dataclasses.fields` each time would take most of it.
# Nodes are held in tuples, and a document's in its Meta, too.
_FIELDS = {
    kind: tuple(
        item.name for item in fields(kind) if item.type is Meta or get_origin(item.type) is tuple
    )
    for kind in (*_NODE_KINDS, Document, Meta, Note)
}


def children(node: object) -> tuple[Node, ...]:
    """The nodes directly below `node`, in order.

    `node` is a node, a Document, a Note or a Meta; or a tuple of nodes, which are then the
    ones below.
    """
    return tuple(_below(node))


def _below(node: object) -> list[Node]:
    found: list[Node] = []
    if type(node) is tuple:
        _gather(node, found)
    for name in _FIELDS.get(type(node), ()):
        _gather(getattr(node, name), found)
    return found


def _gather(value: Any, found: list[Node]) -> None:
    # A set answers at once, where `isinstance` tries each of the two dozen kinds.
    kind = type(value)
    if kind is tuple:
        for item in value:
            if type(item) in _NODE_KINDS:
                found.append(item)
            else:
                _gather(item, found)
    elif kind in (Meta, Note):
        found += _below(value)


def walk(node: object) -> Iterator[Node]:
    """Every node below `node` (not itself), each before its children, in reading order.

    `node` is what `children` takes: of a tuple of nodes, each one is walked, too.
    """
    # A stack, as a generator for each depth would hand every node up through all of them.
    waiting = _below(node)[::-1]
    while waiting:
        child = waiting.pop()
        yield child
        if _FIELDS[type(child)]:
            waiting += reversed(_below(child))


def depth(node: object) -> int:
    """How many nodes stand in one another from `node` down, itself included."""
    deepest = 0
    waiting = [(node, 1)]
    while waiting:
        current, level = waiting.pop()
        deepest = max(deepest, level)
        waiting += ((child, level + 1) for child in children(current))
    return deepest
