"""What only other programs understand and no reader needs: contents, page breaks, attributes.

Contents and page breaks come from the style; a kramdown attribute list says nothing to readers.
"""

import re
from collections.abc import Callable, Iterator, Set
from itertools import pairwise

from docforge.findings import Severity
from docforge.parse.preprocess.lines import SourceLines
from docforge.parse.preprocess.remarks import Remark
from docforge.parse.preprocess.scan import SourceScan

_CONTENTS = re.compile(
    r"[ ]{0,3}(?:\[TOC\]|\[\[_?TOC_?\]\]|\[_TOC_\]|\{\{toc\}\}|\$\{toc\}|@\[toc\].*)[ ]*",
    re.IGNORECASE,
)
_PAGE = re.compile(r"[ ]{0,3}(?:\\(?:newpage|pagebreak|clearpage)(?:\{\})?|\{pagebreak\})[ ]*")
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
_MAY = re.compile(r"\{:|\[|\\|\{toc\}|\{pagebreak\}", re.IGNORECASE)
_YAML = re.compile(r"---[ ]*")
_KEY = re.compile(r"[A-Za-z_][\w-]*:(?:[ ]|$)")


def drop_leftovers(lines: SourceLines, scan: SourceScan) -> Iterator[Remark]:
    """Leave each such mark's line empty, with one note for all of a kind."""
    dropped: dict[str, list[int]] = {}
    verbatim = scan.verbatim
    for index, line in enumerate(lines.lines):
        text = line.text
        if index in verbatim or not text or not _MAY.search(text):
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
        yield _remark(lines, kind, places)
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


def _remark(lines: SourceLines, kind: str, places: list[int]) -> Remark:
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
    r"|(?<![^\W\d_])(?:[^\W\d_]{1,30}+[,;]? ){9}"
    r"|^[ \t]*+[-*+][ ]{5,}+[-*+][ ]++\S"  # a bullet far behind another one
)


# Below its header.
_TABLE_RULE = re.compile(r"[ \t]*+\|(?:[ ]*+:?+-{2,}+:?+[ ]*+\|)+[ ]*+")


def _text_of(lines: SourceLines) -> Callable[[int], str]:
    return lambda index: lines.lines[index].text.rstrip()


def prose_as_code(lines: SourceLines, scan: SourceScan) -> Iterator[Remark]:
    """A warning for text that is code only because it is indented by four spaces or more.

    Who indents much code shows Markdown in some of it.
    """
    indented = sorted(scan.indented)
    blocks: list[list[int]] = [[]]
    for index, following in pairwise((*indented, -1)):
        blocks[-1].append(index)
        if following != index + 1:
            blocks.append([])
    plain = {line.text.strip() for n, line in enumerate(lines.lines) if n not in scan.indented}
    found = [b for b in blocks[:-1] if _is_prose(lines, b) or _is_table(lines, b, plain)]
    if len(found) * _OTHERWISE < len(blocks) - 1:
        return
    for block in found:
        yield Remark(
            "LST010",
            Severity.WARNING,
            "this text is read as code, because it is indented by four spaces or more",
            lines.position(block[0], 0),
            "Begin its lines as far left as the text of its list item, or of the page.",
        )


_OTHERWISE = 8


def _is_prose(lines: SourceLines, block: list[int]) -> bool:
    # Code is announced by a colon; a list's own text that was indented too far is not.
    before = next((t for t in map(_text_of(lines), range(block[0] - 1, -1, -1)) if t), "")
    is_shown = before.endswith(":") and not _ITEM.fullmatch(before)
    return not is_shown and any(_PROSE.search(lines.lines[place].text) for place in block)


def _is_table(lines: SourceLines, block: list[int], plain: Set[str]) -> bool:
    """Whether a block is a table; who shows how one is written shows it among `plain`, too."""
    texts = [lines.lines[place].text for place in block]
    return any(map(_TABLE_RULE.fullmatch, texts[1:])) and texts[0].strip() not in plain


# Marks of Microsoft Learn, which end otherwise; a finding of their own tells of them.
_LEARN = re.compile(r"(?:image|video|code|row|column|zone|moniker|no-loc)\b")
_CALLOUT_FENCE = re.compile(r"[ ]{0,3}(:{3,})[ \t]*(.*?)[ \t]*")


def open_callouts(lines: SourceLines, scan: SourceScan) -> Iterator[Remark]:
    """A remark for each callout that nothing closes: all that follows stands in it."""
    opened: list[tuple[int, int]] = []
    for index, line in enumerate(lines.lines):
        fence = None if index in scan.verbatim else _CALLOUT_FENCE.fullmatch(line.text)
        if fence is None or _LEARN.match(fence[2]):
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


_CODE_FENCE = re.compile(r"[ \t>]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t>]++)?(?P<mark>`{3,}|~{3,})")


def open_fences(lines: SourceLines, scan: SourceScan) -> Iterator[Remark]:
    """An error for a block of code that nothing closes: all that follows it is code."""
    for start, end in scan.fences:
        found = _CODE_FENCE.match(lines.lines[start].text)
        last = lines.lines[end - 1].text.strip(" \t>") if end - 1 > start else ""
        if found is None or (len(last) >= len(found["mark"]) and not last.strip(found["mark"][0])):
            continue
        if not any(line.text.strip(" \t>") for line in lines.lines[start + 1 : end]):
            continue  # and nothing follows
        yield Remark(
            "MRK011",
            Severity.ERROR,
            f"the block of code that begins with “{found['mark']}” is never closed",
            lines.position(start, found.start("mark")),
            f"Write “{found['mark']}” on a line of its own where the code ends.",
        )


_HYPHENS = re.compile(r"[ ]{0,3}-{2,}[ ]*+")
_LONG = 100


def rules_below_text(lines: SourceLines, scan: SourceScan) -> Iterator[Remark]:
    """A warning for a line of hyphens that makes a heading of the sentences above it."""
    for region in scan.regions:
        if region.kind != "heading" or region.end - region.start < len(("text", "rule")):
            continue
        rule = region.end - 1
        if not _HYPHENS.fullmatch(lines.lines[rule].text):
            continue
        text = " ".join(line.text.strip() for line in lines.lines[region.start : rule])
        is_short = lines.lines[rule].text.strip() == "--"  # as above a signature
        if is_short or len(text) > _LONG or text.endswith((".", "!", "。")):
            yield Remark(
                "HDG010",
                Severity.WARNING,
                f"the line of hyphens makes a heading of “{text[:60]}”",
                lines.position(rule, 0),
                "Leave an empty line above it for a pause; write “## ” before a heading.",
            )
