"""Plain text back to headings, lists and tables, by the conventions of `docs/guide/text.md` alone.

The oracle of the tests: it shows that a listener who knows the conventions can tell what each
line is. An export is proved line by line instead (docs/decisions/0004).

Invariant: every word of the file is in the outline; what fits no convention is a paragraph.
"""

from collections.abc import Sequence

from docforge.style import Words
from docforge.verify.entries import EntryKind, LanguageInForce, Outline
from docforge.verify.outline_builder import OutlineBuilder
from docforge.verify.readers.text import TextLine
from text_conventions.blocks import TextReader
from text_conventions.ends import ends_of
from text_conventions.labels import Labels
from text_conventions.lines import Unit, units
from text_conventions.marks import Marks

__all__ = ["read"]


def read(content: bytes, words: Words) -> Outline:
    """The outline of a text file in UTF-8, whose labels are in `words`."""
    return heard([TextLine(text) for text in content.decode("utf-8").split("\n")], words)


def heard(lines: Sequence[TextLine], words: Words) -> Outline:
    """What somebody hears in `lines`: title, text, notes, addresses, contact."""
    labels = Labels(words)
    title, *given = list(units(lines)) or [Unit((TextLine(""),))]
    ends = ends_of(given, labels)
    notes = [labels.note_line(unit.first) for unit in ends.notes]
    marks = Marks(labels, dict(ends.links), frozenset(note[0] for note in notes if note))
    # The language is not in the file, and no text is said in one: `gather` takes entries alone.
    gather = OutlineBuilder(LanguageInForce(words.lang, words.dir))
    reader = TextReader(gather, labels, marks)
    reader.leaf(EntryKind.HEADING, title.first, title.line, level=1)
    reader.blocks((*title.head[1:], *title.below))
    reader.units(ends.text)
    for unit in ends.notes:
        reader.note(unit)
    if ends.links:
        gather.add(EntryKind.HEADING, words["links"], level=2)
    for number, address in ends.links:
        gather.add(EntryKind.LINK, "", number=number, target=address)
    reader.units(ends.rest)
    return tuple(gather.entries)
