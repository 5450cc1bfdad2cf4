"""The named places of a PDF, by which other files lead into it: those of the document.

Invariant: a place is expected where the file has it only when the words that stand there are the
first ones of its heading.
"""

from collections.abc import Iterator, Mapping

from docforge.document import Cell, Document, walk
from docforge.verify.entries import EntryKind, Outline, OutlineEntry, facts_of, unspaced


def named_places(document: Document, stated: Outline, actual: Outline) -> Iterator[OutlineEntry]:
    """Every place of the document, in the order of names, as the file has to have it.

    The names of cells, by which they have their headers, are places only where a file has them.
    """
    there = {e.fact("named"): e.text for e in actual if e.kind is EntryKind.NAMED}
    cells = {node.ident: "" for node in walk(document) if isinstance(node, Cell)}
    own = {ident: "" for ident in cells if ident in there}
    for ident, heading in sorted({**own, **_idents(stated)}.items()):
        text = there.get(ident, "")
        is_there = not heading or (bool(text) and unspaced(heading).startswith(unspaced(text)))
        yield named(ident, text if is_there else heading)


def named(ident: str, text: str) -> OutlineEntry:
    """A named place and the words that stand there first."""
    return OutlineEntry(EntryKind.NAMED, text, facts_of(named=ident))


def _idents(stated: Outline) -> Mapping[str, str]:
    """The words of each heading by its name, and "" for each other place."""
    found: dict[str, str] = {}
    for entry in stated:
        if entry.kind is EntryKind.HEADING and entry.fact("ident"):
            found[entry.fact("ident")] = "" if entry.fact("said") else entry.text
        elif entry.kind is EntryKind.PLACE and entry.fact("ident"):
            found[entry.fact("ident")] = ""
    return found
