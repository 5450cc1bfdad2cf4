"""Signs within words and forms that would pair as marks and vanish: “Kolleg*innen”, “__/__/____”.

Invariant: a sign gets a backslash only where no writer means a mark; all else stays as it is.
"""

import re
from collections.abc import Iterable, Iterator

from docforge.parse.preprocess.lines import Edit, SourceLines, line_of
from docforge.parse.preprocess.scan import Region, SourceScan, hidden

_STAR = re.compile(r"(?<![*\\])\*(?!\*)")
# What German writes behind a star for all genders, where another star follows: Schüler*innenrat.
_ENDING = re.compile(r"(?:in|innen|r|n|e|s)\*", re.IGNORECASE)
# Where something is to be filled in: nothing but signs between underscores; and a box.
_FORM = re.compile(r"(?<![^\W_])_{1,20}(?:[^\w\n\\*`<>]{1,3}_{1,20})+(?![^\W_])")
_BOX = re.compile(r"\[_{1,3}\](?![(\[:])")
# Behind brackets, a number or a letter in brackets is no address: “[2015](1) SCC 5”, “[15](b)”.
_CLAUSE = re.compile(r"\[\d[\d.,–-]{0,20}(?P<end>\])\((?:\d{1,3}|[A-Za-z]|[ivxl]{2,5})\)")
# A bare address with signs in pairs, which would go, up to the sign that ends its sentence.
_ADDRESS = re.compile(r"(?<![\w<\[(\"'=/])https?://[^\s<>\[\]()\"'`|]{1,1000}(?<![.,;:!?*_~^])")
_PAIR = re.compile(r"(?<![^\W_])_[^\s_]{1,200}_(?![^\W_])|([*~^])[^\s*~^]{1,200}\1")


def keep_signs(lines: SourceLines, scan: SourceScan) -> None:
    """Put a backslash before each such sign, and angle brackets around such an address."""
    for region in scan.regions:
        text = "\n".join(line.text for line in lines.lines[region.start : region.end])
        if not any(sign in text for sign in "*_]^~"):
            continue
        covers = [*hidden(text)]
        for find in (_stars, _forms, _clauses):
            places = [at for at in find(text) if not any(a < at < b for a, b in covers)]
            if places:
                _keep(lines, region, places, text)
                text = "\n".join(line.text for line in lines.lines[region.start : region.end])
                covers = [*hidden(text)]
        _addresses(lines, region, text, covers)


def _stars(text: str) -> Iterator[int]:
    """Single stars between two letters that neither end nor begin a mark."""
    if text.count("*") <= 1:
        return
    found = [*_STAR.finditer(text)]
    kinds = [_kind(text, star.start()) for star in found]
    is_open = False
    paired = -1
    for number, (star, kind) in enumerate(zip(found, kinds, strict=True)):
        at = star.start()
        if number == paired:
            continue
        if kind != "within":
            is_open = kind == "opens" if kind else is_open
            continue
        rest = [*kinds[number + 1 :]]
        if is_open and next((one for one in rest if one != "within"), "opens") != "closes":
            is_open = False
            continue
        if not is_open and number + 1 < len(found) and rest[0] in ("within", "closes"):
            between = text[at + 1 : found[number + 1].start()]
            if not re.search(r"\s", between) and not _ENDING.match(text, at + 1):
                paired = number + 1
                continue
        yield at


def _kind(text: str, at: int) -> str:
    """Whether a star opens or closes a mark, stands within a word, or neither of them."""
    before, after = text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "
    if before.isalpha() and after.isalpha():
        return "within"
    if not after.isspace() and not before.isalnum():
        return "opens"
    return "closes" if not before.isspace() else ""


def _forms(text: str) -> Iterator[int]:
    for pattern in (_FORM, _BOX):
        for found in pattern.finditer(text):
            for sign in re.finditer("_", found[0]):
                yield found.start() + sign.start()


def _clauses(text: str) -> Iterator[int]:
    for found in _CLAUSE.finditer(text):
        yield found.start("end")


def _keep(lines: SourceLines, region: Region, places: Iterable[int], text: str) -> None:
    ends = [match.start() for match in re.finditer("\n", text)]
    at = (line_of(ends, place) for place in places)
    lines.replace_each([(region.start + line, Edit(n, n, "\\")) for line, n in at])


def _addresses(
    lines: SourceLines, region: Region, text: str, covers: Iterable[tuple[int, int]]
) -> None:
    if "://" not in text:
        return
    ends = [match.start() for match in re.finditer("\n", text)]
    edits: list[tuple[int, Edit]] = []
    for found in _ADDRESS.finditer(text):
        if _PAIR.search(found[0]) and not any(
            low < found.end() and found.start() < high for low, high in covers
        ):
            line, start = line_of(ends, found.start())
            end = start + len(found[0])
            edits.append((region.start + line, Edit(start, start, "<")))
            edits.append((region.start + line, Edit(end, end, ">")))
    lines.replace_each(edits)
