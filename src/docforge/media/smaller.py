"""Images of a document at a size that is enough for screens, for an e-mail that is too heavy.

Invariant: an image is never made heavier, and drawings stay as they are.
"""

import io

from msgspec.structs import replace
from PIL import Image

from docforge.document import Asset, Document

# Twice the width of a column of text on a screen.
LONGEST = 1200
_QUALITY = 80


def smaller(document: Document, longest: int) -> Document:
    """`document` with each PNG and JPEG at most `longest` pixels wide and high."""
    return replace(
        document, assets=tuple(_smaller_asset(asset, longest) for asset in document.assets)
    )


def _smaller_asset(asset: Asset, longest: int) -> Asset:
    return replace(asset, data=smaller_image(asset.data, asset.media_type, longest))


def smaller_image(data: bytes, media_type: str, longest: int = LONGEST) -> bytes:
    """The image in the same format, or `data` when that is no lighter."""
    if media_type not in ("image/png", "image/jpeg"):
        return data
    with Image.open(io.BytesIO(data)) as image:
        image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        buffer = io.BytesIO()
        if media_type == "image/jpeg":
            image.save(buffer, "JPEG", quality=_QUALITY, optimize=True)
        else:
            image.save(buffer, "PNG", optimize=True)
    return min(data, buffer.getvalue(), key=len)
