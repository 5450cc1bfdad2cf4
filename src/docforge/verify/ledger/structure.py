"""What words stand in, beside the words: items, boxes, expansions, emphasis, lines, quotations."""

import html
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from docforge.document import (
    Abbreviation,
    CodeBlock,
    Delimiter,
    List,
    ListItem,
    Numbering,
    Paragraph,
    Position,
    Text,
    walk,
)
from docforge.verify.ledger.account import ComparedParts
from docforge.verify.ledger.faults import REPORT, Accounts, LedgerFault, short
from docforge.verify.ledger.words import CODE, PERHAPS, split

_MARKER = re.compile(
    r"(?:[ \t>]|:[ \t]|\[\^[^\]\s]+\]:)*(?P<mark>[-*+]|(?P<open>\(?)(?:\d{1,9}|[A-Za-z]{1,8})"
    r"(?P<close>[.)]))(?=[ \t]|$)"
)
_BOX = re.compile(r"[ \t]+\[(?P<box>[ xX])\](?=[ \t])")
_FENCE = re.compile(r"[ \t>]*(?:`{3,}|~{3,})[ \t]*(?:\{[ ]*\.?|)(?P<info>[^\s`{}]*)")
_WORD_OF_LANGUAGE = re.compile(r"[A-Za-z][\w+#-]*")
_DELIMITERS = {
    ("", "."): Delimiter.PERIOD,
    ("", ")"): Delimiter.PARENTHESIS,
    ("(", ")"): Delimiter.PARENTHESES,
}
_EMPTY_LINE = re.compile(r"\n[ \t>]*\n")
_HARD_BREAK = re.compile(r"(?:(?<!\\)\\|[ ]{2})\n|<br\b", re.IGNORECASE)
_QUOTED = re.compile(r"[ \t]*>")
# Any of these can stand at the edge of words that are marked in some way.
_MARKS = frozenset("*_~^=+<{}[%")


def structure(known: Accounts) -> Iterator[LedgerFault]:
    """The faults of all that is not a word and no sign."""
    lines = known.source.text.split("\n")
    yield from _lists(known, lines)
    yield from _expansions(known)
    yield from _languages(known, lines)
    for sides in known.sides:
        yield from _emphasis(sides)
        yield from _lines(sides)
        yield from _set_apart(sides, lines)


# --- Lists -------------------------------------------------------------------------------


def _lists(known: Accounts, lines: Sequence[str]) -> Iterator[LedgerFault]:
    if known.settings.dialect == "govspeak" or "$LegislativeList" in known.source.text:
        return  # whose items are words with labels of their own
    told = {f.where.line for f in known.earlier if f.code.startswith("LST")}
    for node in walk(known.document):
        if not isinstance(node, List):
            continue
        # An item that begins with something else has not its own place.
        marks = [
            _mark(lines, item.position)
            if item.blocks and isinstance(item.blocks[0], Paragraph)
            else None
            for item in node.items
        ]
        if any(item.position.line in told for item in node.items):
            continue
        for item, mark in zip(node.items, marks, strict=True):
            if mark is not None and (what := _item(node, item, mark, lines)):
                yield LedgerFault("LED007", Position(item.position.line, 1), what, REPORT)
        yield from _nesting(node, marks)


def _mark(lines: Sequence[str], position: Position) -> re.Match[str] | None:
    """The mark before an item's text."""
    if not 0 < position.line <= len(lines):
        return None
    line, at, last = lines[position.line - 1], 0, None
    while match := _MARKER.match(line, at):
        if match.end("mark") >= position.column:
            break
        last, at = match, match.end()
    return last


def _item(node: List, item: ListItem, mark: re.Match[str], lines: Sequence[str]) -> str:
    """What is wrong with an item beside the number of its label."""
    typed = mark["mark"]
    is_bullet = typed in "-*+"
    if is_bullet != (node.numbering is Numbering.BULLET):
        return f"the mark “{typed}” of an item became " + (
            "a number" if is_bullet else "a bullet: its label is lost"
        )
    if not is_bullet and _DELIMITERS.get((mark["open"], mark["close"])) is not node.delimiter:
        return f"the label “{typed}” became one with another bracket"
    box = _BOX.match(lines[item.position.line - 1], mark.end())
    checked = None if box is None else box["box"] != " "
    if checked is not item.checked:
        first = next((n.text for n in walk(item) if isinstance(n, Text) and n.text.strip()), "")
        if item.checked is not None or not first.startswith("["):
            return "the box of a task is not carried as it was typed"
    return ""


