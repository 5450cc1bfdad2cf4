"""Words in braces that give nothing its attributes stay words: Let S = {n=1}, f{x=1}, {#sec}.

pandoc gives them to whatever stands before them, be it a letter or a space, and readers would not
see them.
Invariant: attributes of what can have some stay attributes; all others stay visible, and those
that were meant as such are a finding (MRK001).
"""

import re
from bisect import bisect_right
from functools import cache

from docforge.parse.preprocess.formulas import DISPLAY
from docforge.parse.preprocess.lines import Edit, SourceLines, line_of
from docforge.parse.preprocess.scan import SourceScan, hidden
from docforge.style import caption_words

_ITEM = r"(?:[#.][^\s{}\"'=]+|[A-Za-z_:][\w:.-]*=(?:\"[^\"{}\n]*\"|'[^'{}\n]*'|[^\s{}\"']+))"
_BRACES = re.compile(rf"\{{\s*{_ITEM}(?:\s+{_ITEM})*\s*\}}")
# The end of what has attributes: of a link or an image.
_LINK_END = re.compile(
    r"\]\([ ]{0,3}(?:<[^<>\n]*+>|[^\s()<>]*+(?:\([^\s()]*+\)[^\s()<>]*+)*)"
    r"(?:[ \n]{1,3}(?:\"[^\"\n]{0,500}\"|'[^'\n]{0,500}'))?[ ]{0,3}\)(?=\{)"
)
_RAW_END = re.compile(r"`\{=[\w-]+\}")  # of a formula
# What such signs around words end, up to the sign.
_ENDED = {
    "*": re.compile(r"(?<!\w)\*{1,3}[^\s*]|\*{1,3}\w"),
    "_": re.compile(r"(?<![^\W_])_{1,3}[^\s_]"),
    "~": re.compile(r"~[^\s~]"),
    "^": re.compile(r"\^[^\s^]"),
}
# What means something wherever it stands: of a table, of words, of a block.
_OF_TABLE = re.compile(r"[{\s]\.(?:row-headers|chart)[\s}]")
_OF_WORDS = re.compile(
    r"[{\s](?:lang=|dir=|(?:fig-)?alt=|(?:fig-cap|caption)="
    r"|\.(?:small-?caps|underline|ul|mark|kbd|deletion|insertion|hidden)[\s}])"
)
_OF_BLOCK = re.compile(
    r"[{\s](?:[.#]|(?:lang|dir|title|hidden|style|role|class|id|width|height|alt|kind|series"
    r"|columns|data-[\w-]+|aria-[\w-]+|markdown|custom-style)=)"
)
# One letter that is equal to something is no attribute of a heading.
_OF_HEADING = re.compile(r"[{\s](?:[.#]|[\w:.-]{2,}=)")
_PLACE = re.compile(r"[{\s]#([^\s{}]+)")
# A place that an address leads to.
_NAMED = re.compile(r"(?:\(<?|[\"'=]|\]:[ ]{1,3}<?)#([^\s#(){}\"'<>]++)(?=[)\"'\s>])")
_NEAR = 40
_CONTAINER = " \t>"


def keep_words(lines: SourceLines, scan: SourceScan) -> None:
    """Put a backslash before each brace that begins no attributes of anything."""
    if "{" not in lines.text:
        return
    named = frozenset(_NAMED.findall(lines.text))
    for region in scan.regions:
        text = "\n".join(line.text for line in lines.lines[region.start : region.end])
        if "{" not in text:
            continue
        above = lines.lines[region.start - 1].text if region.start else ""
        is_description = region.kind == "paragraph" and _is_term(above)
        kind = "description" if is_description else region.kind
        ends = [match.start() for match in re.finditer("\n", text)]
        edits = [
            (region.start + line, Edit(offset, offset, "\\"))
            for line, offset in (line_of(ends, at) for at in _words(text, kind, named))
        ]
        lines.replace_each(edits)


