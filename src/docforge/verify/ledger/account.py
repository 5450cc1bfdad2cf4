"""The account: what stands on one side only, after every rule that explains it."""

import html
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from msgspec import Struct

from docforge.document import Position
from docforge.verify.ledger.align import EqualRun, align
from docforge.verify.ledger.carried_part import CarriedPart
from docforge.verify.ledger.signs import differs
from docforge.verify.ledger.typed import TypedPart, TypedSource
from docforge.verify.ledger.words import WordKind, split


class WordDifference(Struct, frozen=True):
    """Words of the source (from, to) and of the document (from, to) between equal runs."""

    typed: tuple[int, int]
    carried: tuple[int, int]


@dataclass(slots=True)
class ComparedParts:
    """One part of the source beside the same part of the document, word by word."""

    source: TypedSource
    typed: TypedPart
    carried: CarriedPart
    runs: list[EqualRun] = field(init=False)

    def __post_init__(self) -> None:
        self.runs = align(self.typed.words.words, self.carried.words.words)

    def gaps(self) -> Iterator[WordDifference]:
        before = EqualRun(0, 0, 0)
        for run in self.runs:
            one, other = before.one + before.length, before.other + before.length
            if one < run.one or other < run.other:
                yield WordDifference((one, run.one), (other, run.other))
            before = run

    def end(self, index: int) -> int:
        """Where word `index` of the source ends; -1 stands before all."""
        if index < 0:
            return self.typed.start
        start = self.typed.offsets[index]
        masked = self.source.masked
        end = start + len(self.typed.words.words[index])
        # A word may hold fillers; they are part of what was typed.
        while end < len(masked) and masked[end] == "\uffa0":
            end += 1
        return end

    def begin(self, index: int) -> int:
        offsets = self.typed.offsets
        return offsets[index] if index < len(offsets) else self.typed.end

    def raw(self, first: int, last: int) -> str:
        """The source between the end of word `first` and the beginning of word `last`."""
        return self.source.text[self.end(first) : self.begin(last)]

    def position(self, index: int) -> Position:
        """Where word `index` of the source stands."""
        return self.source.position(self.begin(index))

    def words(self, first: int, last: int) -> str:
        """The source's own text from word `first` to the one before `last`, or to its end."""
        last = min(last, len(self.typed.offsets))
        return " ".join(self.source.text[self.begin(first) : self.end(last - 1)].split())

    def typed_at(self, carried: int) -> int | None:
        """The word of the source that is word `carried` of the document."""
        index = bisect_right(self.runs, carried, key=lambda run: run.other) - 1
        if index < 0:
            return None
        run = self.runs[index]
        return run.one + carried - run.other if carried < run.other + run.length else None

    def carried_at(self, typed: int) -> int | None:
        """The word of the document that is word `typed` of the source."""
        index = bisect_right(self.runs, typed, key=lambda run: run.one) - 1
        if index < 0:
            return None
        run = self.runs[index]
        return run.other + typed - run.one if typed < run.one + run.length else None


class SignChange(Struct, frozen=True):
    """Signs between two words that agree: what was lost or added, before word `index`."""

    index: int
    lost: str
    added: str
    carried: int


def changed_signs(sides: ComparedParts) -> Iterator[SignChange]:
    """Every place between neighbouring words at which the signs are not accounted for."""
    typed, carried = sides.typed.words, sides.carried.words
    good: set[tuple[str, str]] = set()
    for run in sides.runs:
        ones = typed.signs[run.one + 1 : run.one + run.length]
        others = carried.signs[run.other + 1 : run.other + run.length]
        if ones == others:
            continue
        for offset, pair in enumerate(zip(ones, others, strict=True), 1):
            if pair[0] == pair[1] or pair in good:
                continue
            one, other = run.one + offset, run.other + offset
            kind = carried.kinds[other] & carried.kinds[other - 1]
            raw = sides.raw(one - 1, one)
            found = differs(pair[0], raw, pair[1], kind)
            if found is None and not kind and _is_product(sides, one, pair):
                found = ("*", "")
            if found is not None:
                yield SignChange(one, *found, other)
            elif not kind and differs(pair[0], pair[0], pair[1], kind) is None:
                good.add(pair)


def _is_product(sides: ComparedParts, index: int, signs: tuple[str, str]) -> bool:
    """Whether a star between two numbers was lost: 3*4 is no emphasis."""
    words = sides.typed.words.words
    if not (words[index - 1][-1:].isdigit() and words[index][:1].isdigit()):
        return False
    if signs[0] not in ("*", "**") or "*" in signs[1]:
        return False
    begin = sides.typed.offsets[index - 1]
    before = sides.source.text[max(0, begin - _LONGEST_NUMBER) : begin].split()
    at_begin = not before or sides.source.text[begin - 1].isspace()
    return at_begin or "*" not in before[-1]


