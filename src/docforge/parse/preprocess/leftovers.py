"""What only other programs understand and no reader needs: contents, page breaks, attributes.

Contents and page breaks come from the style; a kramdown attribute list says nothing to readers.
"""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from docforge.findings import Severity
from docforge.parse.preprocess.lines import SourceLines
from docforge.parse.preprocess.remarks import Remark
from docforge.parse.preprocess.scan import SourceScan

_CONTENTS = re.compile(
    r"[ ]{0,3}(?:\[TOC\]|\[\[_?TOC_?\]\]|\[_TOC_\]|\{\{toc\}\}|\$\{toc\}|@\[toc\].*)[ ]*",
    re.IGNORECASE,
)
_PAGE = re.compile(r"[ ]{0,3}\\(?:newpage|pagebreak|clearpage)(?:\{\})?[ ]*")
_ATTRIBUTES = re.compile(r"(?P<before>[ \t>]*)\{:(?P<inner>[^{}\n]*)\}[ \t]*")
_HEADING_ATTRIBUTES = re.compile(r"([ ]{0,3}#{1,6}[ ].*?[ ])\{:(?P<inner>[^{}\n]*)\}[ ]*")
# Behind marked words, behind the mark of an item, and at the end of a line.
_SPAN_ATTRIBUTES = re.compile(
    r"(?<=[*_`)\]>])\{:[^{}\n]*\}|(?<=[-*+.)][ ])\{:[^{}\n]*\}[ ]*"
    r"|(?<![ ])[ ]++\{:[^{}\n]*+\}[ ]*+$"
)
_ITEM = re.compile(r"[ ]*(?:[*+-]|\d{1,3}[.)])[ ]+\S.*")
_HEADING = re.compile(r"[ ]{0,3}#{1,6}[ ]")
_IDENT = re.compile(r"#([\w-]+)")
_YAML = re.compile(r"---[ ]*")
_KEY = re.compile(r"[A-Za-z_][\w-]*:(?:[ ]|$)")


def drop_leftovers(lines: SourceLines, scan: SourceScan) -> Iterator[Remark]:
    """Leave each such mark's line empty, with one note for all of a kind."""
    dropped: dict[str, list[int]] = {}
    verbatim = scan.verbatim
    for index, line in enumerate(lines.lines):
        text = line.text
        if index in verbatim or not text or not ("{:" in text or "[" in text or "\\" in text):
            continue
        if _CONTENTS.fullmatch(text):
            dropped.setdefault("contents", []).append(index)
        elif _PAGE.fullmatch(text):
            dropped.setdefault("page", []).append(index)
        elif (found := _ATTRIBUTES.fullmatch(text)) is not None:
            _attributes(lines, index, found, dropped)
        elif (found := _HEADING_ATTRIBUTES.fullmatch(text)) is not None:
            dropped.setdefault("attributes", []).append(index)
            named = _IDENT.search(found["inner"])
            line.replace(found.end(1), len(text), f"{{#{named[1]}}}" if named else "")
        else:
            for match in reversed([*_SPAN_ATTRIBUTES.finditer(text)]):
                if text.count("`", 0, match.start()) % 2 == 0:
                    dropped.setdefault("attributes", []).append(index)
                    line.replace(match.start(), match.end(), "")
    for kind, places in dropped.items():
        yield _told(lines, kind, places)
        if kind != "attributes":
            for index in places:
                lines.blank(index)


def _attributes(
    lines: SourceLines, index: int, found: re.Match[str], dropped: dict[str, list[int]]
) -> None:
    before = lines.lines[index - 1].text if index else ""
    inner = found["inner"].strip()
    if inner == "toc" or inner.startswith("toc "):
        dropped.setdefault("contents", []).append(index)
        if _ITEM.fullmatch(before):
            dropped["contents"].append(index - 1)
        return
    dropped.setdefault("attributes", []).append(index)
    if (ident := _IDENT.search(inner)) and _HEADING.match(before):
        end = len(before.rstrip())
        lines.lines[index - 1].replace(end, len(before), f" {{#{ident[1]}}}")
    lines.lines[index].replace(0, len(lines.lines[index].text), found["before"].rstrip())