def _is_term(above: str) -> bool:
    """Whether a line right below, with “:”, describes this one, and is no caption of a table."""
    bare = above.strip(_CONTAINER)
    return bool(bare) and not bare.startswith(("|", "+", ":::"))


def _words(text: str, kind: str, named: frozenset[str]) -> list[int]:
    """The places of braces around words."""
    covers = [*hidden(text)]
    starts = [start for start, _ in covers]
    owners = {match.end() for match in _LINK_END.finditer(text)}
    owners |= {match.end() for match in _RAW_END.finditer(text)}
    owners |= {end for start, end in covers if text[start] in "`<"}
    found: list[int] = []
    for braces in _BRACES.finditer(text):
        start, end = braces.span()
        index = bisect_right(starts, start) - 1
        if index >= 0 and covers[index][0] < start < covers[index][1]:
            continue
        if start in owners or _is_behind_owner(text, start) or _names_formula(text, start):
            owners.add(end)
        elif not (
            _is_of_line(text, kind, braces)
            or _OF_TABLE.search(braces[0])
            or _is_meant(text, braces, named)
        ):
            found.append(start)
    return found


def _ends_words(text: str, at: int, sign: str) -> bool:
    """Whether a letter or another sign stands right before the signs that end at `at`."""
    before = text[max(0, at - _NEAR) : at].rstrip(sign)[-1:]
    return bool(before.strip())


def _names_formula(text: str, at: int) -> bool:
    """Whether a displayed formula ends before a space: $$ x $$ {#eq-name}, as in Quarto."""
    before = text[max(0, at - _NEAR) : at].rstrip(" \t")
    return before.endswith(("$$", f"`{{={DISPLAY}}}"))


def _is_behind_owner(text: str, at: int) -> bool:
    """Whether words in brackets, or emphasized, raised or lowered ones, end before `at`."""
    sign = text[at - 1 : at]
    if sign and sign in "]`":
        return True
    if sign not in _ENDED or not sign or not _ends_words(text, at, sign):
        return False
    begun = _ENDED[sign].search(text, max(0, at - 2_000), at - 1)
    return begun is not None and (sign in "*_" or not re.search(r"\s", text[begun.start() : at]))


def _is_of_line(text: str, kind: str, braces: re.Match[str]) -> bool:
    """Whether braces are those of a heading, of a block, a division, or of a caption."""
    start, end = braces.span()
    line = text.rfind("\n", 0, start) + 1
    before = text[line:start].strip(_CONTAINER)
    ends_line = not text[end : (text + "\n").index("\n", end)].strip(" \t#")
    if before.startswith(":::"):
        return True
    if not ends_line:
        return False
    is_last = not text[end:].strip(" \t=-\n#")
    if kind == "heading":
        return is_last and _OF_HEADING.search(braces[0]) is not None
    if not before and (not text[:start].strip(_CONTAINER) or is_last):
        return _OF_BLOCK.search(braces[0]) is not None
    return is_last and kind != "description" and _caption().match(text) is not None


@cache
def _caption() -> re.Pattern[str]:
    """How a caption begins: its word in any language, perhaps with a number, and a colon."""
    known = {re.escape(word) for key in ("table", "figure") for word in caption_words(key)}
    words = "|".join(sorted(known, reverse=True))
    return re.compile(
        rf"[ \t>]*[*_]{{0,3}}(?:(?:{words})[ \u00a0]?(?:[\w.-]{{1,10}}[ \u00a0]?)?"
        r"(?:[:：.]|[–—-]\s)|:\s)",
        re.IGNORECASE,
    )


def _is_meant(text: str, braces: re.Match[str], named: frozenset[str]) -> bool:
    """Whether braces right behind a word have a meaning there, or name a place that is used."""
    if (place := _PLACE.search(braces[0])) and place[1] in named:
        return True
    before = text[braces.start() - 1 : braces.start()]
    return bool(before.strip()) and _OF_WORDS.search(braces[0]) is not None
