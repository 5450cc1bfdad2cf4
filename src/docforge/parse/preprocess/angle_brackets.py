"""Words between < and > that are no tag of HTML stay words: <Jane Doe>, List<String>, <your name>.

CommonMark takes them for a tag (0.31, 6.6), browsers for an element that nobody knows, and readers
would not see them.
"""

import re
from collections.abc import Iterator
from functools import cache

from docforge.parse.fragment import elements
from docforge.parse.preprocess.lines import Edit, SourceLines
from docforge.parse.preprocess.scan import SourceScan, hidden

# A start tag without values: a name, and words where attributes would stand.
_WORDS = re.compile(r"<(?P<name>[A-Za-z][A-Za-z0-9-]*+)(?P<words>(?:[ ]++[^\s<>\"'=/{}]++)*)[ ]*+>")
# Before an address with spaces: [words](<file name.pdf>), [name]: <file name.pdf>.
_ADDRESSED = re.compile(r"\](?:\(|:)[ ]*+$")
# An end tag with a space too many: </ b>.
_SPACED_END = re.compile(r"(?<=</)[ ]{1,3}(?=(?P<name>[A-Za-z][A-Za-z0-9]{0,20})[ ]*>)")
# What Word puts around names of places and people and into empty paragraphs: <st1:place w:st="on">,
# <o:p>; none of them is an address.
_SMART_TAG = re.compile(r"</?(?:st\d|[ovw]):[A-Za-z]{1,40}(?:[ ][^<>\n]{0,200})?/?>")
_END_TAG = re.compile(r"</([a-z][^\s<>/]{0,60})")
# What these hold is code or a drawing, with names of its own.
_OTHER = re.compile(r"<(script|style|svg|math|pre|textarea|template)\b|(<!--)", re.IGNORECASE)
# Elements that are words as well, and end nowhere only when a word was meant: <address>, <time>.
_ALSO_WORDS = frozenset(
    {"address", "article", "aside", "button", "cite", "data", "details", "figure", "footer", "form"}
    | {"header", "label", "main", "map", "menu", "meter", "nav", "object", "output", "progress"}
    | {"q", "s", "section", "summary", "time", "title"}
)
# Letters that are elements as well; between two words without spaces they compare: a<b>c.
_LETTERS = frozenset("abiqsu")
_ENTITY = "&lt;"
_ATTRIBUTES = "boolean-attributes"


def keep_words(lines: SourceLines, scan: SourceScan) -> None:
    """Write “&lt;” before words that are no tag: they have no value, and no end tag anywhere."""
    texts = [line.text for line in lines.lines]
    whole = "\n".join(texts)
    closed = frozenset(_END_TAG.findall(whole.lower()))
    others = _lines_of_others(texts)
    code = _code(lines, scan)
    for index, text in enumerate(texts):
        if "<" not in text or index in scan.fenced or index in scan.indented or index in others:
            continue
        edits = [
            Edit(found.start(), found.start() + 1, _ENTITY)
            for found in _WORDS.finditer(text)
            if _is_text(found, closed) and (index, found.start()) not in code
        ]
        edits += [
            Edit(*found.span(), "")
            for found in _SPACED_END.finditer(text)
            if found["name"].lower() in _names() and (index, found.start() - 2) not in code
        ]
        edits += [
            Edit(*found.span(), "")
            for found in _SMART_TAG.finditer(text)
            if (index, found.start()) not in code
        ]
        edits.sort(key=lambda edit: edit.start)
        if edits:
            lines.lines[index].replace_each(edits)


def _is_text(found: re.Match[str], closed: frozenset[str]) -> bool:
    name, words = found["name"].lower(), found["words"].lower().split()
    is_letter = name in _LETTERS and not words and _is_within_words(found)
    if is_letter and (name not in closed or _begins_again(found, name)):
        return True
    if name in closed or _ADDRESSED.search(found.string, 0, found.start()):
        return False
    if name in _ALSO_WORDS and not words and found.string.strip(" \t>") != found[0].strip(">"):
        return True
    return name not in _names() or not _booleans().issuperset(words)


def _is_within_words(found: re.Match[str]) -> bool:
    text, start, end = found.string, *found.span()
    return text[start - 1 : start].isalnum() and text[end : end + 1].isalnum()


def _begins_again(found: re.Match[str], name: str) -> bool:
    """Whether the next tag of a name is one that begins, so that none ends the first one."""
    opens, _, rest = found.string[found.end() :].lower().partition(f"<{name}>")
    return bool(rest) and f"</{name}" not in opens


def _code(lines: SourceLines, scan: SourceScan) -> frozenset[tuple[int, int]]:
    """Where such words stand in a code span, a comment or behind a backslash: line and offset."""
    found: set[tuple[int, int]] = set()
    for region in scan.regions:
        text = "\n".join(line.text for line in lines.lines[region.start : region.end])
        if "<" not in text or not any(sign in text for sign in ("`", "\\", "<!--")):
            continue
        for start, end in hidden(text):
            if text[start] in "`\\" or text.startswith("<!--", start):
                found.update(_places(text, region.start, start, end))
    return frozenset(found)


def _places(text: str, first: int, start: int, end: int) -> Iterator[tuple[int, int]]:
    for sign in re.finditer("<", text[start:end]):
        place = start + sign.start()
        yield first + text.count("\n", 0, place), place - text.rfind("\n", 0, place) - 1


def _lines_of_others(texts: list[str]) -> frozenset[int]:
    """The lines on which code or a drawing stands, or a comment."""
    found: set[int] = set()
    end = ""
    last = max((index for index, text in enumerate(texts) if "-->" in text), default=-1)
    for index, text in enumerate(texts):
        begun = None if end else _OTHER.search(text)
        if begun and begun[2] and not _hides_lines(text, begun.start(), index < last):
            begun = None
        if begun:
            end = f"</{begun[1].lower()}" if begun[1] else "-->"
        if end:
            found.add(index)
            if end in text.lower():
                end = ""
    return frozenset(found)


def _hides_lines(text: str, start: int, is_ended_below: bool) -> bool:
    """Whether a comment begins its line, and something ends it."""
    return not text[:start].strip(" \t>") and (is_ended_below or "-->" in text[start:])


@cache
def _names() -> frozenset[str]:
    kinds = {kind: names for kind, names in elements().items() if kind != _ATTRIBUTES}
    return frozenset(name.removeprefix("df-") for names in kinds.values() for name in names)


@cache
def _booleans() -> frozenset[str]:
    return frozenset(elements()[_ATTRIBUTES])
