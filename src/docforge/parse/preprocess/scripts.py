"""Signs of arithmetic that are no marks: “10 m^2 and 20 m^2”, “5~10 or 6~8”, “3*4 and 5*6”.

Two of them a sentence apart would raise all that stands between. As in pandoc's own Markdown,
what they raise has no white space in it.
"""

import re
from bisect import bisect_right

from docforge.parse.preprocess.lines import Edit, SourceLines, line_of
from docforge.parse.preprocess.scan import SourceScan, hidden

# What stands behind it begins no note of its own; the mark of another one may: km^2^[^1].
_NO_NOTE = r"(?!\[(?!\^[^\[\]\s]{1,60}\]))"
_SIGN = re.compile(rf"(?<!~)~(?!~)|\^{_NO_NOTE}")
# The rest of a superscript or subscript.
_REST = {
    "~": re.compile(r"(?<=~)[^\s~]++(?<!\\)~(?!~)"),
    "^": re.compile(rf"(?<=\^)[^\s^]++(?<!\\)\^{_NO_NOTE}"),
}
# What no power is: two of them with a sign between, as in 10m^2-20m^2 or 10^6/10^3.
_TWO_POWERS = re.compile(r"[+-]?\w+[^\w\s{}()].*\^(?=\w)")
# Begins the description of a term.
_DESCRIPTION = re.compile(r"(?:^|\n)[ \t>]*~(?=[ \t])")
# A range, as in East Asia: 10~20, 30~40.
_RANGE = re.compile(r"(?<=\d)~\d[^\s~]*\d~(?=\d)")
# Until when, and about how many: 9時~17時, ~5, ~£5m; nothing is lowered there.
_EAST = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
_UNTIL = re.compile(
    rf"~(?=[^\s~]{{0,40}}{_EAST})|(?<={_EAST})~|(?<![^\s(\[–—/-])(?<!\^/)~(?=[-+]?[$£€¥]?\d)"
)


# Numbers, brackets or single letters with stars between them: 3*4, 2**10, 5*(3+2), a*b.
_FACTOR = r"(?:\d[^\s*]{0,40}+|\([^\s*()\d]{0,40}\d[^\s*()]{0,40}\)|[A-Za-z](?![A-Za-z\d]))"
_PRODUCT = re.compile(rf"(?<![^\s(=+/\[{{-]){_FACTOR}(?:\*{{1,2}}{_FACTOR})+(?![\w*])")

# Letters that were left out: “Mr J***s”; codes of telephones: *31*020, **21*020; and stars as marks
# of notes: (*), [**], “*) estimated”.
_LEFT_OUT = re.compile(
    r"(?<![\w*])\w{1,20}\*{3,}\w{1,20}(?![\w*])|(?<![\w*])\*{1,2}\d{2,4}\*(?=\d)"
    r"|(?<![^\s(\[])\*{1,3}(?=[)\]])"
)
_BOLD = re.compile(r"[A-Za-z]\*\*[^*]+\*\*[^*]+")  # H**2**O


def keep_products(lines: SourceLines, scan: SourceScan) -> None:
    """Put a backslash before each star that multiplies or stands for something: two of them would
    be emphasis.
    """
    for region in scan.regions:
        text = "\n".join(line.text for line in lines.lines[region.start : region.end])
        if "*" not in text:
            continue
        covers = sorted(hidden(text))
        ends = [match.start() for match in re.finditer("\n", text)]
        edits: list[tuple[int, Edit]] = []
        for product in (*_PRODUCT.finditer(text), *_LEFT_OUT.finditer(text)):
            if any(low < product.end() and product.start() < high for low, high in covers):
                continue
            if _BOLD.fullmatch(product[0]):
                continue
            for star in re.finditer(r"\*", product[0]):
                line, offset = line_of(ends, product.start() + star.start())
                edits.append((region.start + line, Edit(offset, offset, "\\")))
        lines.replace_each(sorted(edits, key=lambda edit: (edit[0], edit[1].start)))


# A name between two colons that stands in a word: “embed:link:2b4d”, “a:x:b”.
_COLONS = re.compile(r"(?<=\w):(?=[\w+-]{1,40}:)|:(?=[\w+-]{1,40}:\w)")


# The mark of a note, or of several that were put into one.
_NOTE_MARK = re.compile(r"\[\^[^\[\]\n]{1,60}\]")


def keep_colons(lines: SourceLines, scan: SourceScan) -> None:
    """Put a backslash before a colon that would begin an emoji's name within a word."""
    for region in scan.regions:
        for index in range(region.start, region.end):
            text = lines.lines[index].text
            if text.count(":") < len(":x:") - 1:
                continue
            covers = [*hidden(text)]
            edits = [
                Edit(found.start(), found.start(), "\\")
                for found in _COLONS.finditer(text)
                if not any(low <= found.start() < high for low, high in covers)
            ]
            if edits:
                lines.lines[index].replace_each(edits)


def keep_signs(lines: SourceLines, scan: SourceScan) -> None:
    """Put a backslash before each sign that begins or ends nothing within a word."""
    for region in scan.regions:
        text = "\n".join(line.text for line in lines.lines[region.start : region.end])
        if "^" not in text and "~" not in text:
            continue
        ends = [match.start() for match in re.finditer("\n", text)]
        edits: list[tuple[int, Edit]] = []
        for place in _lone(text):
            line, offset = line_of(ends, place)
            edits.append((region.start + line, Edit(offset, offset, "\\")))
        lines.replace_each(edits)


def _is_of_two_powers(text: str, place: int, pair: re.Match[str]) -> bool:
    """Whether the sign at `place` and the one that ends `pair` each belong to a number."""
    if text[place] == "~":
        return any(pattern.match(text, place) for pattern in (_RANGE, _UNTIL))
    return _TWO_POWERS.match(text, place + 1, pair.end() + 1) is not None


def _lone(text: str) -> list[int]:
    """The places of the signs that stay signs."""
    marks = (match.span() for match in _NOTE_MARK.finditer(text))
    covers = sorted([*hidden(text), *(m.span() for m in _DESCRIPTION.finditer(text)), *marks])
    starts = [start for start, _ in covers]

    def is_free(place: int) -> bool:
        index = bisect_right(starts, place) - 1
        if index >= 0 and place < covers[index][1]:
            return False
        return text[place - 2 : place] != "[^" and text[place - 1 : place + 1] != "[^"

    lone: list[int] = []
    done = 0
    for match in _SIGN.finditer(text):
        place = match.start()
        if place < done or not is_free(place):
            continue
        pair = _REST[match[0]].match(text, place + 1)
        if match[0] == "^" and "^" in (text[place - 1 : place], text[place + 1 : place + 2]):
            pair = None  # two of them are a mark of nothing
        if pair and is_free(pair.end() - 1) and not _is_of_two_powers(text, place, pair):
            done = pair.end()
        else:
            lone.append(place)
    return lone
