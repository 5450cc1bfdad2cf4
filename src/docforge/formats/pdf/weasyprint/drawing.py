"""An SVG drawing to PNG, for readers that show no SVG, such as mail programs.

Invariant: drawn by the same library as the PDF, so that both look alike.
"""

import io
from base64 import b64encode

import pypdfium2
import weasyprint

from docforge.formats.pdf.weasyprint.patches import DRAWING
from docforge.formats.pdf.weasyprint.patching import applied

# Pixels of the PNG for one of CSS: sharp on phones, too.
_DENSITY = 2
_POINTS = 0.75  # of a CSS pixel


def draw(svg: bytes, width: int, height: int) -> bytes:
    """The drawing as PNG on white, `width` by `height` CSS pixels."""
    source = f"data:image/svg+xml;base64,{b64encode(svg).decode('ascii')}"
    page = (
        f"<style>@page {{ size: {width}px {height}px; margin: 0 }} body {{ margin: 0 }} "
        f"img {{ display: block; width: {width}px; height: {height}px }}</style>"
        f'<img src="{source}">'
    )
    with applied(*DRAWING):
        made = weasyprint.HTML(string=page).write_pdf()
    pdf = pypdfium2.PdfDocument(made)
    try:
        picture = pdf[0].render(scale=_DENSITY / _POINTS).to_pil()
        buffer = io.BytesIO()
        picture.convert("RGB").save(buffer, "PNG", optimize=True)
        return buffer.getvalue()
    finally:
        pdf.close()
