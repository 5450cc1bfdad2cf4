"""How large the letters of a drawing are.

Invariant: a drawing without text has none; sizes that are not numbers count as the usual 16.
"""

import re

from docforge.document import Asset, Image

_SIZES = re.compile(rb"font-size\s*[=:]\s*[\"']?\s*([\d.]+)")
_VIEW_BOX = re.compile(rb"viewBox\s*=\s*[\"']\s*[-\d.eE]+[\s,]+[-\d.eE]+[\s,]+([\d.eE]+)")
_USUAL = 16.0
# CSS pixels: letters that can be read, and how broad the text of a telephone is.
_LEAST, _TELEPHONE = 11.0, 288


def smallest_letters(picture: Asset) -> float | None:
    """The smallest letters in CSS pixels where `picture` has its own width; None without text."""
    if picture.media_type != "image/svg+xml" or b"<text" not in picture.data:
        return None
    smallest = min(map(_number, _SIZES.findall(picture.data)), default=_USUAL)
    box = _VIEW_BOX.search(picture.data)
    breadth = _number(box[1]) if box else 0.0
    return (smallest or _USUAL) * (picture.width / breadth if breadth else 1.0)


def least_width(image: Image, picture: Asset) -> int:
    """The width in CSS pixels below which the letters of a drawing cannot be read on a telephone.

    0 for what is legible there, for what shows no letters and where telephones have a form of
    their own. A drawing with letters that are small already is shown no larger than it is.
    """
    letters = None if image.forms is not None else smallest_letters(picture)
    if not letters:
        return 0
    width = min(round(picture.width * _LEAST / letters), picture.width)
    return width if width > _TELEPHONE else 0


def _number(written: bytes) -> float:
    try:
        return float(written)
    except ValueError:
        return 0.0
