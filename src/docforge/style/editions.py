"""Editions of a style: the same house with another style over it, so that one name says both.

Invariant: the sign between the two names can stand in neither.
"""

from collections.abc import Iterator, Sequence

from docforge.style.layers import Layer

_OVER = "+"


def in_edition(style: str, edition: str) -> str:
    """The name of the style `style` with the style `edition` over it; of none, its own name."""
    return f"{style}{_OVER}{edition}" if edition else style


def parts_of(name: str) -> tuple[str, ...]:
    """The names of styles in `name`, that of the document first."""
    return tuple(name.split(_OVER))


def told_of(name: str) -> str:
    """`name` for people."""
    own, *over = map(repr, parts_of(name))
    return f"{own} with {over[0]} over it" if over else own


def laid_over(below: Sequence[Layer], edition: Sequence[Layer]) -> Iterator[Layer]:
    """`below`, and what `edition` says itself: not what it extends, and nothing twice."""
    known = {layer.name for layer in below}
    yield from below
    yield from (layer for layer in edition[1:] or edition if layer.name not in known)
