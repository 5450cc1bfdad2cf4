"""Rules about lists and structure made by hand instead of with marks (WCAG 2.2, 1.3.1)."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import islice, pairwise, takewhile

from docforge.document import (
    Cell,
    Inlines,
    LineBreak,
    Link,
    List,
    Paragraph,
    Phrase,
    PhraseKind,
    Position,
    Text,
    children,
    plain_text,
    walk,
)
from docforge.lint.subject import LintSubject, RuleHit
from docforge.parse.hand_labels import REMARK, labels
from docforge.parse.preprocess.note_marks import has_marks, is_below_table, note_marks

# A dash opens a line of speech, too: alone in its paragraph it tells nothing.
_SIGN = re.compile(r"[ \t]*[•●▪◦‣❖➢✓\uf0b7\uf0a7\uf0d8][ \t\u00a0]*(?=\S)")
_ITEM = re.compile(r"[ \t]*[•●▪◦‣❖➢✓·–—*-][ \t\u00a0]+(?=\S)")
# Chinese underlines proper names: there it is punctuation.
_UNDERLINED_NAMES = frozenset({"zh", "yue"})
_EMPTY = re.compile(
    r"(?:<p[^>]*>|<div[^>]*>)?[ \t]*(?:&nbsp;|\u00a0|<br ?/?>|\\)+[ \t]*(?:</p>|</div>)?"
    r"|<p[^>]*>[ \t]*</p>",
    re.IGNORECASE,
)


def hand_made_list(subject: LintSubject) -> Iterator[RuleHit]:
    """A list is made of typed labels or signs instead of list marks.

    Why: A screen reader says “list of 3 items” only for a real list, and lets readers skip
    it (WCAG 2.2, 1.3.1; ISO 14289-1, 7.6). The lines stand apart as they were typed.

    Example: a paragraph whose lines begin with `Art. 1`, `Art. 2`, or with `✓`

    Mend: Begin each line with `- ` or `1. `; the label can stay behind it: `- Art. 1 …`.
    """
    told: set[int] = set()
    expected = has_marks(subject.lines)
    for paragraph in subject.every(Paragraph):
        lines = paragraph_lines(subject, paragraph)
        if lines:  # In an item of a real list the paragraph begins behind the label.
            lines[0] = lines[0][paragraph.position.column - 1 :]
        first = paragraph.position.line - 1
        is_noted = expected or is_below_table(subject.lines[max(0, first - 2) : max(0, first)])
        made = {line: label for line, label in labels(lines).items() if label != REMARK}
        if len(made) > 1:
            told.add(id(paragraph))
        if len(made) > 1 and not (_is_dialogue(lines, made) or _TOLD & {*made.values()}):
            yield _made_by_hand(paragraph, [*made.values()])
        elif not made and (marks := note_marks(lines, expected=is_noted)):
            yield _made_by_hand(paragraph, [*marks.values()])
    for below, label in _inserted(subject):
        yield RuleHit(
            below.position,
            f"“{label} …” stands as a paragraph: a list has no label between two numbers",
            f"Number the items anew, or begin each with “- ” and keep the label: “- {label} …”.",
        )
    for begun, count in _bulleted(subject):
        if id(begun) not in told:
            yield RuleHit(
                begun.position,
                f"these {count} paragraphs or lines are a list made by hand",
                "Begin each with “- ” in the place of the sign.",
            )


def _made_by_hand(paragraph: Paragraph, made: list[str]) -> RuleHit:
    what = f"these {len(made)} lines are a list made by hand: “{made[0]} …”, “{made[1]} …”"
    mend = f"Begin each line with “- ” or “1. ”; the label can stay: “- {made[0]} …”."
    if made[0].lstrip("(<^")[0] in _MARKS_OF_NOTES or made[0][0] in "<^":
        what = f"these {len(made)} lines are notes made by hand: “{made[0]} …”, “{made[1]} …”"
        mend = "Write each as a note, “[^1]: …”, and “[^1]” where it belongs."
    return RuleHit(paragraph.position, what, mend)


_MARKS_OF_NOTES = "⁰¹²³⁴⁵⁶⁷⁸⁹†‡*"
# A label between two numbers: 2A. between 2. and 3.
_INSERTED = re.compile(r"\(?\d{1,4}(?:[A-Za-z]{1,2}|[ ]?(?:bis|ter|quater))[.)][ \t]")


def _inserted(subject: LintSubject) -> Iterator[tuple[Paragraph, str]]:
    """Paragraphs below a list that begin with a label which no list has."""
    for node in (subject.document, *walk(subject.document)):
        is_below = False
        for block in children(node):
            if is_below and isinstance(block, Paragraph):
                if found := _INSERTED.match(_opening(block.children)):
                    yield block, found[0].strip()
                    is_below = False  # told once for those that follow one another
                continue
            is_below = isinstance(block, List)


def _bulleted(subject: LintSubject) -> Iterator[tuple[Paragraph, int]]:
    """Paragraphs, one after the other, or lines of one, that begin with the sign of an item."""
    for node in (subject.document, *walk(subject.document)):
        run: list[Paragraph] = []
        for block in (*children(node), None):
            if isinstance(block, Paragraph):
                broken = [i for i, each in enumerate(block.children) if isinstance(each, LineBreak)]
                starts = [_opening(block.children[i:]) for i in (0, *(i + 1 for i in broken))]
                if broken and sum(map(_is_item, starts)) > 1:
                    yield block, sum(map(_is_item, starts))
                elif len(starts) == 1 and _SIGN.match(starts[0]):
                    run.append(block)
                    continue
            if len(run) > 1:
                yield run[0], len(run)
            run = []


def _opening(inlines: Inlines) -> str:
    return inlines[0].text if inlines and isinstance(inlines[0], Text) else ""


def _is_item(text: str) -> bool:
    return _ITEM.match(text) is not None


# Of stars without a space and boxes to tick, MRK001 tells.
_TOLD = frozenset({"*", "[ ]", "[x]", "[X]"})
_DASHES = frozenset("–—")
_STAMP = re.compile(r"\[[^\[\]]{0,20}\d[:.]\d\d")
_SENTENCE = re.compile(r"[.!?…»”’\"'。！？]\\?$")


def _is_dialogue(lines: list[str], made: Mapping[int, str]) -> bool:
    """Whether people speak in turn: dashes stand before sentences, or when each was said."""
    if all(_STAMP.match(label) for label in made.values()):
        return True
    is_dash = _DASHES.issuperset(made.values())
    return is_dash and all(_SENTENCE.search(lines[index].rstrip()) for index in made)


def paragraph_lines(subject: LintSubject, paragraph: Paragraph) -> list[str]:
    """The lines of the source that a paragraph stands on, up to an empty one or another's."""
    start = paragraph.position.line - 1
    if not 0 <= start < len(subject.lines):
        return []
    starts = subject.paragraph_starts
    index = bisect_right(starts, start)
    end = starts[index] if index < len(starts) else len(subject.lines)
    return list(takewhile(str.strip, islice(subject.lines, start, end)))