_LONGEST_NUMBER = 40


class KindChange(Struct, frozen=True):
    """Words that agree, from `first` to before `last`, but stand in something else."""

    first: int
    last: int
    carried: int
    what: str


def turned(sides: ComparedParts) -> Iterator[KindChange]:
    """Text that became code or a formula, a heading that became text, and the other way round."""
    typed, carried = sides.typed.words, sides.carried.words
    for run in sides.runs:
        ones = typed.kinds[run.one : run.one + run.length]
        others = carried.kinds[run.other : run.other + run.length]
        columns = typed.columns[run.one : run.one + run.length]
        other_columns = carried.columns[run.other : run.other + run.length]
        if ones == others and columns == other_columns:
            continue
        what = [
            _what(one, other, column != other_column and column > 0 < other_column)
            for one, other, column, other_column in zip(
                ones, others, columns, other_columns, strict=True
            )
        ]
        yield from _stretches(sides, run, what)


def _stretches(sides: ComparedParts, run: EqualRun, what: list[str]) -> Iterator[KindChange]:
    edges = [0, *(n for n in range(1, len(what)) if what[n] != what[n - 1]), len(what)]
    for first, last in pairwise(edges):
        name = what[first]
        if name == "heading-text" and _is_of_notes(sides, run.one + first, run.one + last):
            continue
        if name and not _shown_as_typed(sides, run.other + first, run.other + last, name):
            yield KindChange(run.one + first, run.one + last, run.other + first, name)


def _is_of_notes(sides: ComparedParts, first: int, last: int) -> bool:
    """Whether nothing but marks of notes was typed there: as a heading that says nothing."""
    return all(kind & WordKind.NOTE for kind in sides.typed.words.kinds[first:last])


_SIGNS_OF = {"code-text": "`~", "formula-text": "$", "heading-text": "#=-"}


def _shown_as_typed(sides: ComparedParts, first: int, last: int, what: str) -> bool:
    """Whether the marks themselves are shown: nothing was read, so nothing was changed."""
    signs = _SIGNS_OF.get(what, "")
    around = sides.carried.words.signs
    return any(sign in around[first] or sign in around[last] for sign in signs)


@cache
def _what(one: int, other: int, elsewhere: bool) -> str:
    typed, carried = WordKind(one), WordKind(other)
    if carried & WordKind.FORMULA and not typed & (
        WordKind.FORMULA | WordKind.CODE | WordKind.PERHAPS
    ):
        return "text-formula"
    if typed & WordKind.FORMULA and not carried & WordKind.FORMULA:
        return "formula-text"
    if typed & WordKind.CODE and not carried & (WordKind.CODE | WordKind.FORMULA):
        return "code-text"
    if carried & WordKind.CODE and not typed & (WordKind.CODE | WordKind.PERHAPS):
        return "text-code"
    if typed & WordKind.HEADING and not carried & WordKind.HEADING and not typed & WordKind.PERHAPS:
        return "heading-text"
    if carried & WordKind.HEADING and not typed & (WordKind.HEADING | WordKind.PERHAPS):
        return "text-heading"
    return "cell" if elsewhere else ""


def shown_raw(sides: ComparedParts, gap: WordDifference) -> list[int]:
    """The words of the document in a gap that do not even stand in the source as syntax.

    Where the same words stand before and behind it, a gap can as well lie a little earlier or
    later.
    """
    words = sides.carried.words.words
    (first, last), (start, end) = gap.typed, gap.carried
    extra = _not_there(sides, first, last, start, end)
    for step in (-1, 1):
        one, begin, behind = first, start, end
        while extra and first == last and min(begin, one) >= 0 and behind < len(words):
            edge = (begin - 1, behind - 1) if step < 0 else (begin, behind)
            if edge[0] < 0 or words[edge[0]] != words[edge[1]]:
                break
            one, begin, behind = one + step, begin + step, behind + step
            if not 0 <= one <= len(sides.typed.offsets):
                break
            if not _not_there(sides, one, one, begin, behind):
                return []
    return extra


def _not_there(sides: ComparedParts, first: int, last: int, start: int, end: int) -> list[int]:
    places: dict[str, list[int]] = {}
    for place, word in enumerate(split(html.unescape(sides.raw(first - 1, last)))[1::2]):
        places.setdefault(word, []).append(place)
    extra, at = [], 0
    for index in range(start, end):
        there = places.get(sides.carried.words.words[index], [])
        found = bisect_left(there, at)
        if found == len(there):
            extra.append(index)
        else:
            at = there[found] + 1
    return extra
