"""Images of a source: found inside its folders, checked, and made assets of the document.

Nothing is fetched. An image that cannot be used is an error finding and keeps its place and
its description.
"""

import base64
import binascii
import posixpath
import re
from typing import get_args
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from docforge.document import Decorative, Image, Length, LengthUnit, Position
from docforge.export import Dependency
from docforge.parse.bounds import refuse
from docforge.parse.context import ParseContext
from docforge.source import MEGABYTE, AssetError, digest_of, read_asset
from docforge.source.characters import FORBIDDEN

Alt = str | Decorative | None

_LENGTH = re.compile(r"\s*+([0-9]++(?:\.[0-9]++)?|\.[0-9]++)\s*+(%|px|pt|cm|mm|in|em|rem)?\s*+$")
# HTML has no unit for pixels. What is no CSS unit of its own here is as large as another one.
_UNITS: dict[str | None, LengthUnit] = {None: "px", "rem": "em"}
_PIXELS: dict[LengthUnit, float] = {
    "px": 1.0, "pt": 4 / 3, "mm": 3.78, "cm": 37.8, "in": 96.0, "em": 16.0, "%": 5.0
}  # fmt: skip
_WIDEST = 100_000
_UNITS |= {unit: unit for unit in get_args(LengthUnit)}


# The name of a picture that stands in the source itself.
_EMBEDDED = "embedded image"


def make_image(
    context: ParseContext, address: str, alt: Alt, width: str, position: Position
) -> Image:
    """The image at `address`, with findings for what it lacks."""
    name = _file_name(address)
    if alt is None:
        context.error(
            "IMG001",
            f"{_called('image', name)} has no description",
            position,
            "Write what it shows between the square brackets, or mark it as decorative "
            "with {.decorative} when it carries no information.",
        )
    asset = _asset_name(context, address, name, position)
    if asset in context.blank_assets and not isinstance(alt, Decorative):
        context.error(
            "IMG012",
            f"{_called('drawing', name)} shows nothing",
            position,
            "Look whether its shapes have a fill or a line and lie inside its viewBox, or mark it "
            "as decorative with {.decorative}.",
        )
    return Image(
        alt=alt,
        asset=asset,
        source=name,
        width=_length(width),
        position=position,
    )


def _called(kind: str, name: str) -> str:
    return f"this {kind}" if name == _EMBEDDED else f"the {kind} {name}"


def _length(width: str) -> Length | None:
    """A width such as "50%", "320px" or "320"; None when it is none, or no picture is so wide."""
    match = _LENGTH.match(width)
    if not match:
        return None
    number, unit = float(match[1]), _UNITS[match[2]]
    return Length(number, unit) if 1 <= number * _PIXELS[unit] <= _WIDEST else None


def _file_name(address: str) -> str:
    if address.startswith("data:"):
        return _EMBEDDED
    try:
        path = urlsplit(address).path
    except ValueError:
        path = address
    name = FORBIDDEN.sub("", posixpath.basename(unquote(path).rstrip("/")))
    return name or address or "without a file name"


def _asset_name(context: ParseContext, address: str, name: str, position: Position) -> str | None:
    limits = context.source.origin.limits
    refuse(limits, "images", len(context.asset_names), position)
    if address not in context.asset_names:
        context.asset_names[address] = _read(context, address, name, position)
        if context.asset_names[address] is None:
            context.note_cause(address)
    elif context.asset_names[address] is None:
        context.met_again(address)
    found = context.asset_names[address]
    # A drawing is drawn wherever it stands.
    context.drawn_parts += context.asset_parts.get(found or "", 0)
    refuse(limits, "drawing_parts", context.drawn_parts, position)
    return found


def _read(context: ParseContext, address: str, name: str, position: Position) -> str | None:
    # Pillow and lxml are for documents with pictures.
    from docforge.media.images import ImageError, read_image

    try:
        data = _embedded(address) if address.startswith("data:") else read_beside(context, address)
        limits = context.source.origin.limits
        most = int(limits.image_megapixels * MEGABYTE)
        read = read_image(data, name, most, limits.drawing_parts)
    except AssetError as error:
        context.error(error.code, error.message, position, error.hint)
        return None
    except ImageError as error:
        context.error("IMG004", error.message, position, error.hint)
        return None
    for loss in read.losses:
        context.note("IMG011", f"the image {name}: {loss}", position)
    context.assets[read.asset.name] = read.asset
    context.asset_parts[read.asset.name] = read.parts
    if not read.is_seen:
        context.blank_assets.add(read.asset.name)
    context.asset_bytes += len(read.asset.data)
    refuse(context.source.origin.limits, "images_mb", context.asset_bytes / MEGABYTE, position)
    return read.asset.name


def read_beside(context: ParseContext, address: str) -> bytes:
    """The file that `address` names; what came of asking is recorded."""
    try:
        data = read_asset(context.source.origin, address, context.settings.resource_root)
    except AssetError as error:
        context.record(Dependency("asset", address, str(error)))
        raise
    context.record(Dependency("asset", address, digest_of(data)))
    return data


def _embedded(address: str) -> bytes:
    head, _, body = address.partition(",")
    if not head.endswith(";base64"):
        return unquote_to_bytes(body)
    try:
        return base64.b64decode(unquote(body), validate=False)
    except binascii.Error as error:
        hint = "Save it as a file."
        raise AssetError("IMG004", "the embedded image cannot be decoded", hint) from error
