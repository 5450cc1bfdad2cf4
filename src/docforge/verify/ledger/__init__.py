"""A ledger of the source: every word that was typed stands in the document, or is explained.

It shares nothing with the parser. A lexer of its own tells words from syntax (`typed`), the
document's words are written down in reading order (`carried`), both are laid side by side
(`align`), and what is left on either side after the rules of `explain` is an error.
"""

from bisect import bisect_right

from docforge.document import CodeBlock, Document, Heading, List, Note, Text, plain_text, walk
from docforge.findings import Finding
from docforge.source import Source
from docforge.verify.ledger.account import ComparedParts
from docforge.verify.ledger.carried import read_carried, read_note
from docforge.verify.ledger.dates import typed_date
from docforge.verify.ledger.explain import explain
from docforge.verify.ledger.faults import Accounts
from docforge.verify.ledger.findings import findings_of
from docforge.verify.ledger.typed import TypedSource, read_typed, without_heading
from docforge.verify.ledger.words import NOTE, note_word, split

__all__ = ["account"]


def account(
    source: Source, document: Document, earlier: tuple[Finding, ...]
) -> tuple[Finding, ...]:
    """An error for all that was typed and is not carried, or the other way round.

    `earlier` is what reading and parsing found: what they say is left out is accounted for.
    """
    typed = read_typed(
        source.body,
        govspeak=source.settings.dialect == "govspeak",
        hidden=any(finding.code == "HTM005" for finding in earlier),
    )
    names = _names(typed, document)
    if source.settings.title is not None:
        title = split(plain_text(document.meta.title).casefold())[1::2]
        headings = (node for node in walk(document) if isinstance(node, Heading))
        typed = without_heading(typed, title, frozenset(node.position.line for node in headings))
    labelled = typed.labelled - _renumbered(document, earlier)
    carried = read_carried(document, names, labelled, own_title=source.settings.title is not None)
    sides = [ComparedParts(typed, typed.body, carried)]
    for note, name in zip(document.notes, names, strict=True):
        if name in typed.notes:
            sides.append(
                ComparedParts(typed, typed.notes[name], read_note(note.blocks, names, labelled))
            )
    explained = Accounts(
        typed, document, source.settings, earlier, tuple(sides), names, labelled,
        typed_date(source),
    )  # fmt: skip
    return findings_of(source.path, explain(explained))


def _renumbered(document: Document, earlier: tuple[Finding, ...]) -> frozenset[int]:
    """The lines of items whose labels are others than were typed, as a finding says."""
    told = {finding.where.line for finding in earlier if finding.code == "LST011"}
    lists = (node for node in walk(document) if told and isinstance(node, List))
    lines = (frozenset(item.position.line for item in node.items) for node in lists)
    return frozenset[int]().union(*(each for each in lines if each & told))


def _names(typed: TypedSource, document: Document) -> tuple[str, ...]:
    """The name that each note was typed with: by its place, or else by the order of marks.

    "" is that of a note that was typed where its mark stands.
    """
    body = typed.body.words
    marks = (w for w, kind in zip(body.words, body.kinds, strict=True) if kind & NOTE)
    by_mark = {note_word(name): name for name in typed.notes}
    order = [by_mark.get(mark, "") for mark in dict.fromkeys(marks)]
    by_start = {part.start: name for name, part in typed.notes.items()}
    starts = sorted(by_start)
    names = []
    for index, note in enumerate(document.notes):
        offset = _place(typed, note)
        if offset is None:
            names.append(order[index] if index < len(order) else "")
            continue
        found = bisect_right(starts, offset) - 1
        name = by_start[starts[found]] if found >= 0 else ""
        names.append(name if name and offset < typed.notes[name].end else "")
    return tuple(names)


def _place(typed: TypedSource, note: Note) -> int | None:
    """Where the line of a note's first words begins, when the document knows it."""
    line = next((n.position.line for n in walk(note) if isinstance(n, Text | CodeBlock)), 0)
    return typed.starts[line - 1] if 0 < line <= len(typed.starts) else None
