"""A source while the lexer marks it: what is masked, and what each character stands in."""

import re
from dataclasses import dataclass, field
from itertools import accumulate

from msgspec import Struct

from docforge.verify.ledger.words import GONE, WordKind


class Address(Struct, frozen=True):
    """A link or an image as typed: the places of its words, and its destination."""

    start: int
    end: int
    address: str
    is_image: bool


@dataclass(slots=True)
class Sheet:
    """The text, a copy in which syntax is masked, and a kind and a column a character.

    `passages` are the stretches in which inline marks are looked for; `levels` are those of
    headings by the place of their line; `notes` are names and places of definitions;
    `callouts` are the places at which one begins, and `templates` those of commands of site
    generators.
    """

    text: str
    out: list[str] = field(init=False)
    kinds: bytearray = field(init=False)
    columns: bytearray = field(init=False)
    starts: list[int] = field(init=False)
    passages: list[tuple[int, int]] = field(default_factory=list)
    notes: list[tuple[str, int, int]] = field(default_factory=list)
    references: dict[str, str] = field(default_factory=dict)
    expansions: dict[str, str] = field(default_factory=dict)
    addresses: list[Address] = field(default_factory=list)
    headings: set[str] = field(default_factory=set)
    levels: dict[int, int] = field(default_factory=dict)
    callouts: list[int] = field(default_factory=list)
    templates: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.out = list(self.text)
        self.kinds = bytearray(len(self.text) + 1)
        self.columns = bytearray(len(self.text) + 1)
        lines = self.text.split("\n")
        self.starts = [0, *accumulate(len(line) + 1 for line in lines[:-1])]

    def mask(self, start: int, end: int) -> None:
        """Takes syntax that did its work out of the words."""
        if end > start:
            self.out[start:end] = GONE * (end - start)

    def mark(self, start: int, end: int, kind: WordKind) -> None:
        """Says what the characters from `start` to `end` stand in, besides what was said."""
        before = self.kinds[start:end]
        if not any(before):
            self.kinds[start:end] = bytes([kind]) * (end - start)
        else:
            self.kinds[start:end] = bytes(old | kind for old in before)


def label(name: str) -> str:
    """The name of a link reference or note as names are compared (CommonMark 0.31, 4.7)."""
    return " ".join(name.split()).casefold()


_MARKS = re.compile(r" ?\{[^{}]*\}$| #+$|\]\([^()]*\)|[*_`\\\[\]!]")


def bare(words: str) -> str:
    """The words of a heading without marks, as links by its name give them."""
    return label(_MARKS.sub("", " ".join(words.split())))
