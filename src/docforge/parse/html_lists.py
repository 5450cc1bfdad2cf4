"""Lists written in HTML: items, their numbering, and task boxes."""

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from docforge.document import (
    Blocks,
    Definition,
    DefinitionList,
    Inlines,
    List,
    ListItem,
    Numbering,
    Position,
)
from docforge.parse.compose import divide
from docforge.parse.context import ParseContext
from docforge.parse.fragment import Content, Flow, Phrasing, content_of, place
from docforge.parse.list_labels import with_ordinals

_NUMBERING = {
    "1": Numbering.DECIMAL,
    "a": Numbering.LOWER_ALPHA,
    "A": Numbering.UPPER_ALPHA,
    "i": Numbering.LOWER_ROMAN,
    "I": Numbering.UPPER_ROMAN,
}


def read_list(context: ParseContext, element: Element, flow: Flow, position: Position) -> Blocks:
    """`ul`, `ol` or `menu`; what stands in it outside an item becomes an item."""
    ordered = element.tag == "ol"
    numbering = _NUMBERING.get(element.get("type", "1"), Numbering.DECIMAL)
    items = tuple(_items(context, element, flow, position))
    if not items:
        return ()
    tight = not any(child.find("p") is not None for child in element)
    if not ordered:
        return (List(Numbering.BULLET, items, 1, tight, position),)
    is_reversed = "reversed" in element.attrib
    start = _number(element.get("start", ""))
    if start is None:
        start = len(items) if is_reversed else 1
    values = [item.ordinal for item in items]
    if is_reversed:
        values = _falling(values, start)
    return (List(numbering, with_ordinals(items, values, start), start, tight, position),)


def _number(written: str) -> int | None:
    """An integer as HTML reads it; what is no number, or longer than any list, counts as none."""
    return int(written) if re.fullmatch(r"\s*-?[0-9]{1,6}\s*", written) else None


def _falling(values: Sequence[int | None], start: int) -> list[int | None]:
    """The ordinals of a reversed list (HTML, 4.4.5)."""
    made: list[int | None] = []
    number = start
    for value in values:
        number = number if value is None else value
        made.append(number)
        number -= 1
    return made


def _items(
    context: ParseContext, element: Element, flow: Flow, position: Position
) -> Iterator[ListItem]:
    stray: list[str | Element] = [element.text or ""]
    for child in element:
        if child.tag != "li":
            stray += (child, child.tail or "")
            continue
        yield from _stray_item(flow, stray, position)
        yield _item(context, child, flow)
        stray = [child.tail or ""]
    yield from _stray_item(flow, stray, position)


def _stray_item(flow: Flow, content: Content, position: Position) -> Iterator[ListItem]:
    if blocks := flow(content):
        yield ListItem(blocks, position=position)


def _item(context: ParseContext, element: Element, flow: Flow) -> ListItem:
    position = context.at(place(element))
    box = _leading_box(element)
    content: list[str | Element] = [element.text or ""]
    for child in element:
        content += ("" if child is box else child, child.tail or "")
    blocks = divide(context, flow(content), element.get("id", ""), element.attrib, position)
    checked = None if box is None else "checked" in box.attrib
    return ListItem(blocks, checked, position, _number(element.get("value", "")))


def _leading_box(element: Element) -> Element | None:
    first = next(iter(element), None)
    if first is None or (element.text or "").strip():
        return None
    return first if first.tag == "input" and first.get("type") == "checkbox" else None


def read_definitions(
    context: ParseContext, element: Element, flow: Flow, phrasing: Phrasing, position: Position
) -> Blocks:
    """`dl`, with or without `div` around its groups."""
    items: list[Definition] = []
    terms: list[Inlines] = []
    descriptions: list[Blocks] = []
    for child in _terms_and_descriptions(element):
        content = tuple(content_of(child))
        if child.tag == "dt":
            if descriptions:
                items.append(Definition(tuple(terms), tuple(descriptions), position))
                terms, descriptions = [], []
            terms.append(phrasing(content))
        else:
            here = context.at(place(child))
            blocks = divide(context, flow(content), child.get("id", ""), child.attrib, here)
            descriptions.append(blocks)
    if terms or descriptions:
        items.append(Definition(tuple(terms), tuple(descriptions), position))
    return (DefinitionList(tuple(items), position),) if items else ()


def _terms_and_descriptions(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag == "div":
            yield from _terms_and_descriptions(child)
        else:
            yield child
