"""How elements of a message look, told back as what it stands for: classes, as pages have them.

Invariant: each element, attribute and declaration is on a list; what is on none is told, since it
could hide or move what is read. A label that was typed counts only where it is the item's own.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any
from xml.etree.ElementTree import Element

from docforge.document import Delimiter, Numbering
from docforge.verify.expected_text.blocks import mark, marked
from docforge.verify.readers.markup import name
from docforge.verify.readers.markup.words import whole_number

Declared = Mapping[str, str]
_EVERYWHERE = frozenset({"lang", "dir", "style"})
_ATTRIBUTES = {
    "a": frozenset({"href"}),
    "abbr": frozenset({"title"}),
    "img": frozenset({"src", "alt", "width", "height"}),
    "li": frozenset({"value"}),
    "ol": frozenset({"start", "type"}),
    "td": frozenset({"id", "headers", "colspan", "rowspan"}),
    "th": frozenset({"id", "headers", "colspan", "rowspan", "scope"}),
}
_PLAIN = frozenset(
    {"br", "caption", "cite", "code", "dfn", "em", "small", "strong", "sub", "sup", "var", "u"}
    | {"ins", "del", "kbd", "samp", "mark", "thead", "tbody", "tfoot"}
    | {"tr", "table", "ul", "ol", "dl", "dt", "dd", "li", "p", "div", "span", "pre", "hr"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "figure", "figcaption"}
)
# What a picture says of its own breadth, as its page does.
_OWN_WIDTHS = ("width", "min-width")
_NUMBERINGS = {
    "1": Numbering.DECIMAL,
    "a": Numbering.LOWER_ALPHA,
    "A": Numbering.UPPER_ALPHA,
    "i": Numbering.LOWER_ROMAN,
    "I": Numbering.UPPER_ROMAN,
}
_FORMS = {"parenthesis": Delimiter.PARENTHESIS, "parentheses": Delimiter.PARENTHESES}


def looked_at(body: Element) -> Iterator[str]:
    """Give the elements below `body` the classes that they look like; what is odd about them."""
    grounds = {below for part in body.iter() if name(part) == "mark" for below in part.iter()}
    for part in body.iter():
        if part is not body or part.attrib:
            yield from _odd(part, dict(_declarations(part.get("style", ""))), part in grounds)
    for part in body.iter():
        _classify(part, dict(_declarations(part.attrib.pop("style", ""))))


def _odd(part: Element, said: Declared, has_ground: bool) -> Iterator[str]:
    tag = name(part)
    if tag not in _PLAIN and tag not in _ATTRIBUTES:
        yield f"the element {tag or 'comment'}"
    for attribute in part.attrib:
        if attribute not in _EVERYWHERE and attribute not in _ATTRIBUTES.get(tag, ()):
            yield f"{attribute} of {tag}"
    if part.get("lang") == "" or part.get("dir", "ltr") not in ("ltr", "rtl"):
        yield f"{tag} in no language or direction"
    known = _styles().get(tag, {})
    for property_, value in said.items():
        if not any(each.fullmatch(value) for each in known.get(property_, ())):
            yield f"the look “{property_}: {value}” of {tag}"
    # Letters of one colour need the ground that they were chosen for.
    if "color" in said and "background-color" not in said and not has_ground:
        yield f"letters of {tag} without their ground"
    for property_ in _always().get(tag, ()):
        if property_ not in said:
            yield f"{tag} without its {property_}"
    # Programs guess differently for what a header cell speaks that does not say it.
    if tag == "th" and "scope" not in part.attrib:
        yield "a header cell that does not say for what"


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    for declared in style.split(";"):
        property_, colon, value = declared.partition(":")
        if declared.strip():
            yield property_.strip() if colon else declared.strip(), value.strip()


@cache
def _table() -> Mapping[str, Any]:
    told = files("docforge.verify.mail").joinpath("styles.toml").read_text(encoding="utf-8")
    return tomllib.loads(told)


def _always() -> Mapping[str, Sequence[str]]:
    always: Mapping[str, Sequence[str]] = _table()["always"]
    return always


@cache
def _styles() -> Mapping[str, Mapping[str, tuple[re.Pattern[str], ...]]]:
    return {
        tag: {property_: tuple(map(re.compile, values)) for property_, values in each.items()}
        for tag, each in _table().items()
        if tag != "always"
    }


def _classify(part: Element, said: Declared) -> None:
    match name(part):
        case "td" | "th":
            side = said.get("text-align", "none")
            part.set("class", f"{side} whole" if "white-space" in said else side)
        case "div" if "border" in said:
            part.set("class", "callout")
        case "p" if "border" in said:
            part.set("class", "restriction")
        case "img":
            own = (f"{each}: {said[each]}" for each in _OWN_WIDTHS if each in said)
            part.set("style", "; ".join(own))
        case "ol":
            if "list-style-type" in said:
                _label(part)
            _tell_room(part, said)
        case "li":
            _tell_state(part)


def _tell_room(listed: Element, said: Declared) -> None:
    """The room for labels that a list has beyond that of all lists, as the class of pages."""
    rooms = [said[side] for side in ("padding-left", "padding-right") if said.get(side, "0") != "0"]
    classes = [listed.get("class", ""), *(f"label-{room.partition('.')[0]}" for room in rooms)]
    if rooms:
        listed.set("class", " ".join(filter(None, classes)))


def _tell_state(item: Element) -> None:
    """The bold word before an item is its state."""
    first = item[0] if len(item) and not (item.text or "").strip() else None
    if first is not None and name(first) == "span":
        said = dict(_declarations(first.get("style", "")))
        if said.get("font-weight") == "bold":
            first.set("class", "task-state")


def _label(listed: Element) -> None:
    """Take off labels that are words of their items: those that the numbers of the list have."""
    numbering = _NUMBERINGS.get(listed.get("type", "1"), Numbering.DECIMAL)
    number = whole_number(listed, "start", 1) - 1
    items: list[tuple[Element, int]] = []
    for item in (child for child in listed if name(child) == "li"):
        number = whole_number(item, "value", number + 1)
        items.append((_first(item), number))
    for form, delimiter in _FORMS.items():
        labels = [f"{marked(mark(numbering, each), delimiter)} " for _, each in items]
        texts = [f"{first.text or ''} " for first, _ in items]
        if all(map(str.startswith, texts, labels)):
            for (first, _), label in zip(items, labels, strict=True):
                first.text = (first.text or "")[len(label) :]
            is_upper = listed.get("type") in ("A", "I")
            listed.set("class", f"{form} upper" if is_upper else form)
            return
    # Nobody sees numbers that neither the list nor its words say.
    listed.tag = "ul"


def _first(item: Element) -> Element:
    begins_with_block = len(item) and name(item[0]) == "p" and not (item.text or "").strip()
    return item[0] if begins_with_block else item
