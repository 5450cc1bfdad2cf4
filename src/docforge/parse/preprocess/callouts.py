"""Callouts as other programs write them become fenced divisions of pandoc.

MkDocs (`!!! warning`), MyST (`:::{warning}`), Docusaurus (`:::warning[Title]`), VuePress
(`::: details Title`) and Obsidian or GitLab (`> [!WARNING] Title`); those of GitHub pandoc knows.
"""

import html
import re
from collections.abc import Iterator

from docforge.document import CALLOUT_KINDS
from docforge.findings import Severity
from docforge.parse.preprocess.lines import SourceLines
from docforge.parse.preprocess.remarks import Remark
from docforge.parse.preprocess.scan import SourceScan

# What other programs call their callouts, and the kind of ours that says the same.
_KINDS = {name: kind.name for kind in CALLOUT_KINDS.values() for name in kind.names}
_FOLDED = "details"
# MyST's name of it.
_DROPDOWN = "dropdown"
# Directives of MyST that are no code, and stand for what docforge cannot make of them: those that
# hold data, and those that hold text.
_DATA = frozenset(
    {"list-table", "csv-table", "toctree", "tableofcontents", "contents", "include", "eval-rst"}
    | {"literalinclude", "parsed-literal", "autofunction", "automodule", "autoclass", "raw"}
    | {"bibliography", "index", "iframe", "video"}
)
_UNREAD = _DATA | frozenset(
    {"card", "grid", "grid-item", "grid-item-card", "tab-set", "tab-item", "figure-md", "glossary"}
    | {"only", "exercise", "solution", "button"}
)
_TITLED = "admonition"
_CODE = frozenset({"code-block", "code", "sourcecode", "code-cell"})
_MKDOCS = re.compile(
    r"(?P<indent>[ ]*+)(?P<mark>!!!|\?\?\?\+?)[ ]++(?P<kind>[a-z]++)"
    r'(?:(?:[ ]{1,4}[a-z-]{1,20}+){0,4}[ ]++"(?P<title>[^"]*+)"'
    r"|(?:[ ]{1,4}(?:inline|end)\b){0,2}(?:[ ]++(?P<words>\S.*))?)[ ]*+"
)
_MYST = re.compile(r"(?P<indent>[ ]*)(?P<mark>:{3,})[ ]*\{(?P<kind>[a-z-]+)\}[ ]*(?P<title>[^{}]*)")
_COLONS = re.compile(
    r"(?P<indent>[ ]*)(?P<mark>:{3,})[ ]*(?P<kind>[a-z]+)"
    r"(?:\[(?P<title>[^\]]*)\]|[ ]+(?P<words>[^:{}\s][^{}]*))?[ ]*"
)
# A tab of MkDocs, and what stands between two marks of a quotation in GitLab.
_TAB = re.compile(r'(?P<indent>[ ]*)(?P<mark>===[+!]?)[ ]+"(?P<title>[^"\n]*)"[ ]*')
_QUOTE_FENCE = re.compile(r"[ ]{0,3}>>>[ ]*")
_FENCED = re.compile(
    r"(?P<indent>[ ]{0,3})(?P<mark>`{3,}|~{3,})[ ]*\{(?P<kind>[a-z-]+)\}[ ]*(?P<title>[^`{}]*)"
)
_DESCRIBED = re.compile(r"[ ]*:alt:(?P<words>.*)")
_CLASS = re.compile(r"[ ]*:class:[ ]*(?P<kind>[a-z]+)")
_MARKED = re.compile(r"[*_`\[<$\\]")
_CLOSING = re.compile(r"[ ]*:{3,}[ ]*")
_ALERT = re.compile(
    r"(?P<indent>[ ]{0,3})>[ ]?\[!(?P<kind>[A-Za-z]+)\](?P<fold>[+-]?)[ \t]*(?P<title>.*)"
)
_QUOTED = re.compile(r"[ ]{0,3}>[ ]?")
_OPTION = re.compile(r"[ ]*:[a-z-]+:(?:[ ].*)?")
_INDENT = 4


