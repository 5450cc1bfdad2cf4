"""Labels of lists and notes: each as it was typed, and none left behind."""

import html
from collections.abc import Iterator

from docforge.document import (
    List,
    Numbering,
    Position,
    walk,
)
from docforge.verify.ledger.carried import shown_label
from docforge.verify.ledger.faults import Accounts, LedgerFault, short
from docforge.verify.ledger.typed import TypedSource
from docforge.verify.ledger.words import LABEL


def label_faults(known: Accounts) -> Iterator[LedgerFault]:
    """Every label of a list, as typed and as shown."""
    labels = _typed_labels(known.source)
    for node in walk(known.document):
        if isinstance(node, List) and node.numbering is not Numbering.BULLET:
            yield from _list_labels(known, node, labels)


def _typed_labels(source: TypedSource) -> dict[int, list[tuple[int, str]]]:
    """The labels that were typed, by line."""
    found: dict[int, list[tuple[int, str]]] = {}
    for part in (source.body, *source.notes.values()):
        for word, offset, kind in zip(
            part.words.words, part.offsets, part.words.kinds, strict=True
        ):
            if kind & LABEL:
                place = source.position(offset)
                found.setdefault(place.line, []).append((place.column, word))
    return found


def _list_labels(
    known: Accounts, node: List, labels: dict[int, list[tuple[int, str]]]
) -> Iterator[LedgerFault]:
    typed: list[str | None] = []
    for item in node.items:
        on_line = labels.get(item.position.line, [])
        before = [word for column, word in on_line if column < item.position.column]
        # An item that begins with code has the place of its label.
        here = [word for column, word in on_line if column == item.position.column]
        found = before or here
        typed.append(found[-1] if found else None)
    lines = {item.position.line for item in node.items}
    if any(f.code == "LST011" and f.where.line in lines for f in known.earlier):
        return  # a finding says that the labels are others
    given = [word for word in typed if word is not None]
    if len(given) > 1 and len(set(given)) == 1:
        return  # every item with the same number: numbering is left to the program
    for index, word in enumerate(typed):
        shown = shown_label(node, index)
        if word is not None and word != shown:
            position = node.items[index].position
            yield LedgerFault(
                "LED007", Position(position.line, 1), f"“{word}.” became “{shown}.”",
                "Write the numbers without gaps, or write them as text: “3\\.”.",
            )  # fmt: skip


def lost_notes(known: Accounts) -> Iterator[LedgerFault]:
    """Notes that were written and that nothing refers to."""
    for name, part in known.source.notes.items():
        if name not in known.names:
            words = html.unescape(known.source.text[part.start : part.end])
            yield LedgerFault(
                "LED012",
                known.source.position(part.start),
                f"the note [^{name}] is not in the document: “{short(' '.join(words.split()))}”",
                "Refer to it in the text, or take it out.",
            )
