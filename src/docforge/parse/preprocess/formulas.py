"""Which dollar signs hold a formula, and which are money: strict rules, told in the guide.

Invariant: a sign that is not certainly TeX's stays as it was typed.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from docforge.document import Position
from docforge.parse.preprocess.lines import Edit, SourceLines, line_of
from docforge.parse.preprocess.scan import Region, SourceScan, hidden

# How a formula is handed through pandoc, which knows only its own rules for dollar signs: as
# raw content of these formats.
INLINE, DISPLAY = "dfformula", "dfdisplay"

# Words inside a formula are in commands for text; a command's name is no word.
_WORDED = re.compile(
    r"\\(?:text\w*|mathrm|mathit|mathbf|mathsf|mathtt|operatorname\*?|mbox|hbox|label|tag\*?)"
    r"\s*\{[^{}]*\}|\\(?:begin|end)\s*\{[^{}]*\}"
)
_COMMAND = re.compile(r"\\[A-Za-z]+|\\.", re.DOTALL)
_CERTAIN = re.compile(r"\\[A-Za-z]{2,}|\\[{}|,;!%]|[\w)}\]]\s*[\^_]\s*[\w{\\(+-]|(?<![<>])=")
_TWO_WORDS = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,}+\s++[^\W\d_]{2}|\d\s++[^\W\d_]{2,}+\s")
_PROSE = re.compile(r"(?<![^\W\d_])[^\W\d_]{3,}+(?:(?:\s++[^\W\d_]{2,}+){2}|[.!?:;]\s)")
# A word behind something else than a sign: {5} and.
_WORD = re.compile(r"(?<=[\w)}\]])\s++[^\W\d_]{3,}+(?!\w)")
_SYMBOLS = re.compile(r"[\w\s+\-*/<>=≤≥≠±×·÷∞(),.:;!|'′\[\]{}&%°∈∪∩∑∏√→]+", re.UNICODE)
_TWO_LETTERS = re.compile(r"[^\W\d_]{2}")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_AMOUNT = re.compile(r"[+\-–]?\d[\d.,\s]*(?:[kKmMbBtT]|bn|BN|tn|[cp]|%)?(?:[\s,\-–—/+;:!?)\]]|$)")
_MONEY = re.compile(r"[£€¥₹₽₩¢]|\*\*|\]\(")
# What follows an amount begins so: 5 $, 10 $.
_AFTER_AN_AMOUNT = re.compile(r"[.,;:!?)\]]")
# The letters before a sign of currency, and the amount: US$ 5.
_CURRENCY = re.compile(r"(?<![^\W\d_])(?<![\\^_{=<>+*])(?<!\d)[A-Z]{1,3}\$\s?\d")


class DoubtfulFormula(Struct, frozen=True):
    """Text between two dollar signs that could be either; `offset` is from the region's start."""

    tex: str
    offset: int

    def moved(self, by: int) -> "DoubtfulFormula":
        return replace(self, offset=self.offset + by)


class Formula(Struct, frozen=True):
    """From `start` to before `end` of a region's text: TeX and signs of `width` around it."""

    start: int
    end: int
    tex: str
    display: bool
    width: int

    def moved(self, by: int) -> "Formula":
        return replace(self, start=self.start + by, end=self.end + by)


def is_formula(tex: str) -> bool | None:
    """Whether `tex`, as it stands between signs for formulas, is one; None when in doubt."""
    if not tex.strip() or _MONEY.search(tex):
        return False
    wordless = _WORDED.sub(" ", tex)
    bare = _COMMAND.sub(" ", wordless)
    if _CERTAIN.search(tex):
        return not _PROSE.search(bare)
    if _TWO_WORDS.search(bare) or not _SYMBOLS.fullmatch(bare):
        return False
    if not _is_balanced(bare) or _AFTER_AN_AMOUNT.match(tex):
        return False
    if _AMOUNT.match(tex.strip()) or _WORD.search(bare):
        return None
    if _LONG_WORD.search(bare):
        return None if re.fullmatch(r"[a-z]+", tex) else False
    return bool(re.search(r"[^\W_]|\\", tex)) and tex.strip()[-1] not in "-–—/,.:;"


def _is_balanced(tex: str) -> bool:
    """Whether each bracket that closes was opened: “5) or (A” stands between two amounts."""
    depth = 0
    for sign in tex:
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return False
    return depth == 0


def find_formulas(text: str) -> Iterator[Formula | DoubtfulFormula]:
    """The formulas in the inlines `text`, in order, between `$`, `$$`, `\\(` and `\\[`.

    An opening `$` follows neither a letter, a digit nor a sign of currency and stands before
    no space; a closing one follows no space and stands before neither a letter nor a digit.
    """
    covers = [pair for pair in hidden(text) if text[pair[0] : pair[1]] not in _SIGNS]
    starts = [start for start, _ in covers]
    signs = [
        match
        for match in re.finditer(r"(?<!\\)\$\$?|\\[()\[\]]", text)
        if not _covered(match.start(), starts, covers)
    ]
    index = 0
    while index + 1 < len(signs):
        end = _closing(text, signs, index)
        found = _between(text, signs[index], signs[end])
        if found is not None:
            yield found
        index = end + 1 if isinstance(found, Formula) else index + 1


