"""Whether the figures of a PDF show the pictures of their document: pixels, letters and shapes.

Invariant: pixels that are stored as they are have to be the same; those that were made smaller, or
were in colours of their own, have to look alike. Of a drawing its letters, and the colours and
places of its shapes, are compared where it is plain (`drawings`).
"""

import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from lxml import etree
from msgspec import Struct
from PIL import Image, ImageChops, ImageStat

from docforge.document import Asset
from docforge.media.svg.shown import shows_anything
from docforge.verify.drawings import Box, plain_drawing
from docforge.verify.drawn_alike import are_shapes, are_texts, place_of, shown
from docforge.verify.entries import EntryKind, Outline, without
from docforge.verify.readers.pdf.covering import BESIDE, BLOT, PICTURE, SHAPE
from docforge.verify.readers.pdf.figures import NOTHING, OUTSIDE
from docforge.verify.readers.pdf.furniture import SIGN
from docforge.verify.readers.pdf.paint import Painted
from docforge.verify.readers.pdf.placing import SLANTED
from docforge.verify.traced_pages import TracedPages

_SIGHT = 64  # pixels in a side at which pictures are held side by side
_ALIKE, _ALIKE_IN_OWN_COLOURS = 6.0, 24.0  # of 255: how far pixels may be apart on average
_FARTHEST = 90  # of 255: how far one pixel may be
_ROUNDING = 2  # of 255
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN", "RLI", "RLE", "RLO", "FSI"})


class ShownPicture(Struct, frozen=True):
    """A picture of the document, with the page (from 0) and the marked content that show it.

    `box` is where its element says that it stands.
    """

    asset: Asset
    page: int
    mark: int
    box: Box | None = None


def shown_pictures(
    stated: Outline, actual: Outline, assets: Mapping[str, Asset]
) -> tuple[ShownPicture, ...]:
    """The pictures that a PDF has to show, where it shows them.

    `assets` are known by the hashes of their bytes. None when the outlines name more and fewer
    pictures, which comparing them tells.
    """
    wanted = [e for e in stated if e.kind is EntryKind.IMAGE and not e.fact("decorative")]
    found = [(e.fact("mark"), e.fact("box")) for e in actual if e.kind is EntryKind.IMAGE]
    if len(wanted) != len(found):
        return ()
    made = []
    for entry, (place, box) in zip(wanted, found, strict=True):
        page, _, mark = place.partition(":")
        asset = assets.get(entry.fact("content"))
        if asset is not None and mark.isdecimal():
            made.append(ShownPicture(asset, int(page), int(mark), _box(box)))
    return tuple(made)


def _box(written: str) -> Box | None:
    match [float(number) for number in written.split()]:
        case [left, bottom, right, top]:
            return (left, bottom, right, top)
    return None


def adorned(actual: Outline, stated: Outline, assets: Mapping[str, Asset]) -> Outline:
    """`actual` without what drawings and pictures of a document that only adorn bring about.

    These are artifacts of the PDF, and nothing tells one from another; `assets` are known by the
    hashes of their bytes.
    """
    adorning = [e for e in stated if e.kind is EntryKind.IMAGE and e.fact("decorative")]
    kinds = {
        "image/svg+xml" if asset.media_type == "image/svg+xml" else ""
        for entry in adorning
        if (asset := assets.get(entry.fact("content"))) is not None
    }
    told = (*(_OF_DRAWINGS if "image/svg+xml" in kinds else ()), *(_OF_PIXELS if kinds else ()))
    return without(actual, told)


_OF_DRAWINGS, _OF_PIXELS = (SLANTED, SHAPE, BLOT, BESIDE, SIGN), (PICTURE,)


def is_blank(picture: ShownPicture) -> bool:
    """Whether it is a drawing that shows nothing: its document has an error that says so."""
    asset = picture.asset
    return asset.media_type == "image/svg+xml" and not shows_anything(etree.fromstring(asset.data))


def without_blank(actual: Outline) -> Outline:
    """`actual` without what a drawing that shows nothing brings about in a PDF."""
    return without(actual, (NOTHING, OUTSIDE))


def strange_pictures(pictures: Sequence[ShownPicture], traced: TracedPages) -> Iterator[str]:
    """The figures of an open PDF that do not show their picture, by its name."""
    for picture in pictures:
        items = traced.items(picture.page, picture.mark)
        if not _is_shown(picture, items, traced.page(picture.page)):
            yield f"a figure that is not the picture {picture.asset.name}"


def _is_shown(picture: ShownPicture, items: Sequence[Painted], page: Any) -> bool:
    asset = picture.asset
    if asset.media_type == "image/svg+xml":
        return _is_drawn(asset.data, items, picture.box)
    images = [item for item in items if item.kind == "image"]
    if len(images) != 1 or len(items) != 1:
        return False
    return _has_pixels(asset.data, page.Resources.XObject[f"/{images[0].name}"])


