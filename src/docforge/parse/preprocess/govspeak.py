"""govspeak, the dialect of GOV.UK's press offices, as the Markdown that pandoc reads.

Its README names the marks; what each means to a reader is kept, how GOV.UK paints it is not.
Recognised by marks that nothing else has, or asked for by `dialect: govspeak`.
"""

import re
from collections.abc import Iterator

from docforge.findings import Severity
from docforge.parse.preprocess.lines import Edit, SourceLines
from docforge.parse.preprocess.remarks import Remark
from docforge.parse.preprocess.scan import SourceScan

_BLOCKS = "CTA|AI|C|A|D|E|I|P|F|!"
# Where content applies, and what its mark says in full.
_NATIONS = {
    "england": "England",
    "scotland": "Scotland",
    "wales": "Wales",
    "london": "London",
    "northern-ireland": "Northern Ireland",
    "england-wales": "England, Wales",
}
_NATION = "|".join(sorted(_NATIONS, key=len, reverse=True))
_CERTAIN = re.compile(
    r"^\$(?:CTA|LegislativeList|EndLegislativeList|PriorityList:\d{1,3})[ ]*$"
    rf"|^[ ]*+\$({_BLOCKS})[ ]*\n(?:(?![ ]*+\$).*\n)+[ ]*+\$\1[ ]*$"
    r"|\{/?stat-headline\}|\{/?button[^{}\n]*\}|\{/?cards\}|\{barchart[^{}\n]*\}"
    r"|\{::highlight-answer\}|(?<![\w])x\[[^\]\n]+\]\([^)\n]+\)x(?!\w)"
    r"|^[ ]*+s1\.[ ][^\n]*\n+[ ]*+s2\.[ ]|^\[(?:embed|content_block):[^\]\n]+\]"
    r"|^\[(?:InlineAttachment|AttachmentLink|Attachment|Contact):[^\]\n]+\]|^\|[^\n]*\|#[ ]"
    r"|^\[Image:[^\]\n]{1,200}\.\w{2,5}[ ]?\]"
    rf"|^:({_NATION}):[^\n]*(?:\n[^\n]+){{0,20}}:\2:[ ]*$"
    # A paragraph or an item between two signs, and a table whose first column has headers, too.
    r"|(?:\A|(?<=\n\n)|^[ ]*+[-*+][ ]++)(?P<sign>[%@^])(?=[^\W\d_][^\n ]*+[ ])[^\n%@^]{1,900}+"
    r"(?P=sign)(?=\n\n|\n?\Z|\n[ ]*[-*+][ ])"
    r"|^\|[^\n]{0,300}\|[ ]*+#[ ]\w[^\n]{0,300}\n\|[ :|-]++\n\|[ ]*+#[ ]?\w",
    re.MULTILINE,
)
# A passage between two signs, each at an edge of a line, and the callout that says the same.
_PASSAGES = {"^": "note", "%": "warning", "@": "important"}
_FENCE = re.compile(rf"\$(?P<name>{_BLOCKS})[ ]*")
# What stands before a mark in an item or a quotation.
_LEAD = re.compile(r"(?:[ ]*+>[ ]?+)*[ ]*+(?:(?:[-*+]|\d{1,3}[.)])[ ]++)?")
_NESTED_ITEM = re.compile(r"[-*+\d.)]")
_IN_LINE = re.compile(rf"\$(?P<name>{_BLOCKS})[ ]+(?P<words>\S.*\S)[ ]+\$(?P=name)[ ]*")
_APPLIES = re.compile(rf":(?P<nation>{_NATION}):(?P<words>.*)")
_CARDS = re.compile(r"\{(?P<end>/?)cards\}")
_MAP = re.compile(r"\(\((?P<url>https?://[^()\s]+)\)\)[ ]*")
_LINED = frozenset({"A", "C"})  # an address and a contact keep their lines
_LIST, _END_LIST = "$LegislativeList", "$EndLegislativeList"
_PRIORITY = re.compile(r"\$PriorityList:\d+[ ]*")
_ITEM = re.compile(r"(?P<indent>[ ]*)[*-][ ](?P<label>\(?[0-9A-Za-z]{1,6})(?P<sign>[.)])[ ]")
_STEP = re.compile(r"[ ]*(?P<label>s(?P<number>\d{1,3})\.[ ]+)")
# kramdown, on which govspeak stands, needs no space; one sign alone may be that of a hashtag.
_HEADING = re.compile(r"#{2,6}(?=[^#\s])")
_STATISTIC = re.compile(r"\{/?stat-headline\}")
_BUTTON = re.compile(r"\{/?button[^{}]*\}")
_EXTERNAL = re.compile(r"(?<!\w)x(?=\[[^\]]+\]\([^)]+\)x(?!\w))|(?<=\))x(?!\w)")
_ATTACHED = re.compile(
    r"\[(?P<kind>InlineAttachment|AttachmentLink|Attachment"
    r"|Image(?=:[^\]\[]{1,200}\.\w{2,5}[ ]?\])):[ ]*+(?P<name>[^\]\[]++)\]"
)
_CHART = re.compile(
    r"\{barchart[^{}]*\}|\{/?(?:address|contact|information)\}|\{:[:/]highlight-answer\}"
)
_HEADED = re.compile(r"(?<=\|)(?:[ ]*+#[ ](?=\w)|#[ ]?)")
_HEADED_ROW = re.compile(r"\|[ ]*+#")
_RULE = re.compile(r"[ ]*+\|?[ ]*+:?-++:?[ ]*+(?:\|[ ]*+:?+-*+:?+[ ]*+)*")


