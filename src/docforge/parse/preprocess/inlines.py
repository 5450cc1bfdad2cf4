"""Marks inside lines that other programs know and pandoc's dialect does not.

Invariant: a mark is rewritten only where it can mean one thing; all else stays for a finding.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

from docforge.findings import Severity
from docforge.parse.preprocess.lines import Edit, SourceLines, line_of
from docforge.parse.preprocess.remarks import Remark
from docforge.parse.preprocess.scan import Region, SourceScan, hidden

# A quick look, so that a source without any of these is not searched further.
_ANY = re.compile(
    r"==|%%|!\[[^\[\]|\n]*+\||\]\([“”„\"'‘]|\{[=+~>-]|\^\[|\]\([^()<>\n]*[ \t]"
    r"|\*\*|\*[^\s\w*]|[^\s\w*]\*"
)
_MARKS = re.compile(
    r"(?P<mark>(?<![=\w])==(?=[^\s=])(?P<marked>[^=\n]*[^\s=])==(?![=\w]))"
    r"|\{==(?P<highlighted>[^{}\n]+)==\}"
    r"|\{\+\+(?P<added>[^{}\n]+)\+\+\}"
    r"|\{--(?P<deleted>[^{}\n]+)--\}"
    r"|\{~~(?P<old>[^{}\n~]*)~>(?P<new>[^{}\n~]*)~~\}"
    r"|\{>>(?P<comment>[^{}\n]*)<<\}"
    r"|(?<![%\d])%%(?![%\s]*\n)(?P<obsidian>[^%\n]{1,2000})%%(?!%)"
    r"|\^(?P<raised>\[\d{1,3}\])\^"
    r"|\^\[(?!\^[^\[\]\s]{1,60}\])(?P<note>[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]"
    r"|(?P<strong>(?<!\*)\*{1,2}(?!\*)(?=(?P<bold>[^*\n]+)\*))"
)
# A file's name with spaces, perhaps with a part in brackets, and a telephone number in groups.
_FILE = re.compile(
    r"\]\((?P<file>(?![<\"'])(?:[^()<>\"'\n]*[^()<>\"'\s][ ][^()<>\"'\n]*"
    r"|[^()<>\"'\n]{1,200}[ ]\([^()<>\"'\n]{1,60}\)[^()<>\"'\n]{0,100})"
    r"\.[A-Za-z0-9]{2,5}(?:#[^()\s]*)?"
    r"|tel:[+\d][\d .-]{3,30})\)"
)
# The size of an image as GitLab and Obsidian write it, which says nothing to readers, and a file's
# name with spaces before a title.
_SIZE = re.compile(r"!\[[^\[\]\n]*[^\s\\](?P<bar>\\?\|\d{1,4}(?:x\d{1,4})?)\]\(")
_SIZED = re.compile(r"(?<=\]\()[^()\s]+(?P<size>[ ]+=\d{0,4}x\d{0,4})(?=[ ]*[)\"'])")
_TITLED = re.compile(
    r"!\[[^\[\]\n]*\]\("
    r"(?P<file>(?![<\"'])[^()<>\"'\n]*[^()<>\"'\s][ ][^()<>\"'\n]*\.[A-Za-z0-9]{2,5})"
    r"[ ]+(?:\"[^\"\n]*\"|'[^'\n]*')[ ]*\)"
)
# An address in quotation marks, which word processors put around it or curl.
_QUOTED = re.compile(
    r"\]\((?P<open>[“”„\"'‘])(?P<address>(?:https?://|mailto:|\.{0,2}/)[^\s“”„\"'‘’()]*)"
    r"(?P<close>[”“\"'’])\)"
)


def rewrite_inlines(lines: SourceLines, scan: SourceScan) -> Iterator[Remark]:
    """Rewrite the marks of every region; a remark for each that leaves something out."""
    notes: list[tuple[int, str]] = []
    joined: list[int] = []
    taken = {name for line in lines.lines for name in re.findall(r"\[\^([^\]\[\s]++)\]", line.text)}
    for region in scan.regions:
        text = "\n".join(line.text for line in lines.lines[region.start : region.end])
        if not _ANY.search(text):
            continue
        ends = [match.start() for match in re.finditer("\n", text)]
        edits: list[Edit] = []
        for edit, remark in _edits(text, region, notes, taken):
            edits.append(edit)
            if remark:
                line, offset = line_of(ends, edit.start)
                position = lines.position(region.start + line, offset)
                code, message, hint = remark
                yield Remark(code, Severity.WARNING, message, position, hint)
        joined += _rewrite(lines, region, ends, edits)
    numbered = [(lines.lines[line].number, words) for line, words in notes]
    for index in sorted(joined, reverse=True):
        del lines.lines[index]
    for number, words in numbered:
        _define(lines, number, words)


def _rewrite(
    lines: SourceLines, region: Region, ends: list[int], edits: list[Edit]
) -> Iterator[int]:
    """Make `edits` of a region; gives the lines that have gone into the one before them."""
    waiting: dict[int, list[Edit]] = {}
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        (line, offset), (last, end) = line_of(ends, edit.start), line_of(ends, edit.end)
        first, text = region.start + line, edit.text
        if last > line:  # a note over several lines: what follows it stands behind its mark
            final = region.start + last
            lines.lines[final].replace_each(reversed(waiting.pop(final, [])))
            text += lines.lines[final].text[end:]
            end = len(lines.lines[first].text)
            yield from range(first + 1, final + 1)
        waiting.setdefault(first, []).append(Edit(offset, end, text))
    for index, made in waiting.items():
        lines.lines[index].replace_each(reversed(made))


def _define(lines: SourceLines, number: int, words: str) -> None:
    """Put the definition of an inline note at the end, where its words still know their line."""
    for text in ("", words):
        lines.insert(len(lines.lines), text)
        lines.lines[-1].number = number


_Told = tuple[str, str, str] | None


def _edits(
    text: str, region: Region, notes: list[tuple[int, str]], taken: set[str]
) -> Iterator[tuple[Edit, _Told]]:
    covers = [*hidden(text)]
    starts = [start for start, _ in covers]

    def is_hidden(place: int) -> bool:
        index = bisect_right(starts, place) - 1
        return index >= 0 and place < covers[index][1]

    emphasized = 0  # up to where bold or italic words were met: what ends them begins nothing
    for match in _MARKS.finditer(text):
        if match["strong"] is not None:
            if match.start() < emphasized or not _closed(text, match):
                continue
            emphasized = match.end("bold") + len(match["strong"])
        if is_hidden(match.start()) and text[match.start()] != "{":
            continue
        if (made := _marked(text, match)) is not None:
            if not any(is_hidden(place) for place in (match.start(), _end(match) - 1)):
                yield from made
        elif match["raised"] is not None:  # as copied from a wiki, and no note of its own
            start, end = match.span("raised")
            yield Edit(start, start, "\\"), None
            yield Edit(end - 1, end - 1, "\\"), None
        elif match["note"] is not None and not is_hidden(match.start()):
            name = _free(taken)
            line = region.start + text.count("\n", 0, match.start())
            words = re.sub(r"\n[ \t>]*", " ", match["note"]).strip()
            notes.append((line, f"[^{name}]: {words}"))
            yield Edit(match.start(), match.end(), f"[^{name}]"), None

    def is_code(place: int) -> bool:
        return any(text[low] == "`" for low, high in covers if low <= place < high)

    for pattern, group in ((_SIZE, "bar"), (_SIZED, "size")):
        for match in pattern.finditer(text):
            if not is_code(match.start()):
                yield Edit(*match.span(group), ""), None
    for match in _QUOTED.finditer(text):
        if not is_code(match.start()):
            yield Edit(*match.span("open"), ""), None
            yield Edit(*match.span("close"), ""), None
    for match in (*_FILE.finditer(text), *_TITLED.finditer(text)):
        start, end = match.span("file")
        if not is_code(start):
            yield Edit(start, end, f"<{match['file'].strip()}>"), None


def _marked(text: str, match: re.Match[str]) -> list[tuple[Edit, _Told]] | None:
    """The edits that put HTML in the place of a mark around words; None when it is no such."""
    tags = {"marked": "mark", "highlighted": "mark", "added": "ins", "deleted": "del"}
    for group, tag in tags.items():
        if match[group] is not None:
            return [*_tagged(match, group, tag)]
    if match["old"] is not None:
        words = f"<del>{match['old']}</del><ins>{match['new']}</ins>"
        return [(Edit(match.start(), match.end(), words), None)]
    if (comment := match["comment"] or match["obsidian"]) is not None:
        told = (
            "HTM011",
            f"the comment “{comment.strip()[:60]}” is left out",
            "Delete it before you publish.",
        )
        return [(Edit(match.start(), match.end(), ""), told)]
    if match["strong"] is not None and _needs_help(text, match):
        tag = "strong" if match["strong"] == "**" else "em"
        return [*_tagged(match, "bold", tag)]
    return [] if match["strong"] is not None else None


def _tagged(match: re.Match[str], group: str, tag: str) -> Iterator[tuple[Edit, _Told]]:
    start, end = match.span(group)
    yield Edit(match.start(), start, f"<{tag}>"), None
    yield Edit(end, _end(match), f"</{tag}>"), None


def _closed(text: str, match: re.Match[str]) -> bool:
    """Whether as many stars end bold or italic words as begin them."""
    after = text[match.end("bold") : match.end("bold") + 3]
    return len(after) - len(after.lstrip("*")) == len(match["strong"])


def _end(match: re.Match[str]) -> int:
    """Where a mark ends: stars are looked at, so that what they stand around is read, too."""
    return match.end("bold") + len(match["strong"]) if match["strong"] else match.end()


def _needs_help(text: str, match: re.Match[str]) -> bool:
    """Whether `**` beside Chinese or Japanese signs is no mark to CommonMark (6.2)."""
    inner = match["bold"]
    if inner[0].isspace() or inner[-1].isspace():
        return False
    end = _end(match)
    before, after = text[match.start() - 1 : match.start()] or " ", text[end : end + 1] or " "
    opens = not _is_sign(inner[0]) or before.isspace() or _is_sign(before)
    closes = not _is_sign(inner[-1]) or after.isspace() or _is_sign(after)
    wide = any(
        unicodedata.east_asian_width(c) in "WF" for c in (before, inner[0], inner[-1], after)
    )
    return wide and not (opens and closes)


def _is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _free(taken: set[str]) -> str:
    number = 1
    while f"inline-{number}" in taken:
        number += 1
    taken.add(f"inline-{number}")
    return f"inline-{number}"
