"""What a format does not carry by design, each with its reason: the only tolerances there are.

Invariant: both sides of a comparison go through `carried`; what is not listed must be equal.
"""

from collections.abc import Iterable

from docforge.export import Format
from docforge.verify.entries import Outline, OutlineEntry
from docforge.verify.tolerances.changes import Tolerance, unchanged
from docforge.verify.tolerances.listed import TOLERANCES
from docforge.verify.tolerances.sequences import (
    settled,
    told_code,
    told_tasks,
    with_contents,
    without_empty,
)

__all__ = ["TOLERANCES", "Tolerance", "carried", "settled"]


def carried(outline: Outline, kind: Format) -> Outline:
    """What the format `kind` carries of `outline`; an edition carries what its format does."""
    kind = kind.base
    entries: Iterable[OutlineEntry] = with_contents(outline) if kind is Format.EPUB else outline
    for tolerance in TOLERANCES:
        if kind in tolerance.formats and tolerance.change is not unchanged:
            change = tolerance.change
            entries = [left for entry in entries if (left := change(entry)) is not None]
    if kind is Format.PDF:
        entries = without_empty(told_tasks(told_code(entries)))
    return tuple(entries)
