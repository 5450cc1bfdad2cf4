"""Formulas that the PDF shows as their TeX, because they could not be drawn (finding PDF002).

Invariant: a formula counts as one of them only where the file has more code of its TeX than the
writer typed.
"""

from collections import Counter

from msgspec.structs import replace

from docforge.document import Code, Document, Math, Node, Note, Siblings, rewrite, walk
from docforge.verify.entries import EntryKind, Outline, plain


def as_shown(document: Document, stated: Outline, actual: Outline) -> Document:
    """`document` with code where `actual`, the outline of its PDF, has no formula.

    `stated` is the outline of `document`.
    """
    more = _codes(actual) - _codes(stated)
    formulas = (node for node in walk(document) if isinstance(node, Math))
    undrawn = {node.tex for node in formulas if plain(node.tex) in more}
    if not undrawn:
        return document

    def shown(siblings: Siblings) -> Siblings:
        return tuple(_shown(node, undrawn) for node in siblings)

    return replace(
        document,
        meta=replace(document.meta, title=rewrite(document.meta.title, shown)),
        blocks=rewrite(document.blocks, shown),
        notes=tuple(
            Note(rewrite(note.blocks, shown), note.references, note.position)
            for note in document.notes
        ),
    )


def _shown(node: Node, undrawn: set[str]) -> Node:
    if isinstance(node, Math) and node.tex in undrawn:
        return Code(node.tex, node.position)
    return node


def _codes(outline: Outline) -> Counter[str]:
    return Counter(
        plain(entry.text)
        for entry in outline
        if entry.kind is EntryKind.CODE or entry.fact("kind") == "code"
    )
