"""What words stand in, beside the words: expansions, emphasis, lines, quotations."""

import html
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from itertools import accumulate

from docforge.document import Abbreviation, CodeBlock, walk
from docforge.verify.ledger.account import ComparedParts
from docforge.verify.ledger.beginnings import beginnings
from docforge.verify.ledger.emoji import end_of_names, start_of_names
from docforge.verify.ledger.faults import REPORT, Accounts, LedgerFault, short
from docforge.verify.ledger.listed import listed
from docforge.verify.ledger.words import CODE, PERHAPS, split

_FENCE = re.compile(r"[ \t>]*(?:`{3,}|~{3,})[ \t]*(?:\{[ ]*\.?|)(?P<info>[^\s`{}]*)")
_WORD_OF_LANGUAGE = re.compile(r"[A-Za-z][\w+#-]*")
_EMPTY_LINE = re.compile(r"\n[ \t>]*\n")
_HARD_BREAK = re.compile(r"(?:(?<!\\)\\|[ ]{2})\n|<br\b", re.IGNORECASE)
_CALLOUT_END = re.compile(r"\n[ \t>]*:::")
# Before a figure the sign may say “more than” as well.
_QUOTED = re.compile(r"[ \t]*>(?!=?[$£€¥]?\d)")
_QUOTED_NOTE = re.compile(r"[ \t]*>[ \t>]*\[\^[^\]\n]{1,200}\]:")
# Any of these can stand at the edge of words that are marked in some way.
_MARKS = frozenset("*_~^=+<{}[%")


def structure(known: Accounts) -> Iterator[LedgerFault]:
    """The faults of all that is not a word and no sign."""
    lines = known.source.text.split("\n")
    yield from listed(known, lines)
    yield from _expansions(known)
    yield from _languages(known, lines)
    apart = beginnings(lines)
    for sides in known.sides:
        yield from _emphasis(sides)
        yield from _lines(sides, apart)
        yield from _set_apart(sides, lines)


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


# Signs that stand between marks and the name of an emoji at the edge of marked words at most:
# *( :books: archived)*.
_EDGE = 3
_PASSAGE = 20_000
_OPEN_TAG = re.compile(r"<([A-Za-z]{1,10})\b[^<>]*>[^<>]*$")


def _around(sides: ComparedParts, first: int, last: int) -> tuple[str, str]:
    """What of the source stands before word `first` and behind word `last`."""
    text = sides.source.text
    before = start_of_names(text, sides.begin(first))
    behind = end_of_names(text, sides.end(last))
    return (
        sides.raw(first - 1, first) if before is None else text[max(0, before - _EDGE) : before],
        sides.raw(last, last + 1) if behind is None else text[behind : behind + _EDGE],
    )


def _is_left_open(sides: ComparedParts, before: str, last: int) -> bool:
    """Whether a tag of HTML begins what is marked, and none ends it: all up to an empty line is."""
    tag = _OPEN_TAG.search(before)
    end = sides.end(last)
    passage = sides.source.text[end : end + _PASSAGE].partition("\n\n")[0].lower()
    return tag is not None and f"</{tag[1].lower()}" not in passage


def _emphasis(sides: ComparedParts) -> Iterator[LedgerFault]:
    """Marked words whose edges have no marks in the source, and marks that mark nothing."""
    edges: set[int] = set()
    for start, end in ((phrase.start, phrase.end) for phrase in sides.carried.phrases):
        edges |= {start, end}
        first, last = sides.typed_at(start), sides.typed_at(end - 1) if end > start else None
        if first is None or last is None:
            continue
        before, after = _around(sides, first, last)
        is_ended = _MARKS & {*after} or _is_left_open(sides, before, last)
        is_role = before.endswith("}`") and after.startswith("`")  # of MyST: {sub}`2`
        is_marked = is_role or (_MARKS & {*before} and is_ended)
        if not is_marked:
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
                if at in sides.carried.captions or at - 1 in sides.carried.captions:
                    continue  # one that is bold or in italics as a whole is so by the style
                words = short(sides.words(run.one + offset - 1, run.one + offset + 1))
                what = f"the star in “{words}” marks nothing in the document"
                yield LedgerFault("LED009", sides.position(run.one + offset), what, REPORT)


def _lines(sides: ComparedParts, apart: Set[int]) -> Iterator[LedgerFault]:
    """Paragraphs and lines that were joined, or parted; those of `apart` begin anew."""
    typed, carried = sides.typed.words, sides.carried.words
    for run in sides.runs:
        for offset in range(1, run.length):
            one, at = run.one + offset, run.other + offset
            is_parted = "\n" in carried.signs[at]
            if is_parted == ("\n" in typed.signs[one]):
                continue
            raw = sides.raw(one - 1, one)
            words = short(sides.words(one - 1, one + 1))
            if is_parted and not raw.strip(" "):
                what = f"“{words}” was typed in one line, and is parted"
                yield LedgerFault("LED009", sides.position(one), what, REPORT)
            elif not is_parted and (
                _is_break(sides, raw, sides.end(one - 1))
                or ("\n" in raw and _begins(sides, one, at, apart))
            ):
                what = f"“{words}” was typed in two lines, and is joined"
                yield LedgerFault("LED009", sides.position(one), what, REPORT)


def _begins(sides: ComparedParts, one: int, at: int, apart: Set[int]) -> bool:
    """Whether a word is the first of a line that may not flow into the one before."""
    kinds = sides.typed.words.kinds[one] | sides.carried.words.kinds[at]
    return not kinds & (CODE | PERHAPS) and sides.position(one).line in apart


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
            if _QUOTED_NOTE.match(lines[line - 1]):
                continue  # which stands at the end of the document
            if run.other + offset not in apart:
                words = short(sides.words(run.one + offset, run.one + offset + 1))
                what = f"the quotation “{words} …” was read as text"
                yield LedgerFault("LED009", sides.position(run.one + offset), what, REPORT)
    for start in sides.source.callouts:
        inside = bisect_left(sides.typed.offsets, start)
        at = sides.carried_at(inside)
        if not sides.typed.start <= start <= sides.typed.end:
            continue
        if _CALLOUT_END.search(sides.source.text, start, sides.begin(inside)):
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
        if place.line in _between_marks(sides.source.text):
            continue
        if ">" not in lines[place.line - 1] and "<" not in sides.raw(word - 1, word):
            words = short(sides.words(word, word + 1))
            yield LedgerFault("LED009", place, f"“{words} …” was read as a quotation", REPORT)


@lru_cache(maxsize=1)
def _between_marks(text: str) -> Set[int]:
    """The numbers of lines between two marks “>>>”, which are quotations of GitLab."""
    lines = enumerate(text.split("\n"), 1)
    marks = [number for number, line in lines if line.strip() == ">>>"]
    pairs = zip(marks[::2], marks[1::2], strict=False)
    return frozenset(number for start, end in pairs for number in range(start, end))


class _Ranges:
    """Ranges that may stand in one another, asked whether a number is in any."""

    def __init__(self, ranges: Sequence[tuple[int, int]]) -> None:
        ordered = sorted(ranges)
        self.starts = [start for start, _ in ordered]
        self.ends = [*accumulate((end for _, end in ordered), max)]

    def __contains__(self, number: int) -> bool:
        index = bisect_right(self.starts, number) - 1
        return index >= 0 and number < self.ends[index]
