"""The only package that knows WeasyPrint's private names: layout, pieces, painting.

Invariant: everything WeasyPrint paints is either marked with the MCID of its piece or an
artifact. The private names in use are listed in `PRIVATE_NAMES`, which a test checks.
"""

from docforge.renditions.pdf.seam.layout import Layout, Sheets, lay_out, parse_sheets
from docforge.renditions.pdf.seam.painting import Painted, paint

__all__ = ["PRIVATE_NAMES", "Layout", "Painted", "Sheets", "lay_out", "paint", "parse_sheets"]

PRIVATE_NAMES = (
    "weasyprint.pdf.Stream",
    "weasyprint.pdf.add_links",
    "weasyprint.pdf.add_outlines",
    "weasyprint.pdf.add_tags",
    "weasyprint.pdf.build_fonts_dictionary",
    "weasyprint.css.ColorProfile",
    "weasyprint.pdf.fonts.TTFont",
    "weasyprint.draw.draw_text",
    "weasyprint.formatting_structure.boxes.TextBox.process_text_transform",
    "weasyprint.formatting_structure.boxes.MarginBox",
    "weasyprint.formatting_structure.boxes.LineBox",
    "weasyprint.formatting_structure.boxes.ReplacedBox",
    "weasyprint.formatting_structure.boxes.TableRowGroupBox",
    "weasyprint.layout.absolute.AbsolutePlaceholder",
    "weasyprint.pdf.stream.Stream.marked",
    "weasyprint.pdf.stream.Stream.artifact",
    "weasyprint.pdf.stream.Stream.clone",
    "weasyprint.pdf.stream.Stream.add_font",
    "weasyprint.pdf.stream.Stream.add_group",
    "weasyprint.pdf.stream.Stream.ctm",
)
