"""What was typed: a source's words and signs in order, told from its syntax by a lexer.

It shares nothing with the parser, and is no second one: it never builds a tree. Where it
cannot tell (indented lines, HTML), it says so, and the account stays on the safe side.
Every construct is masked by fillers of its own length, so that every place stays true.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate

from msgspec import Struct, field
from msgspec.structs import replace

from docforge.document import Position
from docforge.verify.ledger.govspeak import is_govspeak, mask_govspeak
from docforge.verify.ledger.inlines import mask_inlines
from docforge.verify.ledger.lines import mask_lines
from docforge.verify.ledger.sheet import Address, Sheet
from docforge.verify.ledger.words import GONE_LETTER, LABEL, WordSequence, composed, split


class TypedSource(Struct, frozen=True):
    """A source, read by the lexer: the words of its body and of each note.

    `offsets` are the places of each part's words; `notes` go by their names, in order;
    `commanded` are the lines of the passages in which a command of a site generator stands,
    `labelled` those that begin with the label of an item.
    """

    text: str
    masked: str
    starts: list[int]
    body: "TypedPart"
    notes: dict[str, "TypedPart"]
    addresses: tuple[Address, ...]
    expansions: dict[str, str]
    levels: dict[int, int]
    callouts: tuple[int, ...]
    commanded: frozenset[int]
    labelled: frozenset[int]

    def position(self, offset: int) -> Position:
        """The line and column of a place in the text."""
        line = bisect_right(self.starts, offset)
        return Position(line, offset - self.starts[line - 1] + 1)


class TypedPart(Struct, frozen=True):
    """The body or one note: its words, where each begins, and where the part ends."""

    words: WordSequence
    offsets: list[int]
    start: int
    end: int

    def without(self, first: int, last: int) -> "TypedPart":
        """The part without its words from `first` to before `last`."""
        words = self.words
        signs = [*words.signs]
        signs[first : last + 1] = [signs[first] + signs[last]]
        return replace(
            self,
            words=WordSequence(
                [*words.words[:first], *words.words[last:]],
                signs,
                words.kinds[:first] + words.kinds[last:],
                words.columns[:first] + words.columns[last:],
            ),
            offsets=[*self.offsets[:first], *self.offsets[last:]],
        )


def read_typed(text: str, *, govspeak: bool = False, hidden: bool = False) -> TypedSource:
    """The words of a source's body (its front matter left blank), in linear time.

    `govspeak` says that the source is in this dialect; `hidden`, that a finding tells of words
    that attributes hide, so that they are no text.
    """
    sheet = Sheet(_MARKED.sub(_spaced, composed(text)))
    mask_lines(sheet, spaced_headings=not (govspeak or is_govspeak(sheet.text)))
    mask_inlines(sheet, hidden=hidden)
    mask_govspeak(sheet, asked=govspeak)
    masked = "".join(sheet.out)
    body, at = _Cut(), 0
    notes: dict[str, TypedPart] = {}
    for name, start, end in sheet.notes:
        body.add(masked, at, start)
        note = _Cut()
        note.add(masked, start, end)
        notes.setdefault(name, note.part(sheet, start, end))
        at = end
    body.add(masked, at, len(masked))
    whole = body.part(sheet, 0, len(masked))
    addresses = tuple(sheet.addresses)
    return TypedSource(
        sheet.text, masked, sheet.starts, whole, notes, addresses, sheet.expansions, sheet.levels,
        tuple(sheet.callouts), _commanded(sheet), _labelled(sheet, (whole, *notes.values())),
    )  # fmt: skip


# Marks of lines and cells, behind which a no-break space stands for a space.
_MARKED = re.compile(
    r"^[ \t>\u00a0]*+(?:(?:[-*+]|#{1,6}|\(?(?:\d{1,3}|[A-Za-z])[.)])(?=[ \u00a0])|(?<=>)|$)"
    r"[ \u00a0]*+"
    r"|\|\u00a0++|(?<!\u00a0)\u00a0++(?=\|)",
    re.MULTILINE,
)


def _spaced(match: re.Match[str]) -> str:
    return match[0].replace("\u00a0", " ")


def _labelled(sheet: Sheet, parts: Iterable["TypedPart"]) -> frozenset[int]:
    return frozenset(
        bisect_right(sheet.starts, offset)
        for part in parts
        for offset, kind in zip(part.offsets, part.words.kinds, strict=True)
        if kind & LABEL
    )


def _commanded(sheet: Sheet) -> frozenset[int]:
    """The lines between two empty ones, among which a site generator's command stands."""
    found: set[int] = set()
    lines = sheet.text.split("\n") if sheet.templates else []
    for offset in sheet.templates:
        middle = bisect_right(sheet.starts, offset) - 1
        if middle + 1 in found:
            continue
        first = last = middle
        while first > 0 and lines[first - 1].strip():
            first -= 1
        while last + 1 < len(lines) and lines[last + 1].strip():
            last += 1
        found |= set(range(first + 1, last + 2))
    return frozenset(found)


def without_heading(typed: TypedSource, title: list[str], kept: frozenset[int]) -> TypedSource:
    """`typed` without the headings that only repeat the title, but for those on lines `kept`."""
    body = typed.body
    for start in typed.levels:
        if typed.position(start).line in kept:
            continue
        first = bisect_left(body.offsets, start)
        last = min(first + len(title), len(body.offsets))
        words = [word.casefold() for word in body.words.words[first:last]]
        ends = last == len(body.offsets) or "\n" in typed.text[start : body.offsets[last]]
        if title and words == title and ends:
            body = body.without(first, last)
    return replace(typed, body=body)


class _Cut(Struct):
    """A part of the source that is put together from stretches of it."""

    words: list[str] = field(default_factory=list)
    signs: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    rest: str = ""

    def add(self, masked: str, start: int, end: int) -> None:
        pieces = split(masked[start:end])
        pieces[0] = self.rest + pieces[0]
        places = [*accumulate(map(len, pieces), initial=start - len(self.rest))]
        self.words += [word.replace(GONE_LETTER, "") for word in pieces[1::2]]
        self.signs += pieces[0:-1:2]
        self.offsets += places[1:-1:2]
        self.rest = pieces[-1]

    def part(self, sheet: Sheet, start: int, end: int) -> TypedPart:
        kinds = bytes(map(sheet.kinds.__getitem__, self.offsets))
        columns = bytes(map(sheet.columns.__getitem__, self.offsets))
        words = WordSequence(self.words, [*self.signs, self.rest], kinds, columns)
        return TypedPart(words, self.offsets, start, end)
