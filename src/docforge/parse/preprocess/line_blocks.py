"""Lines that stand each by itself: line blocks with “|”, lists glued to text, and addresses.

Invariant: a line break is put where a mark asks for it; where only the look does, a remark says so.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from docforge.findings import Severity
from docforge.parse.preprocess.clauses import are_clauses
from docforge.parse.preprocess.lines import SourceLines
from docforge.parse.preprocess.remarks import Remark
from docforge.parse.preprocess.scan import Region, SourceScan

# A bar and a line, the first perhaps behind the labels of items.
_BAR = re.compile(
    r"(?P<before>[ \t>]*(?:(?:[-*+:]|\(?(?:\d{1,9}|[A-Za-z]{1,4})[.)])[ \t]+)*)"
    r"\|(?:[ \t]+|$)(?=[^|]*$)"
)
_FENCE = re.compile(r"[ \t>]*:{3,}")
_ITEM = re.compile(r"(?:[-*+]|\(?(?:\d{1,4}|[^\W\d_]|[ivxlcdmIVXLCDM]{2,4})[.)])[ ]")
_ITEM_LINES = 3
_BROKEN = re.compile(r"(?:\\|[ ]{2}|<br[ ]*+/?>)$")
_ENDED = re.compile(r"(?<!\\)(?:\\\\){0,9}\\$")
# The first line of a callout of GitHub, the attributes of what is below, the fence around it, and
# the mark above the signature of an e-mail (RFC 3676, 4.3).
_NO_LINE = re.compile(r"--[ ]*|\[![A-Za-z]+\][+-]?[ \t]*|\{[^{}]*\}[ \t]*|:{3,}[^:]*:*[ \t]*")
_QUOTE = re.compile(r"(?:[ \t]*>)*[ \t]*")
_MARKED = re.compile(r"[|<!\[*_#~=:$%^{}\\-]|\+[ ]|\d{1,9}[.)][ ]|[a-z][.)][ ]|[A-Z]\)[ ]")
_RULE = re.compile(r"[ ]{0,3}-{2,}(?:[ ]+-{2,})+[ ]*")
# A line that was broken at a width is about as long as the others; one of an address is short.
_LONGEST = 48
_MOST = 14
# What an address, a name plate or hours of opening hold in some line.
_TELLING = re.compile(r"\d{2}|@|\bwww\.|^\d")


# A line in bold that ends as a heading does.
_BOLD_LINE = re.compile(
    r"[ ]{0,3}(?P<mark>\*\*|__)(?=[^\s*_])[^*_\n]{1,80}(?<![\s.,;:!…])(?P=mark)[ ]?"
)


# What ends a line of an address, and no sentence.
_SHORT_FORM = re.compile(
    r"(?:\b(?:Ave|Blvd|Co|Esq|Inc|Jr|Ltd|Rd|Sr|St)|\w[Ss]tr|\b(?:[A-Z][a-z]?\.){1,3}[A-Z])\.[ ]*$"
)


def read_line_blocks(lines: SourceLines, scan: SourceScan) -> None:
    """Two or more lines that begin with a bar and hold no other one: each ends in a break."""
    for region in scan.regions:
        if region.kind != "paragraph" or region.end - region.start < 2:
            continue
        block = lines.lines[region.start : region.end]
        while block and _FENCE.match(block[0].text):  # which is no text of the paragraph
            del block[0]
        while block and _FENCE.match(block[-1].text):
            del block[-1]
        bars = [_BAR.match(line.text) for line in block]
        if len(bars) < _TWO or not all(bars):
            continue
        for index, (line, bar) in enumerate(zip(block, bars, strict=True)):
            if bar is None:
                continue
            end = len(line.text.rstrip())
            if _ENDED.search(line.text, 0, end):
                end -= 1  # its break was typed, too
            if index + 1 < len(block):
                line.replace(end, len(line.text), "\\")
            line.replace(len(bar["before"]), bar.end(), "" if end > bar.end() else "&nbsp;")


def single_lines(lines: SourceLines, scan: SourceScan) -> Iterator[Remark]:
    """A warning for short lines, as of an address, that flow into one paragraph."""
    for region in scan.regions:
        if region.kind != "paragraph":
            continue
        if region.start and _RULE.fullmatch(lines.lines[region.start - 1].text):
            continue  # the rows of a table with columns set off by spaces, which is told
        start, end = _without_marks(lines, region)
        count = end - start
        if not _TWO <= count <= _MOST:
            continue
        block = [line.text for line in lines.lines[start:end]]
        bare = [_QUOTE.sub("", line, count=1) for line in block]
        if _ITEM.match(bare[0]) and count < _ITEM_LINES:
            continue  # an item that was broken at a width
        if block[0].strip().count("\t") == block[1].strip().count("\t") > 0:
            continue  # a table with tabs, which is a finding of its own
        if _BOLD_LINE.fullmatch(block[0]) and not _MARKED.match(bare[1]):
            yield Remark(
                "LST012",
                Severity.WARNING,
                f"“{bare[0].strip(' *_')[:60]}” flows into the text below it",
                lines.position(start, 0),
                "Write “## ” before a heading, or leave an empty line below it.",
            )
        elif _stand_apart(bare) or are_clauses(bare):
            yield Remark(
                "LST012",
                Severity.WARNING,
                f"these {count} lines flow into one paragraph: a single line end is a space",
                lines.position(start, 0),
                "End each of them but the last with a backslash, or make a list of them.",
            )


def _without_marks(lines: SourceLines, region: Region) -> tuple[int, int]:
    """The lines of a region without those that only say what the others are."""
    start, end = region.start, region.end
    while start < end and _is_mark(lines.lines[start].text):
        start += 1
    while start < end and _is_mark(lines.lines[end - 1].text):
        end -= 1
    return start, end


def _is_mark(line: str) -> bool:
    return _NO_LINE.fullmatch(_QUOTE.sub("", line, count=1)) is not None


# An item's label before a capital letter, and the end of a sentence above it: “12. Mai” is none.
_LABELLED = re.compile(r"[ ]{0,3}(?P<label>\(?\d{1,2}[.)])[ ]+[\"“„«(]?[^\W\d_a-z]")
_LETTERED = re.compile(r"[ ]{0,3}(?P<label>[^\W\d_A-Za-zªº]\\?\))[ ]+\S")  # é) is no label
_SENTENCE = re.compile(r"[.!?;:][\"”“’»)*_]{0,3}[ ]*$")


def labelled_lines(lines: SourceLines, scan: SourceScan) -> Iterator[Remark]:
    """A warning for a line that begins as an item does, and flows into the sentence above it."""
    for region in scan.regions:
        if region.kind != "paragraph":
            continue
        block = [line.text for line in lines.lines[region.start : region.end]]
        for index, (above, text) in enumerate(pairwise(block), region.start + 1):
            label = _LABELLED.match(text)
            if label and not (_SENTENCE.search(above) and text[label.end() - 1].isupper()):
                label = None
            if label := label or (_LETTERED.match(text) if not _BROKEN.search(above) else None):
                yield Remark(
                    "LST012",
                    Severity.WARNING,
                    f"“{_as_typed(text)[:60]}” begins like an item, and flows into the line above",
                    lines.position(index, label.start("label")),
                    "Leave an empty line above it, or end that line with a backslash.",
                )
                break


def _as_typed(text: str) -> str:
    """A line without the backslashes that were put into it on the way."""
    return re.sub(r"\\([.)])", r"\1", text.strip()).removesuffix("\\")


def _stand_apart(block: list[str]) -> bool:
    if any(len(line) > _LONGEST or not line or _MARKED.match(line) for line in block[1:]):
        return False
    flowing = [(line, after) for line, after in pairwise(block) if not _BROKEN.search(line)]
    if not flowing:
        return False
    for line, after in flowing:
        if line.rstrip()[-1:] in ".!?;-–—。！？،؛" and not _SHORT_FORM.search(line):
            return False
        if len(line) > _LONGEST or not _begins(after):
            return False
    longest = max(map(len, block))
    telling = [bool(_TELLING.search(line)) for line in block]
    if len(block) == _TWO:
        return telling[1] or (telling[0] and longest <= _SHORT) or _has_room(block)
    caseless = any(line[0].isalpha() and line[0].lower() == line[0].upper() for line in block)
    if caseless:  # where nothing but the length tells a sentence from a name
        return longest <= (_SHORT if any(telling) else _SHORTEST)
    return any(telling) or longest <= _SHORT


def _has_room(block: list[str]) -> bool:
    """Whether the line above was ended on purpose, as a name is, and no sentence ends below."""
    above, line = (text.strip() for text in block)
    room = len(above) + len(line.split()[0]) < max(len(above), len(line))
    return room and _ENDS.search(line) is None


_ENDS = re.compile(r"[.!?:;,…。！？、][\"'”’»)*_]*$")


def _begins(line: str) -> bool:
    """Whether a line begins as one of an address does, and not in the middle of a sentence."""
    first, word = line[0], line.split()[0]
    if "@" in word or word.lower().startswith(("www.", "http", "c/o")):
        return True
    return first in "+(（【●■◆▼○◎" or first.isdigit() or (first.isalpha() and not first.islower())


_TWO, _SHORT, _SHORTEST = 2, 30, 16


_LABEL = re.compile(
    r"(?P<prefix>(?:[ \t]*>)*)(?P<indent>[ \t]*)"
    r"(?P<open>\(?)(?P<label>[a-z]{1,4}|\d{1,9})(?P<close>[.)])[ \t]+\S"
)
_FAR = 60
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


def part_lists(lines: SourceLines, scan: SourceScan) -> None:
    """Put an empty line before each list of two or more items right below a line of text.

    CommonMark lets only bullets and a first “1.” do without (0.31, 5.3).
    """
    verbatim = scan.verbatim
    rows = {row for region in scan.regions if region.kind == "row" for row in _span(region)}
    before: list[int] = []
    flowing: set[int] = set()  # lines with a label that go on with the text above them
    for index in range(1, len(lines.lines) - 1):
        if index in verbatim or index in rows or index - 1 in verbatim:
            continue
        label = _LABEL.match(lines.lines[index].text)
        if label is None or (label["open"], label["label"]) == ("", "1"):
            continue
        if not lines.lines[index - 1].text.strip(" \t>"):
            continue
        above = _LABEL.match(lines.lines[index - 1].text)
        if above is not None and _indent(above) >= _indent(label) and index - 1 not in flowing:
            continue
        is_item = _item_above(lines, index, label)
        if _opens_inside(lines, index, label) or (_followed(lines, index, label) and not is_item):
            before.append(index)
        elif not is_item:
            flowing.add(index)
    for index in reversed(before):
        prefix = _LABEL.match(lines.lines[index].text)
        lines.insert(index, prefix["prefix"] if prefix else "")


_ABOVE = re.compile(
    r"(?:[ \t]*>)*(?P<indent>[ \t]*)(?:[-*+]|\(?(?:[A-Za-z]{1,4}|\d{1,9})[.)])[ \t]+\S"
)
_FIRST = frozenset({"a", "i", "1"})


def _opens_inside(lines: SourceLines, index: int, label: re.Match[str]) -> bool:
    """Whether a first label is indented below the item on the line above it, and so inside it."""
    above = _ABOVE.match(lines.lines[index - 1].text)
    return label["label"] in _FIRST and above is not None and _indent(above) < _indent(label)


def _indent(label: re.Match[str]) -> int:
    return len(label["indent"].expandtabs(4))


def _span(region: Region) -> range:
    return range(region.start, region.end)


def _item_above(lines: SourceLines, index: int, label: re.Match[str]) -> bool:
    """Whether an item of the same list stands above, whose text goes on to this line."""
    for above in range(index - 1, max(index - _FAR, -1), -1):
        text = lines.lines[above].text
        if not text.strip(" \t>"):
            return False
        found = _LABEL.match(text)
        if found is not None and _indent(found) <= _indent(label):
            return _indent(found) == _indent(label) and _alike(found, label)
    return False


def _followed(lines: SourceLines, index: int, label: re.Match[str]) -> bool:
    """Whether the next item of the list stands below, in the same paragraph."""
    for below in range(index + 1, min(index + _FAR, len(lines.lines))):
        text = lines.lines[below].text
        if not text.strip(" \t>"):
            return False
        found = _LABEL.match(text)
        if found is not None and _indent(found) == _indent(label):
            return _alike(label, found)
    return False


def _alike(label: re.Match[str], after: re.Match[str]) -> bool:
    """Whether two labels have the same brackets and kind, and the second counts on."""
    if (label["open"], label["close"]) != (after["open"], after["close"]):
        return False
    one, other = label["label"], after["label"]
    if one.isdigit() or other.isdigit():
        if not (one.isdigit() and other.isdigit()):
            return False
        step = int(other) - int(one)
        return step == 1 or (0 < step < 10 and int(one) < 100)  # years are no labels
    if one in _ROMAN and other in _ROMAN:
        return _ROMAN.index(one) < _ROMAN.index(other)
    return len(one) == len(other) and one < other
