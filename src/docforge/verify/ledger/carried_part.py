"""One part of a document as words, and how it is written down in reading order."""

from msgspec import Struct, field

from docforge.document import PhraseKind, Position, Target
from docforge.verify.ledger.words import WordKind, WordSequence, split


class CarriedLink(Struct, frozen=True):
    """A link or an image as carried: its words (from, to) and where it leads."""

    start: int
    end: int
    target: Target | str | None
    position: Position


class CarriedPhrase(Struct, frozen=True):
    """Marked words, from `start` to before `end`, and how they are marked."""

    start: int
    end: int
    kind: PhraseKind


class CarriedPart(Struct, frozen=True):
    """One part of a document, the body or a note, as words.

    `places` are word numbers and the positions of the nodes that begin there; `levels` are
    those of headings by the number of their first word; `captions` are the words of captions, with
    those of the table or figure that has it (from, to);
    `phrases` are marked words, `quotations` those of quotations, and `apart` of these and all
    else that is set apart, such as callouts (from, to).
    """

    words: WordSequence
    places: list[tuple[int, Position]]
    links: list[CarriedLink]
    levels: dict[int, int]
    captions: dict[int, tuple[int, int]]
    phrases: list[CarriedPhrase]
    quotations: list[tuple[int, int]]
    apart: list[tuple[int, int]]


class CarriedWriter(Struct):
    """A part on its way: `names` are the typed ones of notes, by their number.

    `labelled` are the lines on which an item's label was typed, `before` the signs that stand
    before the next word, `column` that of the cell that is written.
    """

    names: tuple[str, ...]
    labelled: frozenset[int]
    words: list[str] = field(default_factory=list)
    signs: list[str] = field(default_factory=list)
    kinds: bytearray = field(default_factory=bytearray)
    columns: bytearray = field(default_factory=bytearray)
    places: list[tuple[int, Position]] = field(default_factory=list)
    links: list[CarriedLink] = field(default_factory=list)
    levels: dict[int, int] = field(default_factory=dict)
    captions: dict[int, tuple[int, int]] = field(default_factory=dict)
    phrases: list[CarriedPhrase] = field(default_factory=list)
    quotations: list[tuple[int, int]] = field(default_factory=list)
    apart: list[tuple[int, int]] = field(default_factory=list)
    before: str = ""
    column: int = 0

    def write(self, text: str, kind: WordKind, position: Position) -> None:
        """Adds the words and signs of `text`, which stands at `position` in the source."""
        pieces = split(text)
        count = len(pieces) // 2
        if not count:
            self.before += text
            return
        if position.line:
            self.places.append((len(self.words), position))
        self.signs.append(self.before + pieces[0])
        self.signs += pieces[2:-1:2]
        self.words += pieces[1::2]
        self.kinds += bytes([kind]) * count
        self.columns += bytes([self.column]) * count
        self.before = pieces[-1]

    def part(self) -> CarriedPart:
        """What was written."""
        words = WordSequence(
            self.words, [*self.signs, self.before], bytes(self.kinds), bytes(self.columns)
        )
        return CarriedPart(
            words,
            self.places,
            self.links,
            self.levels,
            self.captions,
            self.phrases,
            self.quotations,
            self.apart,
        )
