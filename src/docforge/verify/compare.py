"""Two outlines to findings: what is missing, added, changed or out of place, and where.

Invariant: no findings means that the outlines are equal, entry for entry, in order.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from msgspec.structs import replace

from docforge.export import Format
from docforge.findings import Finding, Severity, Where
from docforge.verify.entries import EntryKind, Outline, OutlineEntry

MISSING, ADDED, CHANGED, MOVED = "RBK001", "RBK002", "RBK003", "RBK004"
SPACED = "RBK006"
_SPACES = "White space does not block a document, but words may run together when read aloud."
_HINT = (
    "This is a fault of docforge or of its style, not of the document: please report it. "
    "No file is delivered but as a draft, without any claim."
)
# More than this help nobody; the count tells the rest.
_MOST = 20
_LOST = {
    "headers": "its headers",
    "target": "its target",
    "level": "its level",
    "number": "its number",
    "lang": "its language",
    "dir": "its direction",
    "expansion": "its expansion",
    "state": "its state",
    "indent": "its indentation",
    "gap": "the blank line above it",
}


def compare(expected: Outline, actual: Outline, kind: Format) -> tuple[Finding, ...]:
    """Errors for every difference, in the order of the document, with the source's line."""
    if expected == actual:
        return ()
    found = list(_differences(expected, actual, kind))
    if len(found) > _MOST:
        rest = f"There are {len(found) - _MOST} further differences in the {kind.label}."
        found = [*found[:_MOST], Finding(CHANGED, Severity.ERROR, rest, Where(""), _HINT)]
    return tuple(found)


def is_told_of(found: Mapping[str, object], actual: Outline, kind: Format) -> bool:
    """Whether evidence may hold the finding `found` of a file that reads as `actual` and passed.

    Such a file differs in spaces at most, and what is quoted of it stands in it.
    """
    if found["code"] != SPACED or found["severity"] != Severity.WARNING:
        return False
    _, said, quoted = str(found["message"]).partition(_spaced_in(kind))
    theirs, _, mine = quoted.partition("”, not “")
    return bool(said and mine) and any(theirs.strip("…") in each.text for each in actual)


def _spaced_in(kind: Format) -> str:
    return f" has other spaces in the {kind.label}: “"


def _differences(expected: Outline, actual: Outline, kind: Format) -> Iterator[Finding]:
    start = _common(expected, actual)
    end = _common(expected[start:][::-1], actual[start:][::-1])
    left, right = expected[start : len(expected) - end], actual[start : len(actual) - end]
    before = expected[start - 1].line if start else 0
    # Names and not entries: comparing long tuples again and again would take the time.
    numbers: dict[OutlineEntry, int] = {}
    keys = [[numbers.setdefault(entry, len(numbers)) for entry in side] for side in (left, right)]
    matcher = SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    gone = set(left) - set(right)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            line = left[i].line if i < len(left) else (left[i - 1].line if i else before)
            yield from _part(left[i:j], right[k:m], gone, line, kind)


def _common(one: Outline, other: Outline) -> int:
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def _part(
    left: Sequence[OutlineEntry],
    right: Sequence[OutlineEntry],
    gone: set[OutlineEntry],
    line: int,
    kind: Format,
) -> Iterator[Finding]:
    """Entries that stand in the same place, paired by kind, and those without a partner."""
    waiting = list(right)
    for entry in left:
        partner = next((other for other in waiting if other.kind is entry.kind), None)
        if partner is None:
            yield _missing(entry, gone, kind)
            continue
        waiting.remove(partner)
        yield _changed(entry, partner, kind)
    for entry in waiting:
        yield _finding(ADDED, f"{_named(entry)} is not in the source but in the {kind.label}", line)


def _missing(entry: OutlineEntry, gone: set[OutlineEntry], kind: Format) -> Finding:
    if entry in gone:
        return _finding(MISSING, f"{_named(entry)} is missing from the {kind.label}", entry.line)
    return _finding(MOVED, f"{_named(entry)} is out of its place in the {kind.label}", entry.line)


