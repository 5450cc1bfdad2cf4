"""PDF file to outline: its tag tree, with the text of each marked content as readers hear it.

Invariant: text that no element holds is read too, as text that is not in the document.
"""

from docforge.verify.readers.pdf.outline import read

__all__ = ["read"]
