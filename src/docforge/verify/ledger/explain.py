"""What explains a difference between source and document; what nothing explains is a fault."""

import html
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from docforge.document import (
    Abbreviation,
    Block,
    Code,
    List,
    Numbering,
    Position,
    Text,
    plain_text,
    walk,
)
from docforge.verify.ledger.account import (
    ComparedParts,
    WordDifference,
    changed_signs,
    shown_raw,
    turned,
)
from docforge.verify.ledger.addresses import astray
from docforge.verify.ledger.carried import shown_label
from docforge.verify.ledger.faults import REPORT, Accounts, LedgerFault, short
from docforge.verify.ledger.signs import kept as kept_signs
from docforge.verify.ledger.structure import structure
from docforge.verify.ledger.typed import TypedSource
from docforge.verify.ledger.words import LABEL, NOTE_MARK, OPTIONAL, WordKind, split

# Findings that say of a passage that it is left out.
LEFT_OUT = frozenset(
    {"HTM001", "HTM003", "HTM004", "HTM005", "HTM006", "HTM007", "HTM008", "HTM014", "HDG003",
     "IMG010", "LNK005", "LNK006", "TBL001", "TBL002", "TBL005"}
)  # fmt: skip
# One finding of several places names the first of them.
_TIMES = re.compile(r"\(\d+ times\)")
_EMOJI = re.compile(r":[\w+-]+:")


@dataclass(frozen=True, slots=True)
class _Left:
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


def explain(known: Accounts) -> Iterator[LedgerFault]:
    """The faults, part by part, each cause once.

    What a command of a site generator does to the passage around it, HTM010 tells: docforge does
    not run it, and browsers and pandoc read half of it as marks.
    """
    yield from _meta(known)
    commanded = known.source.commanded
    yield from (fault for fault in _faults(known) if fault.position.line not in commanded)


def _faults(known: Accounts) -> Iterator[LedgerFault]:
    left: list[_Left] = []
    spare: list[_Left] = []
    for sides in known.sides:
        for gap in sides.gaps():
            if rest := _unexplained(known, sides, gap):
                (left if rest.typed or rest.carried else spare).append(rest)
        yield from _signs(sides)
        yield from _turned(known, sides)
        yield from _levels(known, sides)
        yield from _astray(known, sides)
    left = _met_again(_without_wandering_notes(left))
    # A document that is another one altogether is not searched for captions, pair by pair.
    yield from _words(_without_captions(left, spare) if len(left) < _MANY else left)
    yield from _labels(known)
    yield from structure(known)
    yield from _lost_notes(known)


def _meta(known: Accounts) -> Iterator[LedgerFault]:
    """What the front matter says of the document, against what the document says of itself."""
    meta, given = known.document.meta, known.settings
    pairs = [
        ("title", given.title, plain_text(meta.title)),
        ("subtitle", given.subtitle, meta.subtitle),
        ("authors", " ".join(given.authors), " ".join(meta.authors)),
        ("organisation", given.organisation, meta.organisation),
        ("description", given.description, meta.description),
        ("keywords", " ".join(given.keywords), " ".join(meta.keywords)),
        ("contact", given.contact, meta.contact),
        ("language", given.lang, meta.lang),
    ]
    for name, typed, carried in pairs:
        if typed is not None and split(typed)[1::2] != split(carried)[1::2]:
            what = f"the {name} “{short(typed)}” became “{short(carried)}”"
            yield LedgerFault("LED003", Position(1, 1), what, REPORT)


# --- Words -------------------------------------------------------------------------------


def _unexplained(known: Accounts, sides: ComparedParts, gap: WordDifference) -> _Left | None:
    carried = [
        index for index in shown_raw(sides, gap) if not sides.carried.words.kinds[index] & LABEL
    ]
    typed = [*range(*gap.typed)]
    labels = sum(1 for index in range(*gap.carried) if sides.carried.words.kinds[index] & LABEL)
    kept: list[int] = []
    for index in typed:
        if labels and sides.typed.words.kinds[index] & LABEL:
            labels -= 1  # what it was typed as, and what is shown, is compared by itself
        elif not sides.typed.words.kinds[index] & OPTIONAL:
            kept.append(index)
    if _same_letters(sides, kept, carried) or _other_order(known, sides, kept, carried):
        return None
    spare: list[int] = []
    if kept and _left_out(known, sides, gap):
        kept, spare = [], kept
    if kept and _is_inline_note(known, sides, kept, carried):
        return None
    if kept and (_is_title(known, sides, kept) or _is_emoji(sides, gap, kept)):
        kept = []
    raw = sides.raw(gap.typed[0] - 1, gap.typed[1])
    if carried and "<details" in raw.lower():
        carried = [n for n in carried if sides.carried.words.words[n] != "Details"]
    if not kept and not carried and not spare:
        return None
    return _Left(sides, tuple(kept), tuple(carried), gap, tuple(spare))


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
    around = sides.source.text[sides.begin(typed[0]) - 1 : sides.end(typed[-1]) + 1]
    return (
        bool(_EMOJI.fullmatch(around)) and not sides.carried.words.signs[gap.carried[0]].isascii()
    )


