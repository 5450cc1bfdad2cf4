"""Words that stand on one side alone, or in another order, and what may explain them.

Invariant: what a finding, a rule or the neighbourhood explains is no fault; all else is one.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from msgspec import Struct

from docforge.document import (
    Abbreviation,
    Block,
    Code,
    Position,
    Text,
    plain_text,
    walk,
)
from docforge.findings import Finding
from docforge.verify.ledger.account import (
    ComparedParts,
    WordDifference,
    shown_raw,
)
from docforge.verify.ledger.emoji import is_name
from docforge.verify.ledger.faults import REPORT, Accounts, LedgerFault, short
from docforge.verify.ledger.signs import kept as kept_signs
from docforge.verify.ledger.words import LABEL, NOTE_MARK, OPTIONAL, WordKind, split

# Findings that say of a passage that it is left out.
LEFT_OUT = frozenset(
    {"HTM001", "HTM003", "HTM004", "HTM005", "HTM006", "HTM007", "HTM008", "HTM011", "HTM014",
     "HDG003", "IMG010", "LNK005", "LNK006", "TBL001", "TBL002", "TBL005"}
)  # fmt: skip
# One finding of several places names the first of them.
_TIMES = re.compile(r"\(\d+ times\)")


class UnexplainedWords(Struct, frozen=True):
    """Words of one gap that nothing has explained: of the source, of the document.

    `spare` are words of the source that are left out, as a finding says; a caption may have them.
    """

    sides: ComparedParts
    typed: tuple[int, ...]
    carried: tuple[int, ...]
    gap: WordDifference
    spare: tuple[int, ...] = ()

    @property
    def at(self) -> int:
        return self.gap.typed[0]

    @property
    def typed_words(self) -> list[str]:
        return [self.sides.typed.words.words[index] for index in self.typed]

    @property
    def carried_words(self) -> list[str]:
        return [self.sides.carried.words.words[index] for index in self.carried]

    @property
    def position(self) -> Position:
        return self.sides.position(self.typed[0] if self.typed else max(self.at - 1, 0))

    def said(self) -> str:
        return short(" ".join(self.sides.words(first, last) for first, last in _spans(self.typed)))


def unexplained(
    known: Accounts, sides: ComparedParts, gap: WordDifference
) -> UnexplainedWords | None:
    carried = [
        index for index in shown_raw(sides, gap) if not sides.carried.words.kinds[index] & LABEL
    ]
    typed = [*range(*gap.typed)]
    labels = sum(1 for index in range(*gap.carried) if sides.carried.words.kinds[index] & LABEL)
    kept: list[int] = []
    for index in typed:
        is_label = bool(sides.typed.words.kinds[index] & LABEL)
        if is_label and (labels or sides.position(index).line not in known.labelled):
            labels -= labels > 0  # as what it was typed, and is shown, is compared by itself
        elif not sides.typed.words.kinds[index] & OPTIONAL:
            kept.append(index)
    if _same_letters(sides, kept, carried) or _other_order(known, sides, kept, carried):
        return None
    if kept and _is_inline_note(known, sides, kept, carried):
        return None
    spare: list[int] = []
    if kept and (_left_out(known, sides, gap) or _is_title_left_out(known, sides, kept)):
        carried = [] if _is_what_stays(sides, kept, carried) else carried
        kept, spare = [], kept
    if kept and _is_title(known, sides, kept):
        kept = []
    if kept and _is_emoji(sides, gap, kept):
        kept, carried = [], [n for n in carried if not _is_sign_of_emoji(sides, n)]
    raw = sides.raw(gap.typed[0] - 1, gap.typed[1])
    if carried and "<details" in raw.lower():
        carried = [n for n in carried if sides.carried.words.words[n] != "Details"]
    if not kept and not carried and not spare:
        return None
    return UnexplainedWords(sides, tuple(kept), tuple(carried), gap, tuple(spare))


def _same_letters(sides: ComparedParts, typed: list[int], carried: list[int]) -> bool:
    """Whether only marks inside words divide them otherwise: `un*do*able`, H~2~O."""
    one = "".join(sides.typed.words.words[n] for n in typed)
    if not typed or one != "".join(sides.carried.words.words[n] for n in carried):
        return False
    signs = sides.typed.words.signs[typed[0] + 1 : typed[-1] + 1]
    shown = sides.carried.words.signs[carried[0] + 1 : carried[-1] + 1]
    parted = any(c.isspace() for sign in (*signs, *shown) for c in sign)
    return not parted and not any(map(kept_signs, signs))


def _other_order(
    known: Accounts, sides: ComparedParts, typed: list[int], carried: list[int]
) -> bool:
    """Whether cells over several lines, which grid tables have, were put together."""
    if known.settings.dialect != "markdown":
        return False
    return sorted(sides.typed.words.words[n] for n in typed) == sorted(
        sides.carried.words.words[n] for n in carried
    )


def _is_what_stays(sides: ComparedParts, typed: list[int], carried: list[int]) -> bool:
    """Whether the words of the document are those of the source beside what is left out."""
    shown = "".join(sides.carried.words.words[n] for n in carried)
    for n in typed:
        shown = shown.removeprefix(sides.typed.words.words[n])
    return not shown


def _left_out(known: Accounts, sides: ComparedParts, gap: WordDifference) -> bool:
    """Whether a finding between the words around the gap says that something is left out."""
    start = sides.source.position(sides.end(gap.typed[0] - 1))
    end = sides.position(gap.typed[1])
    return any(
        (start.line, start.column) <= (f.where.line, f.where.column) <= (end.line, end.column)
        or (f.where.line <= end.line and _TIMES.search(f.message))
        for f in known.earlier
        if f.code in LEFT_OUT
    )


def _is_title_left_out(known: Accounts, sides: ComparedParts, typed: list[int]) -> bool:
    """Whether it is the title of an image, which a finding at the image says is left out."""
    line = sides.position(typed[0]).line
    said = [sides.typed.words.words[n] for n in typed]
    told = (split(f.message)[1::2] for f in known.earlier if _titles(f, line))
    return any(is_within(said[:_FEW], words) for words in told)


_FEW = 8  # of its words, as a message shows no more than its beginning


_TITLED = frozenset({"IMG010", "IMG013"})


def _titles(finding: Finding, line: int) -> bool:
    return finding.code in _TITLED and line - 1 <= finding.where.line <= line


def _is_title(known: Accounts, sides: ComparedParts, typed: list[int]) -> bool:
    """Whether it is a heading that only repeats the title."""
    if not all(sides.typed.words.kinds[n] & WordKind.HEADING for n in typed):
        return False
    title = split(plain_text(known.document.meta.title).casefold())[1::2]
    return [sides.typed.words.words[n].casefold() for n in typed] == title


def _is_inline_note(
    known: Accounts, sides: ComparedParts, typed: list[int], carried: list[int]
) -> bool:
    """Whether it is a note that was typed where its mark stands: ^[…]."""
    if [sides.carried.words.words[n] for n in carried] != [NOTE_MARK]:
        return False
    words = [sides.typed.words.words[n] for n in typed]
    return any(
        words == [word for block in note.blocks for word in split(block_text(block))[1::2]]
        for note, name in zip(known.document.notes, known.names, strict=True)
        if not name
    )


def block_text(block: Block) -> str:
    """All text of a block, a space between its leaves."""
    return " ".join(
        node.text for node in walk(block) if isinstance(node, Text | Code | Abbreviation)
    )


def _is_emoji(sides: ComparedParts, gap: WordDifference, typed: list[int]) -> bool:
    words = sides.carried.words
    # An emoji is a sign, but for a few that are a letter or a digit and a sign behind it.
    signs = words.signs[gap.carried[0] : gap.carried[1] + 1]
    if "".join((*signs, *words.words[slice(*gap.carried)])).isascii():
        return False
    return is_name(sides.source.text, sides.begin(typed[0]), sides.end(typed[-1]))


def _is_sign_of_emoji(sides: ComparedParts, carried: int) -> bool:
    """Whether a word is a digit or a letter that is an emoji by the sign behind it: 1️⃣, ℹ️."""
    words = sides.carried.words
    return len(words.words[carried]) == 1 and words.signs[carried + 1].startswith("\ufe0f")


def word_faults(left: list[UnexplainedWords]) -> Iterator[LedgerFault]:
    """What is left, told as moved, lost, added or changed."""
    homes = {tuple(rest.carried_words): rest for rest in left if rest.carried and not rest.typed}
    moved: dict[tuple[str, ...], UnexplainedWords] = {}
    for rest in left:
        words = tuple(rest.typed_words)
        if rest.typed and not rest.carried and (home := homes.get(words)):
            moved[words] = rest
            yield LedgerFault(
                "LED004",
                rest.position,
                f"“{rest.said()}” stands in another place in the document, "
                f"near line {home.position.line}",
                REPORT,
            )
    for rest in left:
        words = tuple(rest.typed_words or rest.carried_words)
        if words not in moved or (rest.typed and rest.carried):
            yield _word_fault(rest)


def _word_fault(rest: UnexplainedWords) -> LedgerFault:
    typed, carried = rest.said(), short(" ".join(rest.carried_words))
    if any(word.startswith(NOTE_MARK) for word in (*rest.typed_words, *rest.carried_words)):
        return _note_fault(rest, carried)
    if not carried:
        if column := rest.sides.typed.words.columns[rest.typed[0]]:
            return LedgerFault(
                "LED008", rest.position, f"the cell “{typed}” (column {column}) has no column",
                "Give the row as many cells as the header.",
            )  # fmt: skip
        return LedgerFault("LED001", rest.position, f"“{typed}” is not in the document", REPORT)
    if not typed:
        return LedgerFault(
            "LED002", rest.position, f"“{carried}” is in the document, not in the source", REPORT
        )
    if "".join(rest.typed_words) == "".join(rest.carried_words):
        return LedgerFault("LED003", rest.position, f"“{typed}” was joined to “{carried}”", REPORT)
    return LedgerFault("LED003", rest.position, f"“{typed}” became “{carried}”", REPORT)


def _note_fault(rest: UnexplainedWords, carried: str) -> LedgerFault:
    shown = carried.replace(NOTE_MARK, "^")
    if rest.typed and rest.carried:
        what = f"“{rest.said()}” became a mark of the note [{shown}]"
    elif rest.typed:
        what = f"the mark of a note “{rest.said()}” is not in the document"
    else:
        what = f"a mark of the note [{shown}] stands here, and was not typed"
    return LedgerFault("LED010", rest.position, what, REPORT)


def _spans(indexes: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Neighbouring indexes as (first, behind the last)."""
    for _, group in groupby(enumerate(indexes), key=lambda pair: pair[1] - pair[0]):
        members = [index for _, index in group]
        yield members[0], members[-1] + 1


def is_within(words: list[str], others: list[str]) -> bool:
    """Whether `words` stand in `others` in their order."""
    there = iter(others)
    return all(word in there for word in words)
