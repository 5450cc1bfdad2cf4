"""What WeasyPrint and pydyf do again for every box and every object, done once.

Invariant: a PDF is the same, byte for byte, with `ALL_CACHES` and with `NO_CACHES`; a test
compares them.
"""

from dataclasses import dataclass

import pydyf
import weasyprint.text.line_break

from docforge.formats.pdf.weasyprint.caches import cell_widths, lengths, streams, typesetting
from docforge.formats.pdf.weasyprint.patching import Patch, wherever_imported


@dataclass(frozen=True, slots=True)
class Caches:
    """The caches that are in use while a document is laid out, and while it is painted."""

    laying_out: tuple[Patch, ...] = ()
    painting: tuple[Patch, ...] = ()


_SETUP = Patch(weasyprint.text.line_break.Layout, "setup", typesetting.setup)

ALL_CACHES = Caches(
    laying_out=(
        *wherever_imported(cell_widths.original, cell_widths.cell_widths),
        *wherever_imported(lengths.original, lengths.resolve_percentages),
        *wherever_imported(typesetting.original_strut, typesetting.strut),
        _SETUP,
    ),
    painting=(_SETUP, Patch(pydyf.Stream, "data", property(streams.data))),
)
NO_CACHES = Caches()