def _without_wandering_notes(left: list[_Left]) -> list[_Left]:
    """Marks of notes inside a link stand behind it: a link cannot hold another."""
    kept: list[_Left] = []
    for rest in left:
        before = kept[-1] if kept else None
        if (
            before is not None
            and before.sides is rest.sides
            and rest.at - before.at < 40
            and before.typed_words == rest.carried_words
            and not rest.typed
            and not before.carried
            and all(word.startswith(NOTE_MARK) for word in rest.carried_words)
        ):
            kept.pop()
        else:
            kept.append(rest)
    return kept


def _words(left: list[_Left]) -> Iterator[LedgerFault]:
    """What is left, told as moved, lost, added or changed."""
    homes = {tuple(rest.carried_words): rest for rest in left if rest.carried and not rest.typed}
    moved: dict[tuple[str, ...], _Left] = {}
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


def _without_captions(left: list[_Left], spare: list[_Left]) -> list[_Left]:
    """A caption stands before or behind what it belongs to, wherever it was typed."""
    kept = [*left, *spare]
    for rest in left:
        captions = [n for n in rest.carried if n in rest.sides.carried.captions]
        if not captions:
            continue
        for other in kept:
            near = other.sides is rest.sides and abs(other.at - rest.at) < _NEAR_CAPTION
            if near and other is not rest and (found := _take(other, rest, captions)):
                kept = [found.get(id(each), each) for each in kept]
                break
    return [rest for rest in kept if rest.typed or rest.carried]


_NEAR_CAPTION = 400
_MANY = 300


def _take(other: _Left, rest: _Left, captions: list[int]) -> dict[int, _Left]:
    """Both without the words of the caption that `other` lost and `rest` has."""
    wanted = [rest.sides.carried.words.words[n] for n in captions]
    there = sorted((*other.typed, *other.spare))
    typed, at = [other.sides.typed.words.words[n] for n in there], 0
    used = []
    for word in wanted:
        if word not in typed[at:]:
            return {}
        at = typed.index(word, at)
        used.append(there[at])
        at += 1
    return {
        id(other): replace(other, typed=tuple(n for n in other.typed if n not in used)),
        id(rest): replace(rest, carried=tuple(n for n in rest.carried if n not in captions)),
    }


def _met_again(left: list[_Left]) -> list[_Left]:
    """Neighbouring remainders that are one passage, in which syntax is shown as it was typed."""
    kept: list[_Left] = []
    for rest in left:
        before = kept[-1] if kept else None
        near = before is not None and before.sides is rest.sides and rest.at - before.at < _NEAR
        if before is not None and near and _all_there(before, rest):
            kept.pop()
        else:
            kept.append(rest)
    return kept


_NEAR = 80


def _all_there(first: _Left, last: _Left) -> bool:
    sides = first.sides
    start, end = first.gap.typed[0], last.gap.typed[1]
    carried = sides.carried.words.words[first.gap.carried[0] : last.gap.carried[1]]
    raw = split(sides.raw(start - 1, end))[1::2]
    return _within(carried, raw) and _within(sides.typed.words.words[start:end], carried)


def _within(words: list[str], others: list[str]) -> bool:
    """Whether `words` stand in `others` in their order."""
    there = iter(others)
    return all(word in there for word in words)


def _word_fault(rest: _Left) -> LedgerFault:
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


def _note_fault(rest: _Left, carried: str) -> LedgerFault:
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


# --- Signs, kinds, levels --------------------------------------------------------------------


def _signs(sides: ComparedParts) -> Iterator[LedgerFault]:
    for found in changed_signs(sides):
        around = short(sides.words(max(found.index - 1, 0), found.index + 1))
        if found.lost and found.added:
            what = f"“{found.lost}” in “{around}” became “{found.added}”"
        elif found.lost:
            what = f"“{found.lost}” in “{around}” is not in the document"
        else:
            what = f"“{found.added}” was added in “{around}”"
        yield LedgerFault("LED005", sides.position(found.index), what, REPORT)


