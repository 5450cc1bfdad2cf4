"""Used lengths: the same for all boxes of a style, unless one is a share of something.

Invariant: a style whose lengths depend on the containing block is left to WeasyPrint.
"""

from collections.abc import Mapping
from typing import Any

import weasyprint.layout.percent

from docforge.formats.pdf.weasyprint.caches.styles import shared_style

_USED_LENGTHS = (
    *(f"margin_{side}" for side in ("top", "right", "bottom", "left")),
    *(f"padding_{side}" for side in ("top", "right", "bottom", "left")),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))

original = weasyprint.layout.percent.resolve_percentages


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """Set the used lengths of `box`, which are kept with its style when nothing can change them."""
    style, own = shared_style(box.style), vars(box)
    if not hasattr(style, "used_lengths"):
        style.used_lengths = _used_lengths(style)
    if style.used_lengths is None:
        original(box, containing_block)
        return
    own.update(style.used_lengths)
    # A table has settled which of two collapsed borders is drawn, and how wide.
    settled = own if style["border_collapse"] == "collapse" else ()
    for border in _BORDERS:
        if border not in settled:
            own[border] = style[border]


def _used_lengths(style: Any) -> Mapping[str, Any] | None:
    if style["box_sizing"] != "content-box":
        return None
    lengths = {}
    for name in _USED_LENGTHS:
        length = style[name]
        if length is None or length == "auto":
            lengths[name] = 0 if length and name.startswith("min_") else length
        elif getattr(length, "unit", None) == "px":
            lengths[name] = length.value
        else:
            return None
    return lengths
