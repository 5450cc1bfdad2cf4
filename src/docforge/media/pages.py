"""Pages of a PDF as pictures: for the desk, and small ones for the report.

Invariant: the same PDF gives the same pixels; nothing is read but its bytes.
"""

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

# Pixels: a page of the report is shown half as wide, so that it is sharp on fine screens, too.
_SMALL = 256
_COLOURS = 16


def drawn_page(pdf: bytes, page: int, width: int) -> tuple["Image", float]:
    """The `page`, counted from 1, `width` pixels wide, and how many pixels a point has."""
    # Late, because drawing loads much, and few runs draw.
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        sheet = document[page - 1]
        scale = width / sheet.get_width()
        return sheet.render(scale=scale).to_pil().convert("RGB"), scale
    finally:
        document.close()


def first_page(pdf: bytes) -> bytes:
    """The first page as a small PNG of few colours, 1 to 5 kB; b"" when it cannot be drawn."""
    import pypdfium2
    from PIL import Image

    try:
        page, _ = drawn_page(pdf, 1, _SMALL)
    except (pypdfium2.PdfiumError, IndexError):
        return b""
    target = io.BytesIO()
    few = page.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(target, "PNG", optimize=True)
    return target.getvalue()
