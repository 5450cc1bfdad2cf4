"""One stretch of lines between two block marks, and what of it is read."""

from dataclasses import dataclass, field

import msgspec
from msgspec import Struct

from docforge.verify.ledger.sheet import Sheet


class ElementNames(Struct):
    """The elements that are closed anywhere in a source, and those looked for in vain."""

    closed: frozenset[str]
    unclosed: set[str] = msgspec.field(default_factory=set)


@dataclass(slots=True)
class Passage:
    """A passage of `sheet` up to `end`, read up to `at`; `notes` are the names of all notes.

    `hidden` says that words which attributes hide are no text. `brackets` are the places of those
    that are open, and whether of an image; `ticks` are those of code by their length.
    """

    sheet: Sheet
    at: int
    end: int
    notes: frozenset[str]
    elements: ElementNames
    hidden: bool
    code_until: int = 0  # where an element of code ends, in which no mark means anything
    brackets: list[tuple[int, bool]] = field(default_factory=list)
    ticks: dict[int, list[int]] | None = None
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = self.sheet.text

    def mask_to(self, end: int) -> None:
        """Masks what stands before `end`, and goes on there."""
        self.sheet.mask(self.at, end)
        self.at = end
