"""Whether the pages of a PDF are sheets of its style: that of the text, turned, or twice as large.

Invariant: a page of another size is read smaller or larger than its style says.
"""

from collections.abc import Iterator
from typing import Any

from docforge.style import PageGeometry
from docforge.style.page import points

_ROUNDING = 1.0  # points


def strange_sheets(pdf: Any, page: PageGeometry) -> Iterator[str]:
    """The pages of an open PDF that are none of the sheets that `page` may be printed on."""
    sheets = (page, page.turned, page.broad)
    sizes = [(points(sheet.width), points(sheet.height)) for sheet in sheets]
    for number, each in enumerate(pdf.pages, 1):
        width, height = (float(side) for side in list(each.obj.MediaBox)[2:])
        if not any(
            abs(width - wide) <= _ROUNDING and abs(height - high) <= _ROUNDING
            for wide, high in sizes
        ):
            yield f"page {number} of another size than the sheets of the style"