def _nesting(node: List, marks: list[re.Match[str] | None]) -> Iterator[LedgerFault]:
    """Items that are no neighbours in the source, or lists that are not inside their item."""
    for (item, one), (after, other) in pairwise(zip(node.items, marks, strict=True)):
        if one is None or other is None or _is_deep(one) or _is_deep(other):
            continue
        if after.position.line > item.position.line and (
            _text_column(one) <= other.start("mark") < one.start("mark") + _CODE
        ):
            yield LedgerFault(
                "LED009", Position(after.position.line, 1), "a nested item became a neighbour",
                REPORT,
            )  # fmt: skip
    for item, mark in zip(node.items, marks, strict=True):
        for block in item.blocks:
            if mark is None or not isinstance(block, List) or not block.items:
                continue
            first = block.items[0]
            inner = _mark_of(mark.string, first, item)
            if inner is not None and inner <= mark.start("mark"):
                yield LedgerFault(
                    "LED009", Position(first.position.line, 1),
                    "an item was put into the one before it", REPORT,
                )  # fmt: skip


_CODE = 8


def _text_column(mark: re.Match[str]) -> int:
    """Where the text behind a mark begins."""
    rest = mark.string[mark.end() :]
    return mark.end() + len(rest) - len(rest.lstrip(" "))


def _is_deep(mark: re.Match[str]) -> bool:
    """Whether more than spaces stand before a mark, so that columns do not compare."""
    return bool(mark.string[: mark.start("mark")].strip(" "))


def _mark_of(line: str, inner: ListItem, outer: ListItem) -> int | None:
    """The column of an inner item's mark where it is known: its text stands behind it."""
    if inner.position.line <= outer.position.line or ">" in line[: outer.position.column]:
        return None
    return inner.position.column - 3 if inner.position.column > 0 else None


# --- Abbreviations and code --------------------------------------------------------------------


def _expansions(known: Accounts) -> Iterator[LedgerFault]:
    folded = ""
    for node in walk(known.document):
        if not isinstance(node, Abbreviation):
            continue
        typed = known.source.expansions.get(node.text)
        said = split(node.expansion)[1::2]
        if typed is not None and split(html.unescape(typed))[1::2] == said:
            continue
        folded = folded or " ".join(html.unescape(known.source.text).split())
        if " ".join(node.expansion.split()) not in folded:
            what = f"“{short(node.text)}” is explained as “{short(node.expansion)}”"
            yield LedgerFault("LED003", node.position, what, REPORT)


def _languages(known: Accounts, lines: Sequence[str]) -> Iterator[LedgerFault]:
    """Code in another language than its fence names."""
    for node in walk(known.document):
        if not isinstance(node, CodeBlock) or not 0 < node.position.line <= len(lines):
            continue
        line = lines[node.position.line - 1]
        fence = _FENCE.match(line)
        if fence is None or node.text.lstrip().startswith(("```", "~~~")):
            continue  # which is shown as it was typed
        if not _WORD_OF_LANGUAGE.fullmatch(fence["info"]):
            continue
        if fence["info"].casefold() != node.language.casefold():
            what = f"code in “{fence['info']}” became code in “{node.language}”"
            yield LedgerFault("LED009", node.position, what, REPORT)


# --- Emphasis, lines, quotations ------------------------------------------------------------------


def _emphasis(sides: ComparedParts) -> Iterator[LedgerFault]:
    """Marked words whose edges have no marks in the source, and marks that mark nothing."""
    edges: set[int] = set()
    for start, end in sides.carried.phrases:
        edges |= {start, end}
        first, last = sides.typed_at(start), sides.typed_at(end - 1) if end > start else None
        if first is None or last is None:
            continue
        before, after = sides.raw(first - 1, first), sides.raw(last, last + 1)
        if not (_MARKS & {*before} and _MARKS & {*after}):
            words = short(sides.words(first, last + 1))
            what = f"the emphasis of “{words}” stands in another place than its marks"
            yield LedgerFault("LED009", sides.position(first), what, REPORT)
    typed, carried = sides.typed.words, sides.carried.words
    images = sorted((a.start, a.end) for a in sides.source.addresses if a.is_image)

    def described(place: int) -> bool:
        index = bisect_right(images, (place, len(sides.source.text))) - 1
        return index >= 0 and place <= images[index][1] + 2

    for run in sides.runs:
        for offset in range(1, run.length):
            sign = typed.signs[run.one + offset]
            at = run.other + offset
            if "*" in sign and "*" not in carried.signs[at] and at not in edges:
                if (typed.kinds[run.one + offset] | carried.kinds[at]) & (CODE | PERHAPS):
                    continue
                if described(sides.begin(run.one + offset)):
                    continue  # a description is plain text
                words = short(sides.words(run.one + offset - 1, run.one + offset + 1))
                what = f"the star in “{words}” marks nothing in the document"
                yield LedgerFault("LED009", sides.position(run.one + offset), what, REPORT)


