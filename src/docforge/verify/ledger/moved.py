"""Words that stand in two gaps, as they were typed at one place and are met at another.

Invariant: a note, a caption or a passage that is met elsewhere, whole, is no fault.
"""

from msgspec.structs import replace

from docforge.verify.ledger.unexplained import UnexplainedWords, is_within
from docforge.verify.ledger.words import NOTE_MARK, split


def without_wandering_notes(left: list[UnexplainedWords]) -> list[UnexplainedWords]:
    """Marks of notes inside a link stand behind it: a link cannot hold another."""
    kept: list[UnexplainedWords] = []
    for rest in left:
        before = kept[-1] if kept else None
        if before is not None and _is_same_note(before, rest):
            kept.pop()
        else:
            kept.append(rest)
    return kept


def _is_same_note(before: UnexplainedWords, rest: UnexplainedWords) -> bool:
    """Whether the mark of a note, or what stands between it and the end of its link, moved."""
    if before.sides is not rest.sides or rest.at - before.at >= _NEAR_NOTE:
        return False
    if before.typed_words == rest.carried_words and not (rest.typed or before.carried):
        return all(word.startswith(NOTE_MARK) for word in rest.carried_words)
    if before.carried_words != rest.typed_words or before.typed or rest.carried:
        return False
    between = rest.sides.typed.words.words[before.at : rest.at]
    return all(word.startswith(NOTE_MARK) for word in between)


_NEAR_NOTE = 40


def without_captions(
    left: list[UnexplainedWords], spare: list[UnexplainedWords]
) -> list[UnexplainedWords]:
    """A caption stands before or behind what it belongs to, wherever it was typed."""
    kept = [*left, *spare]
    for rest in left:
        captions = [n for n in rest.carried if n in rest.sides.carried.captions]
        if not captions:
            continue
        for other in kept:
            near = other.sides is rest.sides and abs(other.at - rest.at) < _NEAR_CAPTION
            near = near and other is not rest and _only_its_own_between(other, rest, captions[0])
            if near and (found := _take(other, rest, captions)):
                kept = [found.get(id(each), each) for each in kept]
                break
    return [rest for rest in kept if rest.typed or rest.carried]


def _only_its_own_between(other: UnexplainedWords, rest: UnexplainedWords, caption: int) -> bool:
    """Whether no more than the table or figure stands between where its caption was, and is."""
    start, end = rest.sides.carried.captions[caption]
    between = range(*sorted((other.at, rest.at)))
    places = (rest.sides.carried_at(index) for index in between)
    return all(place is None or start <= place < end for place in places)


_NEAR_CAPTION = 400


MANY = 300


def _take(
    other: UnexplainedWords, rest: UnexplainedWords, captions: list[int]
) -> dict[int, UnexplainedWords]:
    """Both without the words of the caption that `other` lost and `rest` has."""
    wanted = [rest.sides.carried.words.words[n] for n in captions]
    there = sorted((*other.typed, *other.spare))
    typed, at = [other.sides.typed.words.words[n] for n in there], 0
    used = []
    for word in wanted:
        if word not in typed[at:]:
            return {}
        at = typed.index(word, at)
        used.append(there[at])
        at += 1
    return {
        id(other): replace(other, typed=tuple(n for n in other.typed if n not in used)),
        id(rest): replace(rest, carried=tuple(n for n in rest.carried if n not in captions)),
    }


def met_again(left: list[UnexplainedWords]) -> list[UnexplainedWords]:
    """Neighbouring remainders that are one passage, in which syntax is shown as it was typed."""
    kept: list[UnexplainedWords] = []
    for rest in left:
        before = kept[-1] if kept else None
        near = before is not None and before.sides is rest.sides and rest.at - before.at < _NEAR
        if before is not None and near and _all_there(before, rest):
            kept.pop()
        else:
            kept.append(rest)
    return kept


_NEAR = 80


def _all_there(first: UnexplainedWords, last: UnexplainedWords) -> bool:
    sides = first.sides
    start, end = first.gap.typed[0], last.gap.typed[1]
    carried = sides.carried.words.words[first.gap.carried[0] : last.gap.carried[1]]
    raw = split(sides.raw(start - 1, end))[1::2]
    return is_within(carried, raw) and is_within(sides.typed.words.words[start:end], carried)
