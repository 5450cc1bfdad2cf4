"""The only package that knows WeasyPrint's private names: layout, marked content, painting.

Invariant: everything WeasyPrint paints is either marked with the MCID of its sequence or an
artifact. The private names in use are listed in `PRIVATE_NAMES`, which a test checks.
"""

from docforge.formats.pdf.weasyprint.layout import Fetch, Layout, Sheets, lay_out, parse_sheets
from docforge.formats.pdf.weasyprint.painting import PaintedPages, paint

__all__ = [
    "PRIVATE_NAMES",
    "Fetch",
    "Layout",
    "PaintedPages",
    "Sheets",
    "lay_out",
    "paint",
    "parse_sheets",
]

PRIVATE_NAMES = (
    "weasyprint.HTML._ua_stylesheets",
    "weasyprint.pdf.Stream",
    "weasyprint.pdf.add_links",
    "weasyprint.pdf.add_outlines",
    "weasyprint.pdf.add_tags",
    "weasyprint.pdf.build_fonts_dictionary",
    "weasyprint.css.ColorProfile",
    "weasyprint.pdf.fonts.TTFont",
    "weasyprint.pdf.fonts.Font.clean",
    "weasyprint.draw.draw_text",
    "weasyprint.draw.text.draw_first_line",
    "weasyprint.text.ffi.ffi",
    "weasyprint.text.ffi.pango.PANGO_GLYPH_EMPTY",
    "weasyprint.text.ffi.pango.pango_layout_set_single_paragraph_mode",
    "weasyprint.formatting_structure.boxes.TextBox.process_text_transform",
    "weasyprint.formatting_structure.boxes.MarginBox",
    "weasyprint.formatting_structure.boxes.LineBox",
    "weasyprint.formatting_structure.boxes.ReplacedBox",
    "weasyprint.formatting_structure.boxes.TableRowGroupBox",
    "weasyprint.layout.absolute.AbsolutePlaceholder",
    "weasyprint.layout.percent.resolve_percentages",
    "weasyprint.layout.preferred.table_cell_min_max_content_width",
    "weasyprint.layout.preferred.block_max_content_width",
    "weasyprint.text.line_break.Layout.setup",
    "weasyprint.text.line_break.strut",
    "weasyprint.text.fonts.font_features",
    "weasyprint.text.fonts.get_font_description",
    "pydyf.Stream.data",
    "pydyf._to_bytes",
    "weasyprint.pdf.stream.Stream.marked",
    "weasyprint.pdf.stream.Stream.artifact",
    "weasyprint.pdf.stream.Stream.clone",
    "weasyprint.pdf.stream.Stream.add_font",
    "weasyprint.pdf.stream.Stream.add_group",
    "weasyprint.pdf.stream.Stream.ctm",
)
