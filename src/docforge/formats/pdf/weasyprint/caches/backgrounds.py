"""Backgrounds: most boxes have none, as all of their style; it is asked for once.

Invariant: a box with a background, a border of pictures, a shadow or round corners is left to
WeasyPrint.
"""

from collections.abc import Mapping
from typing import Any

import weasyprint.layout.background
from weasyprint.draw.color import get_color

from docforge.formats.pdf.weasyprint.caches.styles import shared_style

original = weasyprint.layout.background.layout_box_backgrounds
_CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")
_NOTHING = (0, "px")
# What `layout_box_backgrounds` says of such a box.
_PLAIN: Mapping[str, Any] = {f"border_{corner}_radius": (0, 0) for corner in _CORNERS} | {
    "background": None
}


def layout_box_backgrounds(
    page: Any, box: Any, fetch: Any, layout_children: bool = True, style: Any = None
) -> None:
    """Find the backgrounds of `box` and of all boxes in it."""
    if box is page or style is not None or not _is_plain(shared_style(box.style)):
        original(page, box, fetch, layout_children, style)
        return
    for name, value in _PLAIN.items():
        setattr(box, name, value)
    if layout_children:
        for child in box.all_children():
            layout_box_backgrounds(page, child, fetch)


def _is_plain(style: Any) -> bool:
    if not hasattr(style, "has_no_background"):
        style.has_no_background = (
            style["border_image_source"][0] == "none"
            and style["mask_border_source"][0] == "none"
            and all(value is None for _, value in style["background_image"])
            and get_color(style, "background_color").alpha == 0
            and not style["box_shadow"]
            and all(_NOTHING in style[f"border_{corner}_radius"] for corner in _CORNERS)
        )
    is_plain: bool = style.has_no_background
    return is_plain
