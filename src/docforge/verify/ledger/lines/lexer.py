"""What is known between the lines of a source while they are read, and the line that is read."""

import re
from dataclasses import dataclass, field

from msgspec import Struct

from docforge.verify.ledger.sheet import Sheet


class Fence(Struct):
    """A fence that is open: how it is closed, whether in a quotation, and whether as HTML.

    Commas part what stands in one that is `separated`.
    """

    mark: str
    quoted: bool
    html: bool
    separated: bool = False


class LexedLine(Struct, frozen=True):
    """A line that holds something; `start` is its place in the source, `at` where its text begins.

    It may be code when `indented`; `contained` when the mark of a quotation, an item or a
    definition stands before its text; the title of a callout when it `may_title`.
    """

    number: int
    text: str
    start: int
    at: int
    indented: bool
    contained: bool
    after_blank: bool
    may_title: bool

    @property
    def rest(self) -> str:
        """The line's own text."""
        return self.text[self.at :]

    @property
    def begin(self) -> int:
        """The place in the source at which the line's own text begins."""
        return self.start + self.at

    @property
    def end(self) -> int:
        """The place in the source behind the line."""
        return self.start + len(self.text)


@dataclass(slots=True)
class LineLexer:
    """The sheet, and what is open at the line that is read.

    `heading` is the pattern of headings with signs. `passage` and `note` are where those that
    are open begin; `column` is where the text of the last item begins, `plain_from` the place of
    a paragraph that a line of signs may make a heading of.
    """

    sheet: Sheet
    heading: re.Pattern[str]
    lines: list[str] = field(init=False)
    fence: Fence | None = None
    passage: int | None = None
    note: tuple[str, int] | None = None
    blank: bool = True
    table: bool = False
    in_item: bool = False
    in_code: bool = False
    goes_on: bool = False
    in_table: bool = False
    # Whether options of a directive may follow, or the title of a callout as a heading.
    in_options: bool = False
    titled: bool = False
    quotes: int = 0
    column: int = 0
    plain_from: int | None = None
    ends_table: set[int] = field(default_factory=set)
    text_at: int = -1  # up to where lines that look like definitions are known to be text
    closers: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.lines = self.sheet.text.split("\n")
        self.closers = {mark: self._last(mark) for mark in "`~"}

    def _last(self, mark: str) -> int:
        stripped = ((n, line.strip(" \t>")) for n, line in enumerate(self.lines))
        return max((n for n, line in stripped if line and not line.strip(mark)), default=-1)

    def after(self, number: int) -> str:
        """The line that follows, "" behind the last."""
        return self.lines[number + 1] if number < len(self.lines) - 1 else ""

    def before(self, number: int) -> str:
        """The line before, "" before the first."""
        return self.lines[number - 1] if number > 0 else ""

    def end_passage(self, at: int) -> None:
        """Ends the passage of text that is open, before the place `at`."""
        if self.passage is not None and self.passage < at:
            self.sheet.passages.append((self.passage, at))
        self.passage = None

    def end_note(self, at: int) -> None:
        """Ends the note that is open, before the place `at`."""
        if self.note is not None:
            self.sheet.notes.append((*self.note, at))
            self.note = None
