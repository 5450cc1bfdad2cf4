"""Idents and the links to them: unique, valid in every format, and never leading nowhere."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import TypeVar

from docforge.document import (
    Anchor,
    Cell,
    Division,
    Heading,
    Internal,
    Link,
    Node,
    Siblings,
    plain_text,
    rewrite_known,
    walk,
)
from docforge.parse.context import ParseContext

N = TypeVar("N", bound=Node)

_OUTSIDE_NAME = re.compile(r"[^\w.-]+")


@dataclass(slots=True)
class Idents:
    """What each ident of the source is called in the document; the first of a name wins."""

    taken: set[str] = field(default_factory=set)
    of_source: dict[str, str] = field(default_factory=dict)
    folded: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    def name(self, ident: str) -> str:
        """A new, unique name for `ident` that is valid in XML (NCName) and HTML."""
        base = _OUTSIDE_NAME.sub("-", ident).strip("-.") or "section"
        if not (base[0].isalpha() or base[0] == "_") or base.startswith("df-"):
            base = f"s-{base}"
        name = base
        number = self.numbers.get(base, 1)  # many headings may say the same
        while name in self.taken:
            number += 1
            name = f"{base}-{number}"
        self.numbers[base] = number
        self.taken.add(name)
        self.of_source.setdefault(ident, name)
        self.folded.setdefault(ident.casefold(), name)
        return name

    def find(self, fragment: str) -> str | None:
        """The ident that a link's fragment means: as written, else without regard to case."""
        return self.of_source.get(fragment) or self.folded.get(fragment.casefold())


def name_all(groups: Iterable[Siblings]) -> tuple[Idents, dict[int, str]]:
    """Names for everything in `groups` that has an ident, by identity of its node."""
    idents = Idents()
    names: dict[int, str] = {}
    nodes = [*walk(tuple(groups))]
    explicit = (Heading, Division, Anchor, Cell)
    for node in nodes:
        if isinstance(node, explicit) and node.ident:
            names[id(node)] = idents.name(node.ident)
    for node in nodes:
        if isinstance(node, Heading) and not node.ident:
            names[id(node)] = idents.name(plain_text(node.children).lower())
    return idents, names


def settle(
    context: ParseContext, nodes: tuple[N, ...], idents: Idents, names: dict[int, str]
) -> tuple[N, ...]:
    """`nodes` with every new ident, and every link inside the document led to one."""

    def settled(old: Node, new: Node) -> Node:
        match new:
            case Link(_, Internal(fragment)):
                return replace(new, target=_target(context, new, fragment, idents))
            case Cell() if new.ident or new.headers:
                headers = tuple(filter(None, map(idents.find, new.headers)))
                return replace(new, ident=names.get(id(old), ""), headers=headers)
            case Heading() | Division() | Anchor():
                return replace(new, ident=names[id(old)]) if id(old) in names else new
            case _:
                return new

    return rewrite_known(nodes, settled)


def _target(context: ParseContext, link: Link, fragment: str, idents: Idents) -> Internal | None:
    ident = idents.find(fragment)
    if ident is None:
        close = get_close_matches(fragment, idents.of_source, n=1)
        context.error(
            "LNK007",
            f"the link “{plain_text(link.children)[:60]}” goes to #{fragment}, "
            "which is nowhere in this document",
            link.position,
            f"Did you mean #{close[0]}?" if close else "Give the place meant that {#name}.",
        )
        return None
    return Internal(ident)
