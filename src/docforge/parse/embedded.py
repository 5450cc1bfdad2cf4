"""Pictures, drawings and media that HTML embeds."""

import base64
from xml.etree.ElementTree import Element, tostring

from docforge.document import Decorative, Inlines, Position, Text
from docforge.parse.compose import make_link
from docforge.parse.context import ParseContext
from docforge.parse.hidden import hides_picture, note_hidden
from docforge.parse.pictures import Alt, make_image

_SVG = "{http://www.w3.org/2000/svg}"


def read_img(context: ParseContext, element: Element, position: Position) -> Inlines:
    """`img`: no `alt` is missing, an empty one means decorative (HTML, 4.8.4.4)."""
    source = element.get("src") or element.get("srcset", "").strip().partition(" ")[0]
    if hides_picture(element.attrib):
        note_hidden(context, element.get("alt") or source, "img", position)
        return ()
    described = element.get("alt")
    hidden = _is_decorative(element) or (described is not None and not described.strip())
    alt: Alt = Decorative() if hidden else described
    return (make_image(context, source, alt, element.get("width", ""), position),)


def _is_decorative(element: Element) -> bool:
    return (
        element.get("role") in ("presentation", "none")
        or element.get("aria-hidden") == "true"
        or "decorative" in element.get("class", "").split()
    )


def read_drawing(context: ParseContext, element: Element, position: Position) -> Inlines:
    """Inline `svg`: an image like any other, described by its label or its title."""
    title = element.find(f"{_SVG}title")
    label = element.get("aria-label") or ("" if title is None else "".join(title.itertext()))
    alt: Alt = Decorative() if _is_decorative(element) else label.strip() or None
    data = base64.b64encode(tostring(element)).decode()
    address = f"data:image/svg+xml;base64,{data}"
    return (make_image(context, address, alt, element.get("width", ""), position),)


def read_media(context: ParseContext, element: Element, position: Position) -> Inlines:
    """Video, sound or a page in the page: a link to it takes its place."""
    nested = element.find("source")
    source = element.get("src") or element.get("data") or ""
    source = source or ("" if nested is None else nested.get("src", ""))
    kind = element.tag.removeprefix("df-")
    context.warn(
        "HTM007",
        f"a <{kind}> cannot be carried; a link to it takes its place"
        if source
        else f"a <{kind}> without an address is left out",
        position,
        "Write a link to it, and say in words what it shows.",
    )
    label = (element.get("title") or element.get("aria-label") or source).strip()
    if not source:
        return (Text(label, position),) if label else ()
    return make_link(context, (Text(label, position),), source, "", position)
