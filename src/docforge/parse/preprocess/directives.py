"""Directives of MyST: callouts, figures and tables in fences of backticks, and their options."""

import re
from collections.abc import Iterator

from docforge.findings import Severity
from docforge.parse.preprocess.callout_lines import KIND_OF, entitle, fold, opening, rewrite
from docforge.parse.preprocess.lines import SourceLines
from docforge.parse.preprocess.remarks import Remark
from docforge.parse.preprocess.scan import SourceScan

# MyST's name of it.
DROPDOWN = "dropdown"
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
TITLED = "admonition"
_CODE_MARK = "`````"
_CODE = frozenset({"code-block", "code", "sourcecode", "code-cell"})
COLON_DIRECTIVE = re.compile(
    r"(?P<indent>[ ]*)(?P<mark>:{3,})[ ]*\{(?P<kind>[a-z-]+)\}[ ]*(?P<title>[^{}]*)"
)
FENCED_DIRECTIVE = re.compile(
    r"(?P<indent>[ ]{0,3})(?P<mark>`{3,}|~{3,})[ ]*\{(?P<kind>[a-z-]+)\}[ ]*(?P<title>[^`{}]*)"
)
_DESCRIBED = re.compile(r"[ ]*:alt:(?P<words>.*)")
_CLASS = re.compile(r"[ ]*:class:[ ]*(?P<kind>[a-z]+)")
OPTION = re.compile(r"[ ]*:[a-z-]+:(?:[ ].*)?")


def unread_directives(lines: SourceLines, scan: SourceScan) -> Iterator[Remark]:
    """A warning for each directive of MyST that stands as code, its title and options lost."""
    for start, _ in scan.fences:
        found = FENCED_DIRECTIVE.fullmatch(lines.lines[start].text)
        if found and found["kind"] in _UNREAD:
            yield _unread(lines, start, found)
    for start, line in enumerate(lines.lines):
        found = COLON_DIRECTIVE.fullmatch(line.text) if ":::" in line.text else None
        if found and found["kind"] in _DATA and start not in scan.verbatim:
            end = _closing(lines, start, found["mark"])
            if end is not None:
                for index in (start, end):
                    place = lines.lines[index].text.index(found["mark"])
                    lines.lines[index].replace(place, place + len(found["mark"]), _CODE_MARK)
                yield _unread(lines, start, found)


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


def class_of(lines: SourceLines, index: int) -> str:
    """The kind that the options below a titled callout of MyST name."""
    for line in lines.lines[index + 1 :]:
        if not OPTION.fullmatch(line.text):
            break
        if match := _CLASS.match(line.text):
            return match["kind"]
    return "note"


def read_directive(lines: SourceLines, index: int, end: int, found: re.Match[str]) -> None:
    """A directive of MyST in a fence of backticks: what stands in it is text."""
    kind, title = found["kind"], found["title"].strip()
    if lines.lines[end].text.strip() != found["mark"]:
        return
    options = index + 1
    while options < end and OPTION.fullmatch(lines.lines[options].text):
        options += 1
    if kind in _CODE:
        _drop_options(lines, index, options)
        return
    if kind == TITLED:
        kind = class_of(lines, index)
    if kind in ("figure", "image") and title:
        _figure(lines, index, end, title)
        return
    if kind == "table":
        for place in (*range(index + 1, options), end):
            lines.blank(place)
        rewrite(lines, index, f"Table: {title}" if title else "")
        lines.insert(index + 1)
        return
    is_folded = kind == DROPDOWN
    if kind not in KIND_OF and not is_folded:
        return
    if not any(line.text.strip() for line in lines.lines[options:end]):
        return
    for option in range(index + 1, options):
        lines.blank(option)
    if is_folded:
        rewrite(lines, end, "</details>")
        lines.insert(end)
        fold(lines, index, "", title or "Details")
        return
    rewrite(lines, end, found["indent"] + ":::")
    named = "" if entitle(lines, index, found["indent"], title) else title
    rewrite(lines, index, found["indent"] + opening(":::", kind, named))


def _drop_options(lines: SourceLines, index: int, options: int) -> None:
    """Begin a block of code behind the options of its directive, which are no code."""
    if options > index + 1:
        rewrite(lines, options - 1, lines.lines[index].text)
        for place in range(index, options - 1):
            lines.blank(place)


def _figure(lines: SourceLines, index: int, end: int, address: str) -> None:
    """A figure of MyST: its description is an option, its caption stands below the options."""
    described = ""
    caption: list[str] = []
    for line in lines.lines[index + 1 : end]:
        if match := _DESCRIBED.match(line.text):
            described = match["words"].strip().replace('"', "&quot;")
        elif not OPTION.fullmatch(line.text):
            caption.append(line.text.strip())
    words = " ".join(caption).strip()
    attributes = f'{{alt="{described}"}}' if described else ""
    rewrite(lines, index, f"![{words}](<{address}>){attributes}")
    for place in range(index + 1, end + 1):
        lines.blank(place)
