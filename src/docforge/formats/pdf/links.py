"""Links, destinations and the outline.

Invariant: one link is one Link element with one annotation a line that it stands on; every
annotation says in words where it goes (ISO 14289-1, 7.18.5) and is printed.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element

import pydyf
from msgspec import Struct

from docforge.formats.pdf.link_targets import widen
from docforge.formats.pdf.marked_content import Annotation, Rectangle
from docforge.formats.pdf.structure import StructureElement
from docforge.formats.pdf.tags import Tags
from docforge.formats.pdf.weasyprint import Layout, PaintedPages

_PRINT = 4
_POINTS = 0.75  # of a CSS pixel
_HEADINGS = tuple(f"h{level}" for level in range(1, 7))
# Marks the address of a sibling on its way through the markup: WeasyPrint would complete it.
SIBLING = "sibling:"
Destination = tuple[int, float, float]


def add_links(painted: PaintedPages, layout: Layout, tags: Tags) -> None:
    """Annotations for all links, below their Link elements, in reading order on each page."""
    joined = _joined(painted, tags)
    widen([annotation for _, annotation in joined], _words(painted, layout))
    ordered = sorted(joined, key=lambda pair: (pair[1].page, tags.order.slots[pair[0]][0]))
    for element, annotation in ordered:
        action = _action(annotation, painted)
        if action is None:
            continue
        dictionary = pydyf.Dictionary(
            {
                "Type": "/Annot",
                "Subtype": "/Link",
                "Rect": pydyf.Array([round(n, 2) for n in annotation.rectangle]),
                "BS": pydyf.Dictionary({"W": 0}),
                "F": _PRINT,
                "Contents": pydyf.String(link_text(element)),
                **action,
            }
        )
        painted.pdf.add_object(dictionary)
        annotation.dictionary = dictionary
        page = painted.pages[annotation.page]
        page.setdefault("Annots", pydyf.Array()).append(dictionary.reference)
        tags.text[element].annotations.append(annotation)


def _joined(painted: PaintedPages, tags: Tags) -> list[tuple[Element, Annotation]]:
    """One area for each line of a link: what is inside the link adds to the link's own box."""
    joined: list[tuple[Element, Annotation]] = []
    for place in painted.links:
        area, link = place.annotation, _link_of(place.element, tags.order.parents)
        if link is None:
            continue
        last = joined[-1] if joined else None
        inside = place.element is not link or not place.own
        if inside and last and last[0] is link and last[1].page == area.page:
            last[1].rectangle = _union(last[1].rectangle, area.rectangle)
        else:
            joined.append((link, area))
    return joined


def _words(painted: PaintedPages, layout: Layout) -> Iterator[tuple[int, Rectangle]]:
    """Where text stands, in points from the foot of its page."""
    for box, sequence in layout.boxes.items():
        if sequence.text is None or sequence.blank:
            continue
        height = float(painted.pages[sequence.page]["MediaBox"][3])
        left, top = box.position_x * _POINTS, height - box.position_y * _POINTS
        foot = top - box.height * _POINTS
        yield sequence.page, (left, foot, left + box.width * _POINTS, top)


def _link_of(element: Element, parents: Mapping[Element, Element]) -> Element | None:
    above: Element | None = element
    while above is not None and above.tag != "a":
        above = parents.get(above)
    return above


def _union(one: Rectangle, other: Rectangle) -> Rectangle:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def link_text(element: Element) -> str:
    """A link's name: what its `aria-label` says, else its text and its images' descriptions."""
    if element.get("aria-label"):
        return element.get("aria-label", "")
    text = " ".join("".join(_texts(element)).split())
    return text or element.get("title", "") or element.get("href", "")


def _texts(element: Element) -> list[str]:
    texts = [element.get("alt", "") if element.tag == "img" else element.text or ""]
    for child in element:
        texts += [*_texts(child), child.tail or ""]
    return texts


def _action(annotation: Annotation, painted: PaintedPages) -> dict[str, Any] | None:
    if annotation.kind == "internal":
        anchor = painted.anchors.get(annotation.target)
        return None if anchor is None else {}
    address = annotation.target.removeprefix(SIBLING)
    uri = {"Type": "/Action", "S": "/URI", "URI": pydyf.String(address)}
    return {"A": pydyf.Dictionary(uri)}


