"""Characters that nobody sees: what no script needs is left out of a source, and told.

They can turn a line round (“Trojan Source”, CVE-2021-42574), carry words that only programs
read, or part a word for search and for screen readers. Joiners stay in the scripts and emoji that
are spelt with them (Unicode 16, 23.2), soft hyphens inside words, variation selectors behind what
can vary (UTS 51, UTS 37), and U+200E, U+200F and U+061C in lines with letters from right to left:
these have no reach beyond their neighbours (UAX 9, 2.6).
"""

import re
import unicodedata
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
# A flag such as that of Wales (UTS 51, ED-14a).
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]{1,16}\U000e007f")
_RTL = re.compile(
    "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
# Scripts whose letters change their form beside one another, or that write without spaces.
_JOINING = re.compile(
    "[\u0590-\u08ff\u0900-\u109f\u1780-\u18af\u1900-\u1aaf\u1b00-\u1c4f\ua800-\uaaff\uabc0-\uabff"
    "\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U000114df\U0001e800-\U0001efff]"
)
_WITHOUT_SPACES = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf]"
)
_EMOJI = re.compile("[\u00a9\u00ae\u203c-\u3299\ufe0f\U0001f000-\U0001faff]")
_IDEOGRAPH = re.compile("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_VARYING = re.compile(
    "[#*0-9\u203c\u2049\u3030\u303d\u1000-\u109f\u1820-\u18aa\ua840-\ua877"
    "\u2e80-\u9fff\uf900-\ufaff\U0001f000-\U0001faff\U00020000-\U000323af]"
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
    message = f"{named(text[first])}{times} is left out"
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
    flags = {place for match in _FLAG.finditer(text) for place in range(*match.span())}
    end = -1
    leftwards = False
    for match in _SUSPECT.finditer(text):
        place, character = match.start(), match[0]
        if character in _MARKS:
            if place > end:
                end = text.find("\n", place)
                end = len(text) if end < 0 else end
                leftwards = bool(_RTL.search(text, text.rfind("\n", 0, place) + 1, end))
            if leftwards:
                continue
        elif place in flags or _is_needed(text, place, character):
            continue
        yield place


def _is_needed(text: str, place: int, character: str) -> bool:
    before, after = text[place - 1 : place] if place else "", text[place + 1 : place + 2]
    match character:
        case "\u00ad":
            return before.isalnum() and after.isalnum()
        case "\u200b":
            return bool(_WITHOUT_SPACES.match(before) or _WITHOUT_SPACES.match(after))
        case "\u200c" | "\u200d" | "\u034f" | "\u180e":
            joins = _JOINING.match(before) or _JOINING.match(after)
            return bool(joins or (_EMOJI.match(before) and _EMOJI.match(after)))
        case _ if character >= "\U000e0100":
            return bool(_IDEOGRAPH.match(before))
        case _ if "\ufe00" <= character <= "\ufe0f":
            symbols = ("So", "Sm", "Sk")
            return bool(_VARYING.match(before)) or unicodedata.category(before or " ") in symbols
        case _:
            return False
