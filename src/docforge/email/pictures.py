"""Pictures inside the message: what mail programs show, and formulas, which none of them shows.

Invariant: each picture is a part of the message once, and has its words as `alt`.
"""

import re
from base64 import b64decode
from collections.abc import Callable
from hashlib import sha256
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from msgspec import Struct

from docforge.formats.markup import element
from docforge.formats.markup.formulas import MATHML
from docforge.media.formulas.drawing import FormulaDrawing

# Makes PNG bytes of an SVG drawing at a size in CSS pixels.
Draw = Callable[[bytes, int, int], bytes]
# Outlook and Gmail show none but these.
_SHOWN = ("image/png", "image/jpeg", "image/gif")
_DATA = re.compile(r"data:([\w/+.-]+);base64,(.*)", re.DOTALL)
# CSS pixels of the letters around, as email.css has them.
_LETTER = 16


# Draws a `<math>` element; None for what cannot be drawn.
DrawFormula = Callable[[str], FormulaDrawing | None]


class Studio(Struct, frozen=True):
    """How drawings become pictures that mail programs show."""

    draw: Draw
    draw_formula: DrawFormula


class Picture(Struct, frozen=True):
    """An image inside the message; `cid` is its content id without angle brackets (RFC 2392)."""

    cid: str
    media_type: str
    content: bytes


def carry(image: Element, pictures: dict[str, Picture], draw: Draw) -> None:
    """Point `image` at a part of the message, in a format that mail programs show."""
    found = _DATA.match(image.get("src", ""))
    if found is None:
        return
    media_type, data = found[1], b64decode(found[2])
    width, height = (int(image.get(name, "0")) for name in ("width", "height"))
    mark = sha256(data).hexdigest()[:16]
    if mark not in pictures:
        if media_type not in _SHOWN:
            media_type, data = "image/png", draw(data, width, height)
        pictures[mark] = Picture(f"{mark}@docforge.invalid", media_type, data)
    image.set("src", f"cid:{pictures[mark].cid}")


def formula(math: Element, pictures: dict[str, Picture], studio: Studio) -> Element:
    """A formula as a picture with its spoken words; as these words when it cannot be drawn.

    A single letter or number is what it is.
    """
    spoken = math.get("alttext", "")
    if (single := _single(math)) is not None:
        return single
    written = _written(math)
    drawn = studio.draw_formula(written)
    if drawn is None:
        return element("span", {}, [spoken])
    mark = sha256(written.encode()).hexdigest()[:16]
    width, height = (max(round(size * _LETTER), 1) for size in (drawn.width, drawn.height))
    if mark not in pictures:
        png = studio.draw(drawn.svg, width, height)
        pictures[mark] = Picture(f"{mark}@docforge.invalid", "image/png", png)
    return element(
        "img",
        {
            "src": f"cid:{pictures[mark].cid}",
            "alt": spoken,
            "width": str(width),
            "height": str(height),
            "style": f"vertical-align: {-drawn.depth * _LETTER:.0f}px",
        },
    )


def _single(math: Element) -> Element | None:
    tokens = [node for node in math.iter() if (node.text or "").strip()]
    names = [str(node.tag).rpartition("}")[2] for node in tokens]
    match names:
        case ["mi" | "mn" as name] if not tokens[0].attrib:
            return element("var" if name == "mi" else "span", {}, [(tokens[0].text or "").strip()])
        case _:
            return None


def _written(math: Element) -> str:
    """The element as XML, with its namespace, as whoever draws it reads it."""
    copied = element("math", {"xmlns": MATHML, "display": math.get("display", "inline")})
    copied.text, copied[:] = math.text, list(math)
    text = ElementTree.tostring(copied, encoding="unicode")
    return re.sub(r"(</?)(?:ns\d+|html|mml):|\sxmlns:\w+=\"[^\"]*\"", r"\1", text)