class Destinations(Struct, frozen=True):
    """Where idents are: on which page, and (PDF 2.0) in which structure element.

    `objects` is empty where a destination is a place on a page alone.
    """

    painted: PaintedPages
    targets: Mapping[str, StructureElement]
    objects: Mapping[StructureElement, Any]

    def is_cell(self, name: str) -> bool:
        """Whether a cell of a table has the name, which cells of its own table ask for."""
        target = self.targets.get(name)
        # A place without content within a cell has the cell for its node, and a name of its own.
        element = None if target is None else target.element
        return element is not None and element.tag in ("th", "td") and element.get("id") == name

    def page(self, place: Destination) -> Any:
        """A place on a page (ISO 32000-1, 12.3.2.2)."""
        page, x, y = place
        return _view(self.painted.pages[page], x, y)

    def structure(self, node: StructureElement | None, place: Destination) -> Any | None:
        """The same as a structure destination (ISO 32000-2, 12.3.2.3), None without an object."""
        made = self.objects.get(node) if node is not None else None
        return None if made is None else _view(made, *place[1:])

    def keys(self, node: StructureElement | None, place: Destination) -> dict[str, Any]:
        """The entries of a link or bookmark that go there."""
        structure = self.structure(node, place)
        if structure is None:
            return {"Dest": self.page(place)}
        action = {"Type": "/Action", "S": "/GoTo", "D": self.page(place), "SD": structure}
        return {"A": pydyf.Dictionary(action)}

    def named(self, name: str) -> Any:
        """What a name stands for (ISO 32000-2, 12.3.2.4)."""
        place = self.painted.anchors[name]
        structure = self.structure(self.targets.get(name), place)
        if structure is None:
            return self.page(place)
        return pydyf.Dictionary({"D": self.page(place), "SD": structure})


def _view(target: Any, x: float, y: float) -> Any:
    return pydyf.Array([target.reference, "/XYZ", round(x, 2), round(y, 2), "null"])


def aim_links(destinations: Destinations, tags: Tags) -> None:
    """Let the links inside the document go where they say, once the tree is written."""
    anchors = destinations.painted.anchors
    for node in tags.text.values():
        for annotation in node.annotations:
            if annotation.kind == "internal":
                target = destinations.targets.get(annotation.target)
                keys = destinations.keys(target, anchors[annotation.target])
                annotation.dictionary.update(keys)


def add_names(destinations: Destinations, tags: Tags) -> None:
    """Named destinations, so that other documents can link to a heading of this one."""
    painted = destinations.painted
    annotations = (each for node in tags.text.values() for each in node.annotations)
    led_to = {each.target for each in annotations if each.kind == "internal"}
    names = sorted(
        (pydyf.String(name).data, destinations.named(name).data)
        for name in painted.anchors
        if not name.startswith("df-") and (name in led_to or not destinations.is_cell(name))
    )
    if names:
        tree = pydyf.Dictionary({"Names": pydyf.Array([item for pair in names for item in pair])})
        painted.pdf.add_object(tree)
        painted.pdf.catalog["Names"] = pydyf.Dictionary({"Dests": tree.reference})


def add_outline(destinations: Destinations, layout: Layout, tags: Tags) -> None:
    """All headings as bookmarks, nested by level, the title first (ISO 32000-1, 12.3.3)."""
    painted = destinations.painted
    root = pydyf.Dictionary({"Type": "/Outlines"})
    painted.pdf.add_object(root)
    open_entries = [_OutlineItem(0, root)]
    for element in tags.order.slots:
        if element.tag not in _HEADINGS or element not in layout.starts:
            continue
        level = int(element.tag[1])
        while open_entries[-1].level >= level:
            open_entries.pop()
        entry = _OutlineItem(level, _bookmark(destinations, layout, tags, element))
        open_entries[-1].append(entry)
        for above in open_entries:
            above.item["Count"] = above.item.get("Count", 0) + 1
        open_entries.append(entry)
    if "First" in root:
        painted.pdf.catalog["Outlines"] = root.reference


class _OutlineItem(Struct):
    level: int
    item: Any
    last: Any = None

    def append(self, entry: "_OutlineItem") -> None:
        """Put `entry` behind the entries below this one."""
        entry.item["Parent"] = self.item.reference
        if self.last is None:
            self.item["First"] = entry.item.reference
        else:
            entry.item["Prev"] = self.last.reference
            self.last["Next"] = entry.item.reference
        self.item["Last"] = entry.item.reference
        self.last = entry.item


def _bookmark(destinations: Destinations, layout: Layout, tags: Tags, element: Element) -> Any:
    page, x, y = layout.starts[element]
    # CSS pixels from the top to points from the bottom.
    height = destinations.painted.pages[page]["MediaBox"][3]
    place = (page, x * 0.75, height - y * 0.75)
    title = " ".join("".join(_heading_texts(element)).split())
    item = pydyf.Dictionary(
        {"Title": pydyf.String(title), **destinations.keys(tags.nodes.get(element), place)}
    )
    destinations.painted.pdf.add_object(item)
    return item


def _heading_texts(element: Element) -> list[str]:
    """A heading's words without the marks of notes."""
    texts = [element.get("alt", "") if element.tag == "img" else element.text or ""]
    for child in element:
        if child.get("role") != "doc-noteref":
            texts += [" "] if child.tag == "br" else _heading_texts(child)
        texts.append(child.tail or "")
    return texts
