"""Lines as Pango has shaped them, kept from layout to painting.

WeasyPrint shapes each line again to paint it, so that long documents need less memory.

Invariant: what is kept is what would be shaped again; of each document only so many lines are.
"""

import re
from typing import Any

from weasyprint.text.ffi import ffi, pango
from weasyprint.text.line_break import Layout

# Lines of one document. Pango takes about 3 kB for each.
_MOST = 6_000
# What Pango takes for the end of a paragraph, unless it is told otherwise before painting.
_PARAGRAPHS = re.compile("[\n\r\u2028\u2029]")

_deactivate, _reactivate = Layout.deactivate, Layout.reactivate


_room = _MOST


def begin() -> None:
    """Begin another document."""
    global _room
    _room = _MOST


def deactivate(layout: Any) -> None:
    """Let go of what Pango holds, as `Layout.deactivate` does, but not before it is painted."""
    global _room
    if _room and not hasattr(layout, "is_kept") and not layout.justification_spacing:
        layout.is_kept = True
        _room -= 1
    else:
        layout.is_kept = False
        _deactivate(layout)


def reactivate(layout: Any, style: Any) -> None:
    """Make `layout` ready to be painted, as `Layout.reactivate` does."""
    if not (getattr(layout, "is_kept", False) and layout.style is style and _is_one(layout)):
        _reactivate(layout, style)


def _is_one(layout: Any) -> bool:
    """Whether it is one line however wide it may be."""
    second = pango.pango_layout_get_line_readonly(layout.layout, 1)
    return second == ffi.NULL and not _PARAGRAPHS.search(layout.text)
