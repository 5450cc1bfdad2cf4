"""Elements that refer to one another: notes and their marks, entries of the contents, captions.

Invariant: whatever refers to a note is known to the note, and the other way round (ISO
14289-2, 8.2.5.14); so it is with captions and figures.
"""

from xml.etree.ElementTree import Element

from docforge.formats.pdf.structure import StructureElement
from docforge.formats.pdf.tags import Tags


def add_references(tags: Tags) -> None:
    """Tell each note, each entry of the contents and each caption what it belongs to."""
    targets = targets_of(tags)
    for element in tags.order.slots:
        if element.tag == "figure":
            _bind_caption(element, tags)
        target = targets.get(element.get("href", "").removeprefix("#"))
        if element.tag != "a" or target is None:
            continue
        node = tags.text[element]
        if element.get("role") == "doc-noteref":
            node.refs.append(target)
            target.refs.append(node)
        elif _is_entry(element, tags):
            node.refs.append(target)


def _bind_caption(figure: Element, tags: Tags) -> None:
    """Let the caption of a figure and its pictures know each other."""
    captions = [tags.nodes[child] for child in figure if child.tag == "figcaption"]
    pictures = [node for e in figure.iter("img") if (node := tags.nodes.get(e)) is not None]
    for caption in captions:
        caption.refs += pictures
        for picture in pictures:
            picture.refs.append(caption)


def targets_of(tags: Tags) -> dict[str, StructureElement]:
    """The node for each ident: its element's, or the one around a place without content."""
    found: dict[str, StructureElement] = {}
    for element in tags.order.slots:
        if ident := element.get("id"):
            found[ident] = tags.nodes.get(element, tags.text.get(element, tags.root))
    return found


def _is_entry(element: Element, tags: Tags) -> bool:
    above: Element | None = element
    while above is not None and above.tag != "nav":
        above = tags.order.parents.get(above)
    return above is not None
