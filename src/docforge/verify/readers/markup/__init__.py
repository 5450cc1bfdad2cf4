"""Elements of HTML and XHTML to an outline: what a reader of markup meets.

Invariant: both formats are read by one walk.
"""

from docforge.verify.readers.markup.reader import MarkupReader
from docforge.verify.readers.markup.tables import cell_facts
from docforge.verify.readers.markup.words import name, runs, words

__all__ = ["MarkupReader", "cell_facts", "name", "runs", "words"]
