"""govspeak, the dialect of GOV.UK's press offices, as the Markdown that pandoc reads.

Its README names the marks; what each means to a reader is kept, how GOV.UK paints it is not.
Recognised by marks that nothing else has, or asked for by `dialect: govspeak`.
"""

import re
from collections.abc import Iterator

from docforge.findings import Severity
from docforge.parse.preprocess.lines import SourceLines
from docforge.parse.preprocess.remarks import Remark
from docforge.parse.preprocess.scan import SourceScan

_BLOCKS = "CTA|AI|C|A|D|E|I|P|F"
_CERTAIN = re.compile(
    r"^\$(?:CTA|LegislativeList|EndLegislativeList)[ ]*$"
    rf"|^\$({_BLOCKS})[ ]*\n(?:(?!\$).*\n)+\$\1[ ]*$"
    r"|\{/?stat-headline\}|\{/?button[^{}\n]*\}|(?<![\w])x\[[^\]\n]+\]\([^)\n]+\)x(?!\w)"
    r"|^\[(?:InlineAttachment|Attachment|Contact|Image):[^\]\n]+\]|^\|[^\n]*\|#[ ]",
    re.MULTILINE,
)
# A passage between two signs, each at an edge of a line, and the callout that says the same.
_PASSAGES = {"^": "note", "%": "warning", "@": "important"}
_FENCE = re.compile(rf"\$(?P<name>{_BLOCKS})[ ]*")
_LINED = frozenset({"A", "C"})  # an address and a contact keep their lines
_LIST, _END_LIST = "$LegislativeList", "$EndLegislativeList"
_PRIORITY = re.compile(r"\$PriorityList:\d+[ ]*")
_ITEM = re.compile(r"(?P<indent>[ ]*)[*-][ ](?P<label>\(?[0-9A-Za-z]{1,6})(?P<sign>[.)])[ ]")
_STEP = re.compile(r"s(?P<number>\d{1,3})\.[ ]+")
_STATISTIC = re.compile(r"\{/?stat-headline\}")
_BUTTON = re.compile(r"\{/?button[^{}]*\}")
_EXTERNAL = re.compile(r"(?<!\w)x(?=\[[^\]]+\]\([^)]+\)x(?!\w))|(?<=\))x(?!\w)")
_ATTACHED = re.compile(r"\[(?P<kind>InlineAttachment|Attachment|Image):[ ]*+(?P<name>[^\]\[]++)\]")
_CHART = re.compile(r"\{barchart[^{}]*\}|\{/?(?:address|contact|information)\}")
_HEADED = re.compile(r"(?<=\|)#[ ]?")
_RULE = re.compile(r"[ ]*+\|?[ ]*+:?-++:?[ ]*+(?:\|[ ]*+:?-*+:?[ ]*+)*+")


def is_govspeak(text: str) -> bool:
    """Whether marks stand in `text` that only govspeak has."""
    return bool(_CERTAIN.search(text))


def read_govspeak(lines: SourceLines, scan: SourceScan) -> Iterator[Remark]:
    """Rewrite every mark of govspeak that has a meaning for readers."""
    verbatim = {id(lines.lines[index]) for index in scan.fenced | scan.html}
    index, inside, in_list = 0, "", False
    while index < len(lines.lines):
        line = lines.lines[index]
        text = line.text
        if id(line) in verbatim or not text.strip():
            index += 1
            continue
        if text.strip() in (_LIST, _END_LIST):
            in_list = text.strip() == _LIST
            lines.blank(index)
        elif _PRIORITY.fullmatch(text):  # all items stand on a page that cannot fold them
            lines.blank(index)
        elif fence := _FENCE.fullmatch(text):
            inside = "" if inside == fence["name"] else fence["name"]
            lines.blank(index)
        elif text[0] in _PASSAGES and (end := _passage_end(lines, index, text[0])) is not None:
            last = lines.lines[end]
            last.replace(len(last.text.rstrip()) - 1, len(last.text), "")
            line.replace(0, 1, "")
            lines.insert(end + 1, ":::")
            lines.insert(index, f"::: {_PASSAGES[text[0]]}")
            index = end + 2
        else:
            yield from _line(lines, index, inside, in_list=in_list)
        index += 1


def _passage_end(lines: SourceLines, index: int, sign: str) -> int | None:
    """The line on which a passage between two signs ends, before the next empty one."""
    first = lines.lines[index].text
    if len(first.strip()) < 3 or first[1].isspace():
        return None
    for end in range(index, min(index + 30, len(lines.lines))):
        text = lines.lines[end].text.rstrip()
        if not text:
            return None
        if text.endswith(sign) and (end > index or len(text) > 2):
            return end
    return None


def _line(lines: SourceLines, index: int, inside: str, *, in_list: bool) -> Iterator[Remark]:
    line = lines.lines[index]
    text = line.text
    if in_list and (item := _ITEM.match(text)):
        # The label is the law's own: it stays as words, whatever a list would make of it.
        place = item.start("sign")
        line.replace(place, place, "\\")
    elif step := _STEP.match(text):
        line.replace(0, step.end(), f"{step['number']}. ")
    elif text.startswith("|"):
        _row(lines, index, text)
    if inside in _LINED and index + 1 < len(lines.lines) and _goes_on(lines, index + 1):
        end = len(line.text.rstrip())
        line.replace(end, len(line.text), "\\")
    if "{stat-headline}" in line.text or "{/stat-headline}" in line.text:
        _drop(lines, index, _STATISTIC)
    _drop(lines, index, _BUTTON)
    _drop(lines, index, _CHART)
    if "x[" in line.text:
        _drop(lines, index, _EXTERNAL)
    for match in reversed([*_ATTACHED.finditer(line.text)]):
        name = match["name"].strip()
        made = f"![](<{name}>)" if match["kind"] == "Image" else f"[{name}](<{name}>)"
        line.replace(match.start(), match.end(), made)
        yield Remark(
            "HTM013",
            Severity.WARNING,
            f"“{match[0][:60]}” is read as the file of that name",
            lines.position(index, match.start()),
            "Write ![description](file.png) or [words](file.pdf).",
        )


def _goes_on(lines: SourceLines, index: int) -> bool:
    text = lines.lines[index].text
    return bool(text.strip()) and not _FENCE.fullmatch(text)


def _drop(lines: SourceLines, index: int, pattern: re.Pattern[str]) -> None:
    line = lines.lines[index]
    for match in reversed([*pattern.finditer(line.text)]):
        line.replace(match.start(), match.end(), "")


def _row(lines: SourceLines, index: int, text: str) -> None:
    """Cells that begin with “#” are headers; in the first column, those of their rows."""
    if "#" not in text:
        return
    is_body = index >= 2 and any(
        _RULE.fullmatch(lines.lines[above].text)
        for above in range(max(0, index - 200), index)
        if lines.lines[above].text.startswith("|")
    )
    if is_body and text.startswith("|#"):
        _mark_headers(lines, index)
    _drop(lines, index, _HEADED)


def _mark_headers(lines: SourceLines, index: int) -> None:
    """Say before the table that its first column holds headers, once."""
    first = index
    while first > 0 and lines.lines[first - 1].text.startswith("|"):
        first -= 1
    mark = "{.row-headers}"
    above = lines.lines[first - 1].text.strip() if first else ""
    if above == mark:
        return
    if first and not above:
        lines.lines[first - 1].replace(0, len(lines.lines[first - 1].text), mark)
        return
    lines.insert(first, mark)
    if above:
        lines.insert(first)
