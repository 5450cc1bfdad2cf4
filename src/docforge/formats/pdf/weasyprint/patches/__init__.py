"""What makes pages and file right: WeasyPrint changed for the time of one document.

Invariant: each patch changes what is written; what only saves time is in `caches`.
docs/decisions/0013-hooks-of-weasyprint.md names the hook that would make each one needless.
"""

from functools import partial

import pydyf
import weasyprint.draw.text
import weasyprint.layout.inline
import weasyprint.pdf.fonts
import weasyprint.svg
from fontTools.ttLib import TTFont
from weasyprint.formatting_structure import boxes

from docforge.formats.pdf.weasyprint.patches.compression import CompressionLevel
from docforge.formats.pdf.weasyprint.patches.drawn_text import TAGS_OF_DRAWINGS, text
from docforge.formats.pdf.weasyprint.patches.fonts import clean
from docforge.formats.pdf.weasyprint.patches.leaders import handle_leader
from docforge.formats.pdf.weasyprint.patches.reading_order import draw_line
from docforge.formats.pdf.weasyprint.patches.source_text import remember_text
from docforge.formats.pdf.weasyprint.patches.unbroken import (
    break_waiting_children,
    can_break_text,
    split_inline_box,
    split_text_box,
)
from docforge.formats.pdf.weasyprint.patching import Patch

LAYING_OUT = (
    Patch(boxes.TextBox, "process_text_transform", remember_text),
    Patch(weasyprint.layout.inline, "handle_leader", handle_leader),
    Patch(weasyprint.layout.inline, "_break_waiting_children", break_waiting_children),
    Patch(weasyprint.layout.inline, "can_break_text", can_break_text),
    Patch(weasyprint.layout.inline, "split_inline_box", split_inline_box),
    Patch(weasyprint.layout.inline, "split_text_box", split_text_box),
)

DRAWING = (
    Patch(weasyprint.svg, "TAGS", TAGS_OF_DRAWINGS),
    Patch(weasyprint.svg, "text", text),
)

# Those that need to know the document are in `painting`.
PAINTING = (
    *DRAWING,
    Patch(weasyprint.draw.text, "draw_first_line", draw_line),
    Patch(weasyprint.pdf.fonts.Font, "clean", clean),
    # fontTools would write the current time into every font that it changes.
    Patch(weasyprint.pdf.fonts, "TTFont", partial(TTFont, recalcTimestamp=False)),
    Patch(pydyf, "zlib", CompressionLevel),
)
