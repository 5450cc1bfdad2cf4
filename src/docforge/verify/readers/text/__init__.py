"""Plain text to outline, by the conventions of `docs/guide/text.md`.

Invariant: every word of the file is in the outline; what fits no convention is a paragraph.
"""

from collections.abc import Sequence

from docforge.style import Words
from docforge.verify.entries import Gatherer, Kind, Outline, Voice
from docforge.verify.readers.text.blocks import TextReader
from docforge.verify.readers.text.ends import ends_of
from docforge.verify.readers.text.labels import Labels
from docforge.verify.readers.text.lines import Line, Unit, units
from docforge.verify.readers.text.marks import Marks

__all__ = ["Line", "heard", "read"]


def read(content: bytes, words: Words) -> Outline:
    """The outline of a text file in UTF-8, whose labels are in `words`."""
    return heard([Line(text) for text in content.decode("utf-8").split("\n")], words)


def heard(lines: Sequence[Line], words: Words) -> Outline:
    """What somebody hears in `lines`: title, text, notes, addresses, contact."""
    labels = Labels(words)
    title, *given = list(units(lines)) or [Unit((Line(""),))]
    ends = ends_of(given, labels)
    notes = [labels.note_line(unit.first) for unit in ends.notes]
    marks = Marks(labels, dict(ends.links), frozenset(note[0] for note in notes if note))
    # The language is not in the file, and no text is said in one: `gather` takes entries alone.
    gather = Gatherer(Voice(words.lang, words.dir))
    reader = TextReader(gather, labels, marks)
    reader.leaf(Kind.HEADING, title.first, title.line, level=1)
    reader.blocks((*title.head[1:], *title.below))
    reader.units(ends.text)
    for unit in ends.notes:
        reader.note(unit)
    if ends.links:
        gather.add(Kind.HEADING, words["links"], level=2)
    for number, address in ends.links:
        gather.add(Kind.LINK, "", number=number, target=address)
    reader.units(ends.rest)
    return tuple(gather.entries)
