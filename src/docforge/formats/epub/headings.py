"""Headings in their second place: contents, file titles.

Invariant: a label holds words and their languages, and nothing that belongs to one place only:
no idents, links, marks of notes, images or formulas (their words stand for them).
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from xml.etree.ElementTree import Element

from docforge.formats.markup.context import MarkupContent, element

_KEPT_TAGS = frozenset({"sub", "sup"})
# Narrow and no-break spaces stay.
_SPACES = re.compile(r"[^\S\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_KEPT_ATTRIBUTES = ("lang", "dir")


def label(heading: Element, around: Mapping[str, str] = MappingProxyType({})) -> Element:
    """A `span` with the words of a heading; `around` says the language that it stands in."""
    return element("span", {**around, **_kept(heading)}, _content(heading))


def one_line(label: Element) -> str:
    """A label as one line of text."""
    return _SPACES.sub(" ", "".join(label.itertext())).strip(" ")


def _content(parent: Element) -> Iterator[MarkupContent]:
    yield parent.text or ""
    for child in parent:
        yield from _heard(child)
        yield child.tail or ""


def _heard(child: Element) -> Iterator[MarkupContent]:
    if child.get("role") == "doc-noteref":
        return
    match child.tag:
        case "math":
            yield child.get("alttext", "")
        case "img":
            yield child.get("alt", "")
        case "br":
            yield " "
        # EPUB 3.3, 7.4.2: nothing in the contents may be empty.
        case tag if (tag in _KEPT_TAGS or _kept(child)) and any(child.itertext()):
            yield element(tag if tag in _KEPT_TAGS else "span", _kept(child), _content(child))
        case _:
            yield from _content(child)


def _kept(child: Element) -> dict[str, str]:
    return {name: child.attrib[name] for name in _KEPT_ATTRIBUTES if name in child.attrib}
