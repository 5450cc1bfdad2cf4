"""What a row of MathML means: fences with what they hold, functions with their argument, numbers.

Invariant: every symbol of the row is in exactly one part, in the order of the row.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from xml.etree.ElementTree import Element

from msgspec import Struct

LEAVES = frozenset({"mi", "mn", "mo", "mtext", "ms"})
_OPENING, _CLOSING, _PAIRED = frozenset("([{⟨⌊⌈"), frozenset(")]}⟩⌋⌉"), frozenset("|‖")
_GROUPS = frozenset({"mrow", "mstyle", "mpadded", "math", "semantics"})
_SILENT = frozenset({"mspace", "mphantom", "annotation", "annotation-xml"})
_SCRIPTS = frozenset({"msup", "msub", "msubsup", "munder", "mover", "munderover"})
_INVISIBLE = frozenset("\u2061\u2062\u2063\u2064\u200b")
# Bold, script and other letters are characters of their own that few voices know.
_FONTS = re.compile("[ℊℋℌℐℒℓℛ℘ℬℯℰℱℳℴ\U0001d400-\U0001d7ff]")
_THOUSANDS = re.compile(r"\d{3}(\.\d+)?")
# Letters that are functions whatever stands in brackets after them, and those that are one
# only where nothing is calculated in the brackets: P(A), but not P(1 + r).
_FUNCTIONS, _MAYBE_FUNCTIONS = frozenset("fghFG"), frozenset("PEφψ")
_CALCULATION = frozenset("+-−×·⋅/")
_EXTREMES = frozenset({"max", "min", "sup", "inf"})
_OPERATORS = _EXTREMES | {"lim", "argmax", "argmin", "mod"}
# What is never the argument of a function that has no brackets.
_NO_ARGUMENT = frozenset("=≠≈<>≤≥,;)]}")


class Symbol(Struct, frozen=True):
    """One element of MathML."""

    element: Element


class Word(Struct, frozen=True):
    """A number of several groups, or letters that are one name; `unit` is what is counted."""

    text: str
    unit: str = ""


class Fenced(Struct, frozen=True):
    """What stands between two fences; `closing` may carry a power, or be missing."""

    opening: str
    closing: Element | None
    inside: tuple["FormulaPart", ...]


class Application(Struct, frozen=True):
    """A function and its argument."""

    function: Element
    argument: tuple["FormulaPart", ...]


FormulaPart = Symbol | Word | Fenced | Application


def tag(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def text_of(element: Element) -> str:
    """The characters of an element; letters of special fonts as common ones."""
    text = " ".join("".join(element.itertext()).split())
    return unicodedata.normalize("NFKC", text) if _FONTS.search(text) else text


def parts_of(elements: Iterable[Element]) -> tuple[FormulaPart, ...]:
    """The parts of a row of elements."""
    return tuple(_parts(tuple(_flat(elements))))


def leaves(parts: Iterable[FormulaPart]) -> Iterator[str]:
    """The symbols that `parts` hold, one by one."""
    for part in parts:
        match part:
            case Symbol(element):
                found = (leaf for leaf in element.iter() if tag(leaf) in LEAVES)
                yield from filter(None, map(text_of, found))
            case Word(text):
                yield text
            case Fenced(_, _, inside):
                yield from ("(", *leaves(inside), ")")
            case Application(function, argument):
                yield from (text_of(function), *leaves(argument))


def is_map(parts: Sequence[FormulaPart]) -> bool:
    """Whether a letter, a colon and later an arrow say what is mapped where: f: A → B."""
    signs = [text_of(part.element) if isinstance(part, Symbol) else "" for part in parts]
    arrow = next((n for n, sign in enumerate(signs) if sign in ("→", "⟶")), -1)
    if signs.count(":") != 1 or signs.index(":") > arrow:
        return False
    before = parts[signs.index(":") - 1] if signs[0] != ":" else None
    return isinstance(before, Symbol) and any(map(str.isalpha, text_of(before.element)))


def _flat(elements: Iterable[Element]) -> Iterator[Element]:
    for element in elements:
        if tag(element) == "mrow" and text_of(element) == ",":
            yield element  # `{,}`: a comma inside a number, not between two
        elif tag(element) in _GROUPS:
            yield from _flat(element)
        elif tag(element) in _SILENT:
            continue
        elif tag(element) not in LEAVES or (text_of(element) not in ("", *_INVISIBLE)):
            yield element


def _parts(row: Sequence[Element]) -> Iterator[FormulaPart]:
    place = 0
    while place < len(row):
        part, place = _next(row, place)
        yield part


def _next(row: Sequence[Element], place: int) -> tuple[FormulaPart, int]:
    """The part that begins at `place`, and where the next one does."""
    element = row[place]
    if (end := _fence_end(row, place)) is not None:
        closing = row[end] if end < len(row) else None
        return Fenced(_base(element), closing, parts_of(row[place + 1 : end])), end + 1
    if tag(element) == "mn":
        return _number(row, place)
    if (end := _name_end(row, place)) > place + 1:
        return Word("".join(map(text_of, row[place:end]))), end
    return _applied(row, place) or (Symbol(element), place + 1)


def _base(element: Element) -> str:
    """The symbol itself, or the one that carries a script."""
    inner = element[0] if tag(element) in _SCRIPTS and len(element) else element
    if tag(inner) in _SCRIPTS or tag(inner) in _GROUPS:
        return _base(inner[0]) if len(inner) else ""
    return text_of(inner) if tag(inner) in LEAVES else ""


def _fence_end(row: Sequence[Element], place: int) -> int | None:
    """Where the fence that opens at `place` closes; the end of the row for a lone brace."""
    opening = text_of(row[place]) if tag(row[place]) in LEAVES else ""
    if opening in _PAIRED:
        ends = (n for n in range(place + 2, len(row)) if _base(row[n]) == opening)
        return next(ends, None)
    if opening not in _OPENING:
        return None
    depth = 0
    for number in range(place, len(row)):
        depth += (_base(row[number]) in _OPENING) - (_base(row[number]) in _CLOSING)
        if depth == 0:
            return number
    alone = opening == "{" and [tag(element) for element in row[place + 1 :]] == ["mtable"]
    return len(row) if alone else None


def _number(row: Sequence[Element], place: int) -> tuple[FormulaPart, int]:
    """A number with its groups or its decimals, and the unit behind it."""
    digits, end = text_of(row[place]), place + 1
    while (joined := _group(row, end)) is not None:
        digits, end = digits + joined, end + (2 if joined.startswith(",") else 1)
    unit_end = _name_end(row, end)
    return Word(digits, "".join(map(text_of, row[end:unit_end]))), unit_end


def _group(row: Sequence[Element], place: int) -> str | None:
    """What goes on with a number at `place`: `,000` or 000, or `{,}5` with decimals."""
    comma = place < len(row) and text_of(row[place]) == ","
    after = place + comma
    group = text_of(row[after]) if after < len(row) and tag(row[after]) == "mn" else ""
    if group and (_THOUSANDS.fullmatch(group) or (comma and tag(row[place]) == "mrow")):
        return "," + group if comma else group
    return None


def _name_end(row: Sequence[Element], place: int) -> int:
    """Where a name ends that begins at `place`: a text, or letters that stand upright."""
    if place < len(row) and tag(row[place]) == "mtext":
        return place + 1
    end = place
    while end < len(row) and row[end].get("mathvariant") == "normal":
        end += 1
    return end


def _applied(row: Sequence[Element], place: int) -> tuple[FormulaPart, int] | None:
    function, name = row[place], _base(row[place])
    after = place + 1
    if after == len(row) or tag(function) == "mtext":
        return None
    fenced = text_of(row[after]) == "(" and _fence_end(row, after) is not None
    if fenced and _takes_brackets(name):
        argument, end = _next(row, after)
        assert isinstance(argument, Fenced)
        maybe = name in _MAYBE_FUNCTIONS and _CALCULATION & set(leaves(argument.inside))
        if argument.closing is not None and tag(argument.closing) in LEAVES and not maybe:
            return Application(function, argument.inside), end
    if not fenced and _is_named(name) and _base(row[after]) not in _NO_ARGUMENT:
        argument, end = _next(row, after)
        return Application(function, (argument,)), end
    return None


def _takes_brackets(name: str) -> bool:
    return name in _FUNCTIONS | _MAYBE_FUNCTIONS | _EXTREMES or _is_named(name)


def _is_named(name: str) -> bool:
    """Whether it is a name such as "sin", and no letter and no operator with limits."""
    return len(name) > 1 and name.isalpha() and name.isascii() and name not in _OPERATORS
