"""The source's lines while they are rewritten: every character still knows where it was typed.

Invariant: `position` of any place in the rewritten text is a place in the writer's own file.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from msgspec import Struct

from docforge.document import Position


class Segment(Struct, frozen=True):
    """A run of a line; `column` (from 1) is where it was typed.

    A run that was put in the place of another stands, as a whole, where that one began.
    """

    text: str
    column: int
    typed: bool = True


@dataclass(slots=True)
class Line:
    """One line; `number` (from 1) is the line of the source that it comes from.

    Its text is asked for again and again, and is put together once.
    """

    number: int
    segments: Sequence[Segment]
    text: str = field(init=False)
    # Where each of the segments ends, once somebody asks.
    _ends: list[int] | None = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._put(self.segments)

    def _put(self, segments: Sequence[Segment]) -> None:
        self.segments, self._ends = segments, None
        self.text = (
            segments[0].text if len(segments) == 1 else "".join(each.text for each in segments)
        )

    def extend(self, others: Iterable["Line"]) -> None:
        """Add what stands in other lines."""
        more = (segment for line in others for segment in line.segments if segment.text)
        self._put([*self.segments, *more])

    def clear(self) -> None:
        """Leave the line empty."""
        self._put([Segment("", 1)])

    def replace(self, start: int, end: int, text: str) -> None:
        """Put `text` in the place of the characters from `start` to before `end` (from 0)."""
        self.replace_each([Edit(start, end, text)])

    def replace_each(self, edits: Iterable["Edit"]) -> None:
        """Make `edits`, which are in order and do not overlap, in one pass over the line."""
        cutter = _Cutter(self.segments)
        made: list[Segment] = []
        first = None
        for edit in edits:
            made += cutter.take(edit.start)
            first = first or Segment("", cutter.column)
            if edit.text:
                made.append(Segment(edit.text, cutter.column, typed=False))
            for _ in cutter.take(edit.end):
                pass
        made += cutter.rest()
        self._put(made or [first or Segment("", cutter.column)])

    @property
    def shift(self) -> int | None:
        """How much further right all of the line was typed; None when its parts differ in that."""
        if len(self.segments) == 1 and self.segments[0].typed:
            return self.segments[0].column - 1
        return None

    def column(self, offset: int) -> int:
        """The column of the source (from 1) at which the character at `offset` was typed."""
        if self._ends is None:
            self._ends = [*accumulate(len(segment.text) for segment in self.segments)]
        index = bisect_right(self._ends, offset)
        if index < len(self._ends):
            segment = self.segments[index]
            begin = self._ends[index] - len(segment.text)
            return segment.column + (offset - begin if segment.typed else 0)
        if not self.segments:
            return 1 + offset
        last = self.segments[-1]
        return last.column + (len(last.text) if last.typed else 0) + offset - self._ends[-1]


class Edit(Struct, frozen=True):
    """`text` in the place of the characters from `start` to before `end`, from 0."""

    start: int
    end: int
    text: str


class _Cutter:
    """Takes the segments of a line from its beginning; `column` is where it stands."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._waiting = [segment for segment in reversed(segments) if segment.text]
        self._offset = 0
        self.column = segments[0].column if segments else 1

    def take(self, end: int) -> Iterator[Segment]:
        """What stands before `end` and has not been taken yet."""
        while self._offset < end and self._waiting:
            yield self._next(end - self._offset)

    def rest(self) -> Iterator[Segment]:
        """All that has not been taken."""
        return reversed(self._waiting)

    def _next(self, most: int) -> Segment:
        segment = self._waiting.pop()
        if len(segment.text) > most:
            column = segment.column + most if segment.typed else segment.column
            self._waiting.append(Segment(segment.text[most:], column, segment.typed))
            segment = Segment(segment.text[:most], segment.column, segment.typed)
        self._offset += len(segment.text)
        self.column = segment.column + (len(segment.text) if segment.typed else 0)
        return segment


class SourceLines(Struct):
    """All lines of a source on their way to the Markdown that pandoc reads."""

    lines: list[Line]

    @property
    def text(self) -> str:
        return "\n".join([line.text for line in self.lines])

    @property
    def is_as_typed(self) -> bool:
        """Whether every place is still the one at which it was typed."""
        return all(
            line.number == number and len(line.segments) == 1 and line.segments[0].typed
            for number, line in enumerate(self.lines, 1)
        )

    def replace_each(self, edits: Iterable[tuple[int, Edit]]) -> None:
        """Make edits of lines by their index; those of one line are in order."""
        by_line: dict[int, list[Edit]] = {}
        for line, edit in edits:
            by_line.setdefault(line, []).append(edit)
        for line, mine in by_line.items():
            self.lines[line].replace_each(mine)

    def position(self, line: int, offset: int) -> Position:
        """Where in the source the character at `offset` of the line with index `line` was typed."""
        return Position(self.lines[line].number, self.lines[line].column(offset))

    def insert(self, index: int, text: str = "") -> None:
        """Put a line of its own before the one with `index`; it stands where that one does."""
        near = self.lines[min(index, len(self.lines) - 1)]
        self.lines.insert(index, Line(near.number, [Segment(text, 1, typed=False)]))

    def blank(self, index: int) -> None:
        """Leave the line with `index` empty."""
        self.lines[index].clear()


def joined(lines: Sequence[Line]) -> Line:
    """One or more lines as the first of them."""
    if len(lines) > 1:
        lines[0].extend(lines[1:])
    return lines[0]


def line_of(ends: Sequence[int], offset: int) -> tuple[int, int]:
    """The line (from 0) of a text whose lines end at `ends`, and the offset in that line."""
    line = bisect_left(ends, offset)
    return line, offset - (ends[line - 1] + 1 if line else 0)


def source_lines(text: str) -> SourceLines:
    """`text` as lines that stand where they were typed."""
    return SourceLines(
        [Line(number, [Segment(line, 1)]) for number, line in enumerate(text.split("\n"), 1)]
    )
