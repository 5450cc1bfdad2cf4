"""What a document's page leaves out inside a message, and what becomes plainer.

Invariant: native elements carry the meaning, since some mail programs strip roles.
"""

import re
from base64 import b64decode
from xml.etree.ElementTree import Element

_SCHEME = "prefers-color-scheme"
# How large a drawing of docforge is.
_SIZE = re.compile(rb'<svg\b[^>]* width="(\d+)" height="(\d+)"')
_OUTSIDE = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
# What only works in a page of its own: contents, and the way back from a note.
_PAGE_ONLY = ("doc-backlink", "doc-toc")
_PLAINER = {"details": "div", "section": "div", "summary": "p"}
_KEPT = frozenset(
    {"lang", "dir", "alt", "src", "width", "height", "href", "title", "style"}
    | {"start", "type", "value"}
)
_KEPT_IN_TABLES = _KEPT | {"scope", "colspan", "rowspan", "id", "headers"}


def is_outside(address: str) -> bool:
    """Whether an address leads somewhere from a message, too: not to a place or file beside."""
    return _OUTSIDE.match(address) is not None


def adapt(node: Element) -> None:
    """Make what is directly below `node`, and `node` itself, what stands in a message."""
    for child in list(node):
        if child.get("role") in _PAGE_ONLY:
            remove(node, child)
        elif child.tag == "picture":
            replace(node, child, _only_form(child))
        elif child.tag == "p" and _is_way_back(child):
            remove(node, child)
    if node.tag == "summary":
        node.set("class", "summary")
    node.tag = _PLAINER.get(node.tag, node.tag)
    if node.get("role") == "doc-noteref" and len(node):
        node[0].text = f"[{node[0].text}]"


def _only_form(picture: Element) -> Element:
    """The picture that all readers get: a message cannot have several for one place.

    Mail programs do not tell on what ground they show it: the one for light ground brings its
    ground along. Nor do they tell how broad they are: the narrow form of a chart is one that can be
    read on a telephone, and in its own size elsewhere.
    """
    image = picture[-1]
    for source in picture[:-1]:
        if _SCHEME not in source.get("media", ""):
            narrow = source.get("srcset", "")
            size = _SIZE.match(b64decode(narrow.partition(",")[2]))
            if size is not None:
                width, height = (number.decode() for number in size.groups())
                image.attrib.update(src=narrow, width=width, height=height)
    return image


def _is_way_back(paragraph: Element) -> bool:
    """Whether nothing else stands in a paragraph: it would be an empty one."""
    texts = (paragraph.text, *(child.tail for child in paragraph))
    is_bare = not any(text and text.strip() for text in texts)
    return (
        len(paragraph) > 0
        and is_bare
        and all(child.get("role") == "doc-backlink" for child in paragraph)
    )


def remove(parent: Element, child: Element) -> None:
    """Take `child` out; what stands behind it stays."""
    index = list(parent).index(child)
    if index:
        parent[index - 1].tail = (parent[index - 1].tail or "").rstrip() + (child.tail or "")
    else:
        parent.text = (parent.text or "").rstrip() + (child.tail or "")
    parent.remove(child)


def replace(parent: Element, child: Element, other: Element) -> None:
    """Put `other` where `child` stands."""
    other.tail = child.tail
    parent[list(parent).index(child)] = other


def strip(root: Element) -> None:
    """Take off what mail programs strip, prefix or stumble over: classes, roles, idents."""
    for node in root.iter():
        kept = _KEPT_IN_TABLES if node.tag in ("th", "td", "table") else _KEPT
        for name in list(node.attrib):
            if name not in kept:
                del node.attrib[name]