_TURNED = {
    "text-formula": ("LED006", "“{}” was read as a formula", "Write \\$ for a dollar sign."),
    "formula-text": ("LED006", "the formula “{}” was read as text", ""),
    "code-text": ("LED009", "the code “{}” was read as text", ""),
    "text-code": ("LED009", "“{}” was read as code", ""),
    "heading-text": ("LED009", "the heading “{}” was read as text", ""),
    "text-heading": ("LED009", "“{}” was read as a heading", ""),
    "cell": ("LED008", "the cell “{}” stands in another column", ""),
}


def _turned(known: Accounts, sides: ComparedParts) -> Iterator[LedgerFault]:
    for found in turned(sides):
        code, message, hint = _TURNED[found.what]
        words = short(sides.words(found.first, found.last))
        yield LedgerFault(code, sides.position(found.first), message.format(words), hint)


def _levels(known: Accounts, sides: ComparedParts) -> Iterator[LedgerFault]:
    """A heading whose level is not what follows from those that were typed.

    The title is level 1, that over the notes 2, and no level is skipped: each stands one below
    the section it is in.
    """
    above = 1 if sides is known.sides[0] else 2
    typed = known.source.levels
    starts = sorted(typed)
    open_levels: list[int] = []
    for index, level in sides.carried.levels.items():
        word = sides.typed_at(index)
        found = bisect_right(starts, sides.begin(word)) - 1 if word is not None else -1
        if word is None or found < 0 or not sides.typed.words.kinds[word] & WordKind.HEADING:
            return
        given = typed[starts[found]]
        while open_levels and open_levels[-1] >= given:
            open_levels.pop()
        open_levels.append(given)
        if min(len(open_levels) + above, DEEPEST) != level:
            words = short(sides.words(word, word + 1))
            what = f"the heading “{words}” of level {given} became one of level {level}"
            yield LedgerFault("LED009", sides.position(word), what, REPORT)


DEEPEST = 6


def _astray(known: Accounts, sides: ComparedParts) -> Iterator[LedgerFault]:
    forgiven = frozenset(
        finding.where.line for finding in known.earlier if finding.code[:3] in ("LNK", "HTM")
    )
    for found in astray(sides, forgiven):
        thing = "image" if found.is_image else "link"
        what = f"the {thing} “{short(found.words)}” leads to {found.shown}, not to {found.typed}"
        if not found.shown:
            what = f"the link “{short(found.words)}” to {found.typed} leads nowhere"
        yield LedgerFault("LED011", found.position, what, REPORT)


# --- Labels and notes ------------------------------------------------------------------------


def _labels(known: Accounts) -> Iterator[LedgerFault]:
    """Every label of a list, as typed and as shown."""
    labels = _typed_labels(known.source)
    for node in walk(known.document):
        if isinstance(node, List) and node.numbering is not Numbering.BULLET:
            yield from _list_labels(known, node, labels)


def _typed_labels(source: TypedSource) -> dict[int, list[tuple[int, str]]]:
    """The labels that were typed, by line."""
    found: dict[int, list[tuple[int, str]]] = {}
    for part in (source.body, *source.notes.values()):
        for word, offset, kind in zip(
            part.words.words, part.offsets, part.words.kinds, strict=True
        ):
            if kind & LABEL:
                place = source.position(offset)
                found.setdefault(place.line, []).append((place.column, word))
    return found


def _list_labels(
    known: Accounts, node: List, labels: dict[int, list[tuple[int, str]]]
) -> Iterator[LedgerFault]:
    typed: list[str | None] = []
    for item in node.items:
        on_line = labels.get(item.position.line, [])
        before = [word for column, word in on_line if column < item.position.column]
        # An item that begins with code has the place of its label.
        here = [word for column, word in on_line if column == item.position.column]
        found = before or here
        typed.append(found[-1] if found else None)
    lines = {item.position.line for item in node.items}
    if any(f.code == "LST011" and f.where.line in lines for f in known.earlier):
        return  # a finding says that the labels are others
    given = [word for word in typed if word is not None]
    if len(given) > 1 and len(set(given)) == 1:
        return  # every item with the same number: numbering is left to the program
    for index, word in enumerate(typed):
        shown = shown_label(node, index)
        if word is not None and word != shown:
            position = node.items[index].position
            yield LedgerFault(
                "LED007", Position(position.line, 1), f"“{word}.” became “{shown}.”",
                "Write the numbers without gaps, or write them as text: “3\\.”.",
            )  # fmt: skip


def _lost_notes(known: Accounts) -> Iterator[LedgerFault]:
    """Notes that were written and that nothing refers to."""
    for name, part in known.source.notes.items():
        if name not in known.names:
            words = html.unescape(known.source.text[part.start : part.end])
            yield LedgerFault(
                "LED012",
                known.source.position(part.start),
                f"the note [^{name}] is not in the document: “{short(' '.join(words.split()))}”",
                "Refer to it in the text, or take it out.",
            )
