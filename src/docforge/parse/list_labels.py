"""The labels of ordered lists as they were typed: 3. 7. 12., (a) (b) (d), 9).

pandoc counts on from the first label; what was typed behind it is read from the source's line.
Invariant: a label that is not carried as typed is a finding that names it (law 8).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from docforge.document import Blocks, Delimiter, List, ListItem, Numbering, Position
from docforge.parse.context import ParseContext

_LABEL = re.compile(
    r"(?<![^\s>])(\(?)([0-9]{1,9}|[A-Za-z]{1,8})([.)])[ \t\u00a0]*"
    r"(?:\[[ xX]\][ \t]*|#{1,6}[ \t]+|\|[ \t]+)?$"
)
_LABEL_OF_CODE = re.compile(r"(\(?)([0-9]{1,9}|[A-Za-z]{1,8})([.)])(?=[ ]{5}|\t)")
_ALONE = re.compile(r"[ \t>]*\(?(?:[0-9]{1,9}|[A-Za-z]{1,8})[.)][ \t]*")
_BEFORE = re.compile(r"[ \t>]*(?:(?:[-*+]|\(?(?:[0-9]{1,9}|[A-Za-z]{1,8}|[#@])[.)])[ \t]+)*")
_AUTOMATIC = re.compile(r"(?<![^\s>])\(?[#@][.)][ \t]*$")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
# Of what happened in one year, each item may begin with it.
_LEAST_YEAR = 1000
# Above it, a label of letters such as cc) is rather the third of a doubled alphabet.
_LARGEST_ROMAN = 50
_DELIMITERS = {
    ("", "."): Delimiter.PERIOD,
    ("", ")"): Delimiter.PARENTHESIS,
    ("(", ")"): Delimiter.PARENTHESES,
}
_ALPHA = {
    Numbering.LOWER_ROMAN: Numbering.LOWER_ALPHA,
    Numbering.UPPER_ROMAN: Numbering.UPPER_ALPHA,
}


def typed_lists(context: ParseContext, made: List) -> Blocks:
    """`made` with its labels as typed; as several lists where one begins behind another.

    To Markdown “1.” below an empty line goes on with the list above, whatever its last number is.
    """
    bounds = [0, *_restarts(context, made), len(made.items)]
    parts = [replace(made, items=made.items[one:end]) for one, end in pairwise(bounds)]
    if len(parts) == 1 or not all(_runs(_typed(context, part)) for part in parts):
        return (typed_labels(context, made),)
    first, *others = (replace(part, tight=_is_tight(context, part)) for part in parts)
    placed = [replace(part, position=part.items[0].position) for part in others]
    return tuple(typed_labels(context, part) for part in (first, *placed))


def _typed(context: ParseContext, made: List) -> list[int | None]:
    labels = [_label(context, item.position) for item in made.items]
    texts = [label[1] if label else "" for label in labels]
    numbering = _numbering(made.numbering, texts)
    return [ordinal(text, numbering) if text else None for text in texts]


def _restarts(context: ParseContext, made: List) -> Iterator[int]:
    """The items of `made` that begin with the first label again, below an empty line."""
    values = _typed(context, made)
    for index, (before, value) in enumerate(pairwise(values), 1):
        is_first = value == 1 and before is not None and before > 1
        if is_first and _is_below_empty(context, made.items[index]):
            yield index


def _is_below_empty(context: ParseContext, item: ListItem) -> bool:
    return not context.line(Position(item.position.line - 1, 1)).strip(" \t>")


def _is_tight(context: ParseContext, made: List) -> bool:
    return made.tight or not (
        any(_is_below_empty(context, item) for item in made.items[1:])
        or any(len(item.blocks) > 1 for item in made.items)
    )


def typed_labels(context: ParseContext, made: List) -> List:
    """`made` with the labels that the source has before its items."""
    labels = [_label(context, item.position) for item in made.items]
    first = labels[0]
    if first is None:
        return made
    delimiter = _DELIMITERS.get((first[0], first[2]), Delimiter.PERIOD)
    texts = [label[1] if label else "" for label in labels]
    numbering = _numbering(made.numbering, texts)
    values = [ordinal(text, numbering) if text else None for text in texts]
    start = values[0] if values[0] is not None else made.start
    is_one = len(values) > 1 and len(set(values)) == 1
    if is_one and start <= 1:  # 1. 1. 1. counts by itself
        values = [start, *[None] * (len(values) - 1)]
    ties = not is_one and _is_ranking(values)
    if ties and not _are_ranks(values):
        _tell_tie(context, made.items, values, texts)
    if not (_runs(values) or ties or (is_one and start >= _LEAST_YEAR)):
        _tell(context, made.items, values, texts, (numbering, start))
        values = [start, *[None] * (len(values) - 1)]
    elif text := next((text for text in texts if text.startswith("0") and len(text) > 1), ""):
        context.warn(
            "LST011",
            f"the label “{text}” is printed as {int(text)}: a number begins with no zero",
            made.items[texts.index(text)].position,
            "Write it without the zero, or as text: “01\\.”.",
        )
    items = with_ordinals(made.items, values, start)
    return replace(made, numbering=numbering, items=items, start=start, delimiter=delimiter)


def below_label(context: ParseContext, position: Position) -> Position:
    """Where an item stands whose words begin at `position`: its label may be alone on a line."""
    above = Position(position.line - 1, 1)
    is_first = not context.line(position)[: max(0, position.column - 1)].strip(" \t>")
    if is_first and _ALONE.fullmatch(line := context.line(above)):
        return Position(above.line, len(line.rstrip()) + 1)
    return position


def behind_labels(context: ParseContext, position: Position) -> Position:
    """Where a block begins that has the place of its line: behind the labels of its items."""
    labels = _BEFORE.match(context.line(position))
    return replace(position, column=labels.end() + 1 if labels else 1)


def empty_item(context: ParseContext) -> Position:
    """Where an item without words stands: its label is alone on the next line with something."""
    for line in range(context.here.line + 1, context.here.line + 3):
        if text := context.line(Position(line, 1)).rstrip():
            return Position(line, len(text) + 1) if _ALONE.fullmatch(text) else context.here
    return context.here


def with_ordinals(
    items: Sequence[ListItem], values: Sequence[int | None], start: int
) -> tuple[ListItem, ...]:
    """`items` with the ordinals `values` where they do not follow the one before."""
    made: list[ListItem] = []
    follows = start
    for item, value in zip(items, values, strict=True):
        number = follows if value is None else value
        made.append(replace(item, ordinal=None if number == follows else number))
        follows = number + 1
    return tuple(made)


def ordinal(text: str, numbering: Numbering) -> int | None:
    """The number for which a label stands: 3, c, iii; None where it is no label of its kind."""
    if text.isdigit():
        return int(text)
    letters = text.lower()
    if numbering in _ALPHA:
        if not set(letters) <= set(_ROMAN):
            return None
        values = [_ROMAN[letter] for letter in letters]
        pairs = zip(values, [*values[1:], 0], strict=True)
        return sum(-one if one < after else one for one, after in pairs)
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("a") + 1
    return number


def _label(context: ParseContext, position: Position) -> tuple[str, str, str] | None:
    line, start = context.line(position), max(0, position.column - 1)
    before = line[:start][-40:]
    # The place of an item that begins with code is that of its label.
    found = _LABEL.search(before) or _LABEL_OF_CODE.match(line, start)
    if found is None or _AUTOMATIC.search(before):
        return None
    return found[1], found[2], found[3]


def _numbering(numbering: Numbering, texts: Sequence[str]) -> Numbering:
    """Letters that only look like Roman numerals are letters."""
    if numbering not in _ALPHA:
        return numbering
    values = [ordinal(text, numbering) for text in texts if text]
    plausible = all(value is not None for value in values)
    if plausible and values and (values[0] or 0) <= _LARGEST_ROMAN:
        return numbering
    return _ALPHA[numbering]


def _runs(values: Sequence[int | None]) -> bool:
    """Whether typed numbers rise, or fall one by one: anything else is rather a slip."""
    known = [value for value in values if value is not None]
    steps = [after - one for one, after in pairwise(known)]
    return all(step > 0 for step in steps) or all(step == -1 for step in steps)


def _is_ranking(values: Sequence[int | None]) -> bool:
    """Whether typed numbers never fall, and two or more neighbours are equal: 1. 2. 2. 4."""
    if None in values:
        return False
    return all(one <= other for one, other in pairwise(v for v in values if v is not None))


def _are_ranks(values: Sequence[int | None]) -> bool:
    """Whether behind equal numbers as many are left out, as behind a shared place."""
    known = [value for value in values if value is not None]
    counts = Counter(known)
    pairs = [(one, other) for one, other in pairwise(sorted(counts)) if counts[one] > 1]
    return bool(pairs) and all(other == one + counts[one] for one, other in pairs)


def _tell_tie(
    context: ParseContext,
    items: Sequence[ListItem],
    values: Sequence[int | None],
    texts: Sequence[str],
) -> None:
    twice = next((n for n in range(1, len(values)) if values[n] == values[n - 1]), None)
    if twice is not None:
        context.warn(
            "LST011",
            f"the label “{texts[twice]}” stands twice in this list, and is printed so",
            items[twice].position,
            "Correct the numbers, if it is none of places that are shared.",
        )


_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _shown(numbering: Numbering, number: int) -> str:
    """A label as a message names it: “number 3”, or “c”."""
    is_letter = numbering in (Numbering.LOWER_ALPHA, Numbering.UPPER_ALPHA)
    return (
        f"“{_LETTERS[number - 1]}”" if is_letter and number <= len(_LETTERS) else f"number {number}"
    )


def _tell(
    context: ParseContext,
    items: Sequence[ListItem],
    values: Sequence[int | None],
    texts: Sequence[str],
    begun: tuple[Numbering, int],
) -> None:
    numbering, start = begun
    for index, (item, value) in enumerate(zip(items, values, strict=True)):
        if value is not None and value != start + index:
            context.warn(
                "LST011",
                f"the label “{texts[index]}” is printed as {_shown(numbering, start + index)}: "
                "the numbers of this list do not rise",
                item.position,
                "Correct the numbers, or begin each item with “1.”, which counts by itself.",
            )
            return
