"""Idents and the links to them: unique, valid in every format, and never leading nowhere."""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from docforge.document import (
    Anchor,
    Cell,
    Division,
    Heading,
    Internal,
    Link,
    Node,
    Siblings,
    Table,
    plain_text,
    rewrite_known,
    walk,
)
from docforge.parse.context import ParseContext

N = TypeVar("N", bound=Node)

_OUTSIDE_NAME = re.compile(r"[^\w.-]+")
# Characters; some programs refuse to follow a longer one, and the last gate to let it out.
_LONGEST = 200


class Idents(Struct):
    """What each ident of the source is called in the document; the first of a name wins."""

    taken: set[str] = field(default_factory=set)
    of_source: dict[str, str] = field(default_factory=dict)
    folded: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    # The names of a table's own cells, by identity of each cell in it.
    of_table: dict[int, Mapping[str, str]] = field(default_factory=dict)

    def name(self, ident: str) -> str:
        """A new, unique name for `ident` that is valid in XML (NCName) and HTML."""
        base = _OUTSIDE_NAME.sub("-", ident)[:_LONGEST].strip("-.") or "section"
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


def _name_cells(table: Table, idents: Idents, names: dict[int, str]) -> None:
    """Names for the cells that others of the same table ask for; tables may have the same ones."""
    cells = [node for node in walk(table) if isinstance(node, Cell)]
    named = {ident for cell in cells for ident in cell.headers}
    own: dict[str, str] = {}
    for cell in cells:
        if cell.ident in named and cell.ident not in own:
            if id(cell) not in names:
                names[id(cell)] = idents.name(cell.ident)
            own[cell.ident] = names[id(cell)]
        idents.of_table[id(cell)] = own


def _led_to(nodes: Iterable[Node]) -> Iterator[str]:
    """What links inside the document lead to, in small letters."""
    for node in nodes:
        match node:
            case Link(_, Internal(fragment)):
                yield fragment.casefold()


def name_all(groups: Iterable[Siblings]) -> tuple[Idents, dict[int, str]]:
    """Names for everything in `groups` that has an ident, by identity of its node."""
    idents = Idents()
    names: dict[int, str] = {}
    nodes = [*walk(tuple(groups))]
    led_to = {*_led_to(nodes)}
    for node in nodes:
        if isinstance(node, Heading | Division | Anchor) and node.ident:
            names[id(node)] = idents.name(node.ident)
    for node in nodes:
        if isinstance(node, Table):
            _name_cells(node, idents, names)
    for node in nodes:
        # The name of any other cell is none of the document's.
        if isinstance(node, Cell) and node.ident:
            folded = node.ident.casefold()
            if folded in led_to and folded not in idents.folded:
                names[id(node)] = idents.name(node.ident)
    for node in nodes:
        if isinstance(node, Heading) and not node.ident:
            names[id(node)] = idents.name(plain_text(node.children).lower())
    return idents, names


def resolve_idents(
    context: ParseContext, nodes: tuple[N, ...], idents: Idents, names: dict[int, str]
) -> tuple[N, ...]:
    """`nodes` with every new ident, and every link inside the document led to one."""

    def resolved(old: Node, new: Node) -> Node:
        match new:
            case Link(_, Internal(fragment)):
                return replace(new, target=_target(context, new, fragment, idents))
            case Cell() if new.ident or new.headers:
                named = idents.of_table.get(id(old), {})
                headers = tuple(named[ident] for ident in new.headers if ident in named)
                return replace(new, ident=names.get(id(old), ""), headers=headers)
            case Heading() | Division() | Anchor():
                return replace(new, ident=names[id(old)]) if id(old) in names else new
            case _:
                return new

    return rewrite_known(nodes, resolved)


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
