"""The direction that numbers, addresses and whole passages have of their own (UAX 9, 4.3, HL3).

Invariant: no word changes; passages are set apart by `Language` and `Division` without a language.
"""

from collections.abc import Iterator
from typing import TypeVar

from msgspec.structs import replace

from docforge.document import (
    Abbreviation,
    Blocks,
    Callout,
    Definition,
    Details,
    Direction,
    Division,
    External,
    Figure,
    Heading,
    Inlines,
    Language,
    Link,
    Node,
    Paragraph,
    Quotation,
    Siblings,
    Table,
    Text,
    children,
    rewrite,
    walk,
)
from docforge.document.isolates import isolated, own_direction

N = TypeVar("N", bound=Node)


def isolate_blocks(blocks: Blocks, around: Direction) -> Blocks:
    """`blocks` of a text that runs as `around` says, with all that has its own direction.

    A paragraph in other letters becomes a group of its own, so that its lines begin on its side.
    """
    return _changed(blocks, dict(_set_apart(blocks, around, is_flow=True)))


def isolate(nodes: tuple[N, ...], around: Direction) -> tuple[N, ...]:
    """`nodes` of a note, or inlines that are part of a line, likewise but without groups."""
    return _changed(nodes, dict(_set_apart(nodes, around, is_flow=False)))


def isolate_line(inlines: Inlines, around: Direction) -> Inlines:
    """`inlines`, which are a line by themselves such as a title, with what has its direction."""
    direction = _direction(inlines, around)
    return isolate(inlines, around) if direction is None else (_whole(inlines, direction),)


def _changed(nodes: tuple[N, ...], made: dict[int, Siblings]) -> tuple[N, ...]:
    if not made:
        return nodes

    def changed(siblings: Siblings) -> Siblings:
        return tuple(new for node in siblings for new in made.get(id(node), (node,)))

    return rewrite(nodes, changed)


def _set_apart(
    nodes: tuple[N, ...], around: Direction, *, is_flow: bool
) -> Iterator[tuple[int, Siblings]]:
    """What stands in the place of each node that changes, by the identity of that node."""
    waiting: list[tuple[Node, Direction, bool]] = [(node, around, is_flow) for node in nodes]
    while waiting:
        node, around, is_flow = waiting.pop()
        if isinstance(node, Text):
            parts = _parts(node, around)
            if any(isinstance(part, Language) for part in parts):
                yield id(node), parts
            continue
        if isinstance(node, Language | Division) and node.dir:
            around = node.dir
        passages = {
            id(line[0]): (line, direction)
            for line in _lines(node)
            if (direction := _direction(line, around)) is not None
        }
        if isinstance(node, Paragraph) and passages and is_flow:
            ((line, direction),) = passages.values()
            inner = replace(node, children=isolate(line, direction))
            yield id(node), (Division((inner,), dir=direction, position=node.position),)
            continue
        done: set[int] = set()
        for line, direction in passages.values():
            yield id(line[0]), (_whole(line, direction),)
            yield from ((id(inline), ()) for inline in line[1:])
            done.update(map(id, line))
        holds_flow = isinstance(node, Division | Quotation | Callout | Details)
        waiting += ((c, around, holds_flow) for c in children(node) if id(c) not in done)


def _lines(node: Node) -> Iterator[Inlines]:
    """The inlines that `node` holds as a line, or as lines that are read as one."""
    match node:
        case Heading(_, line) | Paragraph(line) | Table(line) | Details(line):
            yield line
        case Figure(_, line) | Callout(_, line):
            yield line
        case Definition(terms):
            yield from terms
        case Link(line, External(url)) if url.startswith("tel:"):
            yield line
        case _:
            pass


def _direction(line: Inlines, around: Direction) -> Direction | None:
    """The direction of a whole line, where it is not the one around it."""
    if not line or (len(line) == 1 and isinstance(line[0], Language) and line[0].dir):
        return None
    return own_direction(_text(line), around)


def _text(line: Inlines) -> str:
    """What says a line's direction: its words outside of passages that have one, if any."""
    marked = {
        id(below) for node in walk(line) if isinstance(node, Language) for below in walk(node)
    }
    words = [node for node in walk(line) if isinstance(node, Text | Abbreviation)]
    unmarked = "".join(node.text for node in words if id(node) not in marked)
    if any(map(str.isalpha, unmarked)):
        return unmarked
    return "".join(node.text for node in words)


def _whole(line: Inlines, direction: Direction) -> Language:
    return Language(isolate(line, direction), None, direction, line[0].position)


def _parts(node: Text, around: Direction) -> Inlines:
    return tuple(
        Language((replace(node, text=text),), None, direction, node.position)
        if direction
        else replace(node, text=text)
        for text, direction in isolated(node.text, around)
    )
