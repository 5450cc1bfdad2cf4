"""The structure tree while it is being built: its elements, what they hold, and in which order.

Invariant: `place` puts everything where the element tree has it, in whatever order the pages
brought it; a node that holds nothing is not written.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from msgspec import Struct, field

from docforge.formats.pdf.marked_content import Annotation, MarkedContent

# Cells and their rows give a table its shape and stay although they hold nothing.
_KEPT_EMPTY = frozenset({"TD", "TH"})

Attributes = dict[str, str | int | float | tuple[str, ...] | tuple[float, ...]]


class StructureElement(Struct, eq=False):
    """A structure element (ISO 32000-1, 14.7.2) and the element it stands for.

    `order` is its place in the document; `attributes` are by owner ("Layout", "Table", "List");
    `refs` are the elements that it refers to.
    """

    role: str
    order: int
    element: Element | None = None
    lang: str | None = None
    alt: str | None = None
    actual_text: str | None = None
    expansion: str | None = None
    ident: str | None = None
    refs: list["StructureElement"] = field(default_factory=list)
    attributes: dict[str, Attributes] = field(default_factory=dict)
    children: list["StructureElement"] = field(default_factory=list)
    sequences: list[MarkedContent] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)

    def add(self, child: "StructureElement") -> "StructureElement":
        """Put `child` below this node and give it back."""
        self.children.append(child)
        return child

    def attribute(self, owner: str, name: str, value: str | int | tuple[str, ...]) -> None:
        """Set one attribute of the attribute object that `owner` owns."""
        self.attributes.setdefault(owner, {})[name] = value

    def kids(self) -> list["StructureElement | MarkedContent"]:
        """What the node holds, in the order of the document; annotations come after it."""
        held: list[StructureElement | MarkedContent] = [*self.children, *self.sequences]
        return sorted(held, key=lambda kid: kid.order)

    def contents(self) -> Iterator[MarkedContent]:
        """All marked content at and below this element, in the order of the document."""
        for kid in self.kids():
            if isinstance(kid, MarkedContent):
                yield kid
            else:
                yield from kid.contents()

    def prune(self) -> bool:
        """Drop the nodes below that hold nothing. Whether this one is worth writing."""
        self.children = [child for child in self.children if child.prune()]
        self.sequences = [sequence for sequence in self.sequences if sequence.painted]
        held = self.children or self.sequences or self.annotations
        return bool(held) or self.role in _KEPT_EMPTY


class ReadingOrder(Struct, frozen=True):
    """Where elements and the text in them stand: one number a place, rising in reading order.

    `slots[element]` begins with the place of the element itself and its first text, followed
    by the place after each of its children.
    """

    slots: dict[Element, list[int]]
    parents: dict[Element, Element]
    indexes: dict[Element, int]


def reading_order_of(page: Element) -> ReadingOrder:
    """Number the tree below `page`."""
    order = ReadingOrder({}, {}, {})
    _number(page, 0, order)
    return order


def _number(element: Element, next_number: int, order: ReadingOrder) -> int:
    slots = [next_number]
    order.slots[element] = slots
    number = next_number + 1
    for index, child in enumerate(element):
        order.parents[child] = element
        order.indexes[child] = index
        number = _number(child, number, order)
        slots.append(number)
        number += 1
    return number
