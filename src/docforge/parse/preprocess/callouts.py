"""Callouts as other programs write them become fenced divisions of pandoc.

MkDocs (`!!! warning`), MyST (`:::{warning}`), Docusaurus (`:::warning[Title]`), VuePress
(`::: details Title`) and Obsidian or GitLab (`> [!WARNING] Title`); those of GitHub pandoc knows.
"""

import re

from docforge.document import CALLOUT_KINDS
from docforge.parse.preprocess.callout_lines import KIND_OF, entitle, fold, opening, rewrite
from docforge.parse.preprocess.directives import (
    COLON_DIRECTIVE,
    DROPDOWN,
    FENCED_DIRECTIVE,
    OPTION,
    TITLED,
    class_of,
    read_directive,
)
from docforge.parse.preprocess.lines import SourceLines
from docforge.parse.preprocess.scan import SourceScan

_FOLDED = "details"
_MKDOCS = re.compile(
    r"(?P<indent>[ ]*+)(?P<mark>!!!|\?\?\?\+?)[ ]++(?P<kind>[a-z]++)"
    r'(?:(?:[ ]{1,4}[a-z-]{1,20}+){0,4}[ ]++"(?P<title>[^"]*+)"'
    r"|(?:[ ]{1,4}(?:inline|end)\b){0,2}(?:[ ]++(?P<words>\S.*))?)[ ]*+"
)
_COLONS = re.compile(
    r"(?P<indent>[ ]*)(?P<mark>:{3,})[ ]*(?P<kind>[a-z]+)"
    r"(?:\[(?P<title>[^\]]*)\]|[ ]+(?P<words>[^:{}\s][^{}]*))?[ ]*"
)
# A tab of MkDocs, and what stands between two marks of a quotation in GitLab.
_TAB = re.compile(r'(?P<indent>[ ]*)(?P<mark>===[+!]?)[ ]+"(?P<title>[^"\n]*)"[ ]*')
_QUOTE_FENCE = re.compile(r"[ ]{0,3}>>>[ ]*")
_CLOSING = re.compile(r"[ ]*:{3,}[ ]*")
_ALERT = re.compile(
    r"(?P<indent>[ ]{0,3})>[ ]?\[!(?P<kind>[A-Za-z]+)\](?P<fold>[+-]?)[ \t]*(?P<title>.*)"
)
_QUOTED = re.compile(r"[ ]{0,3}>[ ]?")
_INDENT = 4


def read_callouts(lines: SourceLines, scan: SourceScan) -> None:
    """Rewrite every callout whose kind is known; all else stays as it was typed."""
    _quotations(lines, scan)
    for start, end in reversed(scan.fences):  # since some get a line more
        if found := FENCED_DIRECTIVE.fullmatch(lines.lines[start].text):
            read_directive(lines, start, end - 1, found)
    verbatim = {id(lines.lines[index]) for index in scan.verbatim}
    folded: list[bool] = []  # of each colon fence that is open, whether it is one of details
    index = 0
    while index < len(lines.lines):
        line = lines.lines[index]
        text = line.text
        if ":::" in text and id(line) not in verbatim:
            _colons(lines, index, text, folded)
        elif (found := _MKDOCS.fullmatch(text)) and found["kind"] in KIND_OF | {_FOLDED: ""}:
            if id(line) not in verbatim:
                _indented(lines, index, found, verbatim)
        elif (found := _TAB.fullmatch(text)) and id(line) not in verbatim:
            _indented(lines, index, found, verbatim)
        elif "[!" in text and (found := _ALERT.fullmatch(text)) and id(line) not in verbatim:
            _alert(lines, index, found)
        index += 1


def _quotations(lines: SourceLines, scan: SourceScan) -> None:
    """What stands between two lines “>>>” is a quotation, as in GitLab."""
    marks = [
        index
        for index, line in enumerate(lines.lines)
        if index not in scan.fenced and _QUOTE_FENCE.fullmatch(line.text)
    ]
    for start, end in zip(marks[::2], marks[1::2], strict=False):
        for index in range(start + 1, end):
            lines.lines[index].replace(0, 0, "> ")
        lines.blank(start)
        lines.blank(end)


def _colons(lines: SourceLines, index: int, text: str, folded: list[bool]) -> None:
    if _CLOSING.fullmatch(text):
        if folded and folded.pop():
            rewrite(lines, index, "</details>")
            lines.insert(index)
        return
    found = COLON_DIRECTIVE.fullmatch(text) or _COLONS.fullmatch(text)
    kind = found["kind"] if found else ""
    groups = found.groupdict() if found else {}
    title = (groups.get("title") or groups.get("words") or "").strip()
    kind = _FOLDED if kind == DROPDOWN else kind
    is_folded = found is not None and kind == _FOLDED
    if kind == TITLED:
        kind = class_of(lines, index)
    folded.append(is_folded)
    if found is None or (kind not in KIND_OF and not is_folded):
        return
    if is_folded:
        fold(lines, index, "", title)
    else:
        named = "" if entitle(lines, index, found["indent"], title) else title
        rewrite(lines, index, found["indent"] + opening(found["mark"], kind, named))
        index += not named and bool(title)
    while index + 1 < len(lines.lines) and OPTION.fullmatch(lines.lines[index + 1].text):
        index += 1
        lines.blank(index)


def _indented(lines: SourceLines, index: int, found: re.Match[str], verbatim: set[int]) -> None:
    """A callout of MkDocs: what is indented below its first line."""
    indent = len(found["indent"])
    end = last = index + 1
    while end < len(lines.lines):
        text = lines.lines[end].text
        if text.strip():
            if len(text) - len(text.lstrip(" ")) < indent + _INDENT:
                break
            last = end + 1
        end += 1
    if last == index + 1:
        return
    for line in lines.lines[index + 1 : last]:
        verbatim.discard(id(line))
        if line.text.strip():
            line.replace(indent, indent + _INDENT, "")
    space = found["indent"]
    kind = found.groupdict().get("kind", "")
    # A title without its quotation marks is one all the same.
    title = (found["title"] or found.groupdict().get("words") or "").rstrip()
    if found["mark"] == "!!!":
        rewrite(lines, index, space + opening(":::", kind, title))
        lines.insert(last, space + ":::")
    else:
        title = title or kind.capitalize()
        lines.insert(last, space + "</details>")
        lines.insert(last)
        fold(lines, index, space, title)


def _alert(lines: SourceLines, index: int, found: re.Match[str]) -> None:
    """A callout that is a quotation whose first line names its kind."""
    kind, title = found["kind"].lower(), found["title"].strip()
    if not title and kind in ("note", "tip", "important", "warning", "caution"):
        return
    if kind not in KIND_OF:
        return
    end = index + 1
    while end < len(lines.lines) and (quoted := _QUOTED.match(lines.lines[end].text)):
        lines.lines[end].replace(0, quoted.end(), "")
        end += 1
    if not title and kind not in CALLOUT_KINDS:
        title = found["kind"].capitalize()
    lines.insert(end, ":::")
    named = "" if entitle(lines, index, "", title) else title
    rewrite(lines, index, opening(":::", kind, named))
