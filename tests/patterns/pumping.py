"""Makes inputs that cost a pattern the most: what it repeats, many times, and then no match.

The pumps are taken from the pattern's own syntax tree: what each of its repetitions may hold,
and what may stand before them.
"""

import re
from collections.abc import Iterator

# The parser that `re` itself uses.
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_MOST = 6  # samples of one part of a pattern
_CLASSES = {
    sre.CATEGORY_DIGIT: "1",
    sre.CATEGORY_NOT_DIGIT: "a ",
    sre.CATEGORY_SPACE: " ",
    sre.CATEGORY_NOT_SPACE: "a",
    sre.CATEGORY_WORD: "a",
    sre.CATEGORY_NOT_WORD: " .",
}
_OTHERS = "a1 -.,:/<>\"'|`*_~=[](){}#&;\\\n\t\u00a0"
_ENDS = ("", "\0", "\n\0")


def worst_inputs(pattern: re.Pattern[str], length: int) -> Iterator[str]:
    """Strings of about `length` characters that may cost `pattern` more than they are long."""
    tree = parser.parse(pattern.pattern, pattern.flags)
    seen: set[tuple[str, str]] = set()
    for before, pump in [("", one) for one in _letters(tree)] + [*_pumps(tree, "")]:
        if pump and (before, pump) not in seen:
            seen.add((before, pump))
            for end in _ENDS:
                yield before + pump * (length // len(pump)) + end


_SINGLE = {sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY}


def repeats_groups_possessively(tree: Any) -> bool:
    """Whether a part of a pattern's tree is an atomic group or `(...)*+` of more than one sign."""
    for operator, argument in tree:
        if operator is sre.ATOMIC_GROUP:
            return True
        if operator is sre.POSSESSIVE_REPEAT:
            held = argument[2]
            if len(held) > 1 or held[0][0] not in _SINGLE:
                return True
        if any(map(repeats_groups_possessively, _parts(operator, argument))):
            return True
    return False


def _parts(operator: Any, argument: Any) -> list[Any]:
    if operator in _REPEATS:
        return [argument[2]]
    if operator is sre.SUBPATTERN:
        return [argument[3]]
    if operator is sre.BRANCH:
        return list(argument[1])
    if operator in (sre.ASSERT, sre.ASSERT_NOT):
        return [argument[1]]
    if operator is sre.GROUPREF_EXISTS:
        return [part for part in argument[1:] if part]
    return []


def _letters(tree: Any) -> list[str]:
    """Single characters that the pattern knows, and pairs of the first few of them."""
    known = list(dict.fromkeys(letter for one in _sample(tree, 0) for letter in one))[:10]
    return [*known, *(a + b for a in known[:6] for b in known[:6] if a != b)]


def _pumps(tree: Any, before: str) -> Iterator[tuple[str, str]]:
    """What stands before each repetition, and what it may hold."""
    for operator, argument in tree:
        if operator in _REPEATS:
            for held in _sample(argument[2], 0):
                yield before, held
                yield before + held[:1], held
            yield from _pumps(argument[2], before)
        elif operator is sre.SUBPATTERN:
            yield from _pumps(argument[3], before)
        elif operator is sre.ATOMIC_GROUP:
            yield from _pumps(argument, before)
        elif operator is sre.BRANCH:
            for branch in argument[1]:
                yield from _pumps(branch, before)
        before += next(iter(_sample([(operator, argument)], 0)), "")


_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)


def _sample(tree: Any, depth: int) -> list[str]:
    """A few strings that `tree` matches, as far as one can tell without its conditions."""
    made = [""]
    for operator, argument in tree:
        ways = _ways(operator, argument, depth)
        made = [one + way for one in made for way in ways][:_MOST]
    return made


def _ways(operator: Any, argument: Any, depth: int) -> list[str]:
    if depth > 12:
        return [""]
    match operator:
        case sre.LITERAL:
            return [chr(argument)]
        case sre.NOT_LITERAL | sre.ANY:
            return [letter for letter in _OTHERS if operator is sre.ANY or ord(letter) != argument][
                :3
            ]
        case sre.IN:
            return _of_class(argument)
        case sre.BRANCH:
            return [way for branch in argument[1] for way in _sample(branch, depth + 1)[:2]][:_MOST]
        case sre.SUBPATTERN:
            return _sample(argument[3], depth + 1)
        case sre.ATOMIC_GROUP:
            return _sample(argument, depth + 1)
        case sre.MAX_REPEAT | sre.MIN_REPEAT | sre.POSSESSIVE_REPEAT:
            least, _, body = argument
            return [one * max(1, least) for one in _sample(body, depth + 1)][:3]
    return [""]  # a place, a condition, or a reference


def _of_class(items: Any) -> list[str]:
    if items[0][0] is sre.NEGATE:
        refused = _of_class(items[1:]) if len(items) > 1 else []
        return [letter for letter in _OTHERS if letter not in refused][:3]
    letters: list[str] = []
    for operator, argument in items:
        match operator:
            case sre.LITERAL:
                letters.append(chr(argument))
            case sre.RANGE:
                letters.append(chr(argument[0]))
            case sre.CATEGORY:
                letters += _CLASSES.get(argument, "a")
    return list(dict.fromkeys(letters))[:4] or ["a"]
