"""Pages of a PDF as pictures: the same each time, and small for the report."""

from io import BytesIO

import PIL.Image

from docforge.media.pages import drawn_page, first_page


def pdf() -> bytes:
    buffer = BytesIO()
    PIL.Image.new("RGB", (300, 400), "teal").save(buffer, "PDF", resolution=72)
    return buffer.getvalue()


def test_a_page_is_as_wide_as_it_was_asked_for() -> None:
    image, scale = drawn_page(pdf(), 1, 600)
    assert (image.size, scale) == ((600, 800), 2.0)


def test_the_first_page_is_a_small_picture_and_the_same_each_time() -> None:
    made = first_page(pdf())
    with PIL.Image.open(BytesIO(made)) as image:
        assert (image.format, image.width, image.mode) == ("PNG", 256, "P")
    assert made == first_page(pdf())
    assert len(made) < 5000


def test_what_cannot_be_drawn_has_no_picture() -> None:
    assert first_page(b"%PDF-1.7 no more") == b""
