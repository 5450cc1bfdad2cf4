"""The source's lines while they are rewritten: every character still knows where it was typed.

Invariant: `position` of any place in the rewritten text is a place in the writer's own file.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from docforge.document import Position


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of a line; `column` (from 1) is where it was typed.

    A run that was put in the place of another stands, as a whole, where that one began.
    """

    text: str
    column: int
    typed: bool = True


@dataclass(slots=True)
class Line:
    """One line; `number` (from 1) is the line of the source that it comes from."""

    number: int
    segments: list[Segment] = field(default_factory=list)

    @property
    def text(self) -> str:
        if len(self.segments) == 1:
            return self.segments[0].text
        return "".join(segment.text for segment in self.segments)

    def replace(self, start: int, end: int, text: str) -> None:
        """Put `text` in the place of the characters from `start` to before `end` (from 0)."""
        made = [*_cut(self.segments, 0, start)]
        column = self.column(start)
        if text:
            made.append(Segment(text, column, typed=False))
        made += _cut(self.segments, end, len(self.text))
        self.segments = made or [Segment("", column)]

    def column(self, offset: int) -> int:
        """The column of the source (from 1) at which the character at `offset` was typed."""
        column = 1
        for segment in self.segments:
            if offset <= len(segment.text):
                return segment.column + offset if segment.typed else segment.column
            offset -= len(segment.text)
            column = segment.column + (len(segment.text) if segment.typed else 0)
        return column + offset


def _cut(segments: list[Segment], start: int, end: int) -> Iterator[Segment]:
    """What of `segments` stands from `start` to before `end`."""
    begin = 0
    for segment in segments:
        low, high = max(start, begin) - begin, min(end, begin + len(segment.text)) - begin
        if low < high:
            column = segment.column + low if segment.typed else segment.column
            yield Segment(segment.text[low:high], column, segment.typed)
        begin += len(segment.text)


@dataclass(slots=True)
class SourceLines:
    """All lines of a source on their way to the Markdown that pandoc reads."""

    lines: list[Line]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def is_as_typed(self) -> bool:
        """Whether every place is still the one at which it was typed."""
        return all(
            line.number == number and len(line.segments) == 1 and line.segments[0].typed
            for number, line in enumerate(self.lines, 1)
        )

    def position(self, line: int, offset: int) -> Position:
        """Where in the source the character at `offset` of the line with index `line` was typed."""
        return Position(self.lines[line].number, self.lines[line].column(offset))

    def insert(self, index: int, text: str = "") -> None:
        """Put a line of its own before the one with `index`; it stands where that one does."""
        near = self.lines[min(index, len(self.lines) - 1)]
        self.lines.insert(index, Line(near.number, [Segment(text, 1, typed=False)]))

    def blank(self, index: int) -> None:
        """Leave the line with `index` empty."""
        self.lines[index].segments = [Segment("", 1)]


def line_of(ends: Sequence[int], offset: int) -> tuple[int, int]:
    """The line (from 0) of a text whose lines end at `ends`, and the offset in that line."""
    line = bisect_left(ends, offset)
    return line, offset - (ends[line - 1] + 1 if line else 0)


def source_lines(text: str) -> SourceLines:
    """`text` as lines that stand where they were typed."""
    return SourceLines(
        [Line(number, [Segment(line, 1)]) for number, line in enumerate(text.split("\n"), 1)]
    )