def _lines(sides: ComparedParts) -> Iterator[LedgerFault]:
    """Paragraphs and lines that were joined, or parted."""
    typed, carried = sides.typed.words, sides.carried.words
    for run in sides.runs:
        for offset in range(1, run.length):
            one, at = run.one + offset, run.other + offset
            is_parted = "\n" in carried.signs[at]
            if is_parted == ("\n" in typed.signs[one]):
                continue
            raw = sides.raw(one - 1, one)
            words = short(sides.words(one - 1, one + 1))
            if is_parted and not raw.strip(" \t"):
                what = f"“{words}” was typed in one line, and is parted"
                yield LedgerFault("LED009", sides.position(one), what, REPORT)
            elif not is_parted and _is_break(sides, raw, sides.end(one - 1)):
                what = f"“{words}” was typed in two lines, and is joined"
                yield LedgerFault("LED009", sides.position(one), what, REPORT)


def _is_break(sides: ComparedParts, raw: str, at: int) -> bool:
    """Whether lines end in the source here; the marks of breaks mean nothing inside HTML."""
    if _EMPTY_LINE.search(raw) or "<br" in raw.lower():
        return True
    if not _HARD_BREAK.search(raw):
        return False
    text = sides.source.text
    before = text.rfind("\n\n", 0, at)
    return not text.startswith("<", before + 2 if before >= 0 else 0)


def _set_apart(sides: ComparedParts, lines: Sequence[str]) -> Iterator[LedgerFault]:
    """Quotations and callouts that became paragraphs, and paragraphs that became quotations."""
    apart = _Ranges(sides.carried.apart)
    before = 0
    for run in sides.runs:
        for offset in range(run.length):
            line = sides.position(run.one + offset).line
            if line == before:
                continue
            before = line
            kinds = sides.typed.words.kinds[run.one + offset]
            if kinds & (CODE | PERHAPS) or not _QUOTED.match(lines[line - 1]):
                continue
            if run.other + offset not in apart:
                words = short(sides.words(run.one + offset, run.one + offset + 1))
                what = f"the quotation “{words} …” was read as text"
                yield LedgerFault("LED009", sides.position(run.one + offset), what, REPORT)
    for start in sides.source.callouts:
        inside = bisect_left(sides.typed.offsets, start)
        at = sides.carried_at(inside)
        if not sides.typed.start <= start <= sides.typed.end:
            continue
        if "\n:::" in sides.source.text[start : sides.begin(inside)]:
            continue  # an empty one
        if at is not None and at not in apart:
            words = short(sides.words(inside, inside + 1))
            what = f"the callout “{words} …” was read as text"
            yield LedgerFault("LED009", sides.position(inside), what, REPORT)
    for start, end in sides.carried.quotations:
        word = sides.typed_at(start)
        if word is None or start == end:  # A quotation of nothing but a rule has no words.
            continue
        place = sides.position(word)
        if ">" not in lines[place.line - 1] and "<" not in sides.raw(word - 1, word):
            words = short(sides.words(word, word + 1))
            yield LedgerFault("LED009", place, f"“{words} …” was read as a quotation", REPORT)


class _Ranges:
    """Ranges that may stand in one another, asked whether a number is in any."""

    def __init__(self, ranges: Sequence[tuple[int, int]]) -> None:
        ordered = sorted(ranges)
        self.starts = [start for start, _ in ordered]
        self.ends = [*accumulate((end for _, end in ordered), max)]

    def __contains__(self, number: int) -> bool:
        index = bisect_right(self.starts, number) - 1
        return index >= 0 and number < self.ends[index]