def is_govspeak(text: str) -> bool:
    """Whether marks stand in `text` that only govspeak has."""
    return bool(_CERTAIN.search(text))


def read_govspeak(lines: SourceLines, scan: SourceScan, *, asked: bool) -> Iterator[Remark]:
    """Rewrite every mark of govspeak that has a meaning for readers.

    When the dialect was `asked` for, a callout may do without its second sign.
    """
    verbatim = {id(lines.lines[index]) for index in scan.verbatim}
    index, inside, in_list = 0, "", False
    opened: dict[str, int] = {}
    in_cards = False
    while index < len(lines.lines):
        line = lines.lines[index]
        text = line.text
        if id(line) in verbatim or not text.strip():
            index += 1
            continue
        start = _lead(text)
        if text.strip() in (_LIST, _END_LIST):
            in_list = text.strip() == _LIST
            lines.blank(index)
        elif _PRIORITY.fullmatch(text):  # all items stand on a page that cannot fold them
            lines.blank(index)
        elif fence := _FENCE.fullmatch(text, start):
            inside = "" if inside == fence["name"] else fence["name"]
            if opened.pop(fence["name"], None) is None:
                opened[fence["name"]] = index
            if text[:start].strip():  # the first line of an item goes on
                line.replace(start, len(text), "")
            else:
                lines.blank(index)
        elif block := _IN_LINE.fullmatch(text):
            line.replace_each(
                [_gone(0, block.start("words")), _gone(block.end("words"), len(text))]
            )
        elif (applies := _APPLIES.match(text)) and (
            (end := _nation_end(lines, index, applies["nation"])) is not None
        ):
            index = _applying(lines, index, end, applies)
        elif cards := _CARDS.search(text):
            in_cards = not cards["end"]
            _drop(lines, index, _CARDS)
            _card(lines, index)
        elif place := _MAP.fullmatch(text):
            line.replace_each([Edit(0, 2, "<"), Edit(place.end("url"), len(text), ">")])
        elif text[start:][:1] in _PASSAGES and (
            (end := _passage_end(lines, index, start, asked=asked)) is not None
        ):
            index = _called_out(lines, index, end, start)
        else:
            if in_cards:
                _card(lines, index)
            yield from _line(lines, index, inside, in_list=in_list)
        index += 1
    for name, begun in opened.items():
        yield Remark(
            "MRK007",
            Severity.WARNING,
            f"“${name}” is never closed",
            lines.position(begun, 0),
            f"Write “${name}” on a line of its own where it should end.",
        )