def read_callouts(lines: SourceLines, scan: SourceScan) -> None:
    """Rewrite every callout whose kind is known; all else stays as it was typed."""
    _quotations(lines, scan)
    for start, end in reversed(scan.fences):  # since some get a line more
        if found := _FENCED.fullmatch(lines.lines[start].text):
            _fenced(lines, start, end - 1, found)
    verbatim = {id(lines.lines[index]) for index in scan.verbatim}
    folded: list[bool] = []  # of each colon fence that is open, whether it is one of details
    index = 0
    while index < len(lines.lines):
        line = lines.lines[index]
        text = line.text
        if ":::" in text and id(line) not in verbatim:
            _colons(lines, index, text, folded)
        elif (found := _MKDOCS.fullmatch(text)) and found["kind"] in _KINDS | {_FOLDED: ""}:
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


def unread_directives(lines: SourceLines, scan: SourceScan) -> Iterator[Remark]:
    """A warning for each directive of MyST that stands as code, its title and options lost."""
    for start, _ in scan.fences:
        found = _FENCED.fullmatch(lines.lines[start].text)
        if found and found["kind"] in _UNREAD:
            yield _unread(lines, start, found)
    for start, line in enumerate(lines.lines):
        found = _MYST.fullmatch(line.text) if ":::" in line.text else None
        if found and found["kind"] in _DATA and start not in scan.verbatim:
            end = _closing(lines, start, found["mark"])
            if end is not None:
                for index in (start, end):
                    place = lines.lines[index].text.index(found["mark"])
                    lines.lines[index].replace(place, place + len(found["mark"]), _CODE_MARK)
                yield _unread(lines, start, found)


_CODE_MARK = "`````"


def _closing(lines: SourceLines, start: int, mark: str) -> int | None:
    below = range(start + 1, len(lines.lines))
    return next((index for index in below if lines.lines[index].text.strip() == mark), None)


def _unread(lines: SourceLines, start: int, found: re.Match[str]) -> Remark:
    title = f" ({found['title'].strip()[:60]})" if found["title"].strip() else ""
    mend = "Write in Markdown what it stands for, or take it out."
    if found["kind"].endswith("-table"):
        mend = "Write the table with “|” between its cells and a rule |---|---| below the header."
    return Remark(
        "MRK009",
        Severity.WARNING,
        f"the directive {{{found['kind']}}}{title} of MyST is not read, and stands as code",
        lines.position(start, 0),
        mend,
    )


def _colons(lines: SourceLines, index: int, text: str, folded: list[bool]) -> None:
    if _CLOSING.fullmatch(text):
        if folded and folded.pop():
            _set(lines, index, "</details>")
            lines.insert(index)
        return
    found = _MYST.fullmatch(text) or _COLONS.fullmatch(text)
    kind = found["kind"] if found else ""
    groups = found.groupdict() if found else {}
    title = (groups.get("title") or groups.get("words") or "").strip()
    kind = _FOLDED if kind == _DROPDOWN else kind
    is_folded = found is not None and kind == _FOLDED
    if kind == _TITLED:
        kind = _class_of(lines, index)
    folded.append(is_folded)
    if found is None or (kind not in _KINDS and not is_folded):
        return
    if is_folded:
        _fold(lines, index, "", title)
    else:
        named = "" if _entitle(lines, index, found["indent"], title) else title
        _set(lines, index, found["indent"] + _opening(found["mark"], kind, named))
        index += not named and bool(title)
    while index + 1 < len(lines.lines) and _OPTION.fullmatch(lines.lines[index + 1].text):
        index += 1
        lines.blank(index)


def _class_of(lines: SourceLines, index: int) -> str:
    """The kind that the options below a titled callout of MyST name."""
    for line in lines.lines[index + 1 :]:
        if not _OPTION.fullmatch(line.text):
            break
        if match := _CLASS.match(line.text):
            return match["kind"]
    return "note"


