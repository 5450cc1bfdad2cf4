"""Numbered frames on the picture of a page: what is read first, and what it is tagged as."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PIL import ImageDraw, ImageFont

from docforge.verify.readers.pdf.regions import PageRegion

if TYPE_CHECKING:
    from PIL.Image import Image

Rectangle = tuple[float, float, float, float]

_COLOUR = "#8a1253"  # 8.9 to 1 on white
# Pixels: letters of the numbers, and what is left free around letters, above and below a box.
_SIZE, _SIDE, _ABOVE, _BELOW = 15, 4, 8, 6


def draw_frames(image: "Image", regions: Sequence[PageRegion], scale: float) -> None:
    """Draw a frame for each region on the page `image`, which has `scale` pixels a point."""
    pen, letters = ImageDraw.Draw(image), ImageFont.load_default(_SIZE)
    frames = [_framed(region, image.height, scale) for region in regions]
    for frame in frames:
        pen.rectangle(frame, outline=_COLOUR, width=2)
    taken = list(frames)
    for number, (region, frame) in enumerate(zip(regions, frames, strict=True), 1):
        said = f"{number} {region.role}"
        wide, high = pen.textlength(said, letters) + 8, _SIZE + 5
        label = _room(frame, wide, high, taken, (image.width, image.height))
        pen.rectangle(label, fill=_COLOUR)
        pen.text((label[0] + 4, label[1] + 1), said, fill="white", font=letters)
        taken.append(label)


def _framed(region: PageRegion, height: int, scale: float) -> Rectangle:
    left, bottom, right, top = (each * scale for each in region.box)
    return (left - _SIDE, height - top - _ABOVE, right + _SIDE, height - bottom + _BELOW)


def _room(
    frame: Rectangle, wide: float, high: float, taken: Sequence[Rectangle], size: tuple[int, int]
) -> Rectangle:
    """Where the number of `frame` covers nothing: beside it or above it, else over its corner."""
    left, top, right, bottom = frame
    places = ((left - wide, top), (right, top), (left, top - high), (left, bottom))
    for x, y in places:
        label = (x, y, x + wide, y + high)
        inside = x >= 0 and y >= 0 and label[2] <= size[0] and label[3] <= size[1]
        if inside and not any(_meets(label, other) for other in taken if other is not frame):
            return label
    return (left, top, left + wide, top + high)


def _meets(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
