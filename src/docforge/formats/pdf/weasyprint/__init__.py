"""The only package that knows WeasyPrint's private names: layout, marked content, painting.

Invariant: everything WeasyPrint paints is either marked with the MCID of its sequence or an
artifact. The private names in use are listed in private_names.toml; scripts/weasyprint-names
compares them with the installed WeasyPrint.
"""

from docforge.formats.pdf.weasyprint import binding  # noqa: F401  # before all that needs it
from docforge.formats.pdf.weasyprint.caches import ALL_CACHES, NO_CACHES, Caches
from docforge.formats.pdf.weasyprint.extents import Extents, PageRoom, extents_of
from docforge.formats.pdf.weasyprint.layout import Fetch, Layout, Sheets, lay_out, parse_sheets
from docforge.formats.pdf.weasyprint.messages import (
    failed_image,
    unsupported_characters,
    worth_reporting,
)
from docforge.formats.pdf.weasyprint.painting import PaintedPages, paint
from docforge.formats.pdf.weasyprint.patches.stream import TaggedStream

__all__ = [
    "ALL_CACHES",
    "NO_CACHES",
    "Caches",
    "Extents",
    "Fetch",
    "Layout",
    "PageRoom",
    "PaintedPages",
    "Sheets",
    "TaggedStream",
    "extents_of",
    "failed_image",
    "lay_out",
    "paint",
    "parse_sheets",
    "unsupported_characters",
    "worth_reporting",
]