def _fenced(lines: SourceLines, index: int, end: int, found: re.Match[str]) -> None:
    """A directive of MyST in a fence of backticks: what stands in it is text."""
    kind, title = found["kind"], found["title"].strip()
    if lines.lines[end].text.strip() != found["mark"]:
        return
    options = index + 1
    while options < end and _OPTION.fullmatch(lines.lines[options].text):
        options += 1
    if kind in _CODE:
        _drop_options(lines, index, options)
        return
    if kind == _TITLED:
        kind = _class_of(lines, index)
    if kind in ("figure", "image") and title:
        _figure(lines, index, end, title)
        return
    if kind == "table":
        for place in (*range(index + 1, options), end):
            lines.blank(place)
        _set(lines, index, f"Table: {title}" if title else "")
        lines.insert(index + 1)
        return
    is_folded = kind == _DROPDOWN
    if kind not in _KINDS and not is_folded:
        return
    if not any(line.text.strip() for line in lines.lines[options:end]):
        return
    for option in range(index + 1, options):
        lines.blank(option)
    if is_folded:
        _set(lines, end, "</details>")
        lines.insert(end)
        _fold(lines, index, "", title or "Details")
        return
    _set(lines, end, found["indent"] + ":::")
    named = "" if _entitle(lines, index, found["indent"], title) else title
    _set(lines, index, found["indent"] + _opening(":::", kind, named))


def _drop_options(lines: SourceLines, index: int, options: int) -> None:
    """Begin a block of code behind the options of its directive, which are no code."""
    if options > index + 1:
        _set(lines, options - 1, lines.lines[index].text)
        for place in range(index, options - 1):
            lines.blank(place)


def _figure(lines: SourceLines, index: int, end: int, address: str) -> None:
    """A figure of MyST: its description is an option, its caption stands below the options."""
    described = ""
    caption: list[str] = []
    for line in lines.lines[index + 1 : end]:
        if match := _DESCRIBED.match(line.text):
            described = match["words"].strip().replace('"', "&quot;")
        elif not _OPTION.fullmatch(line.text):
            caption.append(line.text.strip())
    words = " ".join(caption).strip()
    attributes = f'{{alt="{described}"}}' if described else ""
    _set(lines, index, f"![{words}](<{address}>){attributes}")
    for place in range(index + 1, end + 1):
        lines.blank(place)


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
        _set(lines, index, space + _opening(":::", kind, title))
        lines.insert(last, space + ":::")
    else:
        title = title or kind.capitalize()
        lines.insert(last, space + "</details>")
        lines.insert(last)
        _fold(lines, index, space, title)


def _alert(lines: SourceLines, index: int, found: re.Match[str]) -> None:
    """A callout that is a quotation whose first line names its kind."""
    kind, title = found["kind"].lower(), found["title"].strip()
    if not title and kind in ("note", "tip", "important", "warning", "caution"):
        return
    if kind not in _KINDS:
        return
    end = index + 1
    while end < len(lines.lines) and (quoted := _QUOTED.match(lines.lines[end].text)):
        lines.lines[end].replace(0, quoted.end(), "")
        end += 1
    if not title and kind not in CALLOUT_KINDS:
        title = found["kind"].capitalize()
    lines.insert(end, ":::")
    named = "" if _entitle(lines, index, "", title) else title
    _set(lines, index, _opening(":::", kind, named))


def _opening(mark: str, kind: str, title: str) -> str:
    named = title.replace("\\", "\\\\").replace('"', "&quot;")
    words = f' title="{named}"' if title else ""
    return f"{mark} {{.{_KINDS[kind]}{words}}}"


def _entitle(lines: SourceLines, index: int, indent: str, title: str) -> bool:
    """Put a title in which marks stand below its opening at `index`, as a heading."""
    if not _MARKED.search(title):
        return False
    lines.insert(index + 1, f"{indent}## {title}")
    return True


def _fold(lines: SourceLines, index: int, indent: str, title: str) -> None:
    """Begin at `index` what is folded, below its title, in which marks may stand."""
    if _MARKED.search(title):
        for text in ("", f"{indent}</summary>", "", indent + title, ""):
            lines.insert(index + 1, text)
        _set(lines, index, f"{indent}<details><summary>")
    else:
        lines.insert(index + 1)
        words = html.escape(title, quote=False)
        _set(lines, index, f"{indent}<details><summary>{words}</summary>")


def _set(lines: SourceLines, index: int, text: str) -> None:
    lines.lines[index].replace(0, len(lines.lines[index].text), text)