def _told(lines: SourceLines, kind: str, places: list[int]) -> Remark:
    what, hint = {
        "contents": (
            "a mark for contents is left out",
            "Contents come by themselves; “toc: true” in the front matter asks for them.",
        ),
        "page": ("a page break is left out", "Delete it: the style breaks pages."),
        "attributes": (
            "an attribute list of kramdown is left out",
            "Write {.class} before a block, or delete it.",
        ),
    }[kind]
    times = f" ({len(places)} times)" if len(places) > 1 else ""
    return Remark("HTM012", Severity.NOTE, what + times, lines.position(min(places), 0), hint)


def second_front_matter(lines: SourceLines, scan: SourceScan) -> Iterator[Remark]:
    """A warning for keys and values between two rules in the middle of the text."""
    fences = [
        index
        for index, line in enumerate(lines.lines)
        if index not in scan.verbatim and _YAML.fullmatch(line.text)
    ]
    for first, last in pairwise(fences):
        inner = [line.text for line in lines.lines[first + 1 : last] if line.text.strip()]
        if inner and last - first < 40 and all(_KEY.match(text) for text in inner):
            yield Remark(
                "CFG008",
                Severity.WARNING,
                "a second block of front matter stands in the text and is published",
                lines.position(first, 0),
                "Move its keys to the first lines of the file, or delete it.",
            )


_PROSE = re.compile(
    r"!\[[^\]\[]*+\]\([^)\[]++\)|\*\*[^*\s][^*]*\*\*|\]\(https?://"
    r"|(?<![^\W\d_])(?:[^\W\d_]{2,}+[,;]? ){9}"
)


def _text_of(lines: SourceLines) -> Callable[[int], str]:
    return lambda index: lines.lines[index].text.rstrip()


def prose_as_code(lines: SourceLines, scan: SourceScan) -> Iterator[Remark]:
    """A warning for text that is code only because it is indented by four spaces or more."""
    indented = sorted(scan.indented)
    block: list[int] = []
    for index, following in pairwise((*indented, -1)):
        block.append(index)
        if following == index + 1:
            continue
        # Code is announced by a colon; a list's own text that was indented too far is not.
        before = next((t for t in map(_text_of(lines), range(block[0] - 1, -1, -1)) if t), "")
        is_shown = before.endswith(":") and not _ITEM.fullmatch(before)
        if not is_shown and any(_PROSE.search(lines.lines[place].text) for place in block):
            yield Remark(
                "LST010",
                Severity.WARNING,
                "this text is read as code, because it is indented by four spaces or more",
                lines.position(block[0], 0),
                "Begin its lines as far left as the text of its list item, or of the page.",
            )
        block = []


_CALLOUT_FENCE = re.compile(r"[ ]{0,3}(:{3,})[ \t]*(.*?)[ \t]*")


def open_callouts(lines: SourceLines, scan: SourceScan) -> Iterator[Remark]:
    """A remark for each callout that nothing closes: all that follows stands in it."""
    opened: list[tuple[int, int]] = []
    for index, line in enumerate(lines.lines):
        fence = None if index in scan.verbatim else _CALLOUT_FENCE.fullmatch(line.text)
        if fence is None:
            continue
        if fence[2].strip(":"):
            opened.append((index, len(fence[1])))
        elif opened and len(fence[1]) >= opened[-1][1]:
            opened.pop()
    for index, _ in opened:
        yield Remark(
            "MRK007",
            Severity.WARNING,
            f"“{lines.lines[index].text.strip()[:60]}” is never closed: all that follows stands "
            "in it",
            lines.position(index, 0),
            "Write “:::” on a line of its own where it should end.",
        )
