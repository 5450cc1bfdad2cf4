"""Where the lines of a page begin: those of one text at one side, labels before what they label.

Invariant: lines of one text begin where the first of them begins, which is behind a label in an
item of a list; the number of a page stands on the line of its words, at the end of all lines.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from docforge.verify.readers.pdf.lines import SeenLine
from docforge.verify.readers.pdf.standing import is_code

# Of a letter's size: how far lines may begin apart, in text with frames around words, and how far
# behind a label the first of them.
_EVEN, _FRAMED, _LABEL = 0.1, 0.5, 6.0
ELSEWHERE = "a line that begins elsewhere than the others of its text"
# Of a letter's size: how far a line of raised or lowered letters alone may stand from another, and
# how far below it the next one at most.
_RAISED, _NEXT = 1.0, 2.0


def odd_starts(lines: Sequence[SeenLine]) -> Iterator[str]:
    """Lines that begin elsewhere than those around them, of a page."""
    blocks: dict[Any, list[SeenLine]] = {}
    items: dict[Any, list[SeenLine]] = {}
    for line in lines:
        own = line.own
        blocks.setdefault(own.block, []).append(line)
        if own.item is not None:
            items.setdefault(own.item, []).append(line)
    for seen in blocks.values():
        if len(seen) > 1 and not _is_even(seen):
            yield ELSEWHERE
    numbers: list[SeenLine] = []
    for item, held in items.items():
        labels = [line for line in held if line.own.block.role == "Lbl"]
        words = [line for line in held if line.own.block.role != "Lbl"]
        if not labels or not words:
            continue
        if item.role == "TOCI":
            numbers.append(labels[-1])
            if not _is_numbered(words[-1], labels[-1]):
                yield "the number of a page beside other words"
        elif not _is_labelled(labels[0], words[0]):
            yield "a label behind what it labels"
    if not _end_together(numbers):
        yield "the number of a page out of its column"


def _is_even(lines: Sequence[SeenLine]) -> bool:
    first = lines[0]
    of_code = is_code(first.own.block)
    for line in lines[1:]:
        if line.has_picture or first.has_picture:
            continue
        if not any(_near(one, other, line, first) for one, other in _sides(line, first, of_code)):
            return False
    return True


def _sides(line: SeenLine, first: SeenLine, of_code: bool) -> Iterator[tuple[float, float]]:
    """The places of two lines that may be the same."""
    if of_code:
        yield line.begin - line.blank, first.begin - first.blank
        return
    if line.own.is_rtl:
        yield from ((line.end + line.blank, first.end), (line.end, first.end))
        yield (line.end, first.end + first.blank)
    else:
        yield from ((line.begin - line.blank, first.begin), (line.begin, first.begin))
        yield (line.begin, first.begin - first.blank)
    if line.own.cell is not None:
        yield (line.end, first.end)
        yield (line.begin, first.begin)
        yield ((line.begin + line.end) / 2, (first.begin + first.end) / 2)


def _near(one: float, other: float, line: SeenLine, first: SeenLine) -> bool:
    away = (one - other) / max(line.size, first.size)
    if abs(away) <= (_EVEN if is_code(first.own.block) else _FRAMED):
        return True
    behind = away if line.own.is_rtl else -away
    if line.own.cell is not None:  # the words of its header may stand before it
        return behind > 0
    return line.own.item is not None and 0 < behind < _LABEL


def _is_numbered(words: SeenLine, number: SeenLine) -> bool:
    """Whether the number of a page stands behind the last words that it belongs to."""
    down = (words.height - number.height) / words.size
    if words.base is None and abs(down) <= _RAISED:  # the words are raised or lowered, all of them
        down = 0.0
    if down > _EVEN:  # which is right where there is no room for it
        wide = words.end - words.begin + number.end - number.begin + words.size
        return down < _NEXT and wide > abs(number.end - words.begin)
    if down < -_EVEN:
        return False
    if words.own.is_rtl:
        return number.end <= words.begin + words.size
    return number.begin >= words.end - words.size


def _is_labelled(label: SeenLine, words: SeenLine) -> bool:
    """Whether a label stands above what it labels, or on its line where reading begins."""
    if words.height < label.height - words.size / 2 or words.has_picture:
        return True
    if label.own.is_rtl:
        return label.begin >= words.end - words.size / 2
    return label.end <= words.begin + words.size / 2


def _end_together(numbers: Sequence[SeenLine]) -> bool:
    if not numbers:
        return True
    ends = [number.begin if number.own.is_rtl else number.end for number in numbers]
    return max(ends) - min(ends) <= numbers[0].size / 2