def breaks_as_layout(subject: LintSubject) -> Iterator[RuleHit]:
    """Several line breaks in a row stand for space or a new paragraph.

    Why: Readers who move by paragraphs hear one long paragraph, and space comes from the
    style (WCAG 2.2, 1.3.1).

    Example: `First part.<br><br>Second part.`

    Mend: Leave an empty line between the paragraphs.
    """
    in_cells = {id(node) for cell in subject.every(Cell) for node in walk(cell)}
    for paragraph in subject.every(Paragraph):
        if id(paragraph) in in_cells:
            continue
        for one, other in pairwise(paragraph.children):
            if isinstance(one, LineBreak) and isinstance(other, LineBreak):
                yield RuleHit(
                    one.position,
                    "two line breaks stand for a new paragraph",
                    "Leave an empty line instead.",
                )
                break


def empty_paragraph(subject: LintSubject) -> Iterator[RuleHit]:
    """An empty paragraph stands for space.

    Why: Some readers hear “blank” for each one, and space comes from the style
    (WCAG 2.2, 1.3.1).

    Example: `&nbsp;` or `<br>` on a line of its own

    Mend: Delete the line.
    """
    lines = subject.lines
    for number, line in enumerate(lines, 1):
        if not line.strip() or not _EMPTY.fullmatch(line.strip(" \t")):
            continue
        alone = not lines[number - 2].strip() if number > 1 else True
        if alone and (number == len(lines) or not lines[number].strip()):
            yield RuleHit(
                Position(number, len(line) - len(line.lstrip()) + 1),
                "this line is an empty paragraph",
                "Delete it.",
            )


def underline(subject: LintSubject) -> Iterator[RuleHit]:
    """Text that is no link is underlined.

    Why: Readers take it for a link, and underlining makes letters harder to tell apart
    (WCAG 2.2, 3.2.4).

    Example: `[important]{.underline}` or `<u>important</u>`

    Mend: Use `**important**` for importance and `*title*` for emphasis.
    """
    if subject.document.meta.lang.partition("-")[0] in _UNDERLINED_NAMES:
        return
    linked = {id(node) for link in subject.every(Link) for node in walk(link)}
    for phrase in subject.every(Phrase):
        if phrase.kind is PhraseKind.UNDERLINE and id(phrase) not in linked:
            words = plain_text(phrase.children)
            yield RuleHit(
                phrase.position,
                f"“{words[:60]}” is underlined and no link",
                "Use **…** for importance.",
            )
