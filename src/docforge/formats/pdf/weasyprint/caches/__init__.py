"""What WeasyPrint and pydyf do again for every box and every object, done once.

Invariant: a PDF is the same, byte for byte, with `ALL_CACHES` and with `NO_CACHES`; a test
compares them.
"""

import pydyf
import weasyprint.css
import weasyprint.draw.text
from msgspec import Struct
from weasyprint.css import StyleFor
from weasyprint.css.targets import TargetCollector
from weasyprint.formatting_structure.boxes import Box
from weasyprint.text.line_break import Layout

from docforge.formats.pdf.weasyprint.caches import (
    backgrounds,
    cell_widths,
    emoji,
    first_lines,
    flow,
    glyph_runs,
    kept_lines,
    lengths,
    lines_of_text,
    page_numbers,
    sheets,
    streams,
    styles,
    typesetting,
)
from docforge.formats.pdf.weasyprint.patches import reading_order
from docforge.formats.pdf.weasyprint.patching import Patch, wherever_imported


class Caches(Struct, frozen=True):
    """The caches that are in use while a document is laid out, and while it is painted."""

    laying_out: tuple[Patch, ...] = ()
    painting: tuple[Patch, ...] = ()


_LINES = (
    Patch(Layout, "setup", typesetting.setup),
    Patch(Layout, "deactivate", kept_lines.deactivate),
    Patch(Layout, "reactivate", kept_lines.reactivate),
)

ALL_CACHES = Caches(
    laying_out=(
        *wherever_imported(backgrounds.original, backgrounds.layout_box_backgrounds),
        *wherever_imported(cell_widths.original, cell_widths.cell_widths),
        *wherever_imported(first_lines.original, first_lines.split_first_line),
        *wherever_imported(lines_of_text.original, lines_of_text.get_next_linebox),
        *wherever_imported(lengths.original, lengths.resolve_percentages),
        *wherever_imported(typesetting.original_strut, typesetting.strut),
        Patch(Box, "is_in_normal_flow", flow.is_in_normal_flow),
        Patch(StyleFor, "set_computed_styles", styles.set_computed_styles),
        Patch(StyleFor, "add_page_declarations", styles.add_page_declarations),
        Patch(weasyprint.css, "find_stylesheets", sheets.find_stylesheets),
        Patch(TargetCollector, "__init__", page_numbers.begin),
        *_LINES,
    ),
    painting=(
        *_LINES,
        Patch(reading_order, "draw_first_line", glyph_runs.draw_line),
        Patch(weasyprint.draw.text, "RasterImage", emoji.raster_image),
        Patch(pydyf, "_to_bytes", streams.to_bytes),
        Patch(pydyf.Stream, "data", property(streams.data)),
        Patch(pydyf.Dictionary, "data", property(streams.dictionary)),
        Patch(pydyf.PDF, "write", streams.write),
    ),
)
NO_CACHES = Caches()
