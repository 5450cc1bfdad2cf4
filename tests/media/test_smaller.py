"""Smaller images: never heavier, and other kinds untouched."""

import io
import random

import pytest
from briefings import SVG
from PIL import Image

from docforge.media.smaller import LONGEST, smaller_image


def photo(kind: str, side: int) -> bytes:
    noise = random.Random(1).randbytes(side * side * 3)
    buffer = io.BytesIO()
    Image.frombytes("RGB", (side, side), noise).save(buffer, kind)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.slow
def test_a_large_image_fits_a_screen_and_weighs_less(kind: str) -> None:
    data = photo(kind, LONGEST + 200)
    made = smaller_image(data, f"image/{kind.lower()}")
    with Image.open(io.BytesIO(made)) as image:
        assert (image.format, image.size) == (kind, (LONGEST, LONGEST))
    assert len(made) < len(data)


def test_what_would_gain_nothing_stays_as_it_is() -> None:
    rough = io.BytesIO()
    with Image.open(io.BytesIO(photo("JPEG", 64))) as image:
        image.save(rough, "JPEG", quality=20, optimize=True, progressive=True)
    assert smaller_image(rough.getvalue(), "image/jpeg") == rough.getvalue()
    assert smaller_image(SVG, "image/svg+xml") == SVG