# --- Pixels ------------------------------------------------------------------------------


def _has_pixels(data: bytes, stored: Any) -> bool:
    raw = stored.read_raw_bytes()
    if raw == data:  # a photograph as it is
        return True
    return _looks_like(data, *_pixels_of(stored, bytes(raw)))


def _pixels_of(stored: Any, raw: bytes) -> tuple[str, tuple[int, int], bytes, bytes]:
    """What Pillow calls the pixels, their size, they themselves and how opaque each is."""
    size = (int(stored.Width), int(stored.Height))
    mask = stored.get("/SMask")
    opacity = b"" if mask is None else bytes(mask.read_bytes())
    if str(stored.get("/Filter", "")) == "/DCTDecode":
        return "JPEG", size, raw, opacity
    mode = "L" if str(stored.ColorSpace) == "/DeviceGray" else "RGB"
    return mode, size, bytes(stored.read_bytes()), opacity


@lru_cache(maxsize=32)
def _looks_like(
    data: bytes, mode: str, size: tuple[int, int], pixels: bytes, opacity: bytes
) -> bool:
    with Image.open(io.BytesIO(data)) as opened:
        own_colours = bool(opened.info.get("icc_profile"))
        is_plain = opened.format != "JPEG" and not own_colours and not opacity
        wanted = _on_white(opened, "L" if mode == "L" else "RGB")
    if mode == "JPEG":
        with Image.open(io.BytesIO(pixels)) as photograph:
            stored = photograph.convert("RGB")
    else:
        stored = Image.frombytes(mode, size, pixels)
    if opacity:
        shade = Image.frombytes("L", size, opacity)
        stored = Image.composite(stored, Image.new(stored.mode, size, "white"), shade)
    if is_plain and mode != "JPEG":
        # As Pillow makes thumbnails for paper; the size follows from where the picture is shown.
        same = wanted.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)
        return _has_shape(wanted, size) and max(_extremes(same, stored)) <= _ROUNDING
    return _is_alike(wanted, stored, _ALIKE_IN_OWN_COLOURS if own_colours else _ALIKE)


def _on_white(image: Image.Image, mode: str) -> Image.Image:
    if image.mode.startswith("I"):
        # 16 bits: Pillow's own conversion would cut off, not scale.
        image = image.point(lambda value: value / 256).convert("L")
    if "transparency" not in image.info and image.mode not in ("LA", "PA", "RGBA", "La", "RGBa"):
        return image.convert(mode)
    clear = image.convert("RGBA")
    white = Image.new("RGB", clear.size, "white")
    white.paste(clear, mask=clear.getchannel("A"))
    return white.convert(mode)


def _is_alike(one: Image.Image, other: Image.Image, most: float) -> bool:
    if not _has_shape(one, other.size):
        return False
    size = (min(_SIGHT, other.width), min(_SIGHT, other.height))
    small = [each.convert("RGB").resize(size, Image.Resampling.BOX) for each in (one, other)]
    means = ImageStat.Stat(ImageChops.difference(*small)).mean
    return max(means) <= most and (max(_extremes(*small)) <= _FARTHEST or most > _ALIKE)


def _has_shape(picture: Image.Image, size: tuple[int, int]) -> bool:
    """Whether a size is no other shape, but for rounding to pixels."""
    apart = picture.width * size[1] - size[0] * picture.height
    return abs(apart) <= 2 * max(*picture.size, *size)


def _extremes(one: Image.Image, other: Image.Image) -> list[int]:
    """The most that two pictures differ in each colour."""
    return [
        max(step for step, many in enumerate(channel.histogram()) if many)
        for channel in ImageChops.difference(one, other).split()
    ]


# --- Drawings ----------------------------------------------------------------------------


def _is_drawn(data: bytes, items: Sequence[Painted], box: Box | None) -> bool:
    wanted = plain_drawing(data)
    place = place_of(wanted.view, box)
    if wanted.letters is not None:
        said = "".join(item.said for item in items if item.kind == "text")
        if not _are_same_letters(wanted.letters, said):
            return False
        is_turned = any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in said)
        if place is not None and not is_turned and not are_texts(wanted, items, place):
            return False
    return wanted.shapes is None or place is None or are_shapes(wanted.shapes, items, place)


def _are_same_letters(wanted: str, said: str) -> bool:
    """Whether letters are the same, in their order where they run from left to right."""
    one, other = (shown(text) for text in (wanted, said))
    if any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in wanted):
        return sorted(one) == sorted(other)
    return one == other
