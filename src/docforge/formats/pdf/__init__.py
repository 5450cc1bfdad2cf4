"""Document to PDF/UA-1 and PDF/A-2a in one file: WeasyPrint lays out, docforge tags.

Invariant: the tag tree is a function of the document's elements; pages only say where
things are. The same document gives the same bytes.
"""

from docforge.formats.pdf.render import FORMAT, render

__all__ = ["FORMAT", "render"]
