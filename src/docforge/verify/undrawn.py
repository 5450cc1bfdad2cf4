"""Formulas that the PDF shows as their TeX, because they could not be drawn (finding PDF002).

Invariant: a formula counts as one of them only where the file has more code of its TeX than the
writer typed.
"""

from collections import Counter

from msgspec.structs import replace

from docforge.document import Code, Document, Language, Math, Node, Note, Siblings, rewrite, walk
from docforge.verify.entries import EntryKind, Outline, plain

_CODES = frozenset({"code", "keyboard", "sample"})  # which a PDF tells apart by nothing


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
    if not isinstance(node, Math) or node.tex not in undrawn:
        return node
    code = Code(node.tex, node.position)
    # What stands apart has the language of its words, drawn or not.
    is_apart = node.display and node.lang is not None
    return Language((code,), node.lang, None, node.position) if is_apart else code


def _codes(outline: Outline) -> Counter[str]:
    return Counter(
        plain(entry.text)
        for entry in outline
        if entry.kind is EntryKind.CODE or entry.fact("kind") in _CODES
    )
