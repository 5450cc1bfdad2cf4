"""The pages of a PDF as objects: their boxes, their keys, and that something is written on each.

Invariant: what docforge never writes is told (ISO 32000-1, 7.7.3.3).
"""

from collections.abc import Iterator
from typing import Any

_PAGE_KEYS = frozenset(
    {"/Type", "/Parent", "/MediaBox", "/BleedBox", "/TrimBox", "/Resources", "/Contents"}
    | {"/StructParents", "/Tabs", "/Annots"}
)
# The long side of A1 in points, with the room of a rounding; and how much longer than the other
# side it may be: printers and readers have no such sheets.
_LONGEST_SIDE, _NARROWEST = 2400, 2.2


def peculiar_pages(pdf: Any) -> Iterator[str]:
    """Pages that say more of themselves than docforge writes, or are no paper that anybody has."""
    if int(pdf.Root.Pages.get("/Count", -1)) != len(pdf.pages):
        yield "the number of pages"
    for number, page in enumerate(pdf.pages, 1):
        held = page.obj
        for key in set(held.keys()) - _PAGE_KEYS:
            yield f"{key} of page {number}"
        boxes = [[float(n) for n in held[key]] for key in ("/MediaBox", "/TrimBox", "/BleedBox")]
        if boxes[0] != boxes[1] or boxes[0] != boxes[2] or boxes[0][:2] != [0, 0]:
            yield f"the boxes of page {number}"
        short, long = sorted(boxes[0][2:])
        if long > _LONGEST_SIDE or long > _NARROWEST * short:
            yield f"the size of page {number}"
        if str(held.get("/Tabs", "")) != "/S":
            yield f"the order of tabs on page {number}"
        if not _is_written(held):
            yield f"page {number}, which is empty"


def _is_written(page: Any) -> bool:
    contents = page.get("/Contents")
    parts = contents if contents is not None and not hasattr(contents, "read_bytes") else [contents]
    return any(part is not None and b"BDC" in part.read_bytes() for part in parts)