def _gone(start: int, end: int) -> Edit:
    return Edit(start, end, "")


def _lead(text: str) -> int:
    """Where the text of a line begins behind the marks of quotations and of an item."""
    found = _LEAD.match(text)
    return found.end() if found else 0


def _called_out(lines: SourceLines, index: int, end: int, start: int) -> int:
    """Make a callout of the lines from `index`, whose text begins at `start`, to `end`.

    Gives the index of its own end.
    """
    first, last = lines.lines[index], lines.lines[end]
    text = first.text
    sign = text[start]
    stripped = last.text.rstrip()
    if stripped.endswith(sign) and (end > index or len(stripped) > start + 1):
        last.replace(len(stripped) - 1, len(last.text), "")
    lead, inner = text[:start], _NESTED_ITEM.sub(" ", text[:start])
    words = text[start + 1 :]
    first.replace(0, len(text) - len(words.lstrip()), inner)
    lines.insert(end + 1, f"{inner}:::")
    lines.insert(index, f"{lead}::: {_PASSAGES[sign]}")
    above = lines.lines[index - 1].text if index else ""
    if above[_lead(above) :].strip() and lead == inner:
        lines.insert(index, inner.rstrip())
        return end + 3
    return end + 2


def _passage_end(lines: SourceLines, index: int, start: int, *, asked: bool) -> int | None:
    """The line on which a passage between two signs ends, before the next empty one.

    The first sign stands at `start` of the line `index`.
    """
    first = lines.lines[index].text
    sign, inner = first[start], _NESTED_ITEM.sub(" ", first[:start])
    if len(first.strip()) < start + 3:
        return None
    for end in range(index, min(index + 30, len(lines.lines))):
        text = lines.lines[end].text.rstrip()
        if not text or (end > index and not text.startswith(inner)):
            break
        if text.endswith(sign) and (end > index or len(text) > start + 2):
            return end
        if first[start + 1].isspace() and not asked:
            break  # with a space behind it, only a line that it ends, too, is certain
    return index if asked and not start else None


def _nation_end(lines: SourceLines, index: int, nation: str) -> int | None:
    """The line on which content ends that applies to one nation."""
    for end in range(index, min(index + 60, len(lines.lines))):
        text = lines.lines[end].text.rstrip()
        if text.endswith(f":{nation}:") and (end > index or text.count(f":{nation}:") > 1):
            return end
    return None


def _applying(lines: SourceLines, index: int, end: int, found: re.Match[str]) -> int:
    """Make a callout of content that applies to one nation, which it names."""
    mark = f":{found['nation']}:"
    last = lines.lines[end]
    last.replace(len(last.text.rstrip()) - len(mark), len(last.text), "")
    words = found["words"]
    begin = found.start("words") + len(words) - len(words.lstrip())
    lines.lines[index].replace(0, begin, "")
    lines.insert(end + 1, ":::")
    lines.insert(index, f'::: {{.note title="{_NATIONS[found["nation"]]}"}}')
    return end + 2


def _card(lines: SourceLines, index: int) -> None:
    """A card is an item of a list of links."""
    if lines.lines[index].text.lstrip().startswith("["):
        lines.lines[index].replace(0, 0, "- ")


def _line(lines: SourceLines, index: int, inside: str, *, in_list: bool) -> Iterator[Remark]:
    line = lines.lines[index]
    text = line.text
    if in_list and (item := _ITEM.match(text)):
        # The label is the law's own: it stays as words, whatever a list would make of it.
        place = item.start("sign")
        line.replace(place, place, "\\")
    elif step := _STEP.match(text):
        line.replace(step.start("label"), step.end(), f"{step['number']}. ")
        below = lines.lines[index + 1].text if index + 1 < len(lines.lines) else ""
        if below.strip() and not (_STEP.match(below) or below[0].isspace()):
            lines.insert(index + 1)  # a step is one line
    elif heading := _HEADING.match(text):
        line.replace(heading.end(), heading.end(), " ")
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
    return bool(text.strip()) and not _FENCE.fullmatch(text, _lead(text))


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
    if is_body and _HEADED_ROW.match(text):
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
