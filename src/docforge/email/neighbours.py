"""Links from one document to another, which stand beside each other in an output folder only.

Invariant: a link leads somewhere from a message, or its words say which attachment is meant.
"""

import posixpath
from collections.abc import Mapping, Sequence
from urllib.parse import quote, unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

from msgspec import Struct, field

from docforge.email.adapting import is_outside
from docforge.email.pieces import MailDocument, attached
from docforge.export import Format


class Neighbours(Struct, frozen=True):
    """Where documents are on the web, and under which names they are attached.

    `base` is the address of the output folder, "" when nobody named it; `attached` are names of
    attachments by the place of the document's page in the output folder.
    """

    base: str = ""
    attached: Mapping[str, str] = field(default_factory=dict)


def neighbours_of(
    pieces: Sequence[MailDocument], base: str, formats: Sequence[Format]
) -> Neighbours:
    """The neighbours of a message with `pieces`; each is named by the first of `formats` it has."""
    files = attached(pieces, formats)
    names = {
        one.place: file.name
        for one in pieces
        for file in reversed(files)
        if one.place and file.content is one.outputs.get(file.format)
    }
    return Neighbours(base, names)


def lead(link: Element, place: str, neighbours: Neighbours) -> None:
    """Make the `link` of a page at `place` one that leads somewhere; else words.

    The words are followed by the name of the attachment that they mean.
    """
    address = link.get("href", "")
    if is_outside(address):
        return
    link.tag = "span"
    link.attrib.pop("href", None)
    path = urlsplit(address).path
    if not path or not place:
        return
    page = posixpath.normpath(posixpath.join(posixpath.dirname(place), unquote(path)))
    if neighbours.base:
        link.tag = "a"
        fragment = urlsplit(address).fragment
        end = f"#{fragment}" if fragment else ""
        link.set("href", urljoin(neighbours.base, quote(page)) + end)
    elif page in neighbours.attached:
        name = f" ({neighbours.attached[page]})"
        if len(link):
            link[-1].tail = (link[-1].tail or "") + name
        else:
            link.text = (link.text or "") + name