def _closing(text: str, signs: list[re.Match[str]], index: int) -> int:
    """The sign after the one at `index`, or a later one when braces are still open there.

    `\\text{the $n$th root}` holds signs of its own.
    """
    last = min(index + _MOST_INNER, len(signs) - 1)
    for end in range(index + 1, last + 1):
        tex = text[signs[index].end() : signs[end].start()]
        if tex.count("{") <= tex.count("}"):
            return end
    return index + 1


_SIGN = re.compile(r"\$|\\[(\[]")
_SIGNS = frozenset({r"\(", r"\)", r"\[", r"\]"})
_MOST_INNER = 5
_BRACKETS = {r"\(": r"\)", r"\[": r"\]"}


def _covered(place: int, starts: list[int], covers: list[tuple[int, int]]) -> bool:
    index = bisect_right(starts, place) - 1
    return index >= 0 and place < covers[index][1]


def _between(
    text: str, opening: re.Match[str], closing: re.Match[str]
) -> Formula | DoubtfulFormula | None:
    tex = text[opening.end() : closing.start()]
    sign = opening[0]
    if _BRACKETS.get(sign, sign) != closing[0]:
        return None
    certain = is_formula(tex)
    if sign in _BRACKETS:
        # Words are brackets that were escaped: \(sic\) by hand, \[sic\] by many programs.
        is_symbolic = sign == r"\(" and not _TWO_LETTERS.search(_COMMAND.sub(" ", tex))
        if certain and (is_symbolic or _CERTAIN.search(tex)):
            return Formula(opening.start(), closing.end(), tex, sign == r"\[", 2)
        return None
    if sign == "$" and not _fits(text, opening.start(), closing.end()):
        return None
    if sign == "$" and _CURRENCY.match(text, _letters(text, closing.start())):
        return None
    if certain is None:
        return DoubtfulFormula(tex, opening.start())
    if not certain:
        return None
    return Formula(opening.start(), closing.end(), tex, sign == "$$", len(sign))


def _letters(text: str, end: int) -> int:
    """Where up to three capital letters before `end` begin."""
    start = end
    while end - start < 3 and "A" <= text[start - 1 : start] <= "Z":
        start -= 1
    return start


def _fits(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    inner = text[start + 1 : end - 1]
    return not (
        before.isalnum()
        or before in tuple("$£€¥\\")
        or after.isalnum()
        or not inner
        or inner[0].isspace()
        or inner[-1].isspace()
    )


_FENCE = re.compile(r"(?P<indent>[ \t>]*)(?P<mark>`{3,}|~{3,})[ ]*math[ ]*")


def read_math_fences(lines: SourceLines, scan: SourceScan) -> None:
    """A block of code in the language “math” is a displayed formula, as on GitHub and GitLab."""
    for start, end in scan.fences:
        found = _FENCE.fullmatch(lines.lines[start].text)
        if found is None or lines.lines[end - 1].text.strip(" \t>") != found["mark"]:
            continue
        inner = [line.text for line in lines.lines[start + 1 : end - 1]]
        if all(text.strip(" \t>") for text in inner) and _CERTAIN.search("\n".join(inner)):
            for line in (lines.lines[start], lines.lines[end - 1]):
                line.replace(line.text.index(found["mark"]), len(line.text), "$$")


def mark_formulas(lines: SourceLines, scan: SourceScan) -> Iterator[tuple[Position, str]]:
    """Hand each formula through as raw content; the place and the TeX of what is in doubt."""
    for region in scan.regions:
        text = "\n".join(line.text for line in lines.lines[region.start : region.end])
        if not _SIGN.search(text):
            continue
        ends = [match.start() for match in re.finditer("\n", text)]
        edits: list[tuple[int, Edit]] = []
        for found in _find_in(text, region):
            if isinstance(found, DoubtfulFormula):
                line, offset = line_of(ends, found.offset)
                yield lines.position(region.start + line, offset), found.tex
                continue
            ticks = "`" * (1 + max(map(len, re.findall("`+", found.tex)), default=0))
            mark = DISPLAY if found.display else INLINE
            edits.append(_edit(region, ends, found.start, found.width, ticks))
            closing = found.end - found.width
            edits.append(_edit(region, ends, closing, found.width, f"{ticks}{{={mark}}}"))
        lines.replace_each(edits)


def _find_in(text: str, region: Region) -> Iterator[Formula | DoubtfulFormula]:
    if region.kind != "row":
        yield from find_formulas(text)
        return
    for cell in re.finditer(r"(?:[^|\\]|\\.)+", text):  # a cell's formula ends in its cell
        for found in find_formulas(cell[0]):
            yield found.moved(cell.start())


def _edit(region: Region, ends: list[int], offset: int, width: int, mark: str) -> tuple[int, Edit]:
    line, start = line_of(ends, offset)
    return region.start + line, Edit(start, start + width, mark)
