"""The structure tree while it is being built: nodes, what they hold, and in which order.

Invariant: `place` puts everything where the element tree has it, in whatever order the pages
brought it; a node that holds nothing is not written.
"""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from docforge.formats.pdf.pieces import Annotation, Piece

# Cells and their rows give a table its shape and stay although they hold nothing.
_KEPT_EMPTY = frozenset({"TD", "TH"})

Attributes = dict[str, str | int | float | tuple[str, ...] | tuple[float, ...]]


@dataclass(slots=True, eq=False)
class Node:
    """A structure element (ISO 32000-1, 14.7.2) and the element it stands for.

    `order` is its place in the document; `attributes` are by owner ("Layout", "Table", "List");
    `refs` are the elements that it refers to.
    """

    role: str
    options: int
    element: Element | None = None
    lang: str | None = None
    alt: str | None = None
    actual_text: str | None = None
    expansion: str | None = None
    ident: str | None = None
    refs: list["Node"] = field(default_factory=list)
    attributes: dict[str, Attributes] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)

    def add(self, child: "Node") -> "Node":
        """Put `child` below this node and give it back."""
        self.children.append(child)
        return child

    def attribute(self, owner: str, name: str, value: str | int | tuple[str, ...]) -> None:
        """Set one attribute of the attribute object that `owner` owns."""
        self.attributes.setdefault(owner, {})[name] = value

    def kids(self) -> list["Node | Piece"]:
        """What the node holds, in the order of the document; annotations come after it."""
        held: list[Node | Piece] = [*self.children, *self.pieces]
        return sorted(held, key=lambda kid: kid.options)

    def prune(self) -> bool:
        """Drop the nodes below that hold nothing. Whether this one is worth writing."""
        self.children = [child for child in self.children if child.prune()]
        self.pieces = [piece for piece in self.pieces if piece.painted]
        held = self.children or self.pieces or self.annotations
        return bool(held) or self.role in _KEPT_EMPTY


@dataclass(frozen=True, slots=True)
class Places:
    """Where elements and the text in them stand: one number a place, rising in reading order.

    `slots[element]` begins with the place of the element itself and its first text, followed
    by the place after each of its children.
    """

    slots: dict[Element, list[int]]
    parents: dict[Element, Element]
    indexes: dict[Element, int]


def places_of(page: Element) -> Places:
    """Number the places of the tree below `page`."""
    places = Places({}, {}, {})
    _number(page, 0, places)
    return places


def _number(element: Element, next_number: int, places: Places) -> int:
    slots = [next_number]
    places.slots[element] = slots
    number = next_number + 1
    for index, child in enumerate(element):
        places.parents[child] = element
        places.indexes[child] = index
        number = _number(child, number, places)
        slots.append(number)
        number += 1
    return number
