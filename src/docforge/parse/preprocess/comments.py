"""Comments as site generators write them, which none of them publishes: left out, and told.

kramdown, Liquid, Hugo, Jinja and MDX; those of HTML pandoc knows.
"""

import re
from collections.abc import Iterator

from docforge.findings import Severity
from docforge.parse.preprocess.lines import Edit, Line, SourceLines
from docforge.parse.preprocess.remarks import Remark
from docforge.parse.preprocess.scan import SourceScan

# How each kind begins and ends.
_KINDS = (
    (r"\{::comment\}", r"\{:/(?:comment)?\}"),
    (r"\{%-?\s*comment\s*-?%\}", r"\{%-?\s*endcomment\s*-?%\}"),
    (r"\{\{[<%]\s*comment\s*[>%]\}\}", r"\{\{[<%]\s*/comment\s*[>%]\}\}"),
    (r"\{\{-?\s*/\*", r"\*/\s*-?\}\}"),
    (r"\{/\*", r"\*/\}"),
    (r"\{#(?=\s)", r"(?<=\s)#\}"),
    # Obsidian: over several lines; those within one line are read with other marks.
    (r"^[ ]{0,3}%%(?!%)(?=[^%]*$)", r"%%[ ]*$"),
)
_ENDS = tuple(re.compile(end) for _, end in _KINDS)
_START = re.compile("|".join(f"({start})" for start, _ in _KINDS))
# MyST: a line that begins with a per cent sign, in a source that has its directives.
_MYST = re.compile(r"^(?:`{3,}|:{3,})[ ]*\{[a-z-]+\}", re.MULTILINE)
_LINE = re.compile(r"%[ ]+(?=\S)")


def drop_comments(lines: SourceLines, scan: SourceScan) -> Iterator[Remark]:
    """Leave out every comment that ends; one that does not stays, and HTM010 tells of it."""
    texts = [line.text for line in lines.lines]
    code = scan.fenced | scan.indented
    lasts = [_last(texts, end) for end in _ENDS]
    is_myst = _MYST.search("\n".join(texts)) is not None
    edits: dict[int, list[Edit]] = {}
    gone: set[int] = set()
    index = offset = 0
    while index < len(texts):
        found = None if index in code else _START.search(texts[index], offset)
        if found is None:
            if is_myst and not offset and index not in code and _is_line(texts, index):
                yield _remark(lines, index, 0, texts[index][1:])
                edits[index] = [Edit(0, len(texts[index]), "")]
            index, offset = index + 1, 0
            continue
        if texts[index].count("`", 0, found.start()) % 2:
            offset = found.end()
            continue
        kind = next(n for n, group in enumerate(found.groups()) if group is not None)
        end = _end(texts, _ENDS[kind], (index, found.end()), lasts[kind])
        if end is None:
            offset = found.end()
            continue
        last, stop, words = end
        yield _remark(lines, index, found.start(), words)
        until = stop if last == index else len(texts[index])
        edits.setdefault(index, []).append(Edit(found.start(), until, ""))
        if last > index:
            gone.update(range(index + 1, last))
            edits.setdefault(last, []).append(Edit(0, stop, ""))
        index, offset = last, stop
    _make(lines, edits, gone)


def _is_line(texts: list[str], index: int) -> bool:
    """Whether a line is a comment of MyST, and does not go on with a sentence: “50 % of …”."""
    before = texts[index - 1].strip() if index else ""
    return bool(_LINE.match(texts[index])) and (not before or before.startswith("% "))


def _make(lines: SourceLines, edits: dict[int, list[Edit]], gone: set[int]) -> None:
    for index, made in edits.items():
        lines.lines[index].replace_each(made)
    if gone:
        kept: list[Line] = [line for n, line in enumerate(lines.lines) if n not in gone]
        lines.lines = kept


def _last(texts: list[str], end: re.Pattern[str]) -> int:
    """The last line on which a comment of the kind ends, -1 for none."""
    return max((n for n, text in enumerate(texts) if end.search(text)), default=-1)


def _end(
    texts: list[str], end: re.Pattern[str], begin: tuple[int, int], last: int
) -> tuple[int, int, str] | None:
    """The line and the offset at which the comment that begins there ends, and its words."""
    words: list[str] = []
    offset = begin[1]
    for index in range(begin[0], last + 1):
        if found := end.search(texts[index], offset):
            words.append(texts[index][offset : found.start()])
            return index, found.end(), " ".join(" ".join(words).split())
        words.append(texts[index][offset:])
        offset = 0
    return None


def _remark(lines: SourceLines, index: int, offset: int, words: str) -> Remark:
    shown = words.strip()
    return Remark(
        "HTM011",
        Severity.WARNING,
        f"the comment “{shown[:60]}” is left out",
        lines.position(index, offset),
        "Delete it before you publish.",
    )
