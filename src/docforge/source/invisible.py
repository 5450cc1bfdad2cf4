"""Characters that nobody sees: what no script needs is left out of a source, and told.

They can turn a line round (“Trojan Source”, CVE-2021-42574), carry words that only programs
read, or part a word for search and for screen readers. Joiners stay in the scripts and emoji that
are spelt with them (Unicode 16, 23.2), soft hyphens inside words, variation selectors behind what
can vary (UTS 51, UTS 37), and U+200E, U+200F and U+061C in lines with letters from right to left:
these have no reach beyond their neighbours (UAX 9, 2.6).
"""

import re
from collections.abc import Iterator

from docforge.findings import Finding, Severity, Where

_LINE_ENDS = "\u2028\u2029"
_BIDI = "\u202a-\u202e\u2066-\u2069"
_TAGS = "\U000e0000-\U000e007f"
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_MARKS = "\u200e\u200f\u061c"
_JOINERS = "\u200c\u200d"
_NEVER = (
    "\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\u115f\u1160\u3164\uffa0"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
)
_SUSPECT = re.compile(
    f"[\u00ad\u034f\u180e\u200b{_JOINERS}{_MARKS}{_LINE_ENDS}{_BIDI}{_TAGS}{_SELECTORS}{_NEVER}]"
)
HINT = "Delete it in the source; it is often left over from copying, and can hide a change."
# What a suspect is to its reader; the first that fits counts.
_KINDS = (
    (re.compile(f"[{_BIDI}]"), "that turns text round"),
    (re.compile(f"[{_TAGS}]"), "that only programs read (a tag)"),
    (re.compile(f"[{_LINE_ENDS}]"), "that ends a line inside it"),
    (re.compile(f"[{_SELECTORS}]"), "that varies nothing (a variation selector)"),
    (re.compile("\u00ad"), "that parts no word (a soft hyphen)"),
    (re.compile(""), "that nobody sees"),
)


def visible(text: str) -> str:
    """`text` without invisible characters that no script needs."""
    return _without(text, list(_needless(text))) if _SUSPECT.search(text) else text


def without_invisible(text: str, path: str) -> tuple[str, tuple[Finding, ...]]:
    """`text` likewise, with a finding for each kind that was left out, at its first place."""
    if not _SUSPECT.search(text):
        return text, ()
    places = list(_needless(text))
    found: dict[str, list[int]] = {}
    for place in places:
        found.setdefault(_kind(text[place]), []).append(place)
    findings = tuple(_finding(text, path, these) for these in found.values())
    return _without(text, places), findings


def first_invisible(text: str) -> str:
    """The first invisible character of `text` that no script needs, in words, or ""."""
    if not _SUSPECT.search(text):
        return ""
    return next((named(text[place]) for place in _needless(text)), "")


def named(character: str) -> str:
    """What an invisible character is, in words for its finding."""
    return f"a character {_kind(character)}, U+{ord(character):04X},"


def _kind(character: str) -> str:
    return next(words for pattern, words in _KINDS if pattern.match(character))


def _finding(text: str, path: str, places: list[int]) -> Finding:
    first = places[0]
    line = text.count("\n", 0, first) + 1
    column = first - text.rfind("\n", 0, first)
    times = f" ({len(places)} times)" if len(places) > 1 else ""
    codes = dict.fromkeys(f"U+{ord(text[place]):04X}" for place in places)
    message = f"a character {_kind(text[first])}, {' or '.join(codes)},{times} is left out"
    return Finding("SRC003", Severity.WARNING, message, Where(path, line, column), HINT)


def _without(text: str, places: list[int]) -> str:
    kept: list[str] = []
    end = 0
    for place in places:
        kept.append(text[end:place])
        if text[place] in _LINE_ENDS:
            kept.append(" ")
        end = place + 1
    return "".join((*kept, text[end:]))


def _needless(text: str) -> Iterator[int]:
    """The places of the invisible characters of `text` that no script needs, in order."""
    # Few texts hold any, and the classes of scripts take long to compile.
    from docforge.source.spelling import FLAG, RTL, is_needed

    flags = {place for match in FLAG.finditer(text) for place in range(*match.span())}
    end = -1
    leftwards = False
    for match in _SUSPECT.finditer(text):
        place, character = match.start(), match[0]
        if character in _MARKS:
            if place > end:
                end = text.find("\n", place)
                end = len(text) if end < 0 else end
                leftwards = bool(RTL.search(text, text.rfind("\n", 0, place) + 1, end))
            if leftwards:
                continue
        elif place in flags or is_needed(text, place, character):
            continue
        yield place