def _changed(entry: OutlineEntry, other: OutlineEntry, kind: Format) -> Finding:
    if _is_spacing(entry, other):
        mine, theirs = _apart(entry.text, other.text)
        message = f"{_named(entry)}{_spaced_in(kind)}{theirs}”, not “{mine}”"
        found = _finding(SPACED, message, entry.line)
        # A PDF has lines, at whose ends no space need stand; what a cell holds is told in full.
        is_told = entry.kind is not EntryKind.CELL and _breaks_words(entry.text, other.text)
        if kind.base is not Format.PDF or is_told:
            return found
        return replace(found, severity=Severity.WARNING, hint=_SPACES)
    if entry.text != other.text:
        mine, theirs = _apart(entry.text, other.text)
        message = f"{_named(entry)} reads “{theirs}” and not “{mine}” in the {kind.label}"
    elif entry.facts != other.facts:
        facts = dict.fromkeys((*dict(entry.facts), *dict(other.facts)))
        changes = [_fact(fact, entry, other) for fact in facts]
        message = f"{_named(entry)} {' and '.join(filter(None, changes))} in the {kind.label}"
    else:
        place = " in ".join(reversed(other.within)) or "the text itself"
        message = f"{_named(entry)} stands in {place} in the {kind.label}"
    return _finding(CHANGED, message, entry.line)


def _fact(fact: str, entry: OutlineEntry, other: OutlineEntry) -> str:
    mine, theirs = entry.fact(fact), other.fact(fact)
    if mine == theirs:
        return ""
    name = _LOST.get(fact, f"its {fact}")
    if not theirs:
        return f"lost {name} (“{_short(mine)}”)"
    return f"has “{_short(theirs)}” as {name}, not “{_short(mine)}”"


def _is_spacing(entry: OutlineEntry, other: OutlineEntry) -> bool:
    """Whether two entries differ in nothing but white space, which means something in code.

    A line of plain text may be code.
    """
    same = "".join(entry.text.split()) == "".join(other.text.split())
    same &= entry.facts == other.facts and entry.within == other.within
    return same and entry.kind not in (EntryKind.CODE, EntryKind.LINE)


def _breaks_words(one: str, other: str) -> bool:
    """Whether a space more or less stands between two letters or digits of one word.

    Where scripts know no spaces, lines end between any two letters.
    """
    letters = "".join(one.split())
    return any(
        _is_in_word(letters[place - 1]) and _is_in_word(letters[place])
        for place in _spaces(one) ^ _spaces(other)
        if 0 < place < len(letters)
    )


def _is_in_word(sign: str) -> bool:
    return sign.isalnum() and unicodedata.category(sign) != "Lo"


def _spaces(text: str) -> set[int]:
    """How many letters stand before each space."""
    places, count = set(), 0
    for word in text.split():
        count += len(word)
        places.add(count)
    return places


def _finding(code: str, message: str, line: int) -> Finding:
    return Finding(code, Severity.ERROR, f"{message}.", Where("", line, 1 if line else 0), _HINT)


def _named(entry: OutlineEntry) -> str:
    """An entry in words, with the table, list or note that it stands in."""
    inside = "table: " if EntryKind.TABLE.value in entry.within else ""
    text = entry.text or " ".join(value for _, value in entry.facts)
    return f"{inside}{entry.kind.value} “{_short(text)}”" if text else f"{inside}{entry.kind.value}"


def _apart(one: str, other: str) -> tuple[str, str]:
    """Both texts from shortly before the place where they part."""
    pairs = zip(one, other, strict=False)
    at = next((n for n, pair in enumerate(pairs) if pair[0] != pair[1]), min(len(one), len(other)))
    start = max(0, at - 15)
    before = "…" if start else ""
    return before + _short(one[start:]), before + _short(other[start:])


def _short(text: str) -> str:
    text = text.replace("\n", "⏎")
    return text if len(text) <= 60 else f"{text[:57]}…"
