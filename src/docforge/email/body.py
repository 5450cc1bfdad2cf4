"""A document's page to what every mail program shows: plain elements with style attributes.

Invariant: no script, no style sheet that is needed, nothing from elsewhere; native elements
carry the meaning, since some programs strip roles.
"""

import re
from base64 import b64decode
from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from hashlib import sha256
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from docforge.document import languages
from docforge.email.inlining import inline
from docforge.email.pieces import MailDocument
from docforge.formats.markup import element

# Makes PNG bytes of an SVG drawing at a size in CSS pixels.
Draw = Callable[[bytes, int, int], bytes]
# Outlook and Gmail show none but these.
_SHOWN = ("image/png", "image/jpeg", "image/gif")
_KEPT = (
    "lang",
    "dir",
    "alt",
    "src",
    "width",
    "height",
    "href",
    "title",
    "style",
    "start",
    "type",
    "value",
)
_KEPT_IN_TABLES = ("scope", "colspan", "rowspan", "id", "headers")
# The colours of the reader's own scheme; nothing is lost where this is dropped.
_SCHEMES = ":root { color-scheme: light dark; background-color: Canvas; color: CanvasText; }"
_POLICY = "default-src 'none'; {}style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_PICTURES = "img-src cid:; "
_DATA = re.compile(r"data:([\w/+.-]+);base64,(.*)", re.DOTALL)
_OUTSIDE = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
# What only works in a page of its own: contents, and the way back from a note.
_PAGE_ONLY = ("doc-backlink", "doc-toc")


@dataclass(frozen=True, slots=True)
class Picture:
    """An image inside the message; `cid` is its content id without angle brackets (RFC 2392)."""

    cid: str
    media_type: str
    content: bytes = field(repr=False)


def html_part(
    head: Sequence[Element], pieces: Iterable[MailDocument], lang: str, draw: Draw
) -> tuple[str, tuple[Picture, ...]]:
    """The HTML part and its pictures.

    `head` begins with the only `h1`; the covering note and the list of attachments follow.
    """
    pictures: dict[str, Picture] = {}
    title = "".join(head[0].itertext())
    parts = [*head, *(_document(one, number, title) for number, one in enumerate(pieces, 1))]
    spoken = {"lang": lang, "dir": languages.direction(lang)}
    mail = element("div", {"class": "df-mail", **spoken}, parts)
    for node in list(mail.iter()):
        _adapt(node)
    for image in mail.iter("img"):
        _carry(image, pictures, draw)
    policy = _POLICY.format(_PICTURES if pictures else "")
    root = element("html", spoken, [_head(title, policy), element("body", {}, [mail])])
    inline(mail)
    _strip(mail)
    text = ElementTree.tostring(root, encoding="unicode", method="html")
    return f"<!DOCTYPE html>\n{text}\n", tuple(pictures.values())


def _head(title: str, policy: str) -> Element:
    return element(
        "head",
        {},
        [
            element("meta", {"charset": "utf-8"}),
            element("meta", {"http-equiv": "Content-Security-Policy", "content": policy}),
            element("title", {}, [title]),
            element("meta", {"name": "viewport", "content": "width=device-width"}),
            element("meta", {"name": "color-scheme", "content": "light dark"}),
            element("meta", {"name": "supported-color-schemes", "content": "light dark"}),
            element("style", {}, [_SCHEMES]),
        ],
    )


def _document(one: MailDocument, number: int, title: str) -> Element:
    """The document's own parts, its headings one level down; a title that is `title` is said.

    `number` keeps the idents of header cells apart from those of the other documents.
    """
    body = one.page.find("body")
    assert body is not None, "a page has a body"
    parts = [part for name in ("header", "main") if (part := body.find(name)) is not None]
    attributes = {"lang": one.facts.lang, "dir": one.facts.dir, "class": "df-document"}
    made = element("div", attributes, map(plain, parts))
    if one.facts.title == title and len(made[0]) and made[0][0].tag == "h1":
        _remove(made[0], made[0][0])
    for node in made.iter():
        if re.fullmatch("h[1-5]", node.tag):
            node.tag = f"h{int(node.tag[1]) + 1}"
        for name in ("id", "headers"):
            if idents := node.get(name):
                node.set(name, " ".join(f"d{number}-{ident}" for ident in idents.split()))
    return made


def plain(part: Element) -> Element:
    """A copy of `part` as a `div`: landmarks mean nothing inside a message."""
    copied = deepcopy(part)
    copied.tag, copied.tail = "div", None
    return copied


def _adapt(node: Element) -> None:
    for child in list(node):
        if child.get("role") in _PAGE_ONLY:
            _remove(node, child)
        elif child.tag.rpartition("}")[2] == "math":
            _replace(node, child, element("span", {}, [child.get("alttext", "")]))
    node.tag = {"details": "div", "section": "div", "summary": "p"}.get(node.tag, node.tag)
    if node.tag == "a" and not is_outside(node.get("href", "")):
        node.tag = "span"
        node.attrib.pop("href", None)
    if node.get("role") == "doc-noteref" and len(node):
        node[0].text = f"[{node[0].text}]"


def is_outside(address: str) -> bool:
    """Whether an address leads somewhere from a message, too: not to a place or file beside."""
    return _OUTSIDE.match(address) is not None


def _remove(parent: Element, child: Element) -> None:
    index = list(parent).index(child)
    if index:
        parent[index - 1].tail = (parent[index - 1].tail or "").rstrip() + (child.tail or "")
    else:
        parent.text = (parent.text or "").rstrip() + (child.tail or "")
    parent.remove(child)


def _replace(parent: Element, child: Element, other: Element) -> None:
    other.tail = child.tail
    parent[list(parent).index(child)] = other


# --- Pictures ----------------------------------------------------------------------------


def _carry(image: Element, pictures: dict[str, Picture], draw: Draw) -> None:
    """Point `image` at a part of the message, in a format that mail programs show."""
    found = _DATA.match(image.get("src", ""))
    if found is None:
        return
    media_type, data = found[1], b64decode(found[2])
    mark = sha256(data).hexdigest()[:16]
    if mark not in pictures:
        width, height = (int(image.get(name, "0")) for name in ("width", "height"))
        if media_type not in _SHOWN:
            media_type, data = "image/png", draw(data, width, height)
        pictures[mark] = Picture(f"{mark}@docforge.invalid", media_type, data)
    image.set("src", f"cid:{pictures[mark].cid}")


# --- What is left ------------------------------------------------------------------------


def _strip(root: Element) -> None:
    """Take off what mail programs strip, prefix or stumble over: classes, roles, idents."""
    for node in root.iter():
        kept = _KEPT_IN_TABLES if node.tag in ("th", "td", "table") else ()
        for name in list(node.attrib):
            if name not in _KEPT and name not in kept:
                del node.attrib[name]
