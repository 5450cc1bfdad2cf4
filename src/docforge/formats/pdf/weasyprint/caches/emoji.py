"""Pictures of emoji: made once for each, though WeasyPrint makes one wherever an emoji stands.

Invariant: a picture is told from others by its font, its glyph and its bytes, and stays as it is
while it is painted, since no resolution is asked for (`dpi`).
"""

from functools import lru_cache
from io import BytesIO
from typing import Any

import weasyprint.draw.text
from PIL import Image

original = weasyprint.draw.text.RasterImage
_MOST = 500  # of some kilobytes each


def raster_image(opened: Any, name: str, data: bytes) -> Any:
    """What `RasterImage` makes of the PNG `data`; Pillow has `opened` it already."""
    return _made(name, data)


@lru_cache(_MOST)
def _made(name: str, data: bytes) -> Any:
    return original(Image.open(BytesIO(data)), name, data)
